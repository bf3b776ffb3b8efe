// A rule that fired.
#pragma once

#include <cstdint>
#include <string>

namespace holdfast::screening::score {

// At code points [first, last] of the letter.
struct Fired {
  std::uint32_t rule{};  // index into Pack::rules
  std::uint32_t first{};
  std::uint32_t last{};
  std::string normalised;
  std::string view;
};

}  // namespace holdfast::screening::score
