#include "screening/tools/lint.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "screening/match/matcher.h"
#include "screening/match/pack_parser.h"
#include "screening/match/pattern.h"
#include "screening/match/required.h"
#include "screening/match/use.h"
#include "screening/text/fold.h"
#include "screening/text/tokens.h"

namespace holdfast::screening::tools {
namespace {

using match::Level;
using match::Status;

constexpr std::size_t kFewestExamples = 2;
constexpr double kOften = 0.15;       // share of sentences
constexpr double kSmallWord = 0.15;   // that hold a small word, where no more is known
constexpr double kFewExamples = 100;  // fewer tell nothing of how common a word is

bool overlaps(const Finding& a, const Finding& b) { return a.start < b.end && b.start < a.end; }

class Linter {
 public:
  Linter(std::span<const RuleFile> files, match::Pack pack) : files_(files), pack_(std::move(pack)) {}

  std::vector<Remark> run() {
    count_common();
    for (const LoadError& fault : match::leaning_faults(pack_)) say({fault.file, fault.line}, true, fault.what);
    for (const match::Rule& rule : pack_.rules) look(rule);
    for (const match::Composite& composite : pack_.composites) look(composite);
    look_for_idle();
    look_for_languages();
    if (std::ranges::none_of(remarks_, &Remark::wrong)) look_at_examples();
    std::ranges::stable_sort(remarks_, {}, [](const Remark& r) { return std::tie(r.file, r.line); });
    return std::move(remarks_);
  }

 private:
  void say(const match::Place& place, bool wrong, std::string what) {
    remarks_.push_back({place.file, place.line, wrong, std::move(what)});
  }

  void look(const match::Rule& rule) {
    if (rule.about.status == Status::retired) return;
    look_at_words(rule);
    if (rule.about.status == Status::draft) compile_alone(rule);
    for (const match::Pattern& pattern : rule.patterns)
      if (const auto text = match::expand(pattern.text, pack_.macros)) look(rule, pattern, *text);
  }

  // A member in test is unknown to a composite that is active: it waits, perhaps without anybody's meaning it.
  void look(const match::Composite& composite) {
    if (composite.about.status == Status::retired) return;
    look_at_words(composite);
    if (composite.about.status != Status::active) return;
    for (const std::string& members : composite.all) {
      const auto ids = match::alternatives_in(members);
      if (std::ranges::none_of(ids, [&](const std::string& id) { return status_of(id) != Status::test; }))
        say(composite.place, false, composite.id + " cannot fire while " + members + " is in test");
    }
  }

  [[nodiscard]] Status status_of(const std::string& id) const {
    const auto found = std::ranges::find(pack_.rules, id, &match::Rule::id);
    return found == pack_.rules.end() ? Status::active : found->about.status;
  }

  template <typename Rule>
  void look_at_words(const Rule& rule) {
    if (rule.description_en == rule.description_es)
      say(rule.place, false, rule.id + " says the same in English and in Spanish: one is not translated");
    const match::Examples& all = rule.examples;
    if (all.must_match.size() < kFewestExamples || all.must_not_match.size() < kFewestExamples)
      say(rule.place, false,
          rule.id + " has " + std::to_string(all.must_match.size()) + " examples and " +
              std::to_string(all.must_not_match.size()) + " counter-examples; to be active it needs two of each");
  }

  // What is not in use nobody has compiled yet.
  void compile_alone(const match::Rule& rule) {
    match::Pack alone{{rule}, {}, pack_.macros, pack_.contexts, {}};
    if (const auto made = match::Matcher::compile(alone); !made)
      say({made.error().file, made.error().line}, true, rule.id + ": " + made.error().what);
  }

  void look(const match::Rule& rule, const match::Pattern& pattern, const std::string& text) {
    const auto [first, fresh] = patterns_.try_emplace(rule.language + ' ' + text, rule.id);
    if (!fresh)
      say({rule.place.file, pattern.line}, false,
          rule.id + (first->second == rule.id ? " has this pattern twice" : " has a pattern of " + first->second));
    if (match::is_afterthought(rule)) return;  // costs nothing in letters that the learned layer thinks well of
    if (const double share = share_called(text); share > kOften)
      say({rule.place.file, pattern.line}, false,
          rule.id + ": no rare word calls this pattern; it is tried in about " +
              std::to_string(static_cast<int>(std::min(share, 1.0) * 100)) + " % of sentences");
  }

  // The share of the rules' own examples that hold a word, or two side by side: the nearest thing to letters here.
  [[nodiscard]] double share_of(const std::string& unit) const {
    const auto found = common_.find(unit);
    const double share = found == common_.end() ? 0 : found->second / std::max(examples_, kFewExamples);
    return text::is_small_word(unit) ? std::max(share, kSmallWord) : share;
  }

  // In how many sentences the pattern is tried at least, by the rarest words that each alternative needs.
  [[nodiscard]] double share_called(const std::string& pattern) const {
    double all = 0;
    for (const match::Alternative& alternative :
         match::alternatives_of(pattern, [&](const std::string& unit) { return share_of(unit); })) {
      double rarest = alternative.needs.empty() ? 0 : 1;
      for (const match::Need& need : alternative.needs) {
        double share = 0;
        for (const std::string& unit : need.cover) share += share_of(unit);
        rarest = std::min(rarest, share);
      }
      all += rarest;
    }
    return all;
  }

  void count_common() {
    const auto count = [&](const match::Examples& examples) {
      for (const auto* list : {&examples.must_match, &examples.must_not_match})
        for (const std::string& example : *list) {
          const std::string folded = text::fold(example).view.text;
          std::set<std::string> units;
          std::string before;
          for (const text::Token& token : text::tokens_of(folded)) {
            std::string word{text::word_of(folded, token)};
            units.insert(before + ' ' + word);
            units.insert(word);
            before = std::move(word);
          }
          for (const std::string& unit : units) common_[unit] += 1;
          examples_ += 1;
        }
    };
    for (const match::Rule& rule : pack_.rules) count(rule.examples);
    for (const match::Composite& composite : pack_.composites) count(composite.examples);
  }

  // Macros, contexts and signals that nothing uses.
  void look_for_idle() {
    std::string all;
    std::set<std::string> contexts;
    std::set<std::string> leant_on;
    const auto lean = [&](const std::vector<std::string>& names) {
      for (const std::string& name : names)
        for (std::string& id : match::alternatives_in(name)) leant_on.insert(std::move(id));
    };
    for (const match::Rule& rule : pack_.rules) {
      if (rule.about.status == Status::retired) continue;
      for (const match::Pattern& pattern : rule.patterns) all += pattern.text + '\n';
      contexts.insert(rule.unless.begin(), rule.unless.end());
      lean(rule.required);
      lean(rule.unless_rules);
    }
    for (const match::Composite& composite : pack_.composites)
      if (composite.about.status != Status::retired) lean(composite.all);
    contexts.insert(leant_on.begin(), leant_on.end());
    for (const auto& [name, context] : pack_.contexts) {
      for (const auto* list : {&context.before, &context.inside, &context.sentence})
        for (const match::Pattern& pattern : *list) all += pattern.text + '\n';
      if (!contexts.contains(name)) say(context.place, false, "no rule uses the context " + name);
    }
    for (const auto& [name, text] : pack_.macros) all += text + '\n';
    for (const auto& [name, text] : pack_.macros)
      if (!all.contains('<' + name + '>')) say({file_of_macros(), 0}, false, "no pattern uses the macro " + name);
    for (const match::Rule& rule : pack_.rules)
      if (rule.level == Level::signal && match::is_used(rule.about.status) && !leant_on.contains(rule.id))
        say(rule.place, false, rule.id + " is a signal that no composite and no rule leans on");
  }

  [[nodiscard]] std::string file_of_macros() const {
    const auto found = std::ranges::find_if(files_, [](const RuleFile& f) { return f.text.contains("[macros]"); });
    return found == files_.end() ? "" : found->name;
  }

  // What is screened in one language only.
  void look_for_languages() {
    std::map<std::string, std::map<std::string, match::Place>> languages;
    for (const match::Rule& rule : pack_.rules)
      if (match::is_used(rule.about.status)) languages[rule.category].emplace(rule.language, rule.place);
    for (const auto& [category, in] : languages)
      for (const std::string other : {"en", "es"})
        if (!in.contains("any") && !in.contains(other))
          say({in.begin()->second.file, 0}, false, category + " has no rules in " + other);
  }

  void look_at_examples() {
    const auto engine = Engine::build(files_);
    if (!engine) return say({engine.error().file, engine.error().line}, true, engine.error().what);
    for (const LoadError& failing : engine->failing_examples()) say({failing.file, failing.line}, true, failing.what);
    for (const match::Rule& rule : pack_.rules)
      if (match::is_used(rule.about.status) && rule.level != Level::signal) look_for_shadow(rule, *engine);
  }

  // Another rule of the category, no milder, that speaks of the same words in every example.
  void look_for_shadow(const match::Rule& rule, const Engine& engine) {
    std::map<std::string, std::size_t> shadows;
    for (const std::string& example : rule.examples.must_match) {
      const std::vector<Finding> found = engine.everything(example);
      std::set<std::string> here;
      for (const Finding& own : found)
        if (own.rule == rule.id)
          for (const Finding& other : found)
            if (other.rule != rule.id && other.category == rule.category && other.level >= own.level &&
                !engine.rule(other.rule)->on_trial && overlaps(own, other))
              here.insert(other.rule);
      for (const std::string& id : here) ++shadows[id];
    }
    for (const auto& [id, times] : shadows)
      if (times == rule.examples.must_match.size())
        say(rule.place, false, rule.id + " is shadowed: " + id + " speaks of the same words in all of its examples");
  }

  std::span<const RuleFile> files_;
  match::Pack pack_;
  std::map<std::string, double> common_;  // examples that hold a word or a pair
  double examples_ = 0;
  std::map<std::string, std::string> patterns_;  // with their language, and the first rule that has each
  std::vector<Remark> remarks_;
};

}  // namespace

std::vector<Remark> lint(std::span<const RuleFile> files) {
  std::vector<RuleFile> packs;
  std::ranges::remove_copy_if(files, std::back_inserter(packs), is_model);
  auto pack = match::parse_packs(packs);
  if (!pack) return {{pack.error().file, pack.error().line, true, pack.error().what}};
  return Linter{packs, std::move(*pack)}.run();
}

}  // namespace holdfast::screening::tools
