// Finds which of many fixed words occur in a text, in one pass (Aho and Corasick 1975), as a table over the few
// characters of folded text.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::screening::match {

class Atoms {
 public:
  Atoms() = default;
  explicit Atoms(const std::vector<std::string>& words);

  // Calls take(word index) for every occurrence, in no promised order; a word may come more than once.
  template <typename Take>
  void find(std::string_view text, Take take) const {
    std::uint32_t state = 0;
    for (const char c : text) {
      state = next_[(state & ~kReports) + classes_[static_cast<unsigned char>(c)]];
      if ((state & kReports) == 0) continue;
      for (std::uint32_t at = state >> kShift; (at = reports_[at]) != 0; at = shorter_[at]) take(words_[at]);
    }
  }

 private:
  std::array<std::uint8_t, 256> classes_{};

  // A row holds 64 classes: 0 for characters in no word, and folded text has fewer than 50 others.
  static constexpr std::uint32_t kShift = 6;
  static constexpr std::uint32_t kReports = 1;  // set in a transition whose state ends a word, so most bytes ask no more

  std::vector<std::uint32_t> next_;     // [state << kShift | class]: the next state << kShift, and kReports
  std::vector<std::uint32_t> reports_;  // per state: itself or the nearest shorter state that ends a word, or 0
  std::vector<std::uint32_t> shorter_;  // per state: its longest proper suffix state
  std::vector<std::uint32_t> words_;    // per state that ends a word: which
};

}  // namespace holdfast::screening::match
