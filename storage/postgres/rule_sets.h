// The sets of screening rules that were asked for, the one in force, and which one each gateway judges by. The database
// sees to it that there is one in force, that it was compared with the one it replaces, and that one which is weaker
// has two different humans behind it.
//
// Every call works inside the caller's transaction, as its actor.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/rule_set.h"
#include "storage/postgres/principal.h"

namespace holdfast::storage {

using RuleSetId = domain::Id<struct RuleSetTag>;

struct RuleSetRow {
  RuleSetId id;
  domain::RuleSetState state{};
  std::string hash, before;  // of what it was compared with; empty: nothing was in force
  std::string engine;
  int rules = 0;
  std::string weaker;    // JSON
  std::string asked_by;  // empty: the gateway itself, or the command line
  domain::Time asked{};
  std::string decided_by;
  std::optional<domain::Time> decided;
  domain::Signatures signed_by;  // who asked, and this human
};

struct NewRuleSet {
  std::string before;  // the hash of the one in force that it was compared with; empty: there was none
  std::string hash, engine;
  std::string files;  // JSON
  int rules = 0;
  std::string weaker = "[]";
};

struct RulesHere {  // what is in force
  RuleSetId id;
  std::string hash;
};
domain::Result<std::optional<RulesHere>> rules_in_force(Transaction& tx);
// not_found: there is no such set.
domain::Result<std::string> rule_files(Transaction& tx, const RuleSetId& set);

domain::Result<RuleSetRow> rule_set(Transaction& tx, const Principal& who, const RuleSetId& set);
domain::Result<std::optional<RuleSetRow>> waiting_rule_set(Transaction& tx, const Principal& who);
// Newest first.
domain::Result<std::vector<RuleSetRow>> rule_sets(Transaction& tx, const Principal& who, int limit);

// In force from the commit: refused (superseded) where another came into force meanwhile, (one_person) where it is
// weaker.
domain::Result<RuleSetId> take_rule_set(Transaction& tx, const NewRuleSet& set);
// To wait for a second person. conflict: another one waits.
domain::Result<RuleSetId> ask_rule_set(Transaction& tx, const NewRuleSet& set);
// not_found: it does not wait, or this person does not see it; refused (one_person) to the human who asked.
domain::Result<void> confirm_rule_set(Transaction& tx, const RuleSetId& set);
domain::Result<void> refuse_rule_set(Transaction& tx, const RuleSetId& set);

struct GatewayRules {
  std::string holder, hash;
  domain::Time since{}, seen{};
};
// That this gateway is there and judges by this set. One that was silent for a day is forgotten.
domain::Result<void> note_gateway(Transaction& tx, const std::string& holder, const std::string& hash);
// By name.
domain::Result<std::vector<GatewayRules>> gateways(Transaction& tx);

}  // namespace holdfast::storage
