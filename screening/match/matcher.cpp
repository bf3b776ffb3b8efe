#include "screening/match/matcher.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>

#include "screening/match/atoms.h"
#include "screening/match/pattern.h"

namespace holdfast::screening::match {
namespace {

constexpr std::size_t kWindow = 80;    // bytes; a window ends with the sentence that passes it
constexpr std::size_t kLongest = 640;  // a sentence longer than this is cut at a space
constexpr std::size_t kOverlap =
    224;  // between the parts of a cut sentence: longer than what patterns match in honest text
constexpr std::size_t kMostHits = 3;  // of one rule in one text
constexpr int kShortestAtom = 3;
constexpr std::size_t kBefore = 400;  // bytes of a sentence looked at for what takes a match back

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

struct Matcher::Parts {
  re2::FilteredRE2 patterns{kShortestAtom};
  std::vector<std::uint32_t> rule_of;  // per pattern
  std::vector<std::uint8_t>
      is_shape;             // per pattern: begins with a digit and holds no word; tried where there are digits
  std::vector<int> shapes;  // those patterns
  Atoms atoms;
  std::size_t atom_count = 0;
  std::size_t rule_count = 0;
  std::map<std::string, CompiledContext> contexts;
  std::vector<std::vector<const CompiledContext*>> unless;  // per rule
};

namespace {

// Hits of one letter as they come.
class Scan {
 public:
  Scan(const Matcher::Parts& parts, std::string_view text, Budget& budget)
      : parts_(parts), text_(text), budget_(budget), seen_(parts.atom_count), per_rule_(parts.rule_count) {}

  std::vector<Hit> run() {
    for (std::size_t at = 0; at < text_.size() && !budget_.spent();) at = window(at);
    std::ranges::sort(hits_, {}, [](const Hit& h) { return std::tuple{h.rule, h.begin, h.end}; });
    return join();
  }

 private:
  // Looks at one window and returns where the next begins.
  std::size_t window(std::size_t begin) {
    std::size_t end = text_.find('\n', std::min(begin + kWindow, text_.size()));
    end = end == std::string_view::npos ? text_.size() : end + 1;
    std::size_t next = end;
    if (end - begin > kLongest) {
      end = cut(begin, begin + kLongest);
      next = cut(begin + 1, end - kOverlap);
    }
    look(begin, end);
    return next;
  }

  // Just past the last space at or before `at`, so that no word is halved; `at` itself where there is none.
  std::size_t cut(std::size_t begin, std::size_t at) const {
    const std::size_t space = text_.rfind(' ', at);
    return space == std::string_view::npos || space <= begin ? at : space + 1;
  }

  void look(std::size_t begin, std::size_t end) {
    parts_.atoms.find(text_.substr(begin, end - begin), [&](std::uint32_t atom) {
      if (seen_[atom] != 0) return;
      seen_[atom] = 1;
      here_.push_back(static_cast<int>(atom));
    });
    const bool digits = text_.substr(begin, end - begin).find_first_of("0123456789") != std::string_view::npos;
    if (here_.empty() && !digits) return;
    if (here_.empty())
      candidates_ = parts_.shapes;
    else
      parts_.patterns.AllPotentials(here_, &candidates_);
    for (const int atom : here_) seen_[static_cast<std::size_t>(atom)] = 0;
    here_.clear();
    for (const int pattern : candidates_)
      if (digits || parts_.is_shape[static_cast<std::size_t>(pattern)] == 0) attempt(pattern, begin, end);
  }

  void attempt(int pattern, std::size_t begin, std::size_t end) {
    const std::uint32_t rule = parts_.rule_of[static_cast<std::size_t>(pattern)];
    const re2::RE2& expression = parts_.patterns.GetRE2(pattern);
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
  Budget& budget_;
  std::vector<std::uint8_t> seen_;      // per atom: in this window
  std::vector<std::uint8_t> per_rule_;  // hits so far
  std::vector<int> here_;
  std::vector<int> candidates_;
  std::vector<Hit> hits_;
};

LoadError error(const std::string& file, std::uint32_t line, std::string what) { return {file, line, std::move(what)}; }

std::unique_ptr<re2::RE2> compile_one(const std::string& text) { return std::make_unique<re2::RE2>(text, options()); }

class Compiler {
 public:
  explicit Compiler(const Pack& pack) : pack_(pack), parts_(std::make_unique<Matcher::Parts>()) {}

  std::expected<std::unique_ptr<const Matcher::Parts>, LoadError> run() {
    for (const auto& [name, context] : pack_.contexts)
      if (auto failed = add(name, context)) return std::unexpected(*failed);
    for (std::uint32_t i = 0; i < pack_.rules.size(); ++i)
      if (auto failed = add(i)) return std::unexpected(*failed);
    if (auto failed = prepare()) return std::unexpected(*failed);
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
    int id = 0;
    const std::string tail = text->ends_with("\\?") ? "" : "\\b";  // after a question mark there is no word's edge
    const auto code = parts_->patterns.Add("\\b(?:" + *text + ")" + tail, options(), &id);
    if (code != re2::RE2::NoError) return error(file, pattern.line, "not a pattern that RE2 understands");
    parts_->rule_of.push_back(index);
    places_.push_back({file, pattern.line});
    return {};
  }

  Failure prepare() {
    std::vector<std::string> atoms;
    parts_->patterns.Compile(&atoms);
    parts_->atoms = Atoms{atoms};
    parts_->atom_count = atoms.size();
    parts_->rule_count = pack_.rules.size();
    parts_->patterns.AllPotentials({}, &parts_->shapes);
    parts_->is_shape.resize(parts_->rule_of.size());
    for (const int pattern : parts_->shapes) {
      const Place& place = places_[static_cast<std::size_t>(pattern)];
      if (!parts_->patterns.GetRE2(pattern).pattern().starts_with("\\b(?:[0-9]"))
        return error(place.file, place.line,
                     "no word of three letters that every match holds: it would be tried everywhere");
      parts_->is_shape[static_cast<std::size_t>(pattern)] = 1;
    }
    return {};
  }

  const Pack& pack_;
  std::unique_ptr<Matcher::Parts> parts_;
  std::vector<Place> places_;
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

std::vector<Hit> Matcher::match(std::string_view text, Budget& budget) const {
  return Scan{*parts_, text, budget}.run();
}

}  // namespace holdfast::screening::match
