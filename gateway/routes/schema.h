// JSON schemas are texts known at compile time; a list's schema is made of its row's.
#pragma once

#include <array>
#include <string_view>

namespace holdfast::routes {

// The parts one behind the other: kList = kJoined<kListBegins, kRow, kListEnds>.
template <const std::string_view&... Parts>
struct Joined {
  static constexpr auto kText = [] {
    std::array<char, (Parts.size() + ... + 0)> text{};
    auto at = text.begin();
    for (const auto part : {Parts...}) {
      for (const char byte : part) *at++ = byte;
    }
    return text;
  }();
  static constexpr std::string_view kView{kText.data(), kText.size()};
};
template <const std::string_view&... Parts>
inline constexpr std::string_view kJoined = Joined<Parts...>::kView;

}  // namespace holdfast::routes
