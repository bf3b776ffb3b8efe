// What words are about: some two hundred concepts (who, whose, home, court, harm, when ...), the same for both
// languages, so that what is learned of "your house" is known of "tu casa". The lists are written by hand and reviewed.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "screening/screening.h"
#include "screening/text/words.h"

namespace holdfast::screening::learned {

// The language that a letter is read in: a word that both have (come, pan, once) is taken as that one's.
enum class Tongue : std::uint8_t { english, spanish };
inline Tongue tongue_of(std::string_view language) { return language == "es" ? Tongue::spanish : Tongue::english; }

using Concept = std::uint8_t;
inline constexpr Concept kNoConcept = 255;

// A word's concepts, the leading one first; the rest of the places hold kNoConcept.
using Concepts = std::array<Concept, 4>;
inline constexpr Concepts kNone = {kNoConcept, kNoConcept, kNoConcept, kNoConcept};

// Of two keys, one. Short words and concepts have small keys, and those of two that are small must not fall together.
constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  a = (a + 0x9E3779B97F4A7C15ULL) * 0xC2B2AE3D27D4EB4FULL;
  a = (a ^ a >> 29U ^ b) * 0xFF51AFD7ED558CCDULL;
  return a ^ a >> 32U;
}

class Lexicon {
 public:
  static constexpr std::size_t kMost = 250;  // concepts, those of a word's form with them

  // Lines "name en: word word stem*", "-" before the name of a concept that is no link of a chain (see leads); '#'
  // begins a comment. `file` appears in errors.
  static std::expected<Lexicon, LoadError> parse(std::string_view text, std::string_view file);

  [[nodiscard]] Concepts concepts_of(std::string_view word, Tongue tongue) const;
  [[nodiscard]] std::size_t size() const { return names_.size(); }
  [[nodiscard]] const std::string& name(Concept which) const { return names_[which]; }
  [[nodiscard]] Concept find(std::string_view name) const;  // kNoConcept if there is none

  // The concept by which a word is a link in the chain of its sentence's contents, or kNoConcept.
  [[nodiscard]] Concept link(const Concepts& concepts) const {
    return concepts[0] < first_dull_ ? concepts[0] : kNoConcept;
  }

  // Every word that is listed whole.
  [[nodiscard]] const std::vector<std::string>& words() const { return listed_; }

  // Concepts that no list names: seen from the text around a word.
  [[nodiscard]] Concept question() const { return question_; }
  [[nodiscard]] Concept quoted() const { return quoted_; }

 private:
  friend class LexiconParser;
  using Table = text::WordTable<std::uint32_t>;  // key of a word or a stem -> index into lists_
  [[nodiscard]] std::uint32_t list_of(std::string_view word, Tongue tongue) const;

  std::vector<std::string> names_;
  std::vector<std::string> listed_;
  std::vector<Concepts> lists_;  // the first is empty
  std::array<Table, 2> words_;
  std::array<Table, 2> stems_;
  text::KeyBits stem_bits_{16};
  Concept first_dull_{};
  Concept past_{}, number_{}, question_{}, quoted_{};
};

}  // namespace holdfast::screening::learned
