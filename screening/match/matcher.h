// Compiled rules against folded text.
//
// Each pattern waits for words of which every match of it holds one (cover.h). Where such a word stands, a walk over
// the words around it (walks.h) says whether a match may be there, and is seldom wrong; only then are the characters
// looked at (search.h). A pattern never reaches across a sentence's end.
// Threads: immutable after compile().
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "screening/match/rule.h"
#include "screening/screening.h"
#include "screening/text/tokens.h"

namespace holdfast::screening::match {

struct Hit {
  std::uint32_t rule{};   // index into Pack::rules
  std::uint32_t begin{};  // offsets in the text
  std::uint32_t end{};
};

// How much more text may be searched for this letter. Spent: the letter was too laborious to check to the end.
struct Budget {
  std::int64_t bytes = 3 * 1024 * 1024;
  [[nodiscard]] bool spent() const { return bytes < 0; }
};

class Matcher {
 public:
  // Refuses patterns that RE2 refuses, that may match nothing, that have no word of three letters to look for, or
  // that could leave their sentence.
  static std::expected<Matcher, LoadError> compile(const Pack& pack);
  // The same of those rules alone that are chosen; Hit::rule counts all.
  static std::expected<Matcher, LoadError> compile(const Pack& pack, bool (*chosen)(const Rule&));

  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;
  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;
  ~Matcher();

  // Hits ordered by rule, begin; at most three a rule; overlapping ones of one rule joined.
  // `tokens` are those of `text`.
  [[nodiscard]] std::vector<Hit> match(std::string_view text, std::span<const text::Token> tokens,
                                       Budget& budget) const;

  // The words of patterns, by text::key_of, and their numbers, which match() takes from tokens that were looked up.
  [[nodiscard]] std::vector<std::pair<std::uint64_t, std::uint32_t>> words() const;

  struct Parts;  // named here only so that the source file can

 private:
  explicit Matcher(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace holdfast::screening::match
