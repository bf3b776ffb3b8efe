// Names of enumerators, as the database, the API and the log spell them: snake_case, never renamed, only added to.
// An enum joins by a function `names_of(E)` beside it, whose names stand in the order of the enumerators.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace holdfast::domain {

using NameList = std::span<const std::string_view>;

template <class E>
concept Named = requires(E value) { NameList{names_of(value)}; };

template <Named E>
constexpr std::string_view name_of(E value) {
  return names_of(value)[static_cast<std::size_t>(std::to_underlying(value))];
}

// The inverse; nothing for a text that is no name. Exact: no folding, no trimming.
template <Named E>
constexpr std::optional<E> parse_name(std::string_view text) {
  const NameList names = names_of(E{});
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == text) return static_cast<E>(i);
  }
  return std::nullopt;
}

}  // namespace holdfast::domain
