// The names of the readings that words may be found through. What was done to them twice is written with a plus:
// "leet+joined".
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace holdfast::screening::text {

inline constexpr std::array<std::string_view, 11> kViews = {"plain",  "leet",     "joined",  "squeezed",
                                                            "parted", "misspelt", "base64",  "hexadecimal",
                                                            "rot13",  "reversed", "acrostic"};

// Calls with each part of a view's name.
template <typename Take>
void each_view(std::string_view name, Take take) {
  while (!name.empty()) {
    const std::size_t end = std::min(name.find('+'), name.size());
    take(name.substr(0, end));
    name.remove_prefix(std::min(end + 1, name.size()));
  }
}

}  // namespace holdfast::screening::text
