// The judgement on words: a letter in, a verdict with its reasons out. A library without I/O that knows no case,
// no person and no store; the caller reads files and keeps what comes back.
//
// What it promises
//   Every verdict other than `clear` has at least one finding, and every finding names its rule, its category and the
//   exact words of the letter as received: `quote` is code points [start, end) of the letter, byte for byte.
//   It abstains upward: what is too long, not valid UTF-8, in a language it has no rules for, or too laborious to
//   check is `review`, never `clear`.
//   Same letter, same rules, same version: same outcome, byte for byte. Time is linear in the letter.
//   It never approves and never destroys. A person decides.
//
// Words: categories and levels are those of the label list (packs/README.md). `welfare` is a label of its own: it
// asks a person to look at once and never makes a verdict worse than `review`.
//
// Units: positions are Unicode code points of the letter as received; a byte that is not valid UTF-8 counts as one.
// Threads: an Engine is immutable after build(); screen() may be called by any number of threads at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::screening {

// Ordered: a later one outweighs an earlier one. Stored by name, never by number.
enum class Verdict : std::uint8_t { clear, review, quarantine };

// "clear", "review" or "quarantine".
std::string_view to_string(Verdict verdict);

// One reason. Findings are ordered by start, end, rule.
struct Finding {
  std::string rule;        // id of the rule, one id for ever: "threat.en.kill-you"
  std::string category;    // "threat", "surveillance", ... "welfare"
  Verdict level{};         // review or quarantine: what this finding alone asks for
  std::uint32_t start{};   // code points of the letter as received
  std::uint32_t end{};     // one past the last
  std::string quote;       // the letter's own bytes [start, end)
  std::string normalised;  // what the rule saw
  std::string view;        // plain, or how it was hidden: "leet", "joined", "base64" ...; "model" for the learned layer
  std::vector<std::string> strongest{};  // of the learned layer: the words that weighed most, heaviest first

  bool operator==(const Finding&) const = default;
};

// What a category's findings and signals weigh together, in hundredths of a point. For order and explanation: levels
// decide, and no score does.
struct Score {
  std::string category;
  std::uint32_t points{};

  bool operator==(const Score&) const = default;
};

// What came nearest to a graver verdict, for "why not quarantine?".
struct Nearest {
  // company: a rule whose words stand there without what it requires (nothing missing: other words took it back);
  // composite: one of which some members fired; score: a category's, against what the policy measures it by.
  enum class Kind : std::uint8_t { company, composite, score };
  Kind kind{};
  Verdict level{};   // what it would have asked for
  std::string rule;  // of a score: none
  std::string category;
  std::vector<std::string> missing;  // ids and contexts; " | " where one of several would have done
  std::uint32_t points{};            // of a score, in hundredths
  std::uint32_t of{};

  bool operator==(const Nearest&) const = default;
};
// "company", "composite" or "score".
std::string_view to_string(Nearest::Kind kind);

// Points as people write them: "2.5".
std::string points_text(std::uint32_t points);

struct Outcome {
  Verdict verdict{};
  std::vector<std::string> categories;  // of the findings, each once, sorted
  std::vector<Finding> findings;
  bool welfare{};                    // someone may be in danger: show a person first
  std::string language;              // "en", "es", another code where guessed, "und" where there is too little to tell
  std::vector<Score> scores{};       // heaviest first
  std::optional<Nearest> nearest{};  // none where the verdict is quarantine, or nothing pointed higher
  std::vector<std::string> tried{};  // rules in test that would have spoken; they are in nothing else

  bool operator==(const Outcome&) const = default;
};

// A rule pack as the caller read it; `name` appears in errors.
struct RuleFile {
  std::string name;
  std::string text;
};

// A rule pack, or the learned layer: a name that ends in ".model" says so. At most one of a set is a model; without one
// the rules judge alone. What a model finds is `review`, beside what the rules find and never instead.
bool is_model(const RuleFile& file);

// Hexadecimal digest of the files: what Engine::rules_hash() says of an engine built from them.
std::string rules_hash(std::span<const RuleFile> files);

// Why a rule pack was refused. One error refuses the whole set: half a rule set is worse than the old one.
struct LoadError {
  std::string file;
  std::uint32_t line{};  // 1-based; 0 where no line applies
  std::string what;
};

// What a person may be told of a rule.
struct RuleInfo {
  std::string id;
  std::string category;
  std::string language;  // "en", "es" or "any"
  Verdict level{};
  std::string description_en;
  std::string description_es;
  bool on_trial = false;   // in test: reported apart, never in a verdict
  bool seconded = false;   // where the learned layer reads, speaks only of what that points at too
  std::uint32_t weight{};  // hundredths of a point
};

// Which of the rules an engine holds. With `guidelines` it knows none that stops a letter (match/guidelines.h), so that
// what it says, and how long it takes, cannot depend on one.
enum class Holds : std::uint8_t { all, guidelines };

class Engine {
 public:
  // Longest letter that is screened; a longer one is `review` unread.
  static constexpr std::size_t kMaxBytes = 64 * 1024;

  // Compiles the packs. Fails as a whole, with file and line, on anything it does not understand.
  static std::expected<Engine, LoadError> build(std::span<const RuleFile> files, Holds holds = Holds::all);

  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine();

  [[nodiscard]] Outcome screen(std::string_view letter) const;

  // Everything of the letter that any rule matches, signals (level clear) and rules in test included, ordered by place:
  // for those who write rules.
  [[nodiscard]] std::vector<Finding> everything(std::string_view letter) const;

  // Hexadecimal digest of the rule files; keep it beside each stored verdict.
  [[nodiscard]] std::string_view rules_hash() const;
  // Version of the code that judged.
  [[nodiscard]] static std::string_view version();

  // All rules, ordered by id: those of the packs and the engine's own ("engine.too-long" ...).
  [[nodiscard]] std::span<const RuleInfo> rules() const;
  // Null if there is no such rule.
  [[nodiscard]] const RuleInfo* rule(std::string_view id) const;
  // What the rule says, in "en" or "es" (anything else: English); empty if there is no such rule.
  [[nodiscard]] std::string_view description(std::string_view rule_id, std::string_view language) const;

  // The rules' own examples that do not hold: each with file, line and text. Empty for a sound set. Slow (a letter an
  // example): for tests, and before a new set is taken into use.
  [[nodiscard]] std::vector<LoadError> failing_examples() const;
  [[nodiscard]] std::size_t example_count() const;

 private:
  struct Parts;
  explicit Engine(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

// The findings as a JSON array: [{"rule","category","level","start","end","quote","normalised","view"}, ...],
// with "strongest" ([words]) where the learned layer speaks.
// Bytes of a quote that are not valid UTF-8 are written as U+FFFD.
std::string findings_json(const Outcome& outcome);
// The whole outcome as one JSON object: verdict, categories, welfare, language, scores [{category,points}], tried
// [rules], nearest {kind,level,rule,category,missing,points,of} where there is one, findings.
std::string outcome_json(const Outcome& outcome);

}  // namespace holdfast::screening
