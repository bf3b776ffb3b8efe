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
#include "screening/text/words.h"

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

  // Bits by which a word is more at home after rot13, or read backwards, than as written. Negative for plain words.
  struct Gains {
    int rot13{};
    int reversed{};
  };
  [[nodiscard]] Gains gains_of(const Token& token, std::string_view word) const;

  // Whether it is a word of the samples, and whether that is the rot13 or the reverse of one.
  [[nodiscard]] std::uint8_t flags_of(std::uint64_t key) const { return plain_.find(key); }
  template <typename Take>
  void each_key(Take take) const {
    plain_.each([&](std::uint64_t key, std::uint8_t) { take(key); });
  }

 private:
  static constexpr std::size_t kLetters = 27;  // a-z and the edge of a word
  void learn_words(std::span<const std::string> samples);

  std::array<Gains, kLetters * kLetters> pairs_{};  // of letters, in quarters of a bit
  WordTable<std::uint8_t> plain_;                   // words of the samples: also the rot13 or the reverse of one?
  WordTable<std::uint8_t> turned_;                  // what their rot13 and reverse are
  KeyBits turned_bits_{16};
};

// Phrases to look for down the first letters: without spaces, and as words.
struct Phrase {
  std::string letters;
  std::string words;
};

std::vector<Hidden> find_hidden(std::string_view letter, const Folded& folded, const std::vector<Token>& tokens,
                                const Habits& habits, std::span<const Phrase> acrostics);

}  // namespace holdfast::screening::text
