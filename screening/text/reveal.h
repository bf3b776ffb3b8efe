// Other readings of a folded text: digits and signs read as letters, words put together that were spaced, dotted or
// hyphened apart, letters held down let go, words run together parted, and what is no word read as the rule's word it
// is one slip away from. A reading is only made where a word calls for one.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "screening/text/fold.h"
#include "screening/text/lexicon.h"
#include "screening/text/tokens.h"

namespace holdfast::screening::text {

// Why a stretch of a reading differs from the folded text.
enum class Trick : std::uint8_t { none = 0, leet = 1, joined = 2, squeezed = 4, parted = 8, misspelt = 16 };

struct Change {
  std::uint32_t begin{};  // offsets in the reading's text
  std::uint32_t end{};
  std::uint8_t tricks{};  // of Trick
};

struct Reading {
  View view;
  std::vector<Change> changes;  // ordered
};

struct Revealed {
  std::vector<Reading> readings;  // none, or two: 1 as i and held letters once; 1 as l and held letters twice
  Seen leet;                      // words with a digit or sign between letters; positions are code points
  Seen lookalike;                 // words in look-alike letters of another script
  Seen split;                     // words broken by hyphens or dots where no word has them
  Seen spaced;                    // letters standing alone, three or more in a row; count is letters
  std::uint32_t spaced_words{};
  std::vector<std::uint32_t> unknown;  // tokens that are no word of the lexicon, those of broken words not counted
};

Revealed reveal(const Folded& folded, const std::vector<Token>& tokens, const Lexicon& lexicon);

// "leet", "joined", "squeezed", "parted", "misspelt", or several with a plus between.
std::string name_of(std::uint8_t tricks);

}  // namespace holdfast::screening::text
