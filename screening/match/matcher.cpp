#include "screening/match/matcher.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "screening/match/pattern.h"
#include "screening/match/required.h"
#include "screening/text/words.h"

namespace holdfast::screening::match {
namespace {

using text::Token;

constexpr std::size_t kLongest = 640;    // bytes; a sentence longer than this is looked at in parts
constexpr std::size_t kOverlap = 224;    // between the parts: longer than what patterns match in honest text
constexpr std::size_t kMostHits = 3;     // of one rule in one text
constexpr std::size_t kBefore = 400;     // bytes of a sentence looked at for what takes a match back
constexpr std::size_t kMostNeeds = 4;    // covers of one alternative; more would cost more than they save
constexpr unsigned kCallBits = 18;       // of a bit's number: 32 KB in all
constexpr double kSmallWord = 0.15;      // share of sentences thought to hold a small word, where no more is known
constexpr double kAnyWord = 0.001;       // and any other
constexpr double kTogether = 2;          // how much more often words stand side by side than chance has it
constexpr std::size_t kMostAsked = 200;  // words of a cover that is asked for
constexpr double kTooCommon = 0.6;       // share of sentences; a cover in more of them is not worth asking for

re2::RE2::Options options() {
  re2::RE2::Options made;
  made.set_encoding(re2::RE2::Options::EncodingLatin1);  // folded text is ASCII
  made.set_log_errors(false);
  made.set_max_mem(4 << 20);
  return made;
}

struct CompiledContext {
  std::vector<std::unique_ptr<re2::RE2>> before;
  std::vector<std::unique_ptr<re2::RE2>> inside;
  std::vector<std::unique_ptr<re2::RE2>> sentence;
};

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

bool found_in(const std::vector<std::unique_ptr<re2::RE2>>& patterns, std::string_view text) {
  return std::ranges::any_of(patterns, [&](const auto& p) { return re2::RE2::PartialMatch(piece(text), *p); });
}

}  // namespace

// A list in a common store.
struct Slice {
  std::uint32_t begin{};
  std::uint32_t size{};
};

// Where something stood in a window, counted in words: at the earliest and at the latest.
struct Sighting {
  std::uint16_t first = 0xFFFF;
  std::uint16_t last = 0;
  [[nodiscard]] bool seen() const { return first <= last; }
  void add(Sighting more) {
    first = std::min(first, more.first);
    last = std::max(last, more.last);
  }
};

// Where the words and pairs of a window stood, by spots that some of them share: what is not seen is surely not there,
// and nothing stood outside its sighting.
class Rough {
 public:
  static std::uint16_t spot_of(std::uint64_t key) {
    return static_cast<std::uint16_t>(key * 0xD6E8FEB86659FD93ULL >> (64U - kSpotBits));
  }

  void add(std::uint64_t key, std::uint16_t at) {
    const std::uint16_t spot = spot_of(key);
    if (!holds(spot)) {
      bits_[spot / 64U] |= 1ULL << spot % 64U;
      where_[spot] = {};
      touched_.push_back(spot);
    }
    where_[spot].add({at, at});
  }

  void clear() {
    for (const std::uint16_t spot : touched_) bits_[spot / 64U] = 0;
    touched_.clear();
  }

  [[nodiscard]] Sighting look_for(std::span<const std::uint16_t> spots) const {
    Sighting seen;
    for (const std::uint16_t spot : spots)
      if (holds(spot)) seen.add(where_[spot]);
    return seen;
  }

 private:
  static constexpr unsigned kSpotBits = 12;
  [[nodiscard]] bool holds(std::uint16_t spot) const { return (bits_[spot / 64U] >> spot % 64U & 1U) != 0; }

  std::array<std::uint64_t, (1U << kSpotBits) / 64> bits_{};
  std::array<Sighting, 1U << kSpotBits> where_;
  std::vector<std::uint16_t> touched_;
};

// One alternative of a pattern: to be tried where a word of each cover stands in the sentence, in order and within
// reach. The rarest cover calls for it.
struct Trial {
  std::uint32_t pattern{};
  std::uint32_t reach{};
  Slice needs;  // of trial_needs, in order
};
struct TrialNeed {
  std::uint32_t cover{};
  std::uint32_t part{};
};

struct Matcher::Parts {
  std::vector<std::unique_ptr<re2::RE2>> patterns;
  std::vector<std::uint32_t> rule_of;  // per pattern
  std::vector<std::uint32_t> shapes;  // patterns that begin with a digit and hold no word: tried where there are digits
  std::vector<Slice> covers;          // of spots
  std::vector<std::uint16_t> spots;
  text::WordTable<Slice> calls;         // of called: the covers that call where the word or pair stands
  std::vector<std::uint64_t> may_call;  // a bit for each key in `calls`, shared by chance: most keys end here
  std::vector<std::uint32_t> called;
  std::vector<std::vector<Trial>> trials;  // per cover that calls
  std::vector<TrialNeed> trial_needs;
  std::size_t most_runs = 1;  // of the covers' words; see Scan::pieces
  std::size_t rule_count = 0;
  std::map<std::string, CompiledContext> contexts;
  std::vector<std::vector<const CompiledContext*>> unless;  // per rule
};

namespace {

bool is_word_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// Where runs of word characters and runs of other characters meet, both ends of the word included.
std::vector<std::size_t> edges(std::string_view word) {
  std::vector<std::size_t> made{0};
  for (std::size_t i = 1; i < word.size(); ++i)
    if (is_word_character(word[i]) != is_word_character(word[i - 1])) made.push_back(i);
  made.push_back(word.size());
  return made;
}

std::uint64_t bit_of(std::uint64_t key) { return (key * 0xC2B2AE3D27D4EB4FULL) >> (64 - kCallBits); }

// Hits of one letter as they come.
class Scan {
 public:
  Scan(const Matcher::Parts& parts, std::string_view text, std::span<const Token> tokens, Budget& budget)
      : parts_(parts),
        text_(text),
        tokens_(tokens),
        budget_(budget),
        tried_(parts.patterns.size()),
        per_rule_(parts.rule_count) {}

  std::vector<Hit> run() {
    for (std::size_t at = 0; at < tokens_.size() && !budget_.spent();) at = window(at);
    std::ranges::sort(hits_, {}, [](const Hit& h) { return std::tuple{h.rule, h.begin, h.end}; });
    return join();
  }

 private:
  // Looks at a sentence, or at the next part of a long one, and returns the token that the next look begins with.
  std::size_t window(std::size_t first) {
    const std::size_t limit = tokens_[first].begin + kLongest;
    std::size_t last = first + 1;
    while (last < tokens_.size() && !tokens_[last].first && tokens_[last].end <= limit) ++last;
    look(first, last);
    if (last == tokens_.size() || tokens_[last].first) return last;
    std::size_t next = last;
    while (next > first + 1 && tokens_[next - 1].begin + kOverlap > tokens_[last - 1].end) --next;
    return next;
  }

  void look(std::size_t first, std::size_t last) {
    ++now_;
    units_.clear();
    rough_.clear();
    candidates_.clear();
    std::uint8_t shapes = 0;
    for (std::size_t i = first; i < last; ++i) {
      at_ = static_cast<std::uint16_t>(i - first);
      shapes |= tokens_[i].shape;
      note(tokens_[i]);
      if (i > first) note(tokens_[i - 1], tokens_[i]);
    }
    for (const std::uint64_t key : units_)
      if (may_call(key)) call(parts_.calls.find(key));
    if ((shapes & text::shape::kDigit) != 0)
      candidates_.insert(candidates_.end(), parts_.shapes.begin(), parts_.shapes.end());
    std::ranges::sort(candidates_);
    for (const std::uint32_t pattern : candidates_) attempt(pattern, tokens_[first].begin, end_of(last));
  }

  // Past the last token's sentence end, if it has one, so that patterns see a question mark.
  std::size_t end_of(std::size_t last) const {
    const std::size_t end = tokens_[last - 1].end;
    return end < text_.size() && text_[end] == '?' ? end + 1 : end;
  }

  static bool is_plain(const Token& token) { return (token.shape & text::shape::kOther) == 0; }
  std::string_view word(const Token& token) const { return text::word_of(text_, token); }

  // A word by itself. A pattern may begin or end at any edge in it, so every part between two edges counts.
  void note(const Token& token) {
    if (is_plain(token)) return add(token.key);
    const std::string_view whole = word(token);
    const std::vector<std::size_t> at = edges(whole);
    for (std::size_t i = 0; i + 1 < at.size(); ++i)
      for (std::size_t k = i + 1; k < at.size() && k - i <= parts_.most_runs; ++k)
        add(text::key_of(whole.substr(at[i], at[k] - at[i])));
  }

  // Two words side by side: every end of the one with every beginning of the other.
  void note(const Token& before, const Token& after) {
    if (is_plain(before) && is_plain(after)) return add(text::pair_of(before.key, after.key));
    const std::vector<std::size_t> ends = edges(word(before));
    const std::vector<std::size_t> beginnings = edges(word(after));
    const std::size_t runs = std::min(ends.size() - 1, parts_.most_runs);
    for (std::size_t i = ends.size() - 1 - runs; i + 1 < ends.size(); ++i)
      for (std::size_t k = 1; k < beginnings.size() && k <= parts_.most_runs; ++k)
        add(text::pair_of(text::key_of(word(before).substr(ends[i])),
                          text::key_of(word(after).substr(0, beginnings[k]))));
  }

  void add(std::uint64_t key) {
    units_.push_back(key);
    rough_.add(key, at_);
  }

  bool may_call(std::uint64_t key) const {
    const std::uint64_t bit = bit_of(key);
    return (parts_.may_call[bit / 64] >> bit % 64 & 1U) != 0;
  }

  void call(Slice covers) {
    for (const std::uint32_t cover : std::span{parts_.called}.subspan(covers.begin, covers.size))
      for (const Trial& trial : parts_.trials[cover])
        if (tried_[trial.pattern] != now_ && may_match(trial)) {
          tried_[trial.pattern] = now_;
          candidates_.push_back(trial.pattern);
        }
  }

  // Whether every cover was seen, and the places where they were allow a match: what stands in a later part came after,
  // and all of it within reach.
  bool may_match(const Trial& trial) const {
    std::uint32_t latest_first = 0;
    std::uint32_t earliest_last = ~0U;
    std::uint32_t part = 0;
    std::uint32_t after = 0;  // where this part may begin, and
    std::uint32_t next = 0;   // the one after it
    for (const TrialNeed& need : std::span{parts_.trial_needs}.subspan(trial.needs.begin, trial.needs.size)) {
      const Slice spots = parts_.covers[need.cover];
      const Sighting seen = rough_.look_for(std::span{parts_.spots}.subspan(spots.begin, spots.size));
      if (std::exchange(part, need.part) != need.part) after = next;
      if (!seen.seen() || seen.last < after) return false;
      next = std::max({next, seen.first + 1U, after + 1U});
      latest_first = std::max<std::uint32_t>(latest_first, seen.first);
      earliest_last = std::min<std::uint32_t>(earliest_last, seen.last);
    }
    return latest_first <= earliest_last + trial.reach;
  }

  void attempt(std::uint32_t pattern, std::size_t begin, std::size_t end) {
    const std::uint32_t rule = parts_.rule_of[pattern];
    const re2::RE2& expression = *parts_.patterns[pattern];
    while (begin < end && per_rule_[rule] < kMostHits && !budget_.spent()) {
      budget_.bytes -= static_cast<std::int64_t>(end - begin) + 64;
      re2::StringPiece match;
      if (!expression.Match(piece(text_), begin, end, re2::RE2::UNANCHORED, &match, 1)) return;
      const auto from = static_cast<std::uint32_t>(match.data() - text_.data());
      const auto to = static_cast<std::uint32_t>(from + match.size());
      if (!taken_back(rule, from, to)) {
        hits_.push_back({rule, from, to});
        ++per_rule_[rule];
      }
      begin = std::max<std::size_t>(to, from + 1);
    }
  }

  bool taken_back(std::uint32_t rule, std::uint32_t from, std::uint32_t to) {
    if (parts_.unless[rule].empty()) return false;
    const std::size_t line = text_.rfind('\n', from);
    std::size_t start = line == std::string_view::npos ? 0 : line + 1;
    start = std::max(start, from > kBefore ? from - kBefore : 0);
    const std::size_t stop = std::min({text_.find('\n', to), text_.size(), to + kBefore});
    const std::string_view before = text_.substr(start, from - start);
    const std::string_view sentence = text_.substr(start, stop - start);
    budget_.bytes -= static_cast<std::int64_t>(before.size() + sentence.size());
    return std::ranges::any_of(parts_.unless[rule], [&](const CompiledContext* context) {
      return found_in(context->before, before) || found_in(context->inside, text_.substr(from, to - from)) ||
             found_in(context->sentence, sentence);
    });
  }

  std::vector<Hit> join() const {
    std::vector<Hit> joined;
    for (const Hit& hit : hits_) {
      if (!joined.empty() && joined.back().rule == hit.rule && hit.begin < joined.back().end)
        joined.back().end = std::max(joined.back().end, hit.end);
      else
        joined.push_back(hit);
    }
    return joined;
  }

  const Matcher::Parts& parts_;
  std::string_view text_;
  std::span<const Token> tokens_;
  Budget& budget_;
  std::uint16_t at_ = 0;                // the word that is looked at, counted in its window
  std::vector<std::uint64_t> units_;    // words and pairs of the window
  Rough rough_;                         // and where they stand
  std::uint32_t now_ = 0;               // counts windows
  std::vector<std::uint32_t> tried_;    // per pattern: the window that it was last a candidate in
  std::vector<std::uint8_t> per_rule_;  // hits so far
  std::vector<std::uint32_t> candidates_;
  std::vector<Hit> hits_;
};

LoadError error(const std::string& file, std::uint32_t line, std::string what) { return {file, line, std::move(what)}; }

std::unique_ptr<re2::RE2> compile_one(const std::string& text) { return std::make_unique<re2::RE2>(text, options()); }

class Compiler {
 public:
  explicit Compiler(const Pack& pack) : pack_(pack), parts_(std::make_unique<Matcher::Parts>()) {}

  std::expected<std::unique_ptr<const Matcher::Parts>, LoadError> run() {
    count_common();
    for (const auto& [name, context] : pack_.contexts)
      if (auto failed = add(name, context)) return std::unexpected(*failed);
    for (std::uint32_t i = 0; i < pack_.rules.size(); ++i)
      if (auto failed = add(i)) return std::unexpected(*failed);
    prepare();
    return std::move(parts_);
  }

 private:
  using Failure = std::optional<LoadError>;

  Failure add(const std::string& name, const Context& context) {
    CompiledContext made;
    const std::string gap = "(?: [^ \\n]+){0," + std::to_string(context.gap) + "} \\z";
    for (const Pattern& p : context.before)
      if (auto failed = add(p, context.place.file, gap, made.before)) return failed;
    for (const Pattern& p : context.inside)
      if (auto failed = add(p, context.place.file, "\\b", made.inside)) return failed;
    for (const Pattern& p : context.sentence)
      if (auto failed = add(p, context.place.file, "\\b", made.sentence)) return failed;
    parts_->contexts.emplace(name, std::move(made));
    return {};
  }

  Failure add(const Pattern& pattern, const std::string& file, const std::string& tail,
              std::vector<std::unique_ptr<re2::RE2>>& to) {
    const auto text = expand(pattern.text, pack_.macros);
    if (!text) return error(file, pattern.line, text.error());
    to.push_back(compile_one("\\b(?:" + *text + ")" + tail));
    if (!to.back()->ok()) return error(file, pattern.line, to.back()->error());
    return {};
  }

  Failure add(std::uint32_t index) {
    const Rule& rule = pack_.rules[index];
    std::vector<const CompiledContext*> unless;
    for (const std::string& name : rule.unless) {
      const auto found = parts_->contexts.find(name);
      if (found == parts_->contexts.end()) return error(rule.place.file, rule.place.line, "no such context: " + name);
      unless.push_back(&found->second);
    }
    parts_->unless.push_back(std::move(unless));
    for (const Pattern& pattern : rule.patterns)
      if (auto failed = add(pattern, rule.place.file, index)) return failed;
    return {};
  }

  Failure add(const Pattern& pattern, const std::string& file, std::uint32_t index) {
    const auto text = expand(pattern.text, pack_.macros);
    if (!text) return error(file, pattern.line, text.error());
    if (re2::RE2{"\\A(?:" + *text + ")\\z", options()}.Match("", 0, 0, re2::RE2::UNANCHORED, nullptr, 0))
      return error(file, pattern.line, "the pattern may match nothing");
    const std::string tail = text->ends_with("\\?") ? "" : "\\b";  // after a question mark there is no word's edge
    auto made = compile_one("\\b(?:" + *text + ")" + tail);
    if (!made->ok()) return error(file, pattern.line, made->error());
    const auto number = static_cast<std::uint32_t>(parts_->patterns.size());
    if (!wait(number, *text)) {
      if (!text->starts_with("[0-9]"))
        return error(file, pattern.line, "no word but small ones that every match holds: it would be tried everywhere");
      parts_->shapes.push_back(number);
    }
    parts_->patterns.push_back(std::move(made));
    parts_->rule_of.push_back(index);
    return {};
  }

  // Makes the pattern wait for what each of its alternatives needs; false if one needs nothing.
  bool wait(std::uint32_t pattern, std::string_view text) {
    const auto common = [this](const std::string& word) { return commonness(word); };
    std::vector<Alternative> alternatives = alternatives_of(text, common);
    for (Alternative& alternative : alternatives) {
      std::erase_if(alternative.needs, [](const Need& n) { return std::ranges::all_of(n.cover, text::is_small_word); });
      if (alternative.needs.empty()) return false;
    }
    for (Alternative& alternative : alternatives) wait(pattern, std::move(alternative));
    return true;
  }

  void wait(std::uint32_t pattern, Alternative alternative) {
    std::vector<Need>& needs = alternative.needs;
    for (Need& need : needs) need.common = commonness(need.cover);
    std::ranges::stable_sort(needs, {}, &Need::common);
    const std::uint32_t rarest = number_of(needs.front().cover);
    std::size_t count = 1;
    while (count < std::min(needs.size(), kMostNeeds) && is_worth_asking(needs[count])) ++count;
    needs.resize(count);
    std::ranges::stable_sort(needs, {}, &Need::part);
    const auto begin = static_cast<std::uint32_t>(parts_->trial_needs.size());
    for (const Need& need : needs) parts_->trial_needs.push_back({number_of(need.cover), need.part});
    parts_->trials[rarest].push_back({pattern, alternative.reach, {begin, static_cast<std::uint32_t>(count)}});
  }

  static bool is_worth_asking(const Need& need) { return need.cover.size() <= kMostAsked && need.common < kTooCommon; }

  std::uint32_t number_of(const Cover& cover) {
    const auto [at, fresh] = covers_.try_emplace(cover, static_cast<std::uint32_t>(covers_.size()));
    if (!fresh) return at->second;
    parts_->covers.push_back(
        {static_cast<std::uint32_t>(parts_->spots.size()), static_cast<std::uint32_t>(cover.size())});
    for (const std::string& unit : cover) {
      parts_->spots.push_back(Rough::spot_of(key_of(unit)));
      const std::size_t space = std::min(unit.find(' '), unit.size());
      for (const std::string_view word :
           {std::string_view{unit}.substr(0, space), std::string_view{unit}.substr(space)})
        parts_->most_runs = std::max(parts_->most_runs, edges(word).size() - 1);
    }
    parts_->trials.emplace_back();
    return at->second;
  }

  // The share of the rules' own examples that hold the word; words that hold up any sentence are in many.
  double commonness(const std::string& unit) const {
    if (const std::size_t space = unit.find(' '); space != std::string::npos) {
      const double together = commonness(unit.substr(0, space)) * commonness(unit.substr(space + 1));
      return std::max(share(unit), kTogether * together);
    }
    return text::is_small_word(unit) ? std::max(share(unit), kSmallWord) : share(unit) + kAnyWord;
  }
  double share(const std::string& unit) const {
    const auto found = common_.find(unit);
    return found == common_.end() ? 0 : found->second / examples_;
  }
  double commonness(const Cover& cover) const {
    double share = 0;
    for (const std::string& word : cover) share += commonness(word);
    return share;
  }

  void count_common() {
    const auto count = [&](const Examples& examples) {
      for (const auto* list : {&examples.must_match, &examples.must_not_match})
        for (const std::string& example : *list) {
          const std::string folded = text::fold(example).view.text;
          std::set<std::string> units;
          std::string before;
          for (const Token& token : text::tokens_of(folded)) {
            const std::string word{text::word_of(folded, token)};
            units.insert(word);
            units.insert(std::exchange(before, word) + ' ' + word);
          }
          for (const std::string& unit : units) common_[unit] += 1;
          examples_ += 1;
        }
    };
    for (const Rule& rule : pack_.rules) count(rule.examples);
  }

  void prepare() {
    std::map<std::uint64_t, std::vector<std::uint32_t>> called;
    for (const auto& [cover, number] : covers_)
      if (!parts_->trials[number].empty())
        for (const std::string& unit : cover) called[key_of(unit)].push_back(number);
    parts_->calls = text::WordTable<Slice>{called.size()};
    parts_->may_call.resize((1U << kCallBits) / 64);
    for (const auto& [key, covers] : called) {
      parts_->may_call[bit_of(key) / 64] |= 1ULL << bit_of(key) % 64;
      parts_->calls[key] = {static_cast<std::uint32_t>(parts_->called.size()),
                            static_cast<std::uint32_t>(covers.size())};
      parts_->called.insert(parts_->called.end(), covers.begin(), covers.end());
    }
    parts_->rule_count = pack_.rules.size();
  }

  // Of a word, or of a pair.
  static std::uint64_t key_of(std::string_view unit) {
    const std::size_t space = unit.find(' ');
    if (space == std::string_view::npos) return text::key_of(unit);
    return text::pair_of(text::key_of(unit.substr(0, space)), text::key_of(unit.substr(space + 1)));
  }

  const Pack& pack_;
  std::unique_ptr<Matcher::Parts> parts_;
  std::map<Cover, std::uint32_t> covers_;           // and their numbers
  std::unordered_map<std::string, double> common_;  // examples that hold the word
  double examples_ = 1;
};

}  // namespace

Matcher::Matcher(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;
Matcher::~Matcher() = default;

std::expected<Matcher, LoadError> Matcher::compile(const Pack& pack) {
  auto parts = Compiler{pack}.run();
  if (!parts) return std::unexpected(std::move(parts.error()));
  return Matcher{std::move(*parts)};
}

std::vector<Hit> Matcher::match(std::string_view text, std::span<const Token> tokens, Budget& budget) const {
  return Scan{*parts_, text, tokens, budget}.run();
}

}  // namespace holdfast::screening::match
