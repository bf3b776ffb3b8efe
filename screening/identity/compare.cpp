#include "screening/identity/compare.h"

#include <algorithm>
#include <cmath>

#include "screening/identity/sound.h"

namespace holdfast::screening::identity {
namespace {

// Surnames that nearly everybody has, and given names, tell little when they agree.
bool is_rare(const Token& token) {
  return !token.initial() && (token.known == nullptr || (token.known->surname < 20 && token.known->given < 30));
}

double left_out(const Part& part, const Costs& costs) {
  if (part.token->initial()) return costs.initial_left_out;
  switch (part.place) {
    case Place::middle:
      return costs.middle_left_out;
    case Place::surname:
      return costs.surname_left_out;
    case Place::given:
    case Place::only:
      break;
  }
  return costs.given_left_out;
}

// Leftovers by what they weigh, lightest first: where both sides have some, the heaviest contradict each other.
double leftovers(const Parts& left, const Parts& right, unsigned left_used, unsigned right_used, const Costs& costs) {
  std::array<double, kMostTokens> mine{};
  std::array<double, kMostTokens> theirs{};
  std::size_t mine_count = 0;
  std::size_t theirs_count = 0;
  for (std::size_t i = 0; i < left.size; ++i) {
    if ((left_used >> i & 1U) == 0) mine[mine_count++] = left_out(left.part[i], costs);
  }
  for (std::size_t j = 0; j < right.size; ++j) {
    if ((right_used >> j & 1U) == 0) theirs[theirs_count++] = left_out(right.part[j], costs);
  }
  const std::size_t against = std::min(mine_count, theirs_count);
  double cost = static_cast<double>(against) * costs.apart;
  auto& longer = mine_count > theirs_count ? mine : theirs;
  const std::size_t count = std::max(mine_count, theirs_count);
  std::ranges::sort(longer.begin(), longer.begin() + static_cast<std::ptrdiff_t>(count));
  for (std::size_t i = 0; i < count - against; ++i) cost += longer[i];
  return cost;
}

double overall(const Parts& left, const Parts& right, const Comparison& pairs, const Costs& costs) {
  std::size_t words = 0;
  std::size_t initials = 0;
  std::size_t same = 0;
  bool rare = false;
  for (std::size_t i = 0; i < pairs.paired; ++i) {
    const Pairing& pair = pairs.pairs[i];
    if (pair.way == Way::same) ++same;
    if (pair.way == Way::initial) ++initials;
    if (pair.way == Way::initial || pair.way == Way::apart) continue;
    ++words;
    rare = rare || is_rare(*left.part[pair.left].token) || is_rare(*right.part[pair.right].token);
  }
  double cost = 0;
  const bool singles = left.size == 1 && right.size == 1;
  if (words + initials / 2 < 2) cost += singles ? costs.alone : initials > 0 ? costs.initials : costs.one_word;
  if (words == 0) cost += costs.apart;
  const bool whole = left.size == right.size && pairs.paired == left.size;
  if (whole && same == pairs.paired) return 0;
  if (!rare) cost += costs.frequent;
  return cost;
}

}  // namespace

std::string_view to_string(Decision decision) {
  switch (decision) {
    case Decision::sure:
      return "sure";
    case Decision::possible:
      return "possible";
    case Decision::none:
      break;
  }
  return "none";
}

Decision decide(double score, const Thresholds& thresholds) {
  if (score >= thresholds.sure) return Decision::sure;
  return score >= thresholds.possible ? Decision::possible : Decision::none;
}

namespace {

// Tries every pairing, word by word of the left; remembers the cheapest.
class Pairings {
 public:
  Pairings(const Parts& left, const Parts& right, const Likenesses& table, const Costs& costs)
      : left_(left), right_(right), table_(table), costs_(costs) {
    walk(0, 0, 0, 0);
  }
  [[nodiscard]] Comparison best() const {
    Comparison out;
    for (std::size_t i = 0; i < left_.size; ++i) {
      if (best_choice_[i] == kNobody) continue;
      const std::size_t j = best_choice_[i];
      out.pairs[out.paired++] = {static_cast<std::uint8_t>(i), best_choice_[i], table_[i][j].way};
    }
    out.cost = best_cost_;
    out.score = std::exp(-best_cost_);
    return out;
  }

 private:
  static constexpr std::uint8_t kNobody = 255;
  void walk(std::size_t i, unsigned left_used, unsigned right_used, double cost) {
    if (cost >= best_cost_) return;
    if (i == left_.size) return finish(left_used, right_used, cost);
    for (std::size_t j = 0; j < right_.size; ++j) {
      const double add = table_[i][j].cost;
      if ((right_used >> j & 1U) != 0 || add >= costs_.apart) continue;
      choice_[i] = static_cast<std::uint8_t>(j);
      walk(i + 1, left_used | 1U << i, right_used | 1U << j, cost + add);
    }
    choice_[i] = kNobody;
    walk(i + 1, left_used, right_used, cost);
  }
  void finish(unsigned left_used, unsigned right_used, double cost) {
    Comparison pairs;
    for (std::size_t i = 0; i < left_.size; ++i) {
      if (choice_[i] == kNobody) continue;
      pairs.pairs[pairs.paired++] = {static_cast<std::uint8_t>(i), choice_[i], table_[i][choice_[i]].way};
    }
    cost += leftovers(left_, right_, left_used, right_used, costs_) + overall(left_, right_, pairs, costs_);
    if (cost >= best_cost_) return;
    best_cost_ = cost;
    best_choice_ = choice_;
  }

  const Parts& left_;
  const Parts& right_;
  const Likenesses& table_;
  const Costs& costs_;
  std::array<std::uint8_t, kMostTokens> choice_{};
  std::array<std::uint8_t, kMostTokens> best_choice_{};
  double best_cost_ = 1e9;
};

// "Patr ushev" against "Patrushev": the two words that together are one of the other name's, joined.
bool join_torn(Name& torn, const Name& whole) {
  for (std::size_t i = 0; i + 1 < torn.tokens.size(); ++i) {
    if (torn.tokens[i].initial() || torn.tokens[i + 1].initial()) continue;
    const std::string joined = torn.tokens[i].text + torn.tokens[i + 1].text;
    for (const Token& word : whole.tokens) {
      const bool begins = word.text.size() > 2 && word.text.front() == joined.front();
      if (!begins || slips(joined, word.text) > joined.size() / 6) continue;
      torn.tokens[i] = token_of(joined.substr(0, 32));
      const auto next = static_cast<std::ptrdiff_t>(i + 1);
      torn.tokens.erase(torn.tokens.begin() + next);
      torn.places.erase(torn.places.begin() + next - (torn.places[i] == Place::given ? 0 : 1));
      return true;
    }
    if (i + 2 >= torn.tokens.size()) continue;
    const std::string three = joined + torn.tokens[i + 2].text;
    for (const Token& word : whole.tokens) {
      if (slips(three.substr(0, 32), word.text) > three.size() / 8) continue;
      torn.tokens[i + 1] = token_of(joined.substr(0, 32));
      torn.tokens.erase(torn.tokens.begin() + static_cast<std::ptrdiff_t>(i));
      torn.places.erase(torn.places.begin() + static_cast<std::ptrdiff_t>(i + 1));
      return true;
    }
  }
  return false;
}

struct Joined {
  Name left, right;
  Comparison comparison;
};

Joined compare_joined(Name left, Name right, const Costs& costs) {
  const double factor = generations(left.generation, right.generation, costs);
  Comparison best = compare(parts_of(left), parts_of(right), costs);
  Joined out{left, right, best};
  const auto consider = [&](const Name& mine, const Name& theirs) {
    const Comparison now = compare(parts_of(mine), parts_of(theirs), costs);
    if (now.score > out.comparison.score) out = {mine, theirs, now};
  };
  // Each side is joined by the other as it was, so that neither comes first.
  for (int again = 0; again < 3; ++again) {
    const Name left_was = left;
    const Name right_was = right;
    const bool mine = join_torn(left, right_was);
    const bool theirs = join_torn(right, left_was);
    if (!mine && !theirs) break;
    if (mine) consider(left, right_was);
    if (theirs) consider(left_was, right);
    if (mine && theirs) consider(left, right);
  }
  out.comparison.score *= factor;
  return out;
}

}  // namespace

Comparison compare(const Parts& left, const Parts& right, const Costs& costs) {
  Likenesses table{};
  for (std::size_t i = 0; i < left.size; ++i) {
    for (std::size_t j = 0; j < right.size; ++j) table[i][j] = likeness(left.part[i], right.part[j], costs);
  }
  return compare(left, right, table, costs);
}

Comparison compare(const Parts& left, const Parts& right, const Likenesses& table, const Costs& costs) {
  if (left.size == 0 || right.size == 0) return {};
  return Pairings(left, right, table, costs).best();
}

double generations(const std::string& left, const std::string& right, const Costs& costs) {
  return !left.empty() && !right.empty() && left != right ? std::exp(-costs.generation) : 1.0;
}

double score(const Name& left, const Name& right, const Costs& costs) {
  return compare_joined(left, right, costs).comparison.score;
}

Judgement judge(const Name& left, const Name& right, const Costs& costs) {
  const Joined joined = compare_joined(left, right, costs);
  std::string reason = reason_of(parts_of(joined.left), parts_of(joined.right), joined.comparison);
  if (generations(left.generation, right.generation, costs) < 1)
    reason += "; " + left.generation + ": against " + right.generation;
  return {joined.comparison.score, decide(joined.comparison.score), std::move(reason)};
}

std::string reason_of(const Parts& left, const Parts& right, const Comparison& comparison) {
  std::string out;
  unsigned left_used = 0;
  unsigned right_used = 0;
  const auto say = [&](const std::string& words) { out += (out.empty() ? "" : "; ") + words; };
  for (std::size_t i = 0; i < comparison.paired; ++i) {
    const Pairing& pair = comparison.pairs[i];
    left_used |= 1U << pair.left;
    right_used |= 1U << pair.right;
    const std::string& mine = left.part[pair.left].token->text;
    const std::string& theirs = right.part[pair.right].token->text;
    say(pair.way == Way::same ? mine + ": the same" : mine + ", " + theirs + ": " + std::string(to_string(pair.way)));
  }
  for (std::size_t i = 0; i < left.size; ++i) {
    if ((left_used >> i & 1U) == 0) say(left.part[i].token->text + ": only in the first");
  }
  for (std::size_t j = 0; j < right.size; ++j) {
    if ((right_used >> j & 1U) == 0) say(right.part[j].token->text + ": only in the second");
  }
  return out;
}

}  // namespace holdfast::screening::identity
