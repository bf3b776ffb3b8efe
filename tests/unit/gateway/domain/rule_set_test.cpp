// A set of rules: one person brings what stops no less, two what stops less, and no machine agrees.
#include "gateway/domain/rule_set.h"

#include <gtest/gtest.h>

#include "tests/unit/gateway/domain/words.h"

namespace holdfast::domain {
namespace {

using S = RuleSetState;
using E = RuleSetEvent;

TEST(RuleSet, WhatStopsNoLessIsTakenAtOnceByAPersonOrAtAStart) {
  for (const Actor who : {Actor::administrator, Actor::job}) {
    const auto row = next(S::waiting, E::take, who, {.weaker = false});
    ASSERT_TRUE(row);
    EXPECT_EQ(row->to, S::in_force);
    EXPECT_EQ(next(S::waiting, E::take, who, {.weaker = true}).error(), Bar::one_person);
    EXPECT_EQ(next(S::waiting, E::take, who, RuleSetFacts{}).error(), Bar::one_person);
  }
  EXPECT_EQ(next(S::waiting, E::take, Actor::analyst, {.weaker = false}).error(), Bar::not_yours);
}

TEST(RuleSet, IsConfirmedByAnotherPersonAndByNoSecondAccount) {
  const auto judge = [](Actor who, const Signatures& by) { return next(S::waiting, E::confirm, who, {true, by}); };
  EXPECT_TRUE(judge(Actor::administrator, kTwo));
  EXPECT_TRUE(judge(Actor::second_person, kTwo));
  EXPECT_EQ(judge(Actor::administrator, kOne).error(), Bar::one_person);
  EXPECT_EQ(judge(Actor::administrator, kOneTwice).error(), Bar::one_person);
  EXPECT_EQ(judge(Actor::investigator, kTwo).error(), Bar::not_yours);
  EXPECT_EQ(judge(Actor::job, kTwo).error(), Bar::machine);
}

TEST(RuleSet, IsRefusedByOneAndOverForGood) {
  EXPECT_TRUE(next(S::waiting, E::refuse, Actor::administrator, {true, kOne}));
  for (const auto over : {S::replaced, S::refused, S::overtaken}) {
    for (const auto event : {E::take, E::confirm, E::refuse, E::replace})
      EXPECT_EQ(next(over, event, Actor::administrator, {false, kTwo}).error(), Bar::not_in_state);
  }
}

}  // namespace
}  // namespace holdfast::domain
