// A person's name as somebody wrote it, in the words that count, given names first.
//
// Titles and particles are left out (unless little would remain), what stands before a comma is a surname, hyphens part
// words, letters in capitals without a vowel are initials (JC), digits inside a word are the letters they look like.
//
// Errors: none; any bytes give a name, perhaps an empty one. Threads: values.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "screening/identity/lexicon.h"

namespace holdfast::screening::identity {

inline constexpr std::size_t kMostTokens = 8;

// A word of a name with its keys. One word has one Token, wherever it stands.
struct Token {
  std::string text;
  std::string sound;       // spanish_sound()
  std::string consonants;  // consonants()
  const Known* known = nullptr;
  [[nodiscard]] bool initial() const { return text.size() == 1; }
};
Token token_of(std::string text);

enum class Place : std::uint8_t { only, given, middle, surname };

// One word at its place. The token must outlive it.
struct Part {
  const Token* token;
  Place place;
};

struct Name {
  std::vector<Token> tokens;  // at most kMostTokens
  std::vector<Place> places;  // of each
  std::string generation;     // jr, sr, ii, iii, iv; empty where none is written
};
Name name_of(std::string_view written);

// The parts of a name, for comparing. The name must outlive them.
struct Parts {
  std::array<Part, kMostTokens> part{};
  std::size_t size = 0;
};
Parts parts_of(const Name& name);

}  // namespace holdfast::screening::identity
