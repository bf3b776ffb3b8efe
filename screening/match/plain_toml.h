// What is looked at before toml++ 3.3 reads a text, since it takes it on trust and goes astray otherwise: control
// characters anywhere, and characters beyond ASCII outside quotes and comments. TOML has neither.
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
