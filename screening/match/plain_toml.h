// What is looked at before toml++ reads a text, since it takes it on trust and goes astray otherwise: control
// characters anywhere, characters beyond ASCII outside quotes and comments, quotes within bare words, tables
// without a name. TOML has none of
// them; but a list within a list that begins a line with its empty bracket is TOML, and refused here.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace holdfast::screening::match {

struct NotPlain {
  std::uint32_t line{};  // 1-based
  std::string_view what;
};
// Nothing where the text may be handed on; it may still be no TOML.
std::optional<NotPlain> not_plain(std::string_view text);

}  // namespace holdfast::screening::match
