// New rules of screening: they are read and compiled beside those in force, every example is run, and then they take
// their place whole, or not at all. The database holds the set in force byte for byte, and every gateway follows it.
//
// What stops less than before (screening/tools/weaker.h) waits for a second person, and until then letters are judged
// as before. These steps are slow: a lane of their own works them.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gateway/flows/rules_in_force.h"
#include "storage/postgres/rule_sets.h"

namespace holdfast::flows {

// What an author measured (holdfast rules report --json) and left beside the packs as report.json.
struct RuleFigures {
  int hits = 0, bad = 0, good = 0;  // letters
  std::string rules;                // the hash of the set that was measured
};
struct WeakerRule {
  std::string rule;
  std::vector<std::string> how;  // Weakening, by name
  std::optional<RuleFigures> figures;
};

// The packs' folder as it was read.
struct RuleFolder {
  std::expected<std::vector<screening::RuleFile>, screening::LoadError> files;
  std::string report;  // report.json, or empty
};
RuleFolder read_rule_folder(const std::filesystem::path& packs);

struct Reloaded {
  enum class Outcome : std::uint8_t {
    same,    // the folder holds what is in force
    taken,   // in force from now on
    asked,   // weaker: waits for a second person
    weaker,  // weaker, and nobody of the office asked: the set in force stays
    faulty,  // not understood, or an example does not hold: the set in force stays
  };
  Outcome outcome{};
  std::string before{}, hash{};  // in force until now (empty: none), and of the folder (empty: faulty)
  int rules = 0;
  std::vector<WeakerRule> weaker{};
  std::optional<storage::RuleSetId> set{};
  RuleFaults faults{};
  SharedRules made{};  // where taken
};
std::string_view to_string(Reloaded::Outcome outcome);

// `who`: none for the gateway itself (a signal, a start, the command line). conflict: another weaker set waits, or
// another came into force meanwhile.
domain::Result<Reloaded> reload_rules(storage::Worker& worker, const storage::Principal* who, const RuleFolder& folder);

// What a gateway begins with: the folder's rules where nothing is in force, or what is cannot be read any more; else as
// reload_rules() by nobody. `rules` is null where nothing can be used, and `reloaded` says why.
struct StartedRules {
  SharedRules rules;
  Reloaded reloaded;
};
domain::Result<StartedRules> start_rules(storage::Worker& worker, const RuleFolder& folder);

// Keeps one process at what is in force, and notes which set that is, at once and every ten seconds. One thread at a
// time.
class RuleFollower {
 public:
  RuleFollower(RulesInForce& rules, std::string holder) : rules_(rules), holder_(std::move(holder)) {}
  // True: it changed. internal: what is in force cannot be used by this program; said once for a set.
  domain::Result<bool> follow(storage::Worker& worker);

 private:
  domain::Result<void> note(storage::Transaction& tx, const std::string& running);

  RulesInForce& rules_;
  std::string holder_;
  std::string noted_;  // the hash
  std::chrono::steady_clock::time_point noted_at_;
  std::string useless_;  // the hash of one that could not be used
};

struct RulesState {
  std::vector<storage::RuleSetRow> sets;  // newest first
  std::vector<storage::GatewayRules> gateways;
};
domain::Result<RulesState> rules_state(storage::Worker& worker, const storage::Principal& who);

struct RuleChange {
  storage::RuleSetRow set;
  std::vector<WeakerRule> weaker;
};
domain::Result<RuleChange> rule_change(storage::Worker& worker, const storage::Principal& who,
                                       const storage::RuleSetId& set);
// In force from the commit; gateways follow within a second or two. refused (one_person) to the human who asked,
// whatever their account; conflict where it does not wait any more.
domain::Result<void> confirm_rules(storage::Worker& worker, const storage::Principal& who,
                                   const storage::RuleSetId& set);
// Who asked may think again; so may anybody say no who may say yes.
domain::Result<void> refuse_rules(storage::Worker& worker, const storage::Principal& who,
                                  const storage::RuleSetId& set);

}  // namespace holdfast::flows
