#include "screening/score/tally.h"

#include <algorithm>
#include <tuple>

#include "screening/learned/findings.h"
#include "screening/match/guidelines.h"
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

std::vector<learned::Hint> Tally::hints(const match::Pack& pack) const {
  std::vector<learned::Hint> made;
  made.reserve(fired_.size());
  for (const Fired& fired : fired_) {
    const match::Rule& rule = pack.rules[fired.rule];
    const bool signal = rule.level == match::Level::signal;
    made.push_back(
        learned::hint_of(fired.first, rule.id, rule.category, signal ? Verdict::clear : verdict_of(rule.level)));
  }
  return made;
}

void Tally::add(learned::Pointed pointed) {
  const std::uint32_t end = places().end_of(pointed.last);
  pointed_.push_back({pointed.first, end, pointed.category, pointed.sure});
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

bool Tally::sees_grave() const {
  return std::ranges::any_of(pointed_,
                             [](const PointedPlace& p) { return p.sure && !match::is_guideline(p.category); });
}

// To stop a letter two must agree: on the place, and on what harm it is.
bool Tally::seconded(const Finding& finding, bool must_be_sure) const {
  return std::ranges::any_of(pointed_, [&](const PointedPlace& p) {
    const bool agrees = !must_be_sure || (p.sure && p.category == finding.category);
    return agrees && p.start < finding.end && finding.start < p.end;
  });
}

// What was said then and is told now.
bool Tally::quotes(const Fired& fired) {
  if (!layout_) layout_ = text::layout_of(letter_);
  return layout_->quotes_whole(fired.first, fired.last);
}

// A rule in test is named and finds nothing. What is quoted is for a person at most. False if the learned layer was
// needed, and does not point there.
bool Tally::put(const Fired& fired, Finding finding, const match::About& about) {
  if (about.status == match::Status::test) {
    tried_.push_back(std::move(finding.rule));
    return true;
  }
  const bool waits =
      about.seconded == match::Seconded::always || (about.seconded == match::Seconded::letters && waits_);
  const bool must_be_sure = about.seconded == match::Seconded::always && finding.level == Verdict::quarantine;
  if (waits && !broad_ && !seconded(finding, must_be_sure)) return false;
  if (quotes(fired)) finding.level = Verdict::review;
  findings_.push_back(std::move(finding));
  return true;
}

// A composite speaks at the place of its first member's first match; its members' own findings show the rest.
void Tally::compose(const match::Pack& pack, const CompiledComposite& composite) {
  const Members members = members_of(composite, pack, fired_);
  if (members.first == nullptr || !members.missing.empty()) return;
  Finding made = finding(*members.first, pack.rules[members.first->rule]);
  made.rule = composite.source->id;
  made.category = composite.source->category;
  made.level = verdict_of(composite.source->level);
  put(*members.first, std::move(made), composite.source->about);
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
                       std::vector<Lacking> lacking, bool broad) && {
  broad_ = broad;
  std::ranges::sort(fired_, {}, [](const Fired& f) { return std::tuple{f.first, f.last, f.rule}; });
  for (const CompiledComposite& composite : composites) compose(pack, composite);
  for (const Fired& fired : fired_) {
    const match::Rule& rule = pack.rules[fired.rule];
    if (rule.level != match::Level::signal) {
      if (!put(fired, finding(fired, rule), rule.about)) lacking.push_back({fired.rule, {std::string{learned::kView}}});
    } else if (rule.about.status == match::Status::test) {
      tried_.push_back(rule.id);
    }
  }
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
