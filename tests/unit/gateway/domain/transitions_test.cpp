// docs/transitions.md is the tables, to the byte. The whole tables, seen from outside.
#include "gateway/domain/transitions.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "gateway/domain/hold.h"
#include "gateway/domain/loosening.h"
#include "gateway/domain/rule_set.h"
#include "gateway/domain/ticket.h"

namespace holdfast::domain {
namespace {

std::string document_path() {
  const char* source = std::getenv("HOLDFAST_SOURCE_DIR");
  return std::string{source == nullptr ? "." : source} + "/docs/transitions.md";
}

TEST(Document, IsWhatTheTablesSay) {
  if (std::getenv("HOLDFAST_WRITE_DOCS") != nullptr) std::ofstream{document_path()} << transitions_markdown();
  std::ostringstream found;
  found << std::ifstream{document_path()}.rdbuf();
  EXPECT_TRUE(found.str() == transitions_markdown())
      << document_path() << " differs from the tables; regenerate it with\n"
      << "  HOLDFAST_WRITE_DOCS=1 HOLDFAST_SOURCE_DIR=$PWD build/release/domain_test --gtest_filter='Document.*'";
}

// Loosening needs two (rule 1d would otherwise end where one person destroys what is under quarantine): an investigator
// decides, or two people lift it.
TEST(Tables, AQuarantineEndsByADecisionOrByTwoPeople) {
  for (const TransitionRow& row : transition_rows()) {
    if (row.machine != "version" || row.from != "quarantined" || row.to == "quarantined") continue;
    const bool decided = row.who == "investigator" && (row.event == "refuse" || row.event == "return_to_writer");
    EXPECT_TRUE(decided || row.guard == "two_people") << row.event << " by " << row.who;
  }
}

std::set<std::string> machines_of(const std::string& who) {
  std::set<std::string> found;
  for (const std::string name : {"engine", "order", "clock", "job"}) {
    if (who.find(name) != std::string::npos) found.insert(name);
  }
  return found;
}

// No machine decides alone (rule 7).
TEST(Tables, NoMachineApprovesReleasesOpensChoosesOrDestroys) {
  const std::set<std::string_view> persons_only{"approve",       "lift_quarantine",
                                                "refuse",        "return_to_writer",
                                                "address",       "bank_unaddressed",
                                                "release",       "open",
                                                "print",         "mail",
                                                "read_aloud",    "choose_accept",
                                                "choose_later",  "choose_never",
                                                "destroy",       "reinstate",
                                                "office_agrees", "thaw",
                                                "unpair",        "confirm",
                                                "dismiss",       "allow",
                                                "resume",        "terminate",
                                                "mark_error"};
  for (const TransitionRow& row : transition_rows()) {
    if (!persons_only.contains(row.event)) continue;
    EXPECT_TRUE(machines_of(row.who).empty()) << row.machine << " " << row.from << " " << row.event << ": " << row.who;
  }
}

TEST(Tables, NoVerdictLeadsToApproved) {
  for (const TransitionRow& row : transition_rows()) {
    if (row.machine != "version" || row.to != "approved" || row.from == "approved") continue;
    EXPECT_EQ(row.event, "approve");
    EXPECT_EQ(row.guard, "approve");
  }
}

// The recipient's clock (rule 9): what others do never brings a letter nearer.
TEST(Tables, OnlyTheRecipientsSideBringsAHoldNearer) {
  for (const auto& row : kHoldTransitions) {
    if (nearness(row.to) <= nearness(row.from)) continue;
    const bool asked = row.guard == Guard::offer || row.guard == Guard::pass_on || row.guard == Guard::choose ||
                       row.guard == Guard::undo_never || row.guard == Guard::release || row.guard == Guard::open;
    EXPECT_TRUE(asked) << row.entry;
    EXPECT_FALSE(row.who.has(Actor::facilitator)) << row.entry;
    EXPECT_FALSE(row.who.has(Actor::institution)) << row.entry;
  }
}

TEST(Tables, EveryStateIsReachedAndOnlyTheWriterSpeaksAfterTheEnd) {
  std::map<std::string_view, std::set<std::string_view>> reached;
  for (const TransitionRow& row : transition_rows()) {
    reached[row.machine].insert(row.to);
    const bool the_writers = row.who == "facilitator";
    EXPECT_TRUE(row.from != "destroyed" || the_writers) << row.machine << " " << row.event;
  }
  // An order may be entered in any of its first three states.
  reached["order"].insert("requested");
  EXPECT_EQ(reached["version"].size(), kVersionStateNames.size());
  EXPECT_EQ(reached["letter"].size(), kLetterStateNames.size());
  EXPECT_EQ(reached["hold"].size(), kHoldStateNames.size());
  EXPECT_EQ(reached["delivery"].size(), 9u);
  EXPECT_EQ(reached["order"].size(), 8u);
  EXPECT_EQ(reached["loosening"].size(), kLooseningStateNames.size());
  EXPECT_EQ(reached["ticket"].size(), 10u);
  EXPECT_EQ(reached["notice"].size(), 8u);
  EXPECT_EQ(reached["approval"].size(), 8u);
  EXPECT_EQ(reached["rules"].size(), kRuleSetStateNames.size());
}

TEST(Tables, EveryRowHasSomebodyAndAnEntryOfItsMachine) {
  for (const TransitionRow& row : transition_rows()) {
    EXPECT_FALSE(row.who.empty()) << row.entry;
    EXPECT_TRUE(row.entry.starts_with(std::string{row.machine} + ".")) << row.entry;
  }
}

// The writer's side has the same answer whatever the recipient did (rule 3): a withdrawal and a new version are taken
// in every state but the one that is the writer's own.
TEST(Tables, TheWritersActsAreTakenInEveryState) {
  for (std::size_t i = 0; i < kLetterStateNames.size(); ++i) {
    const auto state = static_cast<LetterState>(i);
    if (state == LetterState::withdrawn) continue;
    EXPECT_TRUE(next(state, LetterEvent::new_version, Actor::facilitator, LetterFacts{})) << name_of(state);
    EXPECT_TRUE(next(state, LetterEvent::withdraw, Actor::facilitator, LetterFacts{})) << name_of(state);
  }
  for (std::size_t i = 0; i < kVersionStateNames.size(); ++i) {
    const auto state = static_cast<VersionState>(i);
    if (state == VersionState::received || state == VersionState::withdrawn) continue;  // not yet seen; their own
    EXPECT_TRUE(next(state, VersionEvent::replace, Actor::facilitator, VersionFacts{})) << name_of(state);
    EXPECT_TRUE(next(state, VersionEvent::withdraw, Actor::facilitator, VersionFacts{})) << name_of(state);
  }
}

// The institution sees an unconfirmed ticket and does nothing to it: a person reads first.
TEST(Tables, NoInstitutionActsOnWhatNobodyRead) {
  for (const auto& row : kTicketTransitions) {
    EXPECT_TRUE(institution_acts(row.from) || !row.who.has(Actor::institution)) << row.entry;
  }
}

// What was not opened goes with the letter; what was opened is its reader's (rule 2).
TEST(Tables, AWithdrawalTakesEveryHoldButTheOpenedOne) {
  for (const auto& row : kHoldTransitions) {
    if (row.event != HoldEvent::withdraw) continue;
    EXPECT_EQ(row.to, row.from == HoldState::delivered ? HoldState::delivered : HoldState::withdrawn) << row.entry;
  }
}

TEST(Tables, AWithdrawalIsTakenByEveryLivingHold) {
  for (std::size_t i = 0; i < kHoldStateNames.size(); ++i) {
    const auto state = static_cast<HoldState>(i);
    if (state == HoldState::withdrawn || state == HoldState::destroyed) continue;
    EXPECT_TRUE(next(state, HoldEvent::withdraw, Actor::facilitator, HoldFacts{})) << name_of(state);
  }
}

}  // namespace
}  // namespace holdfast::domain
