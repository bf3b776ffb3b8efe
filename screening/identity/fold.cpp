#include "screening/identity/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <memory>

namespace holdfast::screening::identity {
namespace {

constexpr std::size_t kMostWords = 24;

using Transliterator = std::unique_ptr<icu::Transliterator>;

Transliterator transliterator(const char* id) {
  UErrorCode status = U_ZERO_ERROR;
  Transliterator made(icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
  return U_SUCCESS(status) ? std::move(made) : nullptr;
}

// Made once; ICU lets any number of threads use them.
const icu::Transliterator* latin_to_ascii() {
  static const Transliterator one = transliterator("Latin-ASCII");
  return one.get();
}
const icu::Transliterator* any_to_ascii() {
  static const Transliterator one = transliterator("Russian-Latin/BGN; Any-Latin; NFD; Latin-ASCII");
  return one.get();
}

bool is_latin(const icu::UnicodeString& text) {
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(text.char32At(at), &status);
    if (script != USCRIPT_LATIN && script != USCRIPT_COMMON && script != USCRIPT_INHERITED) return false;
  }
  return true;
}

std::string ascii_of(std::string_view text) {
  const auto plain = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::ranges::all_of(text, plain)) return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* compatible = icu::Normalizer2::getNFKCInstance(status);
  auto wide = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  if (U_SUCCESS(status)) {
    const auto folded = compatible->normalize(wide, status);
    if (U_SUCCESS(status)) wide = folded;
  }
  if (const auto* turn = is_latin(wide) ? latin_to_ascii() : any_to_ascii()) turn->transliterate(wide);
  // What is left of accents, and joiners that nobody sees, are no letters and part nothing.
  std::string out;
  for (int32_t at = 0; at < wide.length(); at = wide.moveIndex32(at, 1)) {
    const UChar32 point = wide.char32At(at);
    if (point < 0x80) {
      out += static_cast<char>(point);
    } else if (!u_hasBinaryProperty(point, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) && !u_isalpha(point) &&
               u_charType(point) != U_NON_SPACING_MARK) {
      out += ' ';
    }
  }
  return out;
}

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  Word word;
  int commas = 0;
  word.capital = true;
  const auto end = [&](bool hyphen) {
    if (word.text.empty()) return;
    word.hyphen = hyphen;
    word.commas = commas;
    words.push_back(std::move(word));
    word = {};
    word.capital = true;
  };
  for (const char c : ascii_of(text.substr(0, kLongest))) {
    if (words.size() >= kMostWords) break;
    const bool room = word.text.size() < kLongestWord;
    if (is_upper(c)) {
      if (room) word.text += static_cast<char>(c - 'A' + 'a');
    } else if (is_lower(c) || is_digit(c)) {
      word.capital = false;
      if (room) word.text += c;
    } else if (c != '\'' && c != '`' && c != '"') {
      end(c == '-');
      if (c == ',') ++commas;
    }
  }
  if (words.size() < kMostWords) end(false);
  return words;
}

}  // namespace holdfast::screening::identity
