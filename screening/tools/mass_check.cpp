#include "screening/tools/mass_check.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>

#include "screening/match/matcher.h"
#include "screening/match/pack_parser.h"
#include "screening/match/use.h"
#include "screening/text/fold.h"
#include "screening/text/tokens.h"

namespace holdfast::screening::tools {
namespace {

constexpr double kGoodEnough = 0.9;        // S/O
constexpr double kMostFall = 1.0;          // points
constexpr std::size_t kMostWeighed = 300;  // letters that tell how much work a rule makes

double percent(std::uint32_t part, std::uint32_t of) { return of == 0 ? 0 : 100.0 * part / of; }

std::string level_name(Verdict level) { return level == Verdict::clear ? "signal" : std::string{to_string(level)}; }

bool overlaps(const Finding& a, const Finding& b) { return a.start < b.end && b.start < a.end; }

// The rules of the packs, each alone: how much text is searched for it.
class Workload {
 public:
  explicit Workload(std::span<const RuleFile> files) {
    std::vector<RuleFile> packs;
    std::ranges::remove_copy_if(files, std::back_inserter(packs), is_model);
    auto parsed = match::parse_packs(packs);
    if (!parsed) return;
    const match::Pack pack = match::in_use(std::move(*parsed));
    for (const match::Rule& rule : pack.rules) {
      match::Pack alone{{rule}, {}, pack.macros, {}, {}};
      for (const std::string& name : rule.unless)
        if (const auto found = pack.contexts.find(name); found != pack.contexts.end()) alone.contexts.insert(*found);
      if (auto matcher = match::Matcher::compile(alone)) rules_.push_back({rule.id, std::move(*matcher)});
    }
  }

  void add(std::string_view letter) {
    if (letters_++ >= kMostWeighed || letter.size() > Engine::kMaxBytes) return;
    const text::Folded folded = text::fold(letter);
    const auto tokens = text::tokens_of(folded.view.text, folded.tight);
    for (One& one : rules_) {
      match::Budget budget;
      const std::int64_t before = budget.bytes;
      static_cast<void>(one.matcher.match(folded.view.text, tokens, budget));
      one.spent += before - budget.bytes;
      all_ += before - budget.bytes;
    }
  }

  [[nodiscard]] double share_of(std::string_view id) const {
    const auto found = std::ranges::find(rules_, id, &One::id);
    return found == rules_.end() || all_ == 0 ? 0
                                              : 100.0 * static_cast<double>(found->spent) / static_cast<double>(all_);
  }

 private:
  struct One {
    std::string id;
    match::Matcher matcher;
    std::int64_t spent{};
  };
  std::vector<One> rules_;
  std::int64_t all_ = 0;
  std::size_t letters_ = 0;
};

struct RuleCounts {
  std::uint32_t bad{};
  std::uint32_t good{};
  std::uint32_t unique{};
  std::uint32_t places{};
  std::map<std::string, std::uint32_t> beside{};  // places of it that another rule of the category speaks of too
};

}  // namespace

struct MassCheck::Counts {
  const Engine& engine;
  Workload work;
  std::uint32_t bad{};
  std::uint32_t good{};
  std::map<std::string, RuleCounts> rules;
  std::map<std::tuple<std::string, std::string>, CategoryRow> categories;
  Report report;

  void count_rules(const Labelled& letter, const Outcome& outcome, const std::vector<Finding>& everything);
  void count_beside(const std::vector<Finding>& everything);
  void count_categories(const Labelled& letter, const Outcome& outcome);
  [[nodiscard]] RuleRow row(const RuleInfo& info, const RuleCounts& counts) const;
};

void MassCheck::Counts::count_rules(const Labelled& letter, const Outcome& outcome,
                                    const std::vector<Finding>& everything) {
  std::set<std::string> flagging;
  for (const Finding& f : outcome.findings) flagging.insert(f.rule);
  std::set<std::string> all = flagging;
  for (const Finding& f : everything) all.insert(f.rule);
  all.insert(outcome.tried.begin(), outcome.tried.end());
  for (const std::string& id : all) ++(letter.verdict == Verdict::clear ? rules[id].good : rules[id].bad);
  if (flagging.size() == 1) ++rules[*flagging.begin()].unique;
}

void MassCheck::Counts::count_beside(const std::vector<Finding>& everything) {
  for (const Finding& own : everything) {
    if (own.level == Verdict::clear) continue;  // signals are for composites: who else sees their words is no matter
    RuleCounts& counts = rules[own.rule];
    ++counts.places;
    std::set<std::string> others;
    for (const Finding& other : everything)
      if (other.rule != own.rule && other.category == own.category && other.level >= own.level && overlaps(own, other))
        others.insert(other.rule);
    for (const std::string& other : others) ++counts.beside[other];
  }
}

void MassCheck::Counts::count_categories(const Labelled& letter, const Outcome& outcome) {
  std::set<std::string> all = letter.categories;
  all.insert(outcome.categories.begin(), outcome.categories.end());
  for (const std::string& category : all) {
    CategoryRow& row = categories[{category, letter.language}];
    row.category = category;
    row.language = letter.language;
    const bool given = std::ranges::find(outcome.categories, category) != outcome.categories.end();
    const bool labelled = letter.categories.contains(category);
    row.labelled += labelled ? 1 : 0;
    row.flagged += given ? 1 : 0;
    row.both += given && labelled ? 1 : 0;
  }
}

RuleRow MassCheck::Counts::row(const RuleInfo& info, const RuleCounts& c) const {
  RuleRow made;
  made.id = info.id;
  made.category = info.category;
  made.level = level_name(info.level);
  made.status = info.on_trial ? "test" : "active";
  made.bad = c.bad;
  made.good = c.good;
  made.hits = c.bad + c.good;
  made.unique = c.unique;
  made.bad_percent = percent(c.bad, bad);
  made.good_percent = percent(c.good, good);
  if (made.hits > 0) made.s_o = made.bad_percent / (made.bad_percent + made.good_percent);
  made.work = work.share_of(info.id);
  // Of two that cover each other the second is the one too many.
  for (const auto& [other, times] : c.beside) {
    if (times != c.places || engine.rule(other)->on_trial) continue;
    const RuleCounts& theirs = rules.at(other);
    const auto back = theirs.beside.find(info.id);
    const bool mutual = back != theirs.beside.end() && back->second == theirs.places;
    if (!mutual || other < info.id) made.covered_by = other;
  }
  return made;
}

MassCheck::MassCheck(const Engine& engine, std::span<const RuleFile> files)
    : counts_(new Counts{engine, Workload{files}, 0, 0, {}, {}, {}}) {
  counts_->report.rules_hash = engine.rules_hash();
  counts_->report.version = Engine::version();
}
MassCheck::MassCheck(MassCheck&&) noexcept = default;
MassCheck& MassCheck::operator=(MassCheck&&) noexcept = default;
MassCheck::~MassCheck() = default;

Outcome MassCheck::add(const Labelled& letter) {
  Outcome outcome = counts_->engine.screen(letter.text);
  const std::vector<Finding> everything = counts_->engine.everything(letter.text);
  ++(letter.verdict == Verdict::clear ? counts_->good : counts_->bad);
  counts_->count_rules(letter, outcome, everything);
  counts_->count_beside(everything);
  counts_->count_categories(letter, outcome);
  counts_->work.add(letter.text);
  ++counts_->report
        .levels[letter.language][static_cast<std::size_t>(letter.verdict)][static_cast<std::size_t>(outcome.verdict)];
  counts_->report.letters.push_back({letter.id, outcome.verdict, outcome.categories});
  return outcome;
}

Report MassCheck::report() const {
  Report made = counts_->report;
  for (const RuleInfo& info : counts_->engine.rules()) {
    const auto found = counts_->rules.find(info.id);
    const bool of_packs = !info.id.starts_with("engine.") && !info.id.starts_with("model.");
    if (found != counts_->rules.end() || of_packs)
      made.rules.push_back(counts_->row(info, found == counts_->rules.end() ? RuleCounts{} : found->second));
  }
  for (const auto& [key, row] : counts_->categories) made.categories.push_back(row);
  return made;
}

std::vector<std::string> marks_of(const RuleRow& row) {
  std::vector<std::string> marks;
  if (row.hits == 0) marks.emplace_back("no hits");
  if (row.hits > 0 && row.s_o < kGoodEnough && row.level != "signal") marks.emplace_back("S/O under 0.9");
  if (!row.covered_by.empty()) marks.push_back("covered by " + row.covered_by);
  if (row.people && row.people->wrong > row.people->right)
    marks.emplace_back("more often wrong than right to its readers");
  return marks;
}

namespace {

// How often a label came out as it should, from the verdict that is mild enough to count.
struct Aim {
  Verdict labelled;
  Verdict least;
  const char* words;
};
constexpr Aim kAims[] = {{Verdict::quarantine, Verdict::quarantine, "quarantine quarantined"},
                         {Verdict::quarantine, Verdict::review, "quarantine flagged"},
                         {Verdict::review, Verdict::review, "review flagged"}};

double share(const Confusion& levels, const Aim& aim) {
  const auto& given = levels[static_cast<std::size_t>(aim.labelled)];
  std::uint32_t reached = 0;
  std::uint32_t all = 0;
  for (std::size_t i = 0; i < given.size(); ++i) {
    all += given[i];
    if (i >= static_cast<std::size_t>(aim.least)) reached += given[i];
  }
  return percent(reached, all);
}

// A tenth of a percent is enough.
std::string percent_text(double percent) {
  const auto tenths = std::lround(percent * 10);
  return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " %";
}

std::string fall_text(const std::string& language, const std::string& what, double before, double after) {
  return language + ' ' + what + ": " + percent_text(before) + " -> " + percent_text(after);
}

void compare(const std::string& language, const Confusion& before, const Confusion& after, Difference& to) {
  for (const Aim& aim : kAims)
    if (const double was = share(before, aim), is = share(after, aim); was - is > kMostFall)
      to.falls.push_back(fall_text(language, aim.words, was, is));
  constexpr Aim kAlarm{Verdict::clear, Verdict::review, "clear passed"};
  if (const double was = 100 - share(before, kAlarm), is = 100 - share(after, kAlarm); was - is > kMostFall)
    to.falls.push_back(fall_text(language, kAlarm.words, was, is));
}

}  // namespace

Difference difference(const Report& before, const Report& after) {
  Difference made;
  std::map<std::string, const Judged*> earlier;
  for (const Judged& letter : before.letters) earlier.emplace(letter.id, &letter);
  for (const Judged& letter : after.letters) {
    const auto found = earlier.find(letter.id);
    if (found == earlier.end()) {
      made.missing.push_back(letter.id);
      continue;
    }
    if (*found->second != letter) made.letters.push_back({letter.id, *found->second, letter});
    earlier.erase(found);
  }
  for (const auto& [id, letter] : earlier) made.missing.push_back(id);
  // Shares of different letters say nothing of each other.
  if (!made.missing.empty()) return made;
  for (const auto& [language, levels] : after.levels)
    if (const auto found = before.levels.find(language); found != before.levels.end())
      compare(language, found->second, levels, made);
  return made;
}

}  // namespace holdfast::screening::tools
