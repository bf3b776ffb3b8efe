#include "screening/screening.h"

#include <algorithm>
#include <map>
#include <optional>

#include "screening/learned/findings.h"
#include "screening/learned/model.h"
#include "screening/match/guidelines.h"
#include "screening/match/matcher.h"
#include "screening/match/pack_parser.h"
#include "screening/score/tally.h"
#include "screening/sha256.h"
#include "screening/text/fold.h"
#include "screening/text/hidden.h"
#include "screening/text/reveal.h"
#include "screening/text/switches.h"
#include "screening/text/tokens.h"
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
};

std::string excerpt(const text::View& view, const match::Hit& hit) {
  return view.text.substr(hit.begin, hit.end - hit.begin);
}

score::Fired fired(const text::View& view, const match::Hit& hit, std::string name) {
  return {hit.rule, view.origin[hit.begin], view.origin[hit.end - 1], excerpt(view, hit), std::move(name)};
}

// The tricks that touch a match, or none if the match stands in unchanged words.
std::uint8_t tricks_in(const text::Reading& reading, const match::Hit& hit) {
  std::uint8_t tricks = 0;
  auto change = std::ranges::lower_bound(reading.changes, hit.begin, {}, [](const text::Change& c) { return c.end; });
  for (; change != reading.changes.end() && change->begin < hit.end; ++change)
    if (change->end > hit.begin) tricks |= change->tricks;
  return tricks;
}

void match_plain(const match::Matcher& matcher, const text::View& view, std::span<const text::Token> tokens,
                 Work& work) {
  for (const match::Hit& hit : matcher.match(view.text, tokens, work.budget)) work.tally.add(fired(view, hit, "plain"));
}

void match_readings(const match::Matcher& matcher, const text::Revealed& revealed, Work& work) {
  for (const text::Reading& reading : revealed.readings)
    for (const match::Hit& hit : matcher.match(reading.view.text, text::tokens_of(reading.view.text), work.budget))
      if (const std::uint8_t tricks = tricks_in(reading, hit); tricks != 0)
        work.tally.add(fired(reading.view, hit, text::name_of(tricks)));
}

// What was hidden is matched like any text; its findings point at the whole place that hid it.
void match_hidden(const match::Matcher& matcher, const text::Hidden& hidden, Work& work) {
  const text::Folded folded = text::fold(hidden.words);
  for (const match::Hit& hit : matcher.match(folded.view.text, text::tokens_of(folded.view.text), work.budget))
    work.tally.add(
        {hit.rule, hidden.start, hidden.end - 1, excerpt(folded.view, hit), std::string{text::name_of(hidden.hiding)}});
}

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

// The members of " | "-parted lists, as indices; a name that is no rule is an error.
std::expected<score::CompiledComposite, LoadError> compile(const match::Composite& composite,
                                                           const std::map<std::string, std::uint32_t>& index) {
  score::CompiledComposite made{&composite, {}};
  for (std::string_view members : composite.all) {
    std::vector<std::uint32_t> any;
    while (!members.empty()) {
      const std::size_t end = std::min(members.find(" | "), members.size());
      const auto found = index.find(std::string{members.substr(0, end)});
      if (found == index.end())
        return std::unexpected(LoadError{composite.place.file, composite.place.line,
                                         "no such rule: " + std::string{members.substr(0, end)}});
      any.push_back(found->second);
      members.remove_prefix(std::min(end + 3, members.size()));
    }
    made.all.push_back(std::move(any));
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
  for (const match::Rule& r : pack.rules)
    made.push_back({r.id, r.category, r.language, level(r.level), r.description_en, r.description_es});
  for (const match::Composite& c : pack.composites)
    made.push_back({c.id, c.category, c.language, level(c.level), c.description_en, c.description_es});
  for (const score::EngineRule* r : score::engine_rules())
    made.push_back(
        {std::string{r->id}, std::string{r->category}, "any", Verdict::review, std::string{r->en}, std::string{r->es}});
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

std::string hash(std::span<const RuleFile> files) {
  std::string all;
  for (const RuleFile& file : files) all += file.name + '\0' + std::to_string(file.text.size()) + '\0' + file.text;
  return sha256_hex(all);
}

}  // namespace

namespace {

// All that is known of words, in one place.
text::WordTable<text::Facts> gather(const match::Matcher& matcher, const text::Habits& habits,
                                    const text::Lexicon& lexicon) {
  std::map<std::uint64_t, std::uint32_t> numbers;
  const auto add = [&](std::uint64_t key) { numbers.try_emplace(key, 0); };
  lexicon.each_key(add);
  habits.each_key(add);
  std::ranges::for_each(text::small_keys(), add);
  for (const auto& [key, number] : matcher.words()) numbers[key] = number;
  text::WordTable<text::Facts> made{numbers.size()};
  for (const auto& [key, number] : numbers)
    made[key] = {.looked_up = 1,
                 .known = lexicon.knows(key),
                 .habits = habits.flags_of(key),
                 .languages = text::languages_of(key),
                 .number = number};
  return made;
}

}  // namespace

struct Engine::Parts {
  match::Pack pack;
  match::Matcher matcher;
  std::vector<score::CompiledComposite> composites;  // point into pack
  text::Habits habits;
  text::Lexicon lexicon;
  text::WordTable<text::Facts> facts;
  std::vector<text::Phrase> acrostics;
  std::vector<RuleInfo> rules;
  std::string hash;
  std::optional<learned::Model> model;  // none: the rules judge alone

  void screen(Work& work, std::string& language) const;
};

void Engine::Parts::screen(Work& work, std::string& language) const {
  const text::Folded folded = text::fold(work.letter);
  auto tokens = text::tokens_of(folded.view.text, folded.tight);
  for (text::Token& token : tokens) {
    token.facts = facts.find(token.key);
    token.facts.looked_up = 1;
  }
  const text::Revealed revealed = text::reveal(folded, tokens, lexicon);
  match_plain(matcher, folded.view, tokens, work);
  match_readings(matcher, revealed, work);
  for (const text::Hidden& hidden : text::find_hidden(work.letter, folded, tokens, habits, acrostics)) {
    match_hidden(matcher, hidden, work);
    work.tally.add(rule_of(hidden.hiding), hidden.start, hidden.end, hidden.words, text::name_of(hidden.hiding));
  }
  note_shape(folded, revealed, work.tally);
  language = text::language_of(folded, tokens);
  if (model)
    for (learned::Pointed& pointed : model->judge(work.letter, folded, tokens, language))
      work.tally.add(std::move(pointed));
  const std::uint32_t most = std::min(folded.code_points, kExcerpt);
  if (!has_rules_for(language))
    work.tally.add(score::kOtherLanguage, 0, most);
  else
    for (const text::Switch& change : text::find_switches(folded, tokens, revealed.unknown))
      work.tally.add(score::kLanguageSwitch, change.start, change.end, change.language);
  if (work.budget.spent()) work.tally.add(score::kTooLaborious, 0, most);
}

std::expected<Engine, LoadError> Engine::build(std::span<const RuleFile> files, Holds holds) {
  auto model = model_among(files);
  if (!model) return std::unexpected(std::move(model.error()));
  auto pack = match::parse_packs(packs_among(files));
  if (!pack) return std::unexpected(std::move(pack.error()));
  if (holds == Holds::guidelines) *pack = match::guidelines_of(std::move(*pack));
  auto matcher = match::Matcher::compile(*pack);
  if (!matcher) return std::unexpected(std::move(matcher.error()));
  text::Habits habits{samples(*pack)};
  const Vocabulary words = vocabulary_of(*pack);
  text::Lexicon lexicon{words.sought, words.other};
  auto facts = gather(*matcher, habits, lexicon);
  auto acrostics = phrases(*pack);
  auto rules = describe(*pack, model->has_value());
  std::unique_ptr<Parts> parts{new Parts{std::move(*pack),
                                         std::move(*matcher),
                                         {},
                                         habits,
                                         std::move(lexicon),
                                         std::move(facts),
                                         std::move(acrostics),
                                         std::move(rules),
                                         hash(files),
                                         std::move(*model)}};
  std::map<std::string, std::uint32_t> index;
  for (std::uint32_t i = 0; i < parts->pack.rules.size(); ++i) index.emplace(parts->pack.rules[i].id, i);
  for (const match::Composite& composite : parts->pack.composites) {
    auto compiled = compile(composite, index);
    if (!compiled) return std::unexpected(std::move(compiled.error()));
    parts->composites.push_back(std::move(*compiled));
  }
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
  return std::move(work.tally).outcome(parts_->pack, parts_->composites, std::move(language));
}

std::string_view Engine::rules_hash() const { return parts_->hash; }
std::string_view Engine::version() { return "holdfast-screening/1"; }
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
    parts_->screen(work, language);
    return work.tally.fired(parts_->pack, parts_->composites, id);
  };
  const auto check = [&](const auto& rule) {
    for (const std::string& text : rule.examples.must_match)
      if (!fires(text, rule.id))
        failures.push_back({rule.place.file, rule.place.line, rule.id + " does not fire on: " + text});
    for (const std::string& text : rule.examples.must_not_match)
      if (fires(text, rule.id)) failures.push_back({rule.place.file, rule.place.line, rule.id + " fires on: " + text});
  };
  for (const match::Rule& rule : parts_->pack.rules) check(rule);
  for (const match::Composite& composite : parts_->pack.composites) check(composite);
  return failures;
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
