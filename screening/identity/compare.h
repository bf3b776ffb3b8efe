// Two names: how likely they are one person's, what is decided, and why.
//
// Each word of one is paired with at most one of the other so that the differences cost least; what is left on both
// sides contradicts, what is left on one side was left out. The score is exp(-cost): 1 for the same words in any order.
// Symmetric. The thresholds and costs, and what they do on pairs with known answers: docs/matching.md.
//
// Errors: none. Threads: free.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "screening/identity/likeness.h"
#include "screening/identity/name.h"

namespace holdfast::screening::identity {

enum class Decision : std::uint8_t { none, possible, sure };
std::string_view to_string(Decision decision);

struct Thresholds {
  double sure = 0.60;
  double possible = 0.25;
};
inline constexpr Thresholds kThresholds;
Decision decide(double score, const Thresholds& thresholds = kThresholds);

struct Pairing {
  std::uint8_t left, right;  // places in the two lists of words
  Way way;
};
struct Comparison {
  double score = 0;
  double cost = 1e9;
  std::array<Pairing, kMostTokens> pairs{};
  std::size_t paired = 0;
};

// likeness() of each two words, by their places.
using Likenesses = std::array<std::array<Likeness, kMostTokens>, kMostTokens>;
Comparison compare(const Parts& left, const Parts& right, const Likenesses& table, const Costs& costs = kCosts);

// Of words as they stand; nothing is joined.
Comparison compare(const Parts& left, const Parts& right, const Costs& costs = kCosts);

struct Judgement {
  double score = 0;
  Decision decision = Decision::none;
  std::string reason;  // "bill: is a short form of william; clinton: is the same"
};
// Of whole names, words that were torn apart or run together joined first.
Judgement judge(const Name& left, const Name& right, const Costs& costs = kCosts);
double score(const Name& left, const Name& right, const Costs& costs = kCosts);

double generations(const std::string& left, const std::string& right, const Costs& costs = kCosts);
std::string reason_of(const Parts& left, const Parts& right, const Comparison& comparison);

}  // namespace holdfast::screening::identity
