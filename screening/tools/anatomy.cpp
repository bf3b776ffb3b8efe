#include "screening/tools/anatomy.h"

#include <algorithm>
#include <array>
#include <set>

#include "screening/match/pack_parser.h"
#include "screening/match/pattern.h"
#include "screening/match/required.h"
#include "screening/match/use.h"
#include "screening/score/scores.h"
#include "screening/text/tokens.h"
#include "screening/tools/taken_back.h"

namespace holdfast::screening::tools {
namespace {

constexpr std::array<std::string_view, 3> kLevels = {"signal", "review", "quarantine"};
constexpr std::array<std::string_view, 4> kStatuses = {"draft", "test", "active", "retired"};
constexpr std::array<std::string_view, 5> kTargets = {"nobody", "the reader", "the reader's family", "the writer",
                                                      "somebody else"};
constexpr std::size_t kMostWords = 60;  // of a cover that is written out

template <typename Name>
std::string_view name_in(std::span<const std::string_view> names, Name name) {
  return names[static_cast<std::size_t>(name)];
}

class Anatomy {
 public:
  Anatomy(std::span<const RuleFile> files, const match::Pack& pack, const Engine& engine, std::string_view language)
      : files_(files), pack_(pack), engine_(engine), language_(language) {}

  std::string of(const match::Rule& rule) {
    head(rule);
    for (const match::Pattern& pattern : rule.patterns) look(pattern);
    list("taken back by", rule.unless);
    for (const std::string& name : rule.unless) look_at_context(name);
    list("taken back by the words of", rule.unless_rules);
    list("requires", rule.required);
    if (!rule.required.empty() || !rule.unless_rules.empty()) line("  within " + scope_text(rule.scope));
    list("seen only through", rule.views);
    look_at_examples(rule);
    return std::move(out_);
  }

  std::string of(const match::Composite& composite) {
    head(composite);
    line("  fires where all of these fire somewhere in the letter:");
    for (const std::string& members : composite.all) line("    " + members);
    look_at_examples(composite);
    return std::move(out_);
  }

 private:
  void line(const std::string& text) { (out_ += text) += '\n'; }

  void list(const char* what, const std::vector<std::string>& names) {
    if (names.empty()) return;
    std::string all;
    for (const std::string& name : names) all += (all.empty() ? "" : ", ") + name;
    line("  " + std::string{what} + ": " + all);
  }

  static std::string scope_text(match::Scope scope) {
    switch (scope.kind) {
      case match::Scope::Kind::sentence:
        return "the sentence";
      case match::Scope::Kind::window:
        return std::to_string(scope.words) + " words";
      case match::Scope::Kind::letter:
        break;
    }
    return "the letter";
  }

  template <typename Rule>
  void head(const Rule& rule) {
    line(rule.id + "  (" + rule.place.file + ':' + std::to_string(rule.place.line) + ')');
    line("  " + rule.category + ", " + rule.language + ", " + std::string{name_in(kLevels, rule.level)} + ", " +
         std::string{name_in(kStatuses, rule.about.status)} + ", weighs " +
         points_text(score::weight_of(rule.about, rule.level, pack_.policy)));
    line("  " + (language_ == "es" ? rule.description_es : rule.description_en));
    if (rule.about.target != match::Target::nobody)
      line("  aimed at " + std::string{name_in(kTargets, rule.about.target)});
    if (!rule.about.added.empty()) line("  added " + rule.about.added);
    if (!rule.about.note.empty()) line("  note: " + rule.about.note);
  }

  void look(const match::Pattern& pattern) {
    line("  pattern: " + pattern.text);
    const auto text = match::expand(pattern.text, pack_.macros);
    if (!text) return line("    refused: " + text.error());
    if (*text != pattern.text) line("    expanded: " + *text);
    const auto common = [](const std::string& unit) {
      return text::is_small_word(unit) ? 1.0 : unit.contains(' ') ? 0.01 : 0.1;
    };
    for (const match::Alternative& alternative : match::alternatives_of(*text, common)) {
      if (alternative.needs.empty()) line("    called by: any sentence with a digit");
      for (const match::Need& need : alternative.needs) line("    every match holds one of: " + words_of(need.cover));
    }
  }

  static std::string words_of(const match::Cover& cover) {
    std::string all;
    for (std::size_t i = 0; i < cover.size() && i < kMostWords; ++i) all += (i == 0 ? "" : ", ") + cover[i];
    if (cover.size() > kMostWords) all += " and " + std::to_string(cover.size() - kMostWords) + " more";
    return all;
  }

  void look_at_context(const std::string& name) {
    const auto found = pack_.contexts.find(name);
    if (found == pack_.contexts.end()) return;
    const auto each = [&](const char* where, const std::vector<match::Pattern>& patterns) {
      for (const match::Pattern& pattern : patterns) line("    " + name + ", " + where + ": " + pattern.text);
    };
    each(("at most " + std::to_string(found->second.gap) + " words before").c_str(), found->second.before);
    each("inside", found->second.inside);
    each("in the sentence", found->second.sentence);
  }

  template <typename Rule>
  void look_at_examples(const Rule& rule) {
    for (const std::string& text : rule.examples.must_match) look_at_example(rule.id, "must match", text);
    for (const std::string& text : rule.examples.must_not_match) look_at_example(rule.id, "must not match", text);
  }

  void look_at_example(const std::string& id, const char* what, const std::string& text) {
    line("  " + std::string{what} + ": " + text);
    if (engine_.rule(id) == nullptr) return line("    not in use");
    const auto speaks = [&](const Finding& found) {
      if (found.rule != id) return false;
      line("    speaks of \"" + found.quote + '"' +
           (found.view == "plain" ? "" : ", read as \"" + found.normalised + "\" (" + found.view + ')'));
      return true;
    };
    const auto outcome = engine_.screen(text);
    bool any = false;
    for (const Finding& found : engine_.everything(text)) any = speaks(found) || any;
    if (!any)
      for (const Finding& found : outcome.findings) any = speaks(found) || any;
    if (!any) line("    silent" + why_silent(id, text, outcome));
  }

  std::string why_silent(const std::string& id, const std::string& text, const Outcome& outcome) {
    for (const TakenBack& back : taken_back(files_, text))
      if (back.rule == id) {
        std::string contexts;
        for (const std::string& name : back.contexts) contexts += (contexts.empty() ? "" : ", ") + name;
        return ": \"" + back.quote + "\" is taken back by " + (contexts.empty() ? "all contexts together" : contexts);
      }
    if (outcome.nearest && outcome.nearest->rule == id) {
      std::string missing;
      for (const std::string& name : outcome.nearest->missing) missing += (missing.empty() ? "" : ", ") + name;
      return missing.empty() ? ": other words take it back" : ": it lacks " + missing;
    }
    return "";
  }

  std::span<const RuleFile> files_;
  const match::Pack& pack_;
  const Engine& engine_;
  std::string_view language_;
  std::string out_;
};

}  // namespace

std::expected<std::string, std::string> anatomy(std::span<const RuleFile> files, const Engine& engine,
                                                std::string_view id, std::string_view language) {
  std::vector<RuleFile> packs;
  std::ranges::remove_copy_if(files, std::back_inserter(packs), is_model);
  const auto pack = match::parse_packs(packs);
  if (!pack) return std::unexpected(pack.error().what);
  Anatomy made{packs, *pack, engine, language};
  if (const auto found = std::ranges::find(pack->rules, id, &match::Rule::id); found != pack->rules.end())
    return made.of(*found);
  if (const auto found = std::ranges::find(pack->composites, id, &match::Composite::id);
      found != pack->composites.end())
    return made.of(*found);
  if (engine.rule(id) != nullptr)
    return std::string{id} + "\n  a rule of the engine's own: " + std::string{engine.description(id, language)} + '\n';
  return std::unexpected("no such rule: " + std::string{id});
}

}  // namespace holdfast::screening::tools
