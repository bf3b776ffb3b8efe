#include "screening/score/company.h"

#include <algorithm>
#include <tuple>

#include "screening/match/use.h"

namespace holdfast::screening::score {
namespace {

constexpr std::size_t kMostStanding = 3;  // of one rule

// Words [first, last] of a letter.
struct Span {
  std::uint32_t first{};
  std::uint32_t last{};
};

// Which words stand where, and in which sentence.
class Ground {
 public:
  Ground(const text::View& plain, std::span<const text::Token> tokens) {
    std::uint32_t sentence = 0;
    for (const text::Token& token : tokens) {
      if (token.first) ++sentence;
      begins_.push_back(plain.origin[token.begin]);
      sentence_.push_back(sentence);
    }
  }

  [[nodiscard]] Span span_of(const Fired& fired) const { return {word_at(fired.first), word_at(fired.last)}; }

  [[nodiscard]] bool together(Span a, Span b, match::Scope scope) const {
    if (scope.kind == match::Scope::Kind::letter || begins_.empty()) return true;
    if (scope.kind == match::Scope::Kind::sentence)
      return sentence_[a.first] <= sentence_[b.last] && sentence_[b.first] <= sentence_[a.last];
    return a.first <= b.last + scope.words + 1 && b.first <= a.last + scope.words + 1;
  }

 private:
  [[nodiscard]] std::uint32_t word_at(std::uint32_t point) const {
    const auto after = std::ranges::upper_bound(begins_, point);
    return after == begins_.begin() ? 0 : static_cast<std::uint32_t>(after - begins_.begin() - 1);
  }

  std::vector<std::uint32_t> begins_;  // code points
  std::vector<std::uint32_t> sentence_;
};

// The places of one rule, in order: the nearest ones before and after decide.
bool any_together(const std::vector<Span>& places, Span at, match::Scope scope, const Ground& ground) {
  const auto after = std::ranges::upper_bound(places, at.first, {}, &Span::first);
  if (after != places.end() && ground.together(at, *after, scope)) return true;
  return after != places.begin() && ground.together(at, *std::prev(after), scope);
}

void add_new(std::vector<std::string>& to, const std::vector<std::string>& from) {
  for (const std::string& one : from)
    if (std::ranges::find(to, one) == to.end()) to.push_back(one);
}

}  // namespace

Needs::Needs(const match::Pack& pack) : needed_(pack.rules.size()), contexts_(pack) {
  std::map<std::string, std::uint32_t> index;
  for (std::uint32_t i = 0; i < pack.rules.size(); ++i) index.emplace(pack.rules[i].id, i);
  const auto numbers = [&](const std::string& members) {
    std::vector<std::uint32_t> made;
    for (const std::string& id : match::alternatives_in(members))
      if (const auto found = index.find(id); found != index.end()) made.push_back(found->second);
    for (const std::uint32_t rule : made) needed_[rule] = true;
    return made;
  };
  for (std::uint32_t i = 0; i < pack.rules.size(); ++i) {
    const match::Rule& rule = pack.rules[i];
    if (rule.required.empty() && rule.unless_rules.empty()) continue;
    Needing& needing = needing_[i];
    needing.scope = rule.scope;
    for (const std::string& name : rule.required) needing.all.push_back({numbers(name), name});
    for (const std::string& id : rule.unless_rules)
      for (const std::uint32_t other : numbers(id)) needing.unless.push_back(other);
  }
}

void Company::note(const Fired& fired, std::string_view text, std::size_t from, std::size_t to) {
  Found found{fired, {}};
  if (const auto needing = needs_->needing_.find(fired.rule); needing != needs_->needing_.end())
    for (const auto& need : needing->second.all)
      if (need.any.empty() && !needs_->contexts_.holds(need.written, text, from, to))
        found.lacks.push_back(need.written);
  found_[fired.rule].push_back(std::move(found));
}

Company::Settled Company::settle(const text::View& plain, std::span<const text::Token> tokens) const {
  const Ground ground{plain, tokens};
  std::map<std::uint32_t, std::vector<Span>> places;
  for (const auto& [rule, found] : found_) {
    std::vector<Span>& spans = places[rule];
    for (const Found& one : found) spans.push_back(ground.span_of(one.fired));
    std::ranges::sort(spans, {}, &Span::first);
  }
  const auto stands = [&](std::uint32_t rule, Span at, match::Scope scope) {
    const auto found = places.find(rule);
    return found != places.end() && any_together(found->second, at, scope, ground);
  };

  Settled made;
  for (const auto& [rule, needing] : needs_->needing_) {
    const auto found = found_.find(rule);
    if (found == found_.end()) continue;
    std::vector<const Found*> in_order;
    for (const Found& one : found->second) in_order.push_back(&one);
    std::ranges::stable_sort(in_order, {}, [](const Found* f) { return std::tuple{f->fired.first, f->fired.last}; });
    Lacking lacking{rule, {}};
    std::size_t standing = 0;
    for (const Found* one : in_order) {
      const Span at = ground.span_of(one->fired);
      const auto here = [&](std::uint32_t other) { return stands(other, at, needing.scope); };
      std::vector<std::string> missing = one->lacks;
      for (const auto& need : needing.all)
        if (!need.any.empty() && std::ranges::none_of(need.any, here)) missing.push_back(need.written);
      const bool fits = missing.empty() && std::ranges::none_of(needing.unless, here);
      if (fits && standing++ < kMostStanding) made.standing.push_back(one->fired);
      if (!fits) add_new(lacking.missing, missing);
    }
    if (standing == 0) made.lacking.push_back(std::move(lacking));
  }
  return made;
}

}  // namespace holdfast::screening::score
