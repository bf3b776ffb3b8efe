// Words of a folded text, and what they say of its language.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "screening/text/facts.h"
#include "screening/text/fold.h"

namespace holdfast::screening::text {

// What a word's characters are.
namespace shape {
inline constexpr std::uint8_t kLetter = 1;
inline constexpr std::uint8_t kDigit = 2;
inline constexpr std::uint8_t kSign = 4;   // @ $ ! |, which may stand for a letter
inline constexpr std::uint8_t kOther = 8;  // neither letter nor digit, the signs above included
inline constexpr std::uint8_t kHeld = 16;  // one letter three times and more in a row
}  // namespace shape

struct Token {
  std::uint64_t key{};    // key_of the word
  std::uint32_t begin{};  // offsets in the text
  std::uint32_t end{};
  std::uint8_t shape{};
  bool tight{};  // joined to the word before it by one of - . _ *
  bool first{};  // begins a sentence
  Facts facts{};
};

// `tight` as in Folded. A question mark at the end belongs to no word.
std::vector<Token> tokens_of(std::string_view text, std::span<const std::uint32_t> tight = {});

inline std::string_view word_of(std::string_view text, const Token& token) {
  return text.substr(token.begin, token.end - token.begin);
}

// The language that most of the small words belong to: "en", "es", "fr", "pt", "de", "it", "tl", "vi", "ht",
// "other" for mostly non-Latin writing or words that no list knows, "und" for too few words to tell. Sure where it is
// one that has rules, the letter is full of its small words and no other language comes near, or where there is next to
// nothing to tell by.
struct Guess {
  std::string language;
  bool sure{};
};
Guess guess_language(const Folded& folded, std::span<const Token> tokens);

// Of a sentence: the language without rules that it clearly is in, or nothing.
std::string language_without_rules(std::span<const Token> sentence);

// Words that hold up sentences of any subject: known to one of the lists that languages are told by.
bool is_small_word(std::string_view word);
bool is_small_key(std::uint64_t key);
// The lists that know the word, a bit each.
std::uint32_t languages_of(std::uint64_t key);
std::vector<std::uint64_t> small_keys();

// Those of English and Spanish, the languages that have rules.
std::vector<std::string> our_small_words();

}  // namespace holdfast::screening::text
