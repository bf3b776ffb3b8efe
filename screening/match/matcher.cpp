#include "screening/match/matcher.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "screening/match/automaton.h"
#include "screening/match/cover.h"
#include "screening/match/frequencies.h"
#include "screening/match/pattern.h"
#include "screening/match/required.h"
#include "screening/match/search.h"
#include "screening/match/steps.h"
#include "screening/match/trial.h"
#include "screening/match/walks.h"
#include "screening/text/words.h"

namespace holdfast::screening::match {
namespace {

using text::Token;

constexpr std::size_t kLongest = 640;        // bytes; a sentence longer than this is looked at in parts
constexpr std::size_t kOverlap = 224;        // between the parts: longer than what patterns match in honest text
constexpr std::size_t kMostHits = 3;         // of one rule in one text
constexpr std::size_t kBefore = 400;         // bytes of a sentence looked at for what takes a match back
constexpr std::size_t kLargest = 1U << 16U;  // nodes of a pattern; those that people write have some hundred
constexpr double kLastChoice = 100;          // makes a small word commoner than any other

re2::RE2::Options options() {
  re2::RE2::Options made;
  made.set_encoding(re2::RE2::Options::EncodingLatin1);  // folded text is ASCII
  made.set_log_errors(false);
  made.set_max_mem(4 << 20);
  return made;
}

struct CompiledContext {
  std::vector<Automaton> before;
  std::vector<Automaton> inside;
  std::vector<Automaton> sentence;
};

}  // namespace

struct Matcher::Parts {
  std::vector<Automaton> patterns;
  std::vector<std::uint32_t> rule_of;  // per pattern
  std::vector<std::uint32_t> shapes;  // patterns that begin with a digit and hold no word: tried where there are digits
  Walks walks;
  std::vector<Slice> waiting;       // of trials, per number of a word
  text::WordTable<Slice> pairs;     // the same, for two words side by side
  text::KeyBits pair_bits{18};      // of pairs: most words that stand side by side are none
  std::vector<std::uint8_t> calls;  // per number: whether the word is waited for by itself
  std::vector<Trial> trials;
  std::size_t rule_count = 0;
  std::map<std::string, CompiledContext> contexts;
  std::vector<std::vector<const CompiledContext*>> unless;  // per rule
};

namespace {

std::uint64_t pair_key(std::uint32_t first, std::uint32_t second) {
  return static_cast<std::uint64_t>(first) << 32U | second;
}

// Hits of one letter as they come.
class Scan {
 public:
  Scan(const Matcher::Parts& parts, std::string_view text, std::span<const Token> tokens, Budget& budget)
      : parts_(parts),
        text_(text),
        tokens_(tokens),
        budget_(budget),
        words_(parts.walks.read(text, tokens)),
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
    window_ = {first, last};
    candidates_.clear();
    for (std::size_t i = first; i < last; ++i) {
      call_word(i);
      if (i > first) call_pair(i - 1, i);
      if ((tokens_[i].shape & text::shape::kDigit) != 0) call_shapes(i);
    }
    std::ranges::sort(candidates_);
    for (const std::uint32_t pattern : candidates_) attempt(pattern, tokens_[first].begin, end_of(last));
  }

  // Past the last token's sentence end, if it has one, so that patterns see a question mark.
  std::size_t end_of(std::size_t last) const {
    const std::size_t end = tokens_[last - 1].end;
    return end < text_.size() && text_[end] == '?' ? end + 1 : end;
  }

  void call_word(std::size_t at) {
    const Word& word = words_.words[at];
    if (parts_.calls[word.number] != 0) call(parts_.waiting[word.number], at, at + 1);
    for (const Part& part : words_.parts_of(word)) call(parts_.waiting[part.number], at, at + 1);
  }

  // A pattern may begin at any edge in the first word, and end at any in the second.
  void call_pair(std::size_t first, std::size_t second) {
    const Word& before = words_.words[first];
    const Word& after = words_.words[second];
    if ((before.parts.size | after.parts.size) == 0) return call_pair(first, second, before.number, after.number);
    each_number(before, [&](std::uint32_t one, bool, bool ends) {
      each_number(after, [&](std::uint32_t other, bool begins, bool) {
        if (begins && ends) call_pair(first, second, one, other);
      });
    });
  }
  void call_pair(std::size_t first, std::size_t second, std::uint32_t before, std::uint32_t after) {
    if (const std::uint64_t key = pair_key(before, after); parts_.pair_bits.may_hold(key))
      call(parts_.pairs.find(key), first, second + 1);
  }

  // The word's number and those of its parts: take(number, begins where the word does, ends where it does).
  template <typename Take>
  void each_number(const Word& word, Take take) const {
    if (word.number != 0) take(word.number, true, true);
    for (const Part& part : words_.parts_of(word)) take(part.number, part.begins, part.ends);
  }

  void call(Slice waiting, std::size_t first, std::size_t last) {
    if (waiting.size == 0) return;
    const Around around = this->around(first, last);
    for (const Trial& trial : std::span{parts_.trials}.subspan(waiting.begin, waiting.size))
      if ((trial.previous & around.previous) != 0 && (trial.next & around.next) != 0 && tried_[trial.pattern] != now_ &&
          may_hold(trial, {first, last}, around.whole)) {
        tried_[trial.pattern] = now_;
        candidates_.push_back(trial.pattern);
      }
  }

  // What stands beside the words, in the window. Words with signs in them may be other words to a pattern.
  struct Around {
    Neighbours previous = kAnything;
    Neighbours next = kAnything;
    bool whole{};  // the words themselves are what they look like
  };
  Around around(std::size_t first, std::size_t last) const {
    const auto of = [&](const Word& word) { return word.parts.size == 0 ? neighbour(word.number) : kAnything; };
    return {first == window_.first ? kNothing : of(words_.words[first - 1]),
            last == window_.last ? kNothing : of(words_.words[last]),
            (words_.words[first].parts.size | words_.words[last - 1].parts.size) == 0};
  }

  bool may_hold(const Trial& trial, Walks::Range held, bool whole) const {
    return whole ? parts_.walks.may_go_on(trial.pattern, words_, held, window_, trial.before, trial.after)
                 : parts_.walks.may_hold(trial.pattern, words_, held, window_);
  }

  void call_shapes(std::size_t first) {
    for (const std::uint32_t pattern : parts_.shapes)
      if (tried_[pattern] != now_ && parts_.walks.may_begin(pattern, words_, {first, window_.last})) {
        tried_[pattern] = now_;
        candidates_.push_back(pattern);
      }
  }

  void attempt(std::uint32_t pattern, std::size_t begin, std::size_t end) {
    const std::uint32_t rule = parts_.rule_of[pattern];
    while (begin < end && per_rule_[rule] < kMostHits && !budget_.spent()) {
      budget_.bytes -= static_cast<std::int64_t>(end - begin) + 64;
      const auto match = search_.find(parts_.patterns[pattern], text_, begin, end);
      if (!match) return;
      const auto from = static_cast<std::uint32_t>(match->begin);
      const auto to = static_cast<std::uint32_t>(match->end);
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

  bool found_in(const std::vector<Automaton>& patterns, std::string_view text) {
    return std::ranges::any_of(
        patterns, [&](const Automaton& pattern) { return search_.find(pattern, text, 0, text.size()).has_value(); });
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
  Words words_;
  Walks::Range window_;
  Search search_;
  std::uint32_t now_ = 0;               // counts windows
  std::vector<std::uint32_t> tried_;    // per pattern: the window that it was last a candidate in
  std::vector<std::uint8_t> per_rule_;  // hits so far
  std::vector<std::uint32_t> candidates_;
  std::vector<Hit> hits_;
};

LoadError error(const std::string& file, std::uint32_t line, std::string what) { return {file, line, std::move(what)}; }

// RE2 says what a pattern may be. Its sets read a pattern when it is put in, and make nothing of it until they are
// asked.
std::string refusal_of(const std::string& pattern) {
  std::string why;
  re2::RE2::Set reader{options(), re2::RE2::UNANCHORED};
  return reader.Add(pattern, &why) < 0 ? why : std::string{};
}

class Compiler {
 public:
  Compiler(const Pack& pack, bool (*chosen)(const Rule&))
      : pack_(pack), chosen_(chosen), common_(pack), parts_(std::make_unique<Matcher::Parts>()) {}

  std::expected<std::unique_ptr<const Matcher::Parts>, LoadError> run() {
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
    const std::string gap = "(?: [!-~]+){0," + std::to_string(context.gap) + "} \\z";
    for (const Pattern& p : context.before)
      if (auto failed = add(p, context.place.file, gap, made.before)) return failed;
    for (const Pattern& p : context.inside)
      if (auto failed = add(p, context.place.file, "\\b", made.inside)) return failed;
    for (const Pattern& p : context.sentence)
      if (auto failed = add(p, context.place.file, "\\b", made.sentence)) return failed;
    parts_->contexts.emplace(name, std::move(made));
    return {};
  }

  Failure add(const Pattern& pattern, const std::string& file, const std::string& tail, std::vector<Automaton>& to) {
    const auto text = expand(pattern.text, pack_.macros);
    if (!text) return error(file, pattern.line, text.error());
    const std::string whole = "\\b(?:" + *text + ")" + tail;
    if (const std::string why = refusal_of(whole); !why.empty()) return error(file, pattern.line, why);
    if (to.emplace_back(whole).size() > kLargest) return error(file, pattern.line, "the pattern is too large");
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
    if (!chosen_(rule)) return {};
    for (const Pattern& pattern : rule.patterns)
      if (auto failed = add(pattern, rule.place.file, index)) return failed;
    return {};
  }

  Failure add(const Pattern& pattern, const std::string& file, std::uint32_t index) {
    const auto text = expand(pattern.text, pack_.macros);
    if (!text) return error(file, pattern.line, text.error());
    const std::string tail = text->ends_with("\\?") ? "" : "\\b";  // after a question mark there is no word's edge
    const std::string whole = "\\b(?:" + *text + ")" + tail;
    if (const std::string why = refusal_of(whole); !why.empty()) return error(file, pattern.line, why);
    const Automaton& made = parts_->patterns.emplace_back(whole);
    if (made.size() > kLargest) return error(file, pattern.line, "the pattern is too large");
    if (made.may_be_empty()) return error(file, pattern.line, "the pattern may match nothing");
    const auto number = static_cast<std::uint32_t>(parts_->patterns.size() - 1);
    steps_ = steps_of(made);
    numbers_ = parts_->walks.add(steps_);
    if (!wait(number, *text)) {
      if (!text->starts_with("[0-9]"))
        return error(file, pattern.line, "no word but small ones that every match holds: it would be tried everywhere");
      parts_->shapes.push_back(number);
    }
    parts_->rule_of.push_back(index);
    return {};
  }

  // Makes the pattern wait for the rarest words there are; false if it would have to be tried everywhere.
  bool wait(std::uint32_t pattern, std::string_view text) {
    const auto cover = steps_ ? cover_of(*steps_, common_) : std::nullopt;
    if (!cover) return wait_for_parts(pattern, text);
    for (const Unit& unit : *cover)
      wait(pattern, numbers_[unit.word], unit.next == Unit::kNone ? 0 : numbers_[unit.next]);
    return true;
  }

  // The same, by what can be said of a pattern that is too long for steps, or has nothing rare in one place.
  bool wait_for_parts(std::uint32_t pattern, std::string_view text) {
    // A small word only where there is nothing else.
    const auto common = [this](const std::string& unit) {
      return commonness(unit) + (text::is_small_word(unit) ? kLastChoice : 0);
    };
    std::vector<Alternative> alternatives = alternatives_of(text, common, 1);
    for (Alternative& alternative : alternatives) {
      std::erase_if(alternative.needs, [](const Need& n) { return std::ranges::all_of(n.cover, text::is_small_word); });
      if (alternative.needs.empty()) return false;
    }
    for (const Alternative& alternative : alternatives) wait(pattern, alternative);
    return true;
  }

  // For the rarest of its covers.
  void wait(std::uint32_t pattern, const Alternative& alternative) {
    const auto rarest =
        std::ranges::min_element(alternative.needs, {}, [this](const Need& need) { return commonness(need.cover); });
    for (const std::string& unit : rarest->cover) {
      const std::size_t space = std::min(unit.find(' '), unit.size());
      const std::uint32_t first = parts_->walks.number(unit.substr(0, space));
      wait(pattern, first, space == unit.size() ? 0 : parts_->walks.number(unit.substr(space + 1)));
    }
  }

  // For a word, or for two side by side.
  void wait(std::uint32_t pattern, std::uint32_t first, std::uint32_t second) {
    std::vector<Trial>& trials = waiting_[{first, second}];
    if (trials.empty() || trials.back().pattern != pattern)
      trials.push_back(steps_ ? trial_of(pattern, *steps_, numbers_, first, second) : Trial{pattern});
  }

  double commonness(const std::string& unit) const {
    const std::size_t space = unit.find(' ');
    if (space == std::string::npos) return common_.of(text::key_of(unit));
    const std::string_view pair = unit;
    return common_.of(text::key_of(pair.substr(0, space)), text::key_of(pair.substr(space + 1)));
  }
  double commonness(const Cover& cover) const {
    double share = 0;
    for (const std::string& word : cover) share += commonness(word);
    return share;
  }

  void prepare() {
    Matcher::Parts& parts = *parts_;
    parts.walks.finish();
    parts.waiting.resize(parts.walks.numbers());
    parts.calls.resize(parts.walks.numbers());
    parts.pairs = text::WordTable<Slice>{waiting_.size()};
    for (const auto& [unit, trials] : waiting_) {
      const auto [first, second] = unit;
      Slice& slice = second == 0 ? parts.waiting[first] : parts.pairs[pair_key(first, second)];
      slice = {static_cast<std::uint32_t>(parts.trials.size()), static_cast<std::uint32_t>(trials.size())};
      parts.trials.insert(parts.trials.end(), trials.begin(), trials.end());
      if (second == 0)
        parts.calls[first] = 1;
      else
        parts.pair_bits.add(pair_key(first, second));
    }
    parts.rule_count = pack_.rules.size();
  }

  const Pack& pack_;
  bool (*chosen_)(const Rule&);
  const Frequencies common_;
  std::unique_ptr<Matcher::Parts> parts_;
  std::optional<std::vector<Step>> steps_;  // of the pattern that is added,
  std::vector<std::uint32_t> numbers_;      // and the numbers of their words
  // By the numbers of a pair, or of a word and 0.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<Trial>> waiting_;
};

}  // namespace

Matcher::Matcher(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Matcher::Matcher(Matcher&&) noexcept = default;
Matcher& Matcher::operator=(Matcher&&) noexcept = default;
Matcher::~Matcher() = default;

std::expected<Matcher, LoadError> Matcher::compile(const Pack& pack) {
  return compile(pack, [](const Rule&) { return true; });
}

std::expected<Matcher, LoadError> Matcher::compile(const Pack& pack, bool (*chosen)(const Rule&)) {
  auto parts = Compiler{pack, chosen}.run();
  if (!parts) return std::unexpected(std::move(parts.error()));
  return Matcher{std::move(*parts)};
}

std::vector<std::pair<std::uint64_t, std::uint32_t>> Matcher::words() const {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> made;
  parts_->walks.each_number([&](std::uint64_t key, std::uint32_t number) { made.emplace_back(key, number); });
  return made;
}

std::vector<Hit> Matcher::match(std::string_view text, std::span<const Token> tokens, Budget& budget) const {
  return Scan{*parts_, text, tokens, budget}.run();
}

}  // namespace holdfast::screening::match
