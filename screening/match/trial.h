// A pattern that waits for a word, or for two side by side, and what must stand beside them for a walk to be worth
// while.
#pragma once

#include <cstdint>
#include <span>

#include "screening/match/steps.h"

namespace holdfast::screening::match {

// Words by their numbers, a bit each that some of them share, one for the words of no pattern and one for no word at
// all: what is not among them surely is no neighbour.
using Neighbours = std::uint64_t;
inline constexpr Neighbours kAnything = ~Neighbours{};
inline constexpr Neighbours kNothing = 1;
constexpr Neighbours neighbour(std::uint32_t number) { return Neighbours{2} << (number == 0 ? 0 : 1 + number % 62); }

struct Trial {
  std::uint32_t pattern{};
  States before = ~States{};  // which states of the pattern the words stand between
  States after = ~States{};
  Neighbours previous = kAnything;
  Neighbours next = kAnything;
};

// For the words with these numbers, the second 0 where one is waited for. `numbers` are those of the steps' words, 0
// where any word will do.
Trial trial_of(std::uint32_t pattern, std::span<const Step> steps, std::span<const std::uint32_t> numbers,
               std::uint32_t first, std::uint32_t second);

}  // namespace holdfast::screening::match
