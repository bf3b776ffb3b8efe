// Words of a folded text, and what they say of its language.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "screening/text/fold.h"

namespace holdfast::screening::text {

struct Token {
  std::uint32_t begin{};  // offsets in the folded text
  std::uint32_t end{};
  bool tight{};  // joined to the word before it by one of - . _ *
  bool first{};  // begins a sentence
};

std::vector<Token> tokens_of(const Folded& folded);

inline std::string_view word_of(const Folded& folded, const Token& token) {
  return std::string_view{folded.view.text}.substr(token.begin, token.end - token.begin);
}

// The language that most of the small words belong to: "en", "es", "fr", "pt", "de", "it", "tl", "vi", "ht",
// "other" for mostly non-Latin writing or words that no list knows, "und" for too few words to tell.
std::string language_of(const Folded& folded, const std::vector<Token>& tokens);

}  // namespace holdfast::screening::text
