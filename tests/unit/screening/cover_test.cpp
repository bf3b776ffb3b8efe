// What a pattern waits for: every match must hold a word of it, or letters would pass unread; and the rarer, the fewer
// looks are taken for nothing.
#include "screening/match/cover.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace holdfast::screening::match {
namespace {

// Examples in which "money" is common and everything else is not.
Frequencies examples() {
  Pack pack;
  Rule& rule = pack.rules.emplace_back();
  rule.examples.must_match.assign(20, "Send money.");
  return Frequencies{pack};
}

std::optional<std::set<std::string>> cover(std::string_view pattern) {
  const auto steps = steps_of(Automaton{"\\b(?:" + std::string{pattern} + ")\\b"}).value();
  const auto units = cover_of(steps, examples());
  if (!units) return {};
  std::set<std::string> made;
  for (const Unit& unit : *units)
    made.insert(steps[unit.word].word + (unit.next == Unit::kNone ? "" : ' ' + steps[unit.next].word));
  return made;
}

using Words = std::set<std::string>;
constexpr std::string_view kGap = "(?: [a-z]+){0,3}";

TEST(Cover, IsTheRarestWordOfARow) {
  EXPECT_EQ(cover("kill" + std::string{kGap} + " you"), Words{"kill"});
  EXPECT_EQ(cover("money" + std::string{kGap} + " stamps"), Words{"stamps"});
}

TEST(Cover, IsTwoSmallWordsSideBySideWhereThereIsNothingElse) {
  EXPECT_EQ(cover("you will"), Words{"you will"});
  EXPECT_EQ(cover("i will" + std::string{kGap} + " you"), Words{"i will"});
}

TEST(Cover, HoldsAWordOfEachWayThrough) {
  EXPECT_EQ(cover("(?:burn it|(?:drown|choke)" + std::string{kGap} + " her)"), (Words{"burn it", "drown", "choke"}));
}

TEST(Cover, LeavesManyWordsForOne) {
  EXPECT_EQ(cover("(?:aunt|uncle|cousin|niece|nephew)" + std::string{kGap} + " stamps"), Words{"stamps"});
}

TEST(Cover, IsNothingWhereAMatchMayHoldSmallWordsOnly) {
  EXPECT_FALSE(cover("(?:you|kill)").has_value());
  EXPECT_FALSE(cover("you" + std::string{kGap} + " (?:he|kill)").has_value());
}

TEST(Cover, IsNothingWhereAnyWordWillDo) { EXPECT_FALSE(cover("(?:kill|[a-z]+)").has_value()); }

}  // namespace
}  // namespace holdfast::screening::match
