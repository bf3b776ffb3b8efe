// What each rule does on labelled letters: how often it speaks of bad ones and of good ones, whether anything else
// would have, and how the verdicts come out.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "screening/screening.h"

namespace holdfast::screening::tools {

struct Labelled {
  std::string id;
  std::string language;
  std::string text;
  Verdict verdict{};  // clear: a good letter; anything else: a bad one
  std::set<std::string> categories;
};

struct RuleRow {
  std::string id;
  std::string category;
  std::string level;   // signal, review, quarantine
  std::string status;  // active or test
  std::uint32_t hits{};
  std::uint32_t bad{};
  std::uint32_t good{};
  std::uint32_t unique{};  // letters that only this rule flags
  double bad_percent{};    // of all bad letters
  double good_percent{};   // of all good ones
  double s_o{};            // bad% / (bad% + good%); 0 without hits
  double work{};           // percent of the text that is searched, as if each rule stood alone
  std::string covered_by;  // a rule of the category that speaks of the same words wherever this one does
  struct People {
    std::uint32_t right{};
    std::uint32_t wrong{};
  };
  std::optional<People> people{};  // how often who read a letter called a finding of it so; none: nobody was asked
};

struct CategoryRow {
  std::string category;
  std::string language;
  std::uint32_t labelled{};
  std::uint32_t flagged{};
  std::uint32_t both{};
};

// [as labelled][as given]
using Confusion = std::array<std::array<std::uint32_t, 3>, 3>;

struct Judged {
  std::string id;
  Verdict verdict{};
  std::vector<std::string> categories;

  bool operator==(const Judged&) const = default;
};

struct Report {
  std::string rules_hash;
  std::string version;
  std::vector<RuleRow> rules;  // by id; those of the engine and the learned layer that spoke, too
  std::vector<CategoryRow> categories;
  std::map<std::string, Confusion> levels;  // by language
  std::vector<Judged> letters;
};

// Whether a rule's row asks a person to look: what is wrong with it, or nothing.
std::vector<std::string> marks_of(const RuleRow& row);

class MassCheck {
 public:
  // The engine was built from the files.
  MassCheck(const Engine& engine, std::span<const RuleFile> files);
  MassCheck(MassCheck&&) noexcept;
  MassCheck& operator=(MassCheck&&) noexcept;
  MassCheck(const MassCheck&) = delete;
  MassCheck& operator=(const MassCheck&) = delete;
  ~MassCheck();

  // Screens the letter and counts it.
  Outcome add(const Labelled& letter);
  [[nodiscard]] Report report() const;

 private:
  struct Counts;
  std::unique_ptr<Counts> counts_;
};

// What changed since an earlier report on the same letters.
struct Change {
  std::string id;
  Judged before;
  Judged after;
};
struct Difference {
  std::vector<Change> letters;
  std::vector<std::string> missing;  // letters of one report that the other has not
  // Shares that fell by more than a point, in words: "en quarantine quarantined: 98.1 % -> 96.0 %".
  std::vector<std::string> falls;
};
Difference difference(const Report& before, const Report& after);

}  // namespace holdfast::screening::tools
