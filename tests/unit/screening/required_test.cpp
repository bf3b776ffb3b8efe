// What a pattern is looked for by: every match must hold a word of each cover, or letters would pass unread.
#include "screening/match/required.h"

#include <gtest/gtest.h>

namespace holdfast::screening::match {
namespace {

// Longer is rarer, which is true enough here.
double shortness(const std::string& unit) { return 1.0 / static_cast<double>(unit.size()); }

std::vector<Alternative> of(std::string_view pattern) { return alternatives_of(pattern, shortness); }

TEST(Required, IsTheRarestPairOfEachPart) {
  const auto found = of("watch your back");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].needs[0].cover, Cover{"watch your"});
}

TEST(Required, PartsFollowEachOtherAcrossAGap) {
  const auto found = of("kill(?: [a-z]+){0,3} (?:you|them)");
  ASSERT_EQ(found.size(), 1U);
  ASSERT_EQ(found[0].needs.size(), 2U);
  EXPECT_EQ(found[0].needs[0].cover, Cover{"kill"});
  EXPECT_EQ(found[0].needs[1].cover, (Cover{"them", "you"}));
  EXPECT_LT(found[0].needs[0].part, found[0].needs[1].part);
}

TEST(Required, AlternativesWaitEachForTheirOwn) { EXPECT_EQ(of("(?:burn it|(?:drown|choke) her)").size(), 2U); }

TEST(Required, AWordThatMayGoOnIsNoWholeWord) {
  EXPECT_TRUE(of("kill[a-z]*")[0].needs.empty());
  EXPECT_EQ(of("kill[a-z]* you")[0].needs[0].cover, Cover{"you"});
  EXPECT_EQ(of("threat(?:en|s)? you")[0].needs[0].cover, (Cover{"threat you", "threaten you", "threats you"}));
}

TEST(Required, WhatMayBeMissingIsNotAskedFor) {
  EXPECT_TRUE(of("(?:kill)?")[0].needs.empty());
  EXPECT_EQ(of("every ?body knows")[0].needs[0].cover, (Cover{"every body", "everybody knows"}));
}

}  // namespace
}  // namespace holdfast::screening::match
