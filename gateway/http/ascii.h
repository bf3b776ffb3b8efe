// ASCII as HTTP needs it; never the locale's.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace holdfast::http {

constexpr char to_lower(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + ('a' - 'A')) : byte; }

inline std::string to_lower(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char byte) { return to_lower(byte); });
  return lower;
}

constexpr bool same_name(std::string_view left, std::string_view right) {
  return std::ranges::equal(
      left, right, {}, [](char byte) { return to_lower(byte); }, [](char byte) { return to_lower(byte); });
}

constexpr bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

constexpr bool is_alphanumeric(char byte) { return is_digit(byte) || (to_lower(byte) >= 'a' && to_lower(byte) <= 'z'); }

// A character of a token (RFC 9110 section 5.6.2): what names and methods are made of.
constexpr bool is_token(char byte) {
  return is_alphanumeric(byte) || std::string_view{"!#$%&'*+-.^_`|~"}.find(byte) != std::string_view::npos;
}

constexpr std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

}  // namespace holdfast::http
