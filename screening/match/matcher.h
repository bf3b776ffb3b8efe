// Compiled rules against folded text.
//
// Each pattern is known by words that every match of it must hold. A pass over the words of a sentence finds which
// patterns could match in it, mostly none; only those are tried there with RE2. A pattern never reaches across a
// sentence's end.
// Threads: immutable after compile().
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string_view>
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

// How much more text RE2 may be shown for this letter. Spent: the letter was too laborious to check to the end.
struct Budget {
  std::int64_t bytes = 3 * 1024 * 1024;
  [[nodiscard]] bool spent() const { return bytes < 0; }
};

class Matcher {
 public:
  // Refuses patterns that RE2 refuses, that may match nothing, that have no word of three letters to look for, or
  // that could leave their sentence.
  static std::expected<Matcher, LoadError> compile(const Pack& pack);

  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;
  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;
  ~Matcher();

  // Hits ordered by rule, begin; at most three a rule; overlapping ones of one rule joined.
  // `tokens` are those of `text`.
  [[nodiscard]] std::vector<Hit> match(std::string_view text, std::span<const text::Token> tokens,
                                       Budget& budget) const;

  struct Parts;  // named here only so that the source file can

 private:
  explicit Matcher(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace holdfast::screening::match
