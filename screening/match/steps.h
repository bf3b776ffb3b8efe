// A pattern as steps from word to word.
//
// A state is what may stand between two words of a match; a step leads from some states to others by one word, or by
// any word of a shape. Every match walks from kStart to kEnd. Not every walk is a match, since a shape does not tell
// its letters: a walk says where there is something to decide.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "screening/match/automaton.h"

namespace holdfast::screening::match {

using States = std::uint64_t;  // a set, one bit each
inline constexpr States kStart = 1;
inline constexpr States kEnd = 2;

struct Step {
  States from{};
  States to{};
  std::string word;      // empty: any word that has
  std::uint8_t shape{};  // all of this shape (text::shape)

  bool operator==(const Step&) const = default;
};

// Nothing where the pattern reads more words, or has more states, than are written out. At both ends of a match a word
// may be part of a longer one with signs in it (you in you're); steps give the part.
std::optional<std::vector<Step>> steps_of(const Automaton& automaton);

}  // namespace holdfast::screening::match
