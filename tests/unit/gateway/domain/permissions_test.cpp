#include "gateway/domain/permissions.h"

#include <gtest/gtest.h>

#include <set>

#include "gateway/domain/people.h"

namespace holdfast::domain {
namespace {

int acts_of(Role role) {
  int count = 0;
  for (const Permission& permission : permissions()) count += may(role, permission.act) ? 1 : 0;
  return count;
}

TEST(Permissions, HaveOneRowAndOneNameEach) {
  std::set<std::string_view> names;
  for (const Permission& permission : permissions()) {
    names.insert(permission.name);
    EXPECT_NE(permission.roles, 0) << permission.name << " is nobody's";
    EXPECT_EQ(act_name(permission.act), permission.name);
    EXPECT_NE(permission.name.find('.'), std::string_view::npos);
  }
  EXPECT_EQ(names.size(), kActs);
}

// Least sight (rule 8): each person's whole list, so that a wider table fails here.
TEST(Permissions, EachRoleMayWhatItsWorkNeeds) {
  EXPECT_EQ(acts_of(Role::facilitator), 5);
  EXPECT_EQ(acts_of(Role::recipient), 8);
  EXPECT_EQ(acts_of(Role::reader), 3);
  EXPECT_EQ(acts_of(Role::institution), 4);
  EXPECT_EQ(acts_of(Role::auditor), 3);
  EXPECT_EQ(acts_of(Role::administrator), 6);
  EXPECT_EQ(acts_of(Role::second_person), 9);
}

// Silence (rule 3): the offender's side has no act that touches a recipient's registration, choice or report.
TEST(Permissions, TheOffendersSideNeverTouchesARecipient) {
  for (const Role role : {Role::facilitator, Role::institution}) {
    for (const Act act : {Act::offer_list, Act::choice_make, Act::choice_record, Act::registration_keep, Act::bank_list,
                          Act::report_open, Act::letter_open, Act::harassment_report, Act::log_read, Act::entry_open,
                          Act::order_list, Act::delivery_work}) {
      EXPECT_FALSE(may(role, act)) << role_name(role) << " " << act_name(act);
    }
  }
}

TEST(Permissions, SeeingWordsWantsTheCodeAgain) {
  for (const Act act : {Act::review_open, Act::letter_open, Act::reading_open, Act::flagged_open, Act::report_open,
                        Act::entry_open, Act::order_loosen, Act::order_answer, Act::rules_reload, Act::rules_answer}) {
    EXPECT_TRUE(needs_step_up(act)) << act_name(act);
  }
}

TEST(Permissions, AuditorsAndAdministratorsSeeNoContent) {
  for (const Role role : {Role::auditor, Role::administrator}) {
    for (const Act act : {Act::review_open, Act::letter_open, Act::reading_open, Act::flagged_open, Act::report_open}) {
      EXPECT_FALSE(may(role, act)) << role_name(role) << " " << act_name(act);
    }
  }
}

TEST(Roles, AreFoundByNameAndNothingElseIsARole) {
  for (const Role role : kRoles) {
    EXPECT_TRUE(parse_role(role_name(role)).known);
    EXPECT_EQ(parse_role(role_name(role)).role, role);
    EXPECT_EQ(name_of(actor_of(role)), role_name(role));
  }
  EXPECT_FALSE(parse_role("owner").known);
  EXPECT_FALSE(parse_role("Analyst").known);
}

TEST(TwoPeople, OnePersonWithTwoAccountsIsOnePerson) {
  EXPECT_TRUE(two_different_people(NaturalId{{1}}, NaturalId{{2}}));
  EXPECT_FALSE(two_different_people(NaturalId{{1}}, NaturalId{{1}}));
  EXPECT_FALSE(two_different_people(Signatures{}));
  EXPECT_FALSE(two_different_people(Signatures{NaturalId{{1}}, {}}));
  EXPECT_FALSE(two_different_people(Signatures{{}, NaturalId{{1}}}));
  EXPECT_TRUE(two_different_people(Signatures{NaturalId{{1}}, NaturalId{{2}}}));
}

}  // namespace
}  // namespace holdfast::domain
