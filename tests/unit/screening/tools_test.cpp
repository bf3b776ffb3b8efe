// What those who write rules are told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "screening/tools/anatomy.h"
#include "screening/tools/lint.h"
#include "screening/tools/mass_check.h"
#include "screening/tools/taken_back.h"
#include "tests/unit/screening/engine_for_tests.h"

namespace holdfast::screening::tools {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string rule(const std::string& id, const std::string& pattern, const std::string& must,
                 const std::string& more = "", const std::string& level = "review") {
  return "[[rule]]\nid = \"" + id + "\"\nlevel = \"" + level + "\"\npatterns = [\"" + pattern + "\"]\n" + more +
         "\nen = \"Says " + id + ".\"\nes = \"Dice " + id + ".\"\nmust_match = [\"" + must + "\", \"The " + must +
         "\"]\nmust_not_match = [\"Nothing here.\", \"Nor here.\"]\n";
}

std::vector<RuleFile> files(const std::string& rules, const std::string& shared = "") {
  std::vector<RuleFile> made = {{"threat.any.toml", "category = \"threat\"\nlanguage = \"any\"\n" + rules}};
  if (!shared.empty()) made.insert(made.begin(), {"_shared.toml", shared});
  return made;
}

std::vector<std::string> said(const std::vector<RuleFile>& packs, bool wrong) {
  std::vector<std::string> made;
  for (const Remark& remark : lint(packs))
    if (remark.wrong == wrong) made.push_back(remark.what);
  return made;
}
constexpr bool kWrong = true;
constexpr bool kLook = false;

TEST(Lint, ASoundSetIsLeftAlone) {
  EXPECT_THAT(lint(files(rule("threat.a", "burning barn", "burning barn"))), IsEmpty());
}

TEST(Lint, WhatCannotBeReadIsSaidWithItsPlace) {
  const auto remarks = lint(files("[[rule]]\nid = 3\n"));
  ASSERT_EQ(remarks.size(), 1U);
  EXPECT_TRUE(remarks[0].wrong);
  EXPECT_EQ(remarks[0].file, "threat.any.toml");
  EXPECT_EQ(remarks[0].line, 4U);
}

TEST(Lint, AFailingExampleIsWrongWhereItStands) {
  const auto remarks = lint(files(rule("threat.a", "burning barn", "burning car")));
  ASSERT_EQ(remarks.size(), 2U);
  EXPECT_TRUE(remarks[0].wrong);
  EXPECT_EQ(remarks[0].line, 10U);
  EXPECT_THAT(remarks[0].what, HasSubstr("does not fire on: burning car"));
}

TEST(Lint, ARuleThatAnotherAlwaysCoversIsShadowed) {
  const auto packs = files(rule("threat.wide", "burning (barn|car)", "burning barn") +
                           rule("threat.narrow", "burning barn", "burning barn"));
  EXPECT_THAT(said(packs, kLook), Contains(HasSubstr("threat.narrow is shadowed: threat.wide")));
}

TEST(Lint, APatternThatTwoRulesShare) {
  const auto packs =
      files(rule("threat.a", "burning barn", "burning barn") + rule("threat.b", "burning barn", "burning barn"));
  EXPECT_THAT(said(packs, kLook), Contains("threat.b has a pattern of threat.a"));
}

// What half of the examples speak of is no rare word.
TEST(Lint, APatternThatNoRareWordCalls) {
  std::string many = rule("threat.a", "barn", "barn");
  for (int i = 0; i < 60; ++i) many.insert(many.rfind("]\nmust_not"), ", \"One barn.\"");
  const auto remarks = said(files(many + rule("threat.b", "green boat", "green boat")), kLook);
  EXPECT_THAT(remarks, Contains(HasSubstr("threat.a: no rare word calls this pattern")));
  EXPECT_THAT(remarks, testing::Not(Contains(HasSubstr("threat.b: no rare word"))));
}

TEST(Lint, WhatLeansOnWhatIsGone) {
  const auto packs =
      files(rule("threat.a", "burning barn", "burning barn", "requires = [\"threat.b\"]") +
            rule("threat.b", "burning car", "burning car", "status = \"retired\"") +
            "[[composite]]\nid = \"threat.c\"\nlevel = \"review\"\nall = [\"threat.nobody\"]\nen = \"a\"\n"
            "es = \"b\"\nmust_match = [\"a\", \"b\"]\nmust_not_match = [\"c\", \"d\"]\n");
  EXPECT_THAT(said(packs, kWrong),
              ElementsAre("threat.a leans on threat.b, which is retired", "no such rule: threat.nobody"));
}

TEST(Lint, ADraftThatWouldNotCompile) {
  const auto packs = files(rule("threat.a", "burning barn", "burning barn") +
                           rule("threat.b", "burning (barn", "burning barn", "status = \"draft\""));
  EXPECT_THAT(said(packs, kWrong), Contains(HasSubstr("threat.b: ")));
}

TEST(Lint, WhatIsIdle) {
  const auto packs =
      files(rule("threat.a", "burning barn", "burning barn") + rule("threat.s", "red car", "red car", "", "signal"),
            "[macros]\nFIRE = \"fire\"\n[contexts.night]\nbefore = [\"tonight\"]\n");
  EXPECT_THAT(said(packs, kLook),
              testing::UnorderedElementsAre("no rule uses the context night", "no pattern uses the macro FIRE",
                                            "threat.s is a signal that no composite and no rule leans on"));
}

TEST(Lint, AReasonThatIsNotTranslatedAndTooFewExamples) {
  const std::string bare =
      "[[rule]]\nid = \"threat.b\"\nlevel = \"review\"\nstatus = \"test\"\npatterns = [\"red car\"]\nen = "
      "\"Same.\"\nes = "
      "\"Same.\"\n";
  const auto remarks = said(files(rule("threat.a", "burning barn", "burning barn") + bare), kLook);
  EXPECT_THAT(remarks, Contains(HasSubstr("threat.b says the same in English and in Spanish")));
  EXPECT_THAT(remarks, Contains(HasSubstr("threat.b has 0 examples and 0 counter-examples")));
}

TEST(Lint, NothingIsWrongWithThePacksWeShip) {
  const auto shipped = load_directory(source_path("screening/packs")).value();
  for (const Remark& remark : lint(shipped))
    if (remark.wrong) ADD_FAILURE() << remark.file << ':' << remark.line << ": " << remark.what;
}

class Checked : public testing::Test {
 protected:
  Checked()
      : packs_(files(rule("threat.barn", "burning barn", "burning barn") + rule("threat.any", "burning", "burning") +
                     rule("threat.car", "red car", "red car") + rule("threat.none", "green boat", "green boat") +
                     rule("threat.tried", "blue door", "blue door", "status = \"test\""))),
        engine_(Engine::build(packs_).value()) {
    add("b1", Verdict::review, "A burning barn.", {"threat"});
    add("b2", Verdict::quarantine, "Burning barn, burning house.", {"threat"});
    add("b3", Verdict::review, "The blue door.", {"coercion"});
    add("g1", Verdict::clear, "My red car.", {});
    add("g2", Verdict::clear, "A blue door.", {});
  }

  void add(const char* id, Verdict verdict, const char* text, std::set<std::string> categories) {
    check_.add({id, "en", text, verdict, std::move(categories)});
  }

  const RuleRow& row(const std::string& id) {
    report_ = check_.report();
    for (const RuleRow& row : report_.rules)
      if (row.id == id) return row;
    throw std::out_of_range(id);
  }

  std::vector<RuleFile> packs_;
  Engine engine_;
  MassCheck check_{engine_, packs_};
  Report report_;
};

TEST_F(Checked, HitsAreCountedByLetter) {
  EXPECT_EQ(row("threat.any").hits, 2U);
  EXPECT_EQ(row("threat.any").bad, 2U);
  EXPECT_NEAR(row("threat.any").bad_percent, 66.7, 0.1);
  EXPECT_DOUBLE_EQ(row("threat.any").s_o, 1);
  EXPECT_EQ(row("threat.car").good, 1U);
  EXPECT_DOUBLE_EQ(row("threat.car").s_o, 0);
  EXPECT_EQ(row("threat.car").unique, 1U);
}

TEST_F(Checked, WhatAPersonShouldLookAtIsMarked) {
  EXPECT_THAT(marks_of(row("threat.none")), ElementsAre("no hits"));
  EXPECT_THAT(marks_of(row("threat.car")), ElementsAre("S/O under 0.9"));
  EXPECT_THAT(marks_of(row("threat.barn")), ElementsAre("covered by threat.any"));
  EXPECT_THAT(marks_of(row("threat.any")), IsEmpty());  // it speaks of a house too
}

TEST_F(Checked, WhatItsReadersCallWrongIsMarked) {
  RuleRow told = row("threat.any");
  told.people = RuleRow::People{2, 2};
  EXPECT_THAT(marks_of(told), IsEmpty());
  told.people->wrong = 3;
  EXPECT_THAT(marks_of(told), ElementsAre("more often wrong than right to its readers"));
}

TEST_F(Checked, ARuleInTestIsCountedAndFlagsNothing) {
  EXPECT_EQ(row("threat.tried").status, "test");
  EXPECT_EQ(row("threat.tried").hits, 2U);
  EXPECT_EQ(row("threat.tried").unique, 0U);
  EXPECT_EQ(report_.levels.at("en")[0][0], 1U);  // the blue door stays clear
}

TEST_F(Checked, VerdictsAndCategories) {
  const Report report = check_.report();
  const Confusion& levels = report.levels.at("en");
  EXPECT_EQ(levels[2][1], 1U);  // quarantine given as review
  EXPECT_EQ(levels[1][0], 1U);
  EXPECT_EQ(levels[0][1], 1U);
  const auto threat = std::ranges::find(report.categories, "threat", &CategoryRow::category);
  ASSERT_NE(threat, report.categories.end());
  EXPECT_EQ(threat->labelled, 2U);
  EXPECT_EQ(threat->flagged, 3U);
  EXPECT_EQ(threat->both, 2U);
}

TEST_F(Checked, WorkIsSharedOut) {
  double all = 0;
  for (const RuleRow& row : check_.report().rules) all += row.work;
  EXPECT_NEAR(all, 100, 0.01);
}

TEST_F(Checked, ADifferenceNamesLettersAndWhatFell) {
  const Report before = check_.report();
  EXPECT_THAT(difference(before, before).letters, IsEmpty());
  Report after = before;
  after.letters[0].verdict = Verdict::clear;
  after.levels["en"][1][1] = 0;
  after.levels["en"][1][0] = 2;
  const Difference changed = difference(before, after);
  ASSERT_EQ(changed.letters.size(), 1U);
  EXPECT_EQ(changed.letters[0].id, "b1");
  EXPECT_THAT(changed.falls, ElementsAre("en review flagged: 50.0 % -> 0.0 %"));
}

TEST_F(Checked, SharesOfOtherLettersAreNotCompared) {
  const Report before = check_.report();
  add("b4", Verdict::review, "Nothing to see.", {"threat"});
  const Difference changed = difference(before, check_.report());
  EXPECT_THAT(changed.missing, ElementsAre("b4"));
  EXPECT_THAT(changed.falls, IsEmpty());
}

TEST(TakenBack, ByWhichContext) {
  const auto shipped = load_directory(source_path("screening/packs")).value();
  const auto back = taken_back(shipped, "I told you that I will kill you.");
  ASSERT_FALSE(back.empty());
  EXPECT_EQ(back[0].level, Verdict::quarantine);
  EXPECT_THAT(back[0].quote, HasSubstr("kill you"));
  EXPECT_THAT(back[0].contexts, Contains("own_past"));
  EXPECT_THAT(taken_back(shipped, "I will kill you."), IsEmpty());
}

TEST(Anatomy, ARuleTakenApart) {
  const auto shipped = load_directory(source_path("screening/packs")).value();
  const std::string told = anatomy(shipped, engine(), "threat.en.will-harm", "es").value();
  for (const char* part : {"threat.en.toml:", "quarantine, active", "expanded: ", "every match holds one of: ",
                           "own_past", "speaks of \"", "is taken back by", "Dice que quien escribe"})
    EXPECT_THAT(told, HasSubstr(part));
  EXPECT_THAT(anatomy(shipped, engine(), "threat.en.soon-out-and-knows", "en").value(), HasSubstr("fires where all"));
  EXPECT_THAT(anatomy(shipped, engine(), "engine.too-long", "en").value(), HasSubstr("the engine's own"));
  EXPECT_FALSE(anatomy(shipped, engine(), "threat.en.nobody", "en").has_value());
}

}  // namespace
}  // namespace holdfast::screening::tools
