// Words that are written so that no one reads them by accident: base64, hexadecimal, rot13, backwards, and down the
// first letters of lines or sentences. Each find carries what it says in plain words, to be matched like any text.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "screening/text/fold.h"
#include "screening/text/tokens.h"

namespace holdfast::screening::text {

enum class Hiding : std::uint8_t { base64, hexadecimal, rot13, reversed, acrostic };
std::string_view name_of(Hiding hiding);

struct Hidden {
  Hiding hiding{};
  std::string words;      // what it says
  std::uint32_t start{};  // code points of the letter
  std::uint32_t end{};
};

// Words of honest text and how letters follow each other in them, learned from samples (the rules' own examples).
// Immutable after.
class Habits {
 public:
  explicit Habits(std::span<const std::string> samples);
  // What is known of a word, to be asked once a word.
  [[nodiscard]] std::uint8_t flags_of(std::string_view word) const;
  // Bits by which this word is more at home after rot13, or read backwards, than as written. Negative for plain words.
  [[nodiscard]] int gain_of_rot13(std::string_view word, std::uint8_t flags) const;
  [[nodiscard]] int gain_of_reversing(std::string_view word, std::uint8_t flags) const;

 private:
  static constexpr std::size_t kLetters = 27;  // a-z and the edge of a word
  using Table = std::array<std::int16_t, kLetters * kLetters>;
  static int sum(const Table& table, std::string_view word);
  static int gain(const Table& table, bool known, std::string_view word, std::uint8_t flags);
  void learn_words(std::span<const std::string> samples);
  void learn(std::string_view word, std::uint8_t flag);

  Table rot13_{};
  Table reversed_{};
  std::vector<std::uint64_t> words_;  // open addressing: words of two to eight letters as numbers
  std::vector<std::uint8_t> flags_;   // whether a slot's word is plain, or the rot13 or the reverse of a plain one
};

// Phrases to look for down the first letters: without spaces, and as words.
struct Phrase {
  std::string letters;
  std::string words;
};

std::vector<Hidden> find_hidden(std::string_view letter, const Folded& folded, const std::vector<Token>& tokens,
                                const Habits& habits, std::span<const Phrase> acrostics);

}  // namespace holdfast::screening::text
