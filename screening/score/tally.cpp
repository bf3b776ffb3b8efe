#include "screening/score/tally.h"

#include <algorithm>
#include <tuple>

#include "screening/learned/findings.h"
#include "screening/score/scores.h"

namespace holdfast::screening::score {
namespace {

Verdict verdict_of(match::Level level) {
  return level == match::Level::quarantine ? Verdict::quarantine : Verdict::review;
}

bool before(const Finding& a, const Finding& b) {
  return std::tie(a.start, a.end, a.rule) < std::tie(b.start, b.end, b.rule);
}

void tidy(std::vector<std::string>& names) {
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

}  // namespace

const text::Places& Tally::places() {
  if (!places_) places_.emplace(letter_);
  return *places_;
}

void Tally::add(Fired fired) {
  const bool known = std::ranges::any_of(
      fired_, [&](const Fired& f) { return f.rule == fired.rule && f.first <= fired.last && fired.first <= f.last; });
  if (!known) fired_.push_back(std::move(fired));
}

void Tally::add(const EngineRule& rule, std::uint32_t start, std::uint32_t end, std::string normalised,
                std::string_view view) {
  if (start >= end) return;
  findings_.push_back({std::string{rule.id},
                       std::string{rule.category},
                       Verdict::review,
                       start,
                       end,
                       std::string{places().slice(start, end)},
                       std::move(normalised),
                       std::string{view},
                       {}});
}

void Tally::add(learned::Pointed pointed) {
  const std::uint32_t end = places().end_of(pointed.last);
  findings_.push_back({learned::rule_id(pointed.category), std::string{pointed.category}, Verdict::review,
                       pointed.first, end, std::string{places().slice(pointed.first, end)},
                       std::move(pointed.normalised), std::string{learned::kView}, std::move(pointed.strongest)});
}

Finding Tally::finding(const Fired& fired, const match::Rule& rule) {
  const std::uint32_t end = places().end_of(fired.last);
  return {rule.id,          rule.category, verdict_of(rule.level),
          fired.first,      end,           std::string{places().slice(fired.first, end)},
          fired.normalised, fired.view,    {}};
}

// A rule in test is named and finds nothing.
void Tally::put(Finding finding, match::Status status) {
  if (status == match::Status::test)
    tried_.push_back(std::move(finding.rule));
  else
    findings_.push_back(std::move(finding));
}

// A composite speaks at the place of its first member's first match; its members' own findings show the rest.
void Tally::compose(const match::Pack& pack, const CompiledComposite& composite) {
  const Members members = members_of(composite, pack, fired_);
  if (members.first == nullptr || !members.missing.empty()) return;
  Finding made = finding(*members.first, pack.rules[members.first->rule]);
  made.rule = composite.source->id;
  made.category = composite.source->category;
  made.level = verdict_of(composite.source->level);
  put(std::move(made), composite.source->about.status);
}

bool Tally::fired(const match::Pack& pack, const std::vector<CompiledComposite>& composites,
                  std::string_view id) const {
  return std::ranges::any_of(fired_, [&](const Fired& f) { return pack.rules[f.rule].id == id; }) ||
         std::ranges::any_of(composites, [&](const CompiledComposite& c) {
           if (c.source->id != id) return false;
           const Members members = members_of(c, pack, fired_);
           return members.first != nullptr && members.missing.empty();
         });
}

std::vector<Finding> Tally::everything(const match::Pack& pack) && {
  std::vector<Finding> made;
  for (const Fired& fired : fired_) {
    made.push_back(finding(fired, pack.rules[fired.rule]));
    if (pack.rules[fired.rule].level == match::Level::signal) made.back().level = Verdict::clear;
  }
  std::ranges::sort(made, before);
  return made;
}

Outcome Tally::outcome(const match::Pack& pack, const std::vector<CompiledComposite>& composites, std::string language,
                       std::span<const Lacking> lacking) && {
  std::ranges::sort(fired_, {}, [](const Fired& f) { return std::tuple{f.first, f.last, f.rule}; });
  for (const CompiledComposite& composite : composites) compose(pack, composite);
  for (const Fired& fired : fired_)
    if (const match::Rule& rule = pack.rules[fired.rule]; rule.level != match::Level::signal)
      put(finding(fired, rule), rule.about.status);
    else if (rule.about.status == match::Status::test)
      tried_.push_back(rule.id);
  std::ranges::sort(findings_, before);

  Outcome made;
  made.language = std::move(language);
  for (const Finding& f : findings_) {
    made.verdict = std::max(made.verdict, f.level);
    made.welfare |= f.category == "welfare";
    made.categories.push_back(f.category);
  }
  tidy(made.categories);
  made.findings = std::move(findings_);
  made.tried = std::move(tried_);
  tidy(made.tried);
  made.scores = scores_of(pack, composites, fired_, made.findings);
  made.nearest = nearest_of(pack, composites, fired_, lacking, made);
  return made;
}

}  // namespace holdfast::screening::score
