#include "screening/score/scores.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "screening/match/guidelines.h"
#include "screening/score/engine_rules.h"

namespace holdfast::screening::score {
namespace {

using match::Level;
using match::Points;

// The weights of a category's rules, each rule once.
class Heap {
 public:
  void add(const std::string& category, const std::string& rule, Points weight) {
    if (counted_.insert(rule).second) weights_[category].push_back(weight);
  }

  [[nodiscard]] std::vector<Score> scores(std::uint32_t share) const {
    std::vector<Score> made;
    for (const auto& [category, weights] : weights_) {
      const Points heaviest = std::ranges::max(weights);
      Points others = 0;
      for (const Points weight : weights) others += weight;
      others -= heaviest;
      made.push_back({category, heaviest + others * share / 100});
    }
    std::ranges::sort(made, {}, [](const Score& s) { return std::tuple{~s.points, s.category}; });
    return made;
  }

 private:
  std::map<std::string, std::vector<Points>> weights_;
  std::set<std::string> counted_;
};

Verdict verdict_of(Level level) {
  return level == Level::quarantine ? Verdict::quarantine : level == Level::review ? Verdict::review : Verdict::clear;
}

// Whether a category's score could have asked for more than the verdict.
bool could_stop(const Score& score, Verdict verdict) {
  if (score.category == kUnscreened || score.category == "welfare") return false;
  return verdict == Verdict::clear || !match::is_guideline(score.category);
}

std::optional<Nearest> nearest_score(const match::Policy& policy, const Outcome& outcome) {
  const Verdict next = outcome.verdict == Verdict::clear ? Verdict::review : Verdict::quarantine;
  for (const Score& score : outcome.scores)
    if (could_stop(score, outcome.verdict)) {
      const Points of = next == Verdict::review ? policy.from_review : policy.from_quarantine;
      return Nearest{Nearest::Kind::score, next, "", score.category, {}, score.points, of};
    }
  return std::nullopt;
}

}  // namespace

Points weight_of(const match::About& about, Level level, const match::Policy& policy) {
  if (about.weight != 0) return about.weight;
  return level == Level::quarantine ? policy.quarantine : level == Level::review ? policy.review : policy.signal;
}

std::vector<Score> scores_of(const match::Pack& pack, std::span<const CompiledComposite> composites,
                             std::span<const Fired> fired, std::span<const Finding> findings) {
  Heap heap;
  for (const Fired& f : fired) {
    const match::Rule& rule = pack.rules[f.rule];
    if (rule.about.status == match::Status::active)
      heap.add(rule.category, rule.id, weight_of(rule.about, rule.level, pack.policy));
  }
  // What is left of the findings: composites, the engine's own rules and the learned layer's, which weigh as review.
  for (const Finding& f : findings) {
    const auto composite =
        std::ranges::find_if(composites, [&](const CompiledComposite& c) { return c.source->id == f.rule; });
    heap.add(f.category, f.rule,
             composite == composites.end()
                 ? pack.policy.review
                 : weight_of(composite->source->about, composite->source->level, pack.policy));
  }
  return heap.scores(pack.policy.share);
}

std::optional<Nearest> nearest_of(const match::Pack& pack, std::span<const CompiledComposite> composites,
                                  std::span<const Fired> fired, std::span<const Lacking> lacking,
                                  const Outcome& outcome) {
  if (outcome.verdict == Verdict::quarantine) return std::nullopt;
  std::optional<Nearest> best;
  const auto take = [&](Nearest::Kind kind, Level level, const auto& rule, std::vector<std::string> missing) {
    const Verdict would = verdict_of(level);
    if (would <= outcome.verdict || rule.about.status != match::Status::active) return;
    if (best && std::tuple{best->missing.size(), would} <= std::tuple{missing.size(), best->level}) return;
    best = Nearest{kind, would, rule.id, rule.category, std::move(missing), 0, 0};
  };
  for (const Lacking& one : lacking) {
    const match::Rule& rule = pack.rules[one.rule];
    take(Nearest::Kind::company, rule.level, rule, one.missing);
  }
  for (const CompiledComposite& composite : composites) {
    const Members members = members_of(composite, pack, fired);
    if (members.first == nullptr || members.missing.empty()) continue;
    std::vector<std::string> missing;
    missing.reserve(members.missing.size());
    for (const std::size_t i : members.missing) missing.push_back(composite.source->all[i]);
    take(Nearest::Kind::composite, composite.source->level, *composite.source, std::move(missing));
  }
  return best ? best : nearest_score(pack.policy, outcome);
}

}  // namespace holdfast::screening::score
