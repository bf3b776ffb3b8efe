// Sentences in another language than the letter's: what a reader of the letter would not read.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "screening/text/fold.h"
#include "screening/text/tokens.h"

namespace holdfast::screening::text {

struct Switch {
  std::uint32_t start{};  // code points of the letter
  std::uint32_t end{};
  std::string language;  // named (languages.h), or "other"
};

// Stretches of sentences that are in a language without rules. English and Spanish may change places as they like;
// greetings and short quotations, a few words, are nobody's hiding place.
// `unknown` are the tokens, in order, that are no word of English or Spanish that is known.
std::vector<Switch> find_switches(std::string_view letter, const Folded& folded, const std::vector<Token>& tokens,
                                  std::span<const std::uint32_t> unknown);

}  // namespace holdfast::screening::text
