// How common words are, by the rules' own examples: the nearest thing to letters that is at hand when rules are loaded.
//
// Immutable after it is made.
#pragma once

#include <cstdint>

#include "screening/match/rule.h"
#include "screening/text/words.h"

namespace holdfast::screening::match {

class Frequencies {
 public:
  explicit Frequencies(const Pack& pack);

  // The share of sentences thought to hold the word, by its text::key_of; words that hold up any sentence are in many.
  [[nodiscard]] double of(std::uint64_t word) const;
  // The same, of two words side by side.
  [[nodiscard]] double of(std::uint64_t before, std::uint64_t after) const;

 private:
  [[nodiscard]] double share(std::uint64_t key) const;

  text::WordTable<std::uint32_t> holding_;  // examples, by a word or by text::pair_of
  double examples_ = 1;
};

}  // namespace holdfast::screening::match
