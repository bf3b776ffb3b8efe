#include "screening/text/languages.h"

#include <cstdio>  // cld2's header names FILE without it

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>

namespace holdfast::screening::text {
namespace {

constexpr int kMostlyOne = 80;             // percent of the text
constexpr std::size_t kMostLooked = 2048;  // bytes; more tell no more, and cost
constexpr std::size_t kFewestLetters = 12;

// At most so many bytes, and whole characters.
std::string_view beginning(std::string_view words) {
  std::size_t end = std::min(words.size(), kMostLooked);
  while (end < words.size() && end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0U) == 0x80U) --end;
  return words.substr(0, end);
}

}  // namespace

std::string told_by_habits(std::string_view words) {
  words = beginning(words);
  const CLD2::CLDHints hints{nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE};
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  std::array<double, 3> scores{};
  int bytes = 0;
  int valid = 0;
  bool reliable = false;
  CLD2::ExtDetectLanguageSummaryCheckUTF8(words.data(), static_cast<int>(words.size()), true, &hints, 0,
                                          languages.data(), percents.data(), scores.data(), nullptr, &bytes, &reliable,
                                          &valid);
  if (!reliable || percents[0] < kMostlyOne) return {};
  std::string_view code = CLD2::LanguageCode(languages[0]);
  if (code == "zh-Hant") code = "zh";
  const bool known = code == "en" || code == "es" || std::ranges::find(kNamedLanguages, code) != kNamedLanguages.end();
  return known ? std::string{code} : std::string{};
}

std::string language_of(std::string_view letter, const Folded& folded, std::span<const Token> tokens) {
  const Guess guess = guess_language(folded, tokens);
  if (guess.sure || folded.letters < kFewestLetters) return guess.language;
  std::string told = told_by_habits(letter);
  // Words that no list knows may be a private code in a language that habits know: that is for a person.
  const bool code = guess.language == "other" && (told == "en" || told == "es");
  return told.empty() || code ? guess.language : told;
}

}  // namespace holdfast::screening::text
