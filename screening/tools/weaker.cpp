#include "screening/tools/weaker.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>

#include "screening/match/pack_parser.h"
#include "screening/match/use.h"
#include "screening/tools/spelled.h"

namespace holdfast::screening::tools {
namespace {

using match::Context;
using match::Level;
using match::Pack;
using match::Pattern;
using match::Status;

template <class Set>
bool holds_all(const Set& outer, const Set& inner) {
  return std::ranges::all_of(inner, [&](const auto& one) { return std::ranges::find(outer, one) != outer.end(); });
}
bool holds_all(const std::set<std::string>& outer, const std::set<std::string>& inner) {
  return std::ranges::includes(outer, inner);
}

bool is_rule(std::string_view name) { return name.contains('.'); }

template <class Rules>
auto by_id(const Rules& rules) {
  std::map<std::string_view, const typename Rules::value_type*> made;
  for (const auto& rule : rules) made.emplace(rule.id, &rule);
  return made;
}
using ById = std::map<std::string_view, const match::Rule*>;

const match::Rule* find(const ById& rules, std::string_view id) {
  const auto found = rules.find(id);
  return found == rules.end() ? nullptr : found->second;
}

template <class Rule>
bool stops(const Rule& rule) {
  return rule.about.status == Status::active && rule.level == Level::quarantine;
}

// Whether the words of one pack's families are all in the other's families of the same names.
class Families {
 public:
  Families(const Pack& outer, const Pack& inner) : outer_(outer.macros), inner_(inner.macros) {}

  bool hold(std::string_view pattern) {
    return std::ranges::all_of(macros_in(pattern), [&](const std::string& name) { return holds(name); });
  }
  bool hold(std::span<const Pattern> patterns) {
    return std::ranges::all_of(patterns, [&](const Pattern& pattern) { return hold(pattern.text); });
  }

 private:
  bool holds(const std::string& name) {
    const auto [known, fresh] = known_.try_emplace(name, true);  // one that names itself is refused when it is loaded
    if (!fresh) return known->second;
    const auto inner = inner_.find(name);
    const auto outer = outer_.find(name);
    const bool all =
        inner == inner_.end() ||
        (outer != outer_.end() && holds_all(spelled(outer->second), spelled(inner->second)) && hold(inner->second));
    return known_[name] = all;
  }

  const std::map<std::string, std::string>& outer_;
  const std::map<std::string, std::string>& inner_;
  std::map<std::string, bool> known_;
};

class Comparison {
 public:
  Comparison(const Pack& before, const Pack& after)
      : before_(before),
        after_(after),
        rules_before_(by_id(before.rules)),
        rules_after_(by_id(after.rules)),
        kept_(after, before),
        gained_(before, after) {}

  std::vector<Weaker> all() && {
    for (const auto& rule : before_.rules)
      if (stops(rule)) look(rule, true);
    const auto composites = by_id(after_.composites);
    for (const auto& composite : before_.composites)
      if (stops(composite)) look(composite, composites);
    std::vector<Weaker> made;
    for (auto& [id, how] : found_)
      if (!how.empty()) made.push_back({id, {how.begin(), how.end()}});
    return made;
  }

 private:
  using How = std::set<Weakening>;

  // `own`: it stops letters itself; otherwise something that does leans on its words.
  void look(const match::Rule& rule, bool own) {
    if (!looked_.emplace(rule.id, own).second) return;
    How& how = found_[rule.id];
    const auto* now = find(rules_after_, rule.id);
    if (now == nullptr) {
      how.insert(Weakening::removed);
    } else {
      status(rule, *now, own, how);
      if (!holds_all(spelled(now->patterns), spelled(rule.patterns))) how.insert(Weakening::patterns);
      if (!kept_.hold(rule.patterns)) how.insert(Weakening::words);
      taken_back(rule, *now, how);
      if (own) company(rule.required, now->required, how);
      if (narrower(rule, *now)) how.insert(Weakening::place);
    }
    if (own) lean_on(rule.required);
  }

  void look(const match::Composite& composite, const std::map<std::string_view, const match::Composite*>& composites) {
    How& how = found_[composite.id];
    const auto now = composites.find(composite.id);
    if (now == composites.end()) {
      how.insert(Weakening::removed);
    } else {
      status(composite, *now->second, true, how);
      company(composite.all, now->second->all, how);
    }
    lean_on(composite.all);
  }

  void lean_on(std::span<const std::string> needed) {
    for (const auto& one : needed)
      for (const auto& id : match::alternatives_in(one))
        if (const auto* rule = find(rules_before_, id)) look(*rule, false);
  }

  template <class Rule>
  static void status(const Rule& before, const Rule& after, bool own, How& how) {
    const Status now = after.about.status;
    if (now == Status::retired) how.insert(Weakening::retired);
    if (now == Status::draft || (own && now == Status::test)) how.insert(Weakening::set_back);
    if (own && after.level < before.level) how.insert(Weakening::lowered);
    if (own && after.about.seconded > before.about.seconded) how.insert(Weakening::company);
  }

  void taken_back(const match::Rule& before, const match::Rule& after, How& how) {
    if (!holds_all(before.unless, after.unless) || !holds_all(before.unless_rules, after.unless_rules))
      how.insert(Weakening::unless);
    if (std::ranges::any_of(after.unless, [&](const auto& name) { return covers_more(name); }) ||
        std::ranges::any_of(after.unless_rules, [&](const auto& id) { return says_more(id); }))
      how.insert(Weakening::excuse);
  }

  // Whatever is needed now was needed before, or as one of more.
  void company(std::span<const std::string> before, std::span<const std::string> after, How& how) {
    const auto was_needed = [&](const std::string& now) {
      const auto more = match::alternatives_in(now);
      return std::ranges::any_of(before, [&](const auto& was) { return holds_all(more, match::alternatives_in(was)); });
    };
    const auto covers_less = [&](const std::string& name) {
      return !is_rule(name) && !covers(name, after_, before_, kept_);
    };
    if (!std::ranges::all_of(after, was_needed) || std::ranges::any_of(after, covers_less))
      how.insert(Weakening::company);
  }

  static bool narrower(const match::Rule& before, const match::Rule& after) {
    const bool fewer =
        before.views.empty() ? !after.views.empty() : !after.views.empty() && !holds_all(after.views, before.views);
    const bool looks = !after.required.empty() || !after.unless_rules.empty();
    const bool elsewhere = before.scope.kind != after.scope.kind || before.scope.words != after.scope.words;
    return fewer || (looks && elsewhere);
  }

  // Of a context that both packs may have.
  bool covers_more(const std::string& name) { return !covers(name, before_, after_, gained_); }

  static bool covers(const std::string& name, const Pack& outer, const Pack& inner, Families& families) {
    const auto within = inner.contexts.find(name);
    const auto around = outer.contexts.find(name);
    if (within == inner.contexts.end()) return true;
    if (around == outer.contexts.end()) return false;
    const Context& a = around->second;
    const Context& b = within->second;
    const auto part = [&](std::span<const Pattern> wide, std::span<const Pattern> narrow) {
      return holds_all(spelled(wide), spelled(narrow)) && families.hold(narrow);
    };
    return b.gap <= a.gap && part(a.before, b.before) && part(a.inside, b.inside) && part(a.sentence, b.sentence);
  }

  // Of a rule whose words take another back.
  bool says_more(const std::string& id) {
    const auto* before = find(rules_before_, id);
    const auto* after = find(rules_after_, id);
    if (after == nullptr) return false;
    if (before == nullptr || !match::is_used(before->about.status)) return true;
    return !holds_all(spelled(before->patterns), spelled(after->patterns)) || !gained_.hold(after->patterns) ||
           !holds_all(after->unless, before->unless) || narrower(*after, *before) ||
           std::ranges::any_of(before->unless, [&](const auto& name) { return !covers(name, after_, before_, kept_); });
  }

  const Pack& before_;
  const Pack& after_;
  ById rules_before_;
  ById rules_after_;
  Families kept_;    // what families had, they have
  Families gained_;  // what families have, they had
  std::set<std::pair<std::string, bool>> looked_;
  std::map<std::string, How> found_;
};

std::vector<RuleFile> packs_of(std::span<const RuleFile> files) {
  std::vector<RuleFile> made;
  std::ranges::remove_copy_if(files, std::back_inserter(made), is_model);
  return made;
}

constexpr std::array<std::string_view, 11> kNames{"removed", "retired", "set_back", "lowered", "patterns", "words",
                                                  "unless",  "excuse",  "company",  "place",   "second"};

std::string_view model_of(std::span<const RuleFile> files) {
  const auto found = std::ranges::find_if(files, is_model);
  return found == files.end() ? std::string_view{} : std::string_view{found->text};
}

// What stopped letters with the learned layer's second, and still would.
void add_seconded(const Pack& before, std::vector<Weaker>& made) {
  const auto add = [&](const auto& rules) {
    for (const auto& rule : rules) {
      if (!stops(rule) || rule.about.seconded == match::Seconded::no) continue;
      const auto at = std::ranges::lower_bound(made, rule.id, {}, &Weaker::rule);
      if (at == made.end() || at->rule != rule.id)
        made.insert(at, {rule.id, {Weakening::second}});
      else
        at->how.push_back(Weakening::second);
    }
  };
  add(before.rules);
  add(before.composites);
}

}  // namespace

std::string_view to_string(Weakening weakening) { return kNames.at(static_cast<std::size_t>(weakening)); }

std::vector<Weaker> weaker(const Pack& before, const Pack& after) { return Comparison{before, after}.all(); }

std::expected<std::vector<Weaker>, LoadError> weaker(std::span<const RuleFile> before,
                                                     std::span<const RuleFile> after) {
  auto was = match::parse_packs(packs_of(before));
  if (!was) return std::unexpected(std::move(was.error()));
  auto now = match::parse_packs(packs_of(after));
  if (!now) return std::unexpected(std::move(now.error()));
  auto made = weaker(*was, *now);
  if (model_of(before) != model_of(after)) add_seconded(*was, made);
  return made;
}

}  // namespace holdfast::screening::tools
