// All patterns' steps (steps.h) in one table, and how far the words of a sentence walk through them.
//
// It never says no where there is a match. Where it says yes, nearly always there is one.
// Threads: immutable after finish().
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "screening/match/steps.h"
#include "screening/text/tokens.h"
#include "screening/text/words.h"

namespace holdfast::screening::match {

// A list in a common store.
struct Slice {
  std::uint32_t begin{};
  std::uint32_t size{};
};

// What a token is to the patterns: its number among their words (0: none of them), and for a token with signs in it the
// parts that a match may begin or end with.
struct Word {
  std::uint32_t number{};
  std::uint8_t shape{};
  Slice parts;
};
struct Part {
  std::uint32_t number{};
  bool begins{};  // where the token begins
  bool ends{};    // where it ends
};
struct Words {
  std::vector<Word> words;  // one a token
  std::vector<Part> parts;

  [[nodiscard]] std::span<const Part> parts_of(const Word& word) const {
    return std::span{parts}.subspan(word.parts.begin, word.parts.size);
  }
};

class Walks {
 public:
  // The next pattern, from 0. The numbers of the steps' words, 0 where any word will do.
  std::vector<std::uint32_t> add(const std::optional<std::vector<Step>>& steps);
  void finish();

  // The word's number, made where there is none: until finish().
  std::uint32_t number(std::string_view word);
  [[nodiscard]] std::size_t numbers() const { return spelled_.size() + 1; }  // 0 included

  template <typename Take>
  void each_number(Take take) const {  // take(key, number)
    numbers_.each(take);
  }

  [[nodiscard]] Words read(std::string_view text, std::span<const text::Token> tokens) const;

  struct Range {
    std::size_t first{};
    std::size_t last{};
  };
  // Whether a match may hold the words `held`, which the pattern has as written, all inside `within`.
  [[nodiscard]] bool may_hold(std::uint32_t pattern, const Words& words, Range held, Range within) const;
  // The same where it is known which states they stand between.
  [[nodiscard]] bool may_go_on(std::uint32_t pattern, const Words& words, Range held, Range within, States before,
                               States after) const;
  // Whether a match may begin with the first of these words.
  [[nodiscard]] bool may_begin(std::uint32_t pattern, const Words& words, Range within) const;

 private:
  struct Way {  // the steps of one pattern by one word
    std::uint64_t key{};
    States from{};
    States to{};
  };
  struct Wide {
    States from{};
    States to{};
    std::uint8_t shape{};
  };

  static std::uint64_t key_of(std::uint32_t pattern, std::uint32_t number) {
    return static_cast<std::uint64_t>(pattern + 1) << 32U | number;
  }
  [[nodiscard]] std::size_t place(std::uint64_t key) const { return (key * 0x9E3779B97F4A7C15ULL) >> shift_; }
  // `edges` is room to work in.
  void read_parts(std::string_view whole, std::vector<std::uint32_t>& edges, Word& word,
                  std::vector<Part>& parts) const;
  template <typename Take>
  void each_way(std::uint32_t pattern, std::uint32_t number, Take take) const;
  // Where the steps lead, and where they come from: by a word as written or the part of it that begins or ends a match,
  // and by any word.
  [[nodiscard]] States on_as_written(std::uint32_t pattern, const Words& words, const Word& word, States from) const;
  [[nodiscard]] States back_as_written(std::uint32_t pattern, const Words& words, const Word& word, States to) const;
  [[nodiscard]] States on(std::uint32_t pattern, const Words& words, const Word& word, States from) const;
  [[nodiscard]] States back(std::uint32_t pattern, const Words& words, const Word& word, States to) const;
  [[nodiscard]] bool may_end(std::uint32_t pattern, const Words& words, States from, Range within) const;

  std::unordered_map<std::uint64_t, std::uint32_t> spelled_;  // by text::key_of
  std::size_t most_runs_ = 1;                                 // of characters of a kind, in a word
  text::WordTable<std::uint32_t> numbers_;
  text::KeyBits spelled_bits_{16};  // of numbers_: most parts of words are none
  std::vector<Way> given_;          // until finish()
  std::vector<Way> ways_;           // found by key; those of one key follow each other
  unsigned shift_ = 0;
  text::KeyBits keys_{19};      // of ways_: most questions are about words that a pattern does not hold
  std::vector<Slice> wide_of_;  // per pattern, of wide_
  std::vector<Wide> wide_;
  std::vector<std::uint8_t> unwritten_;  // patterns without steps: anything may match
};

}  // namespace holdfast::screening::match
