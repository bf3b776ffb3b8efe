// The words that are known, and what an unknown one may be: one of them with two letters swapped or one missing,
// without its vowels or without its doubled letters, or several of them run together. One letter wrong or too many is
// left alone: shoved is no showed, and honest words are that near to each other everywhere.
//
// Immutable after it is made. Each question takes time linear in the word, and most words are answered by one look.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "screening/text/tokens.h"
#include "screening/text/words.h"

namespace holdfast::screening::text {

class Lexicon {
 public:
  // Words of [a-z'] as fold() writes them. `sought` are those that rules look for: only they are read where a letter is
  // missing. `other` are merely known, as are the small and the common words of the languages that have rules. A word
  // that is given more often is taken to be used more.
  Lexicon(std::span<const std::string> sought, std::span<const std::string> other);

  [[nodiscard]] bool knows(std::uint64_t key) const { return known_bits_.may_hold(key) && known_.find(key) != 0; }

  [[nodiscard]] bool knows(const Token& token) const {
    return token.facts.looked_up != 0 ? token.facts.known != 0 : knows(token.key);
  }
  template <typename Take>
  void each_key(Take take) const {
    known_.each([&](std::uint64_t key, std::uint32_t) { take(key); });
  }

  // The word that an unknown one was meant to be, or nothing. The first letter stays, and no last one is missing: an
  // ending is grammar, not a slip.
  [[nodiscard]] std::string_view meant_by(std::string_view word) const;
  // The known word that has these letters, each run of equal ones let down to one; or nothing.
  [[nodiscard]] std::string_view with_doubles(std::string_view squeezed) const;
  // The known word that fits, where * is one letter.
  [[nodiscard]] std::string_view starred(std::string_view word) const;

  // Where words begin in letters that were run together, or nothing if too few of the letters make known words.
  [[nodiscard]] std::vector<std::uint32_t> parted(std::string_view letters) const;

 private:
  using Index = WordTable<std::uint32_t>;  // of words_, and one
  void note_near(std::uint32_t number, bool sought);
  [[nodiscard]] std::string_view word(std::uint32_t number) const;
  [[nodiscard]] std::string_view one_off(std::string_view word) const;
  std::vector<std::string> words_;
  Index known_;
  Index scrambled_;  // sought words, inner letters sorted
  Index shortened_;  // without one inner letter
  Index bare_;       // without vowels
  Index single_;     // known words that double letters, with each run let down to one
  KeyBits known_bits_{17};
  KeyBits near_{19};  // of scrambled_ and shortened_
};

// Runs of equal letters let down to one.
std::string squeezed(std::string_view word);

}  // namespace holdfast::screening::text
