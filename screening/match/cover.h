// What a pattern waits for: words, and pairs of words side by side, of which every match holds one, and which are as
// rare together as can be. They only say where to look: walks and the search decide.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "screening/match/frequencies.h"
#include "screening/match/steps.h"

namespace holdfast::screening::match {

// A word as written, or two with a space between, by the steps that read them.
struct Unit {
  static constexpr std::uint32_t kNone = ~0U;
  std::uint32_t word{};
  std::uint32_t next = kNone;
};

// Nothing where some match holds no such word, or none but small ones.
std::optional<std::vector<Unit>> cover_of(std::span<const Step> steps, const Frequencies& common);

}  // namespace holdfast::screening::match
