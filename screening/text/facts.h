// What the engine's parts know of a word, gathered so that one look at each token answers them all.
//
// A token that nobody looked up is no unknown word: who asks then looks into their own table.
#pragma once

#include <cstdint>
#include <span>

#include "screening/text/words.h"

namespace holdfast::screening::text {

struct Facts {
  std::uint32_t looked_up : 1 {};
  std::uint32_t known : 1 {};      // to the lexicon
  std::uint32_t habits : 3 {};     // as Habits::flags_of
  std::uint32_t languages : 9 {};  // that have it among their small words, a bit each
  std::uint32_t number : 18 {};    // among the words of patterns, or 0
};
static_assert(sizeof(Facts) == 4);

}  // namespace holdfast::screening::text
