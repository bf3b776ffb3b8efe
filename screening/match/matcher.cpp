#include "screening/match/matcher.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <numeric>
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
constexpr std::size_t kShortestAtom = 3;
constexpr std::size_t kBefore = 400;  // bytes of a sentence looked at for what takes a match back

re2::RE2::Options options() {
  re2::RE2::Options made;
  made.set_encoding(re2::RE2::Options::EncodingLatin1);  // folded text is ASCII
  made.set_log_errors(false);
  made.set_max_mem(4 << 20);
  return made;
}

// A cover is a set of words of which every match of a pattern holds one. A pattern has one or two.
struct Wait {
  std::uint32_t pattern : 30 {};
  std::uint32_t cover : 2 {};  // 1 or 2
};

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
  std::vector<std::unique_ptr<re2::FilteredRE2>> patterns;  // one in each
  std::vector<std::vector<Wait>> waiting_for;               // per atom
  std::vector<std::uint8_t> covers;                         // per pattern: what must be covered before it is tried
  std::vector<std::uint32_t> rule_of;                       // per pattern
  std::vector<std::uint8_t>
      is_shape;  // per pattern: begins with a digit and holds no word; tried where there are digits
  std::vector<std::uint32_t> shapes;  // patterns that begin with a digit and hold no word: tried where there are digits
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
      : parts_(parts),
        text_(text),
        budget_(budget),
        seen_(parts.atom_count),
        per_rule_(parts.rule_count),
        covered_(parts.patterns.size()) {}

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
    const std::string_view window = text_.substr(begin, end - begin);
    candidates_.clear();
    parts_.atoms.find(window, [&](std::uint32_t atom) {
      if (seen_[atom] != 0) return;
      seen_[atom] = 1;
      here_.push_back(atom);
      for (const Wait wait : parts_.waiting_for[atom]) {
        if (covered_[wait.pattern] == 0) touched_.push_back(wait.pattern);
        covered_[wait.pattern] |= wait.cover;
      }
    });
    for (const std::uint32_t atom : here_) seen_[atom] = 0;
    here_.clear();
    for (const std::uint32_t pattern : touched_) {
      if (covered_[pattern] == parts_.covers[pattern]) candidates_.push_back(pattern);
      covered_[pattern] = 0;
    }
    touched_.clear();
    if (window.find_first_of("0123456789") != std::string_view::npos)
      candidates_.insert(candidates_.end(), parts_.shapes.begin(), parts_.shapes.end());
    std::ranges::sort(candidates_);
    for (const std::uint32_t pattern : candidates_) attempt(pattern, begin, end);
  }

  void attempt(std::uint32_t pattern, std::size_t begin, std::size_t end) {
    const std::uint32_t rule = parts_.rule_of[pattern];
    const re2::RE2& expression = parts_.patterns[pattern]->GetRE2(0);
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
  std::vector<std::uint8_t> covered_;   // per pattern: in this window
  std::vector<std::uint32_t> touched_;
  std::vector<std::uint32_t> here_;
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
    int id = 0;
    const std::string tail = text->ends_with("\\?") ? "" : "\\b";  // after a question mark there is no word's edge
    auto made = std::make_unique<re2::FilteredRE2>(static_cast<int>(kShortestAtom));
    const auto code = made->Add("\\b(?:" + *text + ")" + tail, options(), &id);
    if (code != re2::RE2::NoError) return error(file, pattern.line, "not a pattern that RE2 understands");
    std::vector<std::string> atoms;
    made->Compile(&atoms);
    const auto number = static_cast<std::uint32_t>(parts_->patterns.size());
    std::uint8_t covers = 0;
    if (!passes(*made, {})) {
      const std::vector<int> first = cover(*made, atoms, {});
      std::vector<int> second;
      if (!passes(*made, first)) second = cover(*made, atoms, first);
      for (const int atom : first) atoms_[atoms[static_cast<std::size_t>(atom)]].push_back({number, 1});
      for (const int atom : second) atoms_[atoms[static_cast<std::size_t>(atom)]].push_back({number, 2});
      covers = second.empty() ? 1 : 3;
    } else if (text->starts_with("[0-9]")) {
      parts_->shapes.push_back(number);
    } else {
      return error(file, pattern.line, "no word of three letters that every match holds: it would be tried everywhere");
    }
    parts_->patterns.push_back(std::move(made));
    parts_->covers.push_back(covers);
    parts_->rule_of.push_back(index);
    return {};
  }

  static bool passes(const re2::FilteredRE2& pattern, const std::vector<int>& atoms) {
    std::vector<int> passing;
    pattern.AllPotentials(atoms, &passing);
    return !passing.empty();
  }

  // A cover as rare as can be found, as indices: starting from all words but those left out already, each is left out
  // too, common ones first, if a text with all that were left out would still not pass.
  std::vector<int> cover(const re2::FilteredRE2& pattern, const std::vector<std::string>& atoms,
                         std::vector<int> left_out) const {
    std::vector<int> order(atoms.size());
    std::iota(order.begin(), order.end(), 0);
    std::erase_if(order, [&](int i) { return std::ranges::find(left_out, i) != left_out.end(); });
    std::ranges::stable_sort(order, {}, [&](int i) { return rarity(atoms[static_cast<std::size_t>(i)]); });
    std::vector<int> kept;
    for (const int i : order) {
      left_out.push_back(i);
      if (!passes(pattern, left_out)) continue;
      left_out.pop_back();
      kept.push_back(i);
    }
    return kept;
  }

  // Sorts common words first.
  std::tuple<int, std::size_t> rarity(const std::string& atom) const {
    const auto found = common_.find(atom.substr(0, kShortestAtom));
    return {atom.size() > 5 || found == common_.end() ? 0 : -found->second, atom.size()};
  }

  // How often each three letters stand in the rules' own examples.
  void count_common() {
    const auto count = [&](const Examples& examples) {
      for (const auto* list : {&examples.must_match, &examples.must_not_match})
        for (const std::string& example : *list)
          for (std::size_t i = 0; i + kShortestAtom <= example.size(); ++i) ++common_[example.substr(i, kShortestAtom)];
    };
    for (const Rule& rule : pack_.rules) count(rule.examples);
  }

  void prepare() {
    std::vector<std::string> words;
    for (auto& [word, patterns] : atoms_) {
      words.push_back(word);
      parts_->waiting_for.push_back(std::move(patterns));
    }
    parts_->atoms = Atoms{words};
    parts_->atom_count = words.size();
    parts_->rule_count = pack_.rules.size();
  }

  const Pack& pack_;
  std::unique_ptr<Matcher::Parts> parts_;
  std::map<std::string, std::vector<Wait>> atoms_;  // and the patterns that wait for each
  std::map<std::string, int> common_;
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
