#include "screening/screening.h"

#include <algorithm>
#include <optional>

#include "screening/identity/scanned.h"
#include "screening/learned/findings.h"
#include "screening/learned/model.h"
#include "screening/match/guidelines.h"
#include "screening/match/matcher.h"
#include "screening/match/pack_parser.h"
#include "screening/match/use.h"
#include "screening/score/company.h"
#include "screening/score/composites.h"
#include "screening/score/scores.h"
#include "screening/score/tally.h"
#include "screening/sha256.h"
#include "screening/text/fold.h"
#include "screening/text/hidden.h"
#include "screening/text/languages.h"
#include "screening/text/reveal.h"
#include "screening/text/switches.h"
#include "screening/text/tokens.h"
#include "screening/text/views.h"
#include "screening/vocabulary.h"

namespace holdfast::screening {
namespace {

constexpr std::uint32_t kExcerpt = 200;     // code points quoted where the whole letter is meant
constexpr std::uint32_t kFewInvisible = 3;  // some editors leave a soft hyphen or two
constexpr std::uint32_t kFewStyled = 4;     // letters: one circled number is no disguise
constexpr std::uint32_t kFewSpaced = 8;     // letters in one run: a word spelled out is no disguise

// Everything about one letter on its way to an outcome.
struct Work {
  std::string_view letter;
  match::Budget budget;
  score::Tally tally;
  std::vector<score::Lacking> lacking{};
};

std::string excerpt(const text::View& view, const match::Hit& hit) {
  return view.text.substr(hit.begin, hit.end - hit.begin);
}

// The tricks that touch a match, or none if the match stands in unchanged words.
std::uint8_t tricks_in(const text::Reading& reading, const match::Hit& hit) {
  std::uint8_t tricks = 0;
  auto change = std::ranges::lower_bound(reading.changes, hit.begin, {}, [](const text::Change& c) { return c.end; });
  for (; change != reading.changes.end() && change->begin < hit.end; ++change)
    if (change->end > hit.begin) tricks |= change->tricks;
  return tricks;
}

// Whether a rule that names its views may match in this one.
bool may_see(const match::Rule& rule, std::string_view view) {
  if (rule.views.empty()) return true;
  bool all = true;
  text::each_view(view,
                  [&](std::string_view part) { all = all && std::ranges::find(rule.views, part) != rule.views.end(); });
  return all;
}

// A letter in all its readings, against the rules.
class Matching {
 public:
  Matching(const match::Pack& pack, const match::Matcher& matcher, const score::Needs& needs,
           const text::Folded& folded, std::span<const text::Token> tokens, const text::Revealed& revealed,
           std::span<const text::Hidden> hidden, Work& work)
      : pack_(pack),
        matcher_(matcher),
        needs_(needs),
        folded_(folded),
        tokens_(tokens),
        revealed_(revealed),
        hidden_(hidden),
        work_(work) {}

  void run() {
    score::Company company{needs_};
    each_hit([&](const text::View& view, const match::Hit& hit, score::Fired fired) {
      if (needs_.concerns(fired.rule)) company.note(fired, view.text, hit.begin, hit.end);
      if (!needs_.has(fired.rule)) work_.tally.add(std::move(fired));
    });
    if (!needs_.none()) settle(company);
  }

  // Rules that have no company to wait for.
  void run_alone() {
    each_hit([&](const text::View&, const match::Hit&, score::Fired fired) { work_.tally.add(std::move(fired)); });
  }

 private:
  // The matcher finds three of a rule and is content. If none of three has the company that it needs, a fourth might:
  // then everything is looked at again, sentence by sentence.
  void settle(const score::Company& company) {
    auto settled = company.settle(folded_.view, tokens_);
    if (!settled.lacking.empty()) {
      by_sentence_ = true;
      score::Company all{needs_};
      each_hit([&](const text::View& view, const match::Hit& hit, const score::Fired& fired) {
        if (needs_.concerns(fired.rule)) all.note(fired, view.text, hit.begin, hit.end);
      });
      settled = all.settle(folded_.view, tokens_);
    }
    for (score::Fired& fired : settled.standing) work_.tally.add(std::move(fired));
    work_.lacking = std::move(settled.lacking);
  }

  template <typename Take>
  void each_hit(Take take) {
    each_in(folded_.view, tokens_, [&](const match::Hit& hit) {
      give(take, folded_.view, hit, folded_.view.origin[hit.begin], folded_.view.origin[hit.end - 1], "plain");
    });
    for (const text::Reading& reading : revealed_.readings)
      each_in(reading.view, text::tokens_of(reading.view.text), [&](const match::Hit& hit) {
        const std::uint8_t tricks = tricks_in(reading, hit);
        const text::View& view = reading.view;
        if (tricks != 0) give(take, view, hit, view.origin[hit.begin], view.origin[hit.end - 1], text::name_of(tricks));
      });
    // What was hidden is matched like any text; its findings point at the whole place that hid it.
    for (const text::Hidden& hidden : hidden_) {
      const text::Folded folded = text::fold(hidden.words);
      each_in(folded.view, text::tokens_of(folded.view.text), [&](const match::Hit& hit) {
        give(take, folded.view, hit, hidden.start, hidden.end - 1, std::string{text::name_of(hidden.hiding)});
      });
    }
  }

  template <typename Take>
  void give(Take& take, const text::View& view, const match::Hit& hit, std::uint32_t first, std::uint32_t last,
            std::string name) {
    if (may_see(pack_.rules[hit.rule], name))
      take(view, hit, score::Fired{hit.rule, first, last, excerpt(view, hit), std::move(name)});
  }

  template <typename Take>
  void each_in(const text::View& view, std::span<const text::Token> tokens, Take take) {
    if (!by_sentence_) return each(matcher_.match(view.text, tokens, work_.budget), take);
    while (!tokens.empty()) {
      std::size_t end = 1;
      while (end < tokens.size() && !tokens[end].first && end < kMostTogether) ++end;
      each(matcher_.match(view.text, tokens.first(end), work_.budget), take);
      // A long sentence in parts that overlap, so that no match falls between two.
      const bool ends = end == tokens.size() || tokens[end].first;
      tokens = tokens.subspan(ends ? end : end - kOverlap);
    }
  }

  template <typename Take>
  static void each(const std::vector<match::Hit>& hits, Take& take) {
    for (const match::Hit& hit : hits) take(hit);
  }

  static constexpr std::size_t kMostTogether = 100;  // words
  static constexpr std::size_t kOverlap = 40;

  const match::Pack& pack_;
  const match::Matcher& matcher_;
  const score::Needs& needs_;
  const text::Folded& folded_;
  std::span<const text::Token> tokens_;
  const text::Revealed& revealed_;
  std::span<const text::Hidden> hidden_;
  Work& work_;
  bool by_sentence_ = false;
};

const score::EngineRule& rule_of(text::Hiding hiding) {
  switch (hiding) {
    case text::Hiding::base64:
    case text::Hiding::hexadecimal:
      return score::kEncoded;
    case text::Hiding::rot13:
    case text::Hiding::reversed:
      return score::kCipher;
    case text::Hiding::acrostic:
      break;
  }
  return score::kAcrostic;
}

void note_shape(const text::Folded& folded, const text::Revealed& revealed, score::Tally& tally) {
  const auto note = [&](const score::EngineRule& rule, const text::Seen& seen, std::uint32_t more_than) {
    if (seen.count > more_than) tally.add(rule, seen.first, seen.last);
  };
  note(score::kBadBytes, folded.bad_bytes, 0);
  note(score::kInvisible, folded.invisible, kFewInvisible);
  note(score::kStyled, folded.styled, kFewStyled);
  note(score::kLookalike, revealed.lookalike, 0);
  note(score::kLeet, revealed.leet, 1);
  note(score::kSplit, revealed.split, 1);
  note(score::kSpaced, revealed.spaced, revealed.spaced_words > 1 ? kFewSpaced / 2 : kFewSpaced);
}

// Numbers and addresses by which somebody can be reached; that they are somebody's is not asked, here or anywhere.
void note_contacts(std::string_view letter, std::span<const text::Token> tokens, score::Tally& tally) {
  const auto phones = identity::phones_in(letter);
  const auto emails = identity::emails_in(letter, identity::spells_signs(letter, tokens));
  if (phones.empty() && emails.empty()) return;
  const text::Places places(letter);
  const auto note = [&](const score::EngineRule& rule, std::size_t begin, std::size_t end) {
    tally.add(rule, places.point_at(begin), places.point_at(end - 1) + 1);
  };
  for (const auto& phone : phones) note(score::kPhone, phone.begin, phone.end);
  for (const auto& email : emails) note(score::kEmail, email.begin, email.end);
}

bool has_rules_for(std::string_view language) { return language == "en" || language == "es" || language == "und"; }

std::vector<std::string> samples(const match::Pack& pack) {
  std::vector<std::string> made;
  const auto add = [&](const match::Examples& examples) {
    for (const auto* list : {&examples.must_match, &examples.must_not_match})
      for (const std::string& example : *list) made.push_back(text::fold(example).view.text);
  };
  for (const match::Rule& rule : pack.rules) add(rule.examples);
  for (const match::Composite& composite : pack.composites) add(composite.examples);
  return made;
}

std::vector<text::Phrase> phrases(const match::Pack& pack) {
  std::vector<text::Phrase> made;
  for (const std::string& words : pack.acrostics) {
    std::string letters = words;
    std::erase(letters, ' ');
    made.push_back({std::move(letters), words});
  }
  return made;
}

std::vector<RuleInfo> describe(const match::Pack& pack, bool with_model) {
  std::vector<RuleInfo> made;
  made.reserve(pack.rules.size() + pack.composites.size() + score::engine_rules().size());
  const auto level = [](match::Level l) {
    return l == match::Level::quarantine ? Verdict::quarantine
           : l == match::Level::review   ? Verdict::review
                                         : Verdict::clear;
  };
  const auto add = [&](const auto& rule) {
    made.push_back({rule.id, rule.category, rule.language, level(rule.level), rule.description_en, rule.description_es,
                    rule.about.status == match::Status::test, rule.about.seconded != match::Seconded::no,
                    score::weight_of(rule.about, rule.level, pack.policy)});
  };
  for (const match::Rule& rule : pack.rules) add(rule);
  for (const match::Composite& composite : pack.composites) add(composite);
  for (const score::EngineRule* r : score::engine_rules())
    made.push_back({std::string{r->id}, std::string{r->category}, "any", Verdict::review, std::string{r->en},
                    std::string{r->es}, false, false, pack.policy.review});
  if (with_model) std::ranges::move(learned::rule_infos(), std::back_inserter(made));
  std::ranges::sort(made, {}, &RuleInfo::id);
  return made;
}

std::vector<RuleFile> packs_among(std::span<const RuleFile> files) {
  std::vector<RuleFile> made;
  std::ranges::remove_copy_if(files, std::back_inserter(made), is_model);
  return made;
}

std::expected<std::optional<learned::Model>, LoadError> model_among(std::span<const RuleFile> files) {
  std::optional<learned::Model> made;
  for (const RuleFile& file : files) {
    if (!is_model(file)) continue;
    if (made) return std::unexpected(LoadError{file.name, 0, "a second model; there is one at most"});
    auto model = learned::Model::parse(file.text, file.name);
    if (!model) return std::unexpected(std::move(model.error()));
    made = std::move(*model);
  }
  return made;
}

}  // namespace

namespace {

// All that is known of words, in one place.
text::WordTable<text::Facts> gather(const match::Matcher& matcher, const text::Habits& habits,
                                    const text::Lexicon& lexicon) {
  const auto numbers = matcher.words();
  std::vector<std::uint64_t> keys = text::small_keys();
  const auto add = [&](std::uint64_t key) { keys.push_back(key); };
  lexicon.each_key(add);
  habits.each_key(add);
  for (const auto& [key, number] : numbers) add(key);
  std::ranges::sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  text::WordTable<text::Facts> made{keys.size()};
  for (const std::uint64_t key : keys)
    made[key] = {.looked_up = 1,
                 .known = lexicon.knows(key),
                 .habits = habits.flags_of(key),
                 .languages = text::languages_of(key)};
  for (const auto& [key, number] : numbers) made[key].number = number;
  return made;
}

}  // namespace

struct Engine::Parts {
  match::Pack pack;
  match::Matcher matcher;
  match::Matcher afterthoughts;
  score::Needs needs;
  std::vector<score::CompiledComposite> composites;  // point into pack
  text::Habits habits;
  text::Lexicon lexicon;
  text::WordTable<text::Facts> facts;
  std::vector<text::Phrase> acrostics;
  std::vector<RuleInfo> rules;
  std::string hash;
  std::optional<learned::Model> model;  // none: the rules judge alone
  Holds holds{};

  // `all`: also what is looked for only where the learned layer is sure, wherever it stands.
  void screen(Work& work, std::string& language, bool all = false) const;
};

void Engine::Parts::screen(Work& work, std::string& language, bool all) const {
  const text::Folded folded = text::fold(work.letter);
  auto tokens = text::tokens_of(folded.view.text, folded.tight);
  for (text::Token& token : tokens) {
    token.facts = facts.find(token.key);
    token.facts.looked_up = 1;
  }
  const text::Revealed revealed = text::reveal(folded, tokens, lexicon);
  const auto hidden = text::find_hidden(work.letter, folded, tokens, habits, acrostics);
  Matching{pack, matcher, needs, folded, tokens, revealed, hidden, work}.run();
  for (const text::Hidden& h : hidden)
    work.tally.add(rule_of(h.hiding), h.start, h.end, h.words, text::name_of(h.hiding));
  note_shape(folded, revealed, work.tally);
  note_contacts(work.letter, tokens, work.tally);
  language = text::language_of(work.letter, folded, tokens);
  if (learned::Model::reads(tokens)) work.tally.wait();
  if (model)
    for (learned::Pointed& pointed : model->judge(work.letter, folded, tokens, work.tally.hints(pack), language))
      work.tally.add(std::move(pointed));
  if (all || work.tally.sees_grave()) {
    for (text::Token& token : tokens) token.facts = {};  // numbers of words are the other matcher's
    Matching{pack, afterthoughts, needs, folded, tokens, revealed, hidden, work}.run_alone();
  }
  const std::uint32_t most = std::min(folded.code_points, kExcerpt);
  if (!has_rules_for(language))
    work.tally.add(score::kOtherLanguage, 0, most);
  else
    for (const text::Switch& change : text::find_switches(work.letter, folded, tokens, revealed.unknown))
      work.tally.add(score::kLanguageSwitch, change.start, change.end, change.language);
  if (work.budget.spent()) work.tally.add(score::kTooLaborious, 0, most);
}

std::expected<Engine, LoadError> Engine::build(std::span<const RuleFile> files, Holds holds) {
  // A guess at harm is no guideline, and knows what stops letters.
  std::expected<std::optional<learned::Model>, LoadError> model;
  if (holds == Holds::all) model = model_among(files);
  if (!model) return std::unexpected(std::move(model.error()));
  auto pack = match::parse_packs(packs_among(files));
  if (!pack) return std::unexpected(std::move(pack.error()));
  if (auto faults = match::leaning_faults(*pack); !faults.empty()) return std::unexpected(std::move(faults.front()));
  *pack = match::in_use(std::move(*pack));
  if (holds == Holds::guidelines) *pack = match::guidelines_of(std::move(*pack));
  auto matcher = match::Matcher::compile(*pack, [](const match::Rule& rule) { return !is_afterthought(rule); });
  if (!matcher) return std::unexpected(std::move(matcher.error()));
  auto afterthoughts = match::Matcher::compile(*pack, match::is_afterthought);
  if (!afterthoughts) return std::unexpected(std::move(afterthoughts.error()));
  text::Habits habits{samples(*pack)};
  Vocabulary words = vocabulary_of(*pack);
  // A word that letters are known to have is no other word misspelt.
  if (const auto& learned = *model; learned.has_value())
    std::ranges::copy(learned->words(), std::back_inserter(words.other));
  text::Lexicon lexicon{words.sought, words.other};
  auto facts = gather(*matcher, habits, lexicon);
  auto acrostics = phrases(*pack);
  auto rules = describe(*pack, model->has_value());
  score::Needs needs{*pack};
  std::unique_ptr<Parts> parts{new Parts{std::move(*pack),
                                         std::move(*matcher),
                                         std::move(*afterthoughts),
                                         std::move(needs),
                                         {},
                                         habits,
                                         std::move(lexicon),
                                         std::move(facts),
                                         std::move(acrostics),
                                         std::move(rules),
                                         holdfast::screening::rules_hash(files),
                                         std::move(*model),
                                         holds}};
  parts->composites = score::compile_composites(parts->pack);
  return Engine{std::move(parts)};
}

Engine::Engine(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

Outcome Engine::screen(std::string_view letter) const {
  const bool too_long = letter.size() > kMaxBytes;
  // Code points have at most four bytes, so a cut at the end of this prefix is past what is quoted of it.
  Work work{letter, {}, score::Tally{too_long ? letter.substr(0, 4 * kExcerpt) : letter}};
  std::string language = "und";
  if (too_long) {
    work.tally.add(score::kTooLong, 0, kExcerpt);
  } else {
    parts_->screen(work, language);
  }
  auto outcome = std::move(work.tally)
                     .outcome(parts_->pack, parts_->composites, std::move(language), std::move(work.lacking),
                              parts_->holds == Holds::guidelines);
  if (parts_->holds == Holds::guidelines) outcome.nearest.reset();  // what would stop a letter is told to nobody there
  return outcome;
}

std::vector<Finding> Engine::everything(std::string_view letter) const {
  if (letter.size() > kMaxBytes) return {};
  Work work{letter, {}, score::Tally{letter}};
  std::string language;
  parts_->screen(work, language);
  return std::move(work.tally).everything(parts_->pack);
}

std::string_view Engine::rules_hash() const { return parts_->hash; }
std::string_view Engine::version() { return "holdfast-screening/2"; }
std::span<const RuleInfo> Engine::rules() const { return parts_->rules; }

const RuleInfo* Engine::rule(std::string_view id) const {
  const auto found = std::ranges::lower_bound(parts_->rules, id, {}, &RuleInfo::id);
  return found != parts_->rules.end() && found->id == id ? &*found : nullptr;
}

std::string_view Engine::description(std::string_view rule_id, std::string_view language) const {
  const RuleInfo* info = rule(rule_id);
  if (info == nullptr) return {};
  return language == "es" ? info->description_es : info->description_en;
}

std::vector<LoadError> Engine::failing_examples() const {
  std::vector<LoadError> failures;
  const auto fires = [&](const std::string& text, const std::string& id) {
    Work work{text, {}, score::Tally{text}};
    std::string language;
    parts_->screen(work, language, true);
    return work.tally.fired(parts_->pack, parts_->composites, id);
  };
  const auto check = [&](const auto& rule) {
    const match::Examples& all = rule.examples;
    for (std::size_t i = 0; i < all.must_match.size(); ++i)
      if (!fires(all.must_match[i], rule.id))
        failures.push_back({rule.place.file, all.match_lines[i], rule.id + " does not fire on: " + all.must_match[i]});
    for (std::size_t i = 0; i < all.must_not_match.size(); ++i)
      if (fires(all.must_not_match[i], rule.id))
        failures.push_back({rule.place.file, all.not_lines[i], rule.id + " fires on: " + all.must_not_match[i]});
  };
  for (const match::Rule& rule : parts_->pack.rules) check(rule);
  for (const match::Composite& composite : parts_->pack.composites) check(composite);
  return failures;
}

std::size_t Engine::example_count() const {
  std::size_t count = 0;
  const auto add = [&](const match::Examples& all) { count += all.must_match.size() + all.must_not_match.size(); };
  for (const match::Rule& rule : parts_->pack.rules) add(rule.examples);
  for (const match::Composite& composite : parts_->pack.composites) add(composite.examples);
  return count;
}

std::string_view to_string(Nearest::Kind kind) {
  switch (kind) {
    case Nearest::Kind::company:
      return "company";
    case Nearest::Kind::composite:
      return "composite";
    case Nearest::Kind::score:
      return "score";
  }
  return "";
}

std::string points_text(std::uint32_t points) {
  std::string text = std::to_string(points / 100);
  if (const std::uint32_t rest = points % 100; rest != 0) {
    (text += '.') += static_cast<char>('0' + rest / 10);
    if (rest % 10 != 0) text += static_cast<char>('0' + rest % 10);
  }
  return text;
}

std::string rules_hash(std::span<const RuleFile> files) {
  std::string all;
  for (const RuleFile& file : files) all += file.name + '\0' + std::to_string(file.text.size()) + '\0' + file.text;
  return sha256_hex(all);
}

bool is_model(const RuleFile& file) { return file.name.ends_with(".model"); }

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::clear:
      return "clear";
    case Verdict::review:
      return "review";
    case Verdict::quarantine:
      return "quarantine";
  }
  return "";
}

}  // namespace holdfast::screening
