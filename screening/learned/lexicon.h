// What words are about: a few dozen concepts (who, whose, home, court, harm, when ...), the same for both languages, so
// that what is learned of "your house" is known of "tu casa". The lists are written by hand and reviewed.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "screening/screening.h"

namespace holdfast::screening::learned {

using Concepts = std::uint64_t;  // one bit a concept

// A hash that is the same everywhere and for ever: model files hold names, tables hold these.
constexpr std::uint64_t hash_of(std::string_view text) {
  std::uint64_t h = 14695981039346656037ULL;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return h;
}
constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  a = (a ^ (b + 0x9E3779B97F4A7C15ULL + (a << 6U) + (a >> 2U))) * 0xFF51AFD7ED558CCDULL;
  return a ^ (a >> 32U);
}

class Lexicon {
 public:
  // Concepts that no list names: seen from a word's form or the text around it.
  static constexpr unsigned kPast = 60, kNumber = 61, kQuestion = 62, kQuoted = 63;

  // Lines "name: word word stem*"; '#' begins a comment. At most 60 concepts. `file` appears in errors.
  static std::expected<Lexicon, LoadError> parse(std::string_view text, std::string_view file);

  [[nodiscard]] Concepts concepts_of(std::string_view word) const;
  [[nodiscard]] const std::string& name(unsigned bit) const { return names_[bit]; }
  // "your+home" for several, "_" for none; and back, or nothing for a name that is no concept.
  [[nodiscard]] std::string names(Concepts concepts) const;
  [[nodiscard]] std::expected<Concepts, std::string> parse_names(std::string_view names) const;

 private:
  std::vector<std::string> names_;  // 64, the unused ones empty
  std::unordered_map<std::uint64_t, Concepts> words_;
  std::unordered_map<std::uint64_t, Concepts> stems_;
};

constexpr Concepts bit(unsigned concept_index) { return Concepts{1} << concept_index; }

}  // namespace holdfast::screening::learned
