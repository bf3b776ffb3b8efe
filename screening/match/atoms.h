// Finds which of many fixed words occur in a text, in one pass (Aho and Corasick 1975), as a table over the few
// characters of folded text.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::screening::match {

class Atoms {
 public:
  Atoms() = default;
  explicit Atoms(const std::vector<std::string>& words);

  // Calls take(word index) for every occurrence, in no promised order; a word may come more than once. Of a long word
  // only the beginning is looked for, so that the table stays in the cache: what is found may be there, what is not
  // found is not.
  template <typename Take>
  void find(std::string_view text, Take take) const {
    std::uint32_t state = 0;
    for (const char c : text) {
      state = next_[state * width_ + classes_[static_cast<unsigned char>(c)]];
      for (std::uint32_t at = reports_[state]; at != 0; at = reports_[shorter_[at]])
        for (const std::uint32_t word : words_of(at)) take(word);
    }
  }

 private:
  std::array<std::uint8_t, 256> classes_{};

  [[nodiscard]] std::span<const std::uint32_t> words_of(std::uint32_t state) const {
    return std::span{words_}.subspan(first_word_[state], first_word_[state + 1] - first_word_[state]);
  }

  std::uint32_t width_ = 1;                // classes: 0 for characters in no word
  std::vector<std::uint16_t> next_;        // [state * width + class]: the next state
  std::vector<std::uint16_t> reports_;     // per state: itself or the nearest shorter state that ends a word, or 0
  std::vector<std::uint16_t> shorter_;     // per state: its longest proper suffix state
  std::vector<std::uint32_t> first_word_;  // per state: where its words begin in words_
  std::vector<std::uint32_t> words_;
};

}  // namespace holdfast::screening::match
