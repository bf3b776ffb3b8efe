// An engine of guidelines: it says what the full engine says of the same places under review rules, and nothing that
// stops a letter can be read from it.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "screening/match/guidelines.h"
#include "tests/unit/screening/engine_for_tests.h"

namespace holdfast::screening {
namespace {

const std::string kLetter = "I broke your window. Please write back to me. Please forgive me.\n";

TEST(Guidelines, HoldNoRuleThatStopsALetter) {
  for (const RuleInfo& rule : guidelines().rules()) {
    EXPECT_NE(rule.level, Verdict::quarantine) << rule.id;
    EXPECT_TRUE(match::is_guideline(rule.category) || rule.category == "unscreened") << rule.id;
  }
}

// No rule of review level is lost: otherwise "nothing was found" would be untrue.
TEST(Guidelines, HoldEveryRuleOfReviewLevelInItsCategories) {
  for (const RuleInfo& rule : engine().rules()) {
    if (rule.level != Verdict::review || !match::is_guideline(rule.category)) continue;
    EXPECT_NE(guidelines().rule(rule.id), nullptr) << rule.id;
  }
}

TEST(Guidelines, SayTheSameOfALetterThatOnlyReviewRulesTouch) {
  const Outcome outcome = guidelines().screen(kLetter);
  EXPECT_EQ(outcome, engine().screen(kLetter));
  EXPECT_EQ(outcome.categories, (std::vector<std::string>{"contact_solicitation", "forgiveness_demand"}));
}

// Each in a sentence of its own, and each is seen by the full engine.
TEST(Guidelines, SayNothingOfWhatIsStopped) {
  for (const std::string sentence :
       {"I will kill you.", "I w1ll k1ll y0u.", "My cousin will come by your house and talk to you.",
        "You stupid bitch.", "I will get out soon. I know where you live."}) {
    EXPECT_EQ(engine().screen(kLetter + sentence).verdict, Verdict::quarantine) << sentence;
    for (const Finding& finding : guidelines().screen(kLetter + sentence).findings) {
      EXPECT_EQ(finding.level, Verdict::review);
      EXPECT_TRUE(match::is_guideline(finding.category)) << finding.rule;
    }
  }
}

// The phrases looked for down the first letters are partly threats: that one is there must not be told.
TEST(Guidelines, SayNothingOfAnAcrostic) {
  const std::string acrostic =
      "Kind words are hard.\nI think of it daily.\nLast year I began to learn.\nLittle of it was easy.\nYour loss is "
      "real.\nOnly I did this.\nUnder oath I said so.\n";
  EXPECT_FALSE(engine().screen(acrostic).findings.empty());
  EXPECT_TRUE(guidelines().screen(acrostic).findings.empty());
}

match::Rule rule(const std::string& id, const std::string& category, match::Level level) {
  return {id, category, "en", level, {}, {}, "", "", {}, {}};
}
match::Composite composite(const std::string& id, const std::string& category, match::Level level, std::string all) {
  return {id, category, "en", level, {std::move(all)}, "", "", {}, {}};
}

TEST(Guidelines, DropWhateverLeansOnAStoppedRule) {
  using enum match::Level;
  match::Pack pack;
  pack.rules = {rule("keep", "victim_blaming", review), rule("grave", "victim_blaming", quarantine),
                rule("weak-threat", "threat", review),  rule("signal", "benefit_seeking", signal),
                rule("needs.grave", "welfare", review), rule("unless.grave", "welfare", review),
                rule("needs.needs", "welfare", review), rule("needs.context", "welfare", review)};
  pack.rules[4].required = {"keep | the.grave"};
  pack.rules[5].unless_rules = {"grave"};
  pack.rules[6].required = {"needs.grave"};
  pack.rules[7].required = {"negation"};
  pack.composites = {composite("both", "victim_blaming", review, "keep | signal"),
                     composite("leans", "victim_blaming", review, "keep | grave"),
                     composite("leans-too", "victim_blaming", review, "keep | weak-threat"),
                     composite("stops", "victim_blaming", quarantine, "keep"),
                     composite("threat", "threat", review, "keep")};
  pack.acrostics = {"die"};
  const match::Pack left = match::guidelines_of(std::move(pack));
  std::set<std::string> ids;
  for (const auto& one : left.rules) ids.insert(one.id);
  for (const auto& one : left.composites) ids.insert(one.id);
  EXPECT_EQ(ids, (std::set<std::string>{"keep", "signal", "both", "needs.context"}));
  EXPECT_TRUE(left.acrostics.empty());
}

}  // namespace
}  // namespace holdfast::screening
