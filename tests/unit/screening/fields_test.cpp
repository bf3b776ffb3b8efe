// What the fields of a rule do: weight, scope, requires, unless, view, status.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "tests/unit/screening/engine_for_tests.h"

namespace holdfast::screening {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kExamples = R"(en = "Says it."
es = "Lo dice."
must_match = ["one", "two"]
must_not_match = ["three", "four"]
)";

std::string rule(const std::string& id, const std::string& level, const std::string& pattern,
                 const std::string& more = "") {
  return "[[rule]]\nid = \"" + id + "\"\nlevel = \"" + level + "\"\npatterns = [\"" + pattern + "\"]\n" + more + "\n" +
         std::string{kExamples};
}

std::expected<Engine, LoadError> built(const std::string& rules, const std::string& shared = "") {
  std::vector<RuleFile> files = {{"threat.en.toml", "category = \"threat\"\nlanguage = \"en\"\n" + rules}};
  if (!shared.empty()) files.insert(files.begin(), {"_shared.toml", shared});
  return Engine::build(files);
}

std::vector<std::string> quotes_of(const Outcome& outcome) {
  std::vector<std::string> made;
  made.reserve(outcome.findings.size());
  for (const Finding& f : outcome.findings) made.push_back(f.quote);
  return made;
}

// A rule that needs another one's words.
std::string pair(const std::string& scope, const std::string& need = "requires = [\"threat.en.knife\"]") {
  return rule("threat.en.visit", "quarantine", "visit you", need + "\nscope = \"" + scope + "\"") +
         rule("threat.en.knife", "signal", "my knife");
}

TEST(Requires, TheOtherWordsInTheSentence) {
  const Engine engine = built(pair("sentence")).value();
  EXPECT_EQ(engine.screen("I visit you and bring my knife.").verdict, Verdict::quarantine);
  EXPECT_EQ(engine.screen("I visit you. I sold my knife.").verdict, Verdict::clear);
  EXPECT_EQ(engine.screen("I will visit you.").verdict, Verdict::clear);
}

TEST(Requires, TheOtherWordsWithinAWindow) {
  const Engine engine = built(pair("window:3")).value();
  EXPECT_EQ(engine.screen("I visit you. Soon. With my knife.").verdict, Verdict::quarantine);
  EXPECT_EQ(engine.screen("My knife is one two three, visit you.").verdict, Verdict::clear);
  EXPECT_EQ(engine.screen("My knife one two three visit you.").verdict, Verdict::quarantine);
}

TEST(Requires, TheOtherWordsAnywhereInTheLetter) {
  const Engine engine = built(pair("letter")).value();
  EXPECT_EQ(engine.screen("I visit you. It is a long story. I sold my knife.").verdict, Verdict::quarantine);
}

TEST(Requires, OneOfSeveral) {
  const Engine engine = built(pair("sentence", "requires = [\"threat.en.knife | threat.en.gun\"]") +
                              rule("threat.en.gun", "signal", "my gun"))
                            .value();
  EXPECT_EQ(engine.screen("I visit you with my gun.").verdict, Verdict::quarantine);
  EXPECT_EQ(engine.screen("I visit you with my bag.").verdict, Verdict::clear);
}

TEST(Requires, AContextAtTheMatch) {
  const Engine engine = built(rule("threat.en.visit", "quarantine", "visit you", "requires = [\"soon\"]"),
                              "[contexts.soon]\ngap = 2\nbefore = [\"when i get out\"]\nsentence = [\"this week\"]\n")
                            .value();
  EXPECT_EQ(engine.screen("When I get out I'll visit you.").verdict, Verdict::quarantine);
  EXPECT_EQ(engine.screen("This week it is, and I shall visit you.").verdict, Verdict::quarantine);
  EXPECT_EQ(engine.screen("When I get out. I'll visit you.").verdict, Verdict::clear);
}

TEST(Requires, AContextHoldsInASentenceOnly) {
  const auto refused =
      built(rule("threat.en.visit", "quarantine", "visit you", "requires = [\"soon\"]\nscope = \"letter\""),
            "[contexts.soon]\nbefore = [\"when i get out\"]\n");
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().what, testing::HasSubstr("a context holds in a sentence"));
}

TEST(Requires, WordsSeenThroughADisguise) {
  const Engine engine = built(pair("sentence")).value();
  EXPECT_EQ(engine.screen("I v1s1t y0u and bring my knife.").verdict, Verdict::quarantine);
  EXPECT_EQ(engine.screen("I visit you and bring my kn1fe.").verdict, Verdict::quarantine);
}

// The matcher is content with three places of a rule: harmless ones first must not hide the one that is meant.
TEST(Requires, HarmlessPlacesFirstHideNothing) {
  const Engine engine = built(pair("sentence")).value();
  std::string letter;
  for (int i = 0; i < 20; ++i) letter += "I visit you. I sold my knife. ";
  EXPECT_EQ(engine.screen(letter).verdict, Verdict::clear);
  EXPECT_THAT(quotes_of(engine.screen(letter + "I visit you, my knife in hand.")), ElementsAre("visit you"));
}

TEST(Requires, AHostileLetterTakesNoLonger) {
  const Engine engine = built(pair("sentence")).value();
  std::string letter;
  while (letter.size() + 12 < Engine::kMaxBytes) letter += "visit you. ";
  const auto start = std::chrono::steady_clock::now();
  EXPECT_NE(engine.screen(letter).verdict, Verdict::quarantine);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds{2});  // generous, as in engine_test
}

TEST(Unless, AnotherRulesWordsTakeAMatchBack) {
  const Engine engine = built(rule("threat.en.visit", "quarantine", "visit you", "unless = [\"threat.en.grave\"]") +
                              rule("threat.en.grave", "signal", "the cemetery"))
                            .value();
  EXPECT_EQ(engine.screen("I visit you.").verdict, Verdict::quarantine);
  EXPECT_EQ(engine.screen("I visit you at the cemetery.").verdict, Verdict::clear);
}

TEST(View, ARuleOfPlainWordsSeesNoOthers) {
  const Engine any = built(rule("threat.en.kill", "quarantine", "kill you")).value();
  const Engine plain = built(rule("threat.en.kill", "quarantine", "kill you", "view = \"plain\"")).value();
  const Engine leet = built(rule("threat.en.kill", "quarantine", "kill you", "view = [\"leet\"]")).value();
  const auto verdict = [](const Engine& engine, const char* letter) { return engine.screen(letter).verdict; };
  EXPECT_EQ(verdict(any, "I k1ll y0u."), Verdict::quarantine);
  EXPECT_NE(verdict(plain, "I k1ll y0u."), Verdict::quarantine);
  EXPECT_EQ(verdict(plain, "I kill you."), Verdict::quarantine);
  EXPECT_EQ(verdict(leet, "I k1ll y0u."), Verdict::quarantine);
  EXPECT_EQ(verdict(leet, "I kill you."), Verdict::clear);
}

// What was said then, and is told now in quotation marks, is for a person; a word in them is an insult all the same.
TEST(Quotation, IsForReviewAtMost) {
  const Engine engine = built(rule("threat.en.burn", "quarantine", "i'll burn")).value();
  const auto verdict = [](const Engine& e, const std::string& letter) { return e.screen(letter).verdict; };
  EXPECT_EQ(verdict(engine, "I'll burn you out, and I'll wait by the hose."), Verdict::quarantine);
  EXPECT_EQ(verdict(engine, "I said \"I'll burn you out, and I'll wait by the hose\" to you."), Verdict::review);
  EXPECT_EQ(verdict(engine, "I said “I'll burn you out, and I'll wait by the hose” to you."), Verdict::review);
  EXPECT_EQ(verdict(engine, "\"I'll burn\" you."), Verdict::quarantine);
  EXPECT_EQ(verdict(engine, "I said \"you know me, everybody here does\" and I'll burn it."), Verdict::quarantine);
  EXPECT_EQ(verdict(engine, '"' + std::string{"I'll burn you out. "} + std::string(400, 'x') + '"'),
            Verdict::quarantine);
}

TEST(Seconded, IsForWhatFindsSomething) {
  for (const char* level : {"review", "quarantine"})
    for (const char* how : {"true", "false", "\"letters\""})
      EXPECT_TRUE(built(rule("threat.en.x", level, "xyz", std::string{"seconded = "} + how)).has_value())
          << level << how;
  const auto refused = built(rule("threat.en.x", "signal", "xyz", "seconded = true"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().what, testing::HasSubstr("signal"));
  EXPECT_THAT(built(rule("threat.en.x", "review", "xyz", "seconded = \"yes\"")).error().what,
              testing::HasSubstr("\"letters\""));
}

// What is looked for only where the learned layer is sure is no company, and has none.
TEST(Seconded, LeansOnNothingAndNothingLeansOnIt) {
  const std::string waits = rule("threat.en.x", "quarantine", "xyz", "seconded = true");
  EXPECT_TRUE(built(waits).has_value());
  const auto other = [](const std::string& id, const std::string& rest) {
    const std::string all = rule(id, "review", "other", rest);
    return all.substr(all.find("[[rule]]"));
  };
  for (const std::string& set :
       {waits + other("threat.en.y", "requires = [\"threat.en.x\"]"),
        waits + other("threat.en.y", "unless = [\"threat.en.x\"]"),
        rule("threat.en.x", "quarantine", "xyz", "seconded = true\nrequires = [\"threat.en.y\"]") +
            other("threat.en.y", "")}) {
    const auto refused = built(set);
    ASSERT_FALSE(refused.has_value()) << set;
    EXPECT_THAT(refused.error().what, testing::HasSubstr("where the learned layer is sure")) << set;
  }
}

TEST(Status, ARuleInTestIsToldApartAndDecidesNothing) {
  const Engine engine = built(rule("threat.en.kill", "quarantine", "kill you", "status = \"test\"")).value();
  const Outcome outcome = engine.screen("I kill you.");
  EXPECT_EQ(outcome.verdict, Verdict::clear);
  EXPECT_THAT(outcome.findings, IsEmpty());
  EXPECT_THAT(outcome.scores, IsEmpty());
  EXPECT_THAT(outcome.tried, ElementsAre("threat.en.kill"));
  EXPECT_TRUE(engine.rule("threat.en.kill")->on_trial);
}

TEST(Status, ACompositeThatIsActiveKnowsNoRuleInTest) {
  const std::string rules = rule("threat.en.knife", "signal", "my knife", "status = \"test\"") +
                            rule("threat.en.street", "signal", "your street");
  const std::string both = std::string{"all = [\"threat.en.knife\", \"threat.en.street\"]\n"} + std::string{kExamples};
  const std::string active = "[[composite]]\nid = \"threat.en.both\"\nlevel = \"review\"\n" + both;
  const std::string on_trial =
      "[[composite]]\nid = \"threat.en.tried\"\nlevel = \"review\"\nstatus = \"test\"\n" + both;
  const Outcome outcome = built(rules + active + on_trial).value().screen("My knife. Your street.");
  EXPECT_EQ(outcome.verdict, Verdict::clear);
  EXPECT_THAT(outcome.tried, ElementsAre("threat.en.knife", "threat.en.tried"));
}

TEST(Status, DraftsAndWhatIsRetiredNeverMatchAndKeepTheirIds) {
  for (const std::string status : {"draft", "retired"}) {
    const std::string rules = rule("threat.en.kill", "quarantine", "kill you", "status = \"" + status + "\"") +
                              rule("threat.en.x", "review", "xyz");
    const Engine engine = built(rules).value();
    EXPECT_EQ(engine.screen("I kill you.").verdict, Verdict::clear) << status;
    EXPECT_EQ(engine.rule("threat.en.kill"), nullptr) << status;
    EXPECT_FALSE(built(rules + rule("threat.en.kill", "review", "again")).has_value()) << status;
    const auto leaning = built(rules + rule("threat.en.y", "review", "zyx", "requires = [\"threat.en.kill\"]"));
    ASSERT_FALSE(leaning.has_value()) << status;
    EXPECT_THAT(leaning.error().what, testing::HasSubstr(status)) << status;
  }
}

TEST(Status, OnlyWhatIsActiveNeedsItsExamples) {
  const std::string bare =
      "[[rule]]\nid = \"threat.en.bare\"\nlevel = \"review\"\npatterns = [\"bare\"]\nen = \"a\"\nes = \"b\"\n";
  const std::string other = rule("threat.en.x", "review", "xyz");
  EXPECT_FALSE(built(bare + other).has_value());
  EXPECT_TRUE(built(bare + "status = \"test\"\n" + other).has_value());
  EXPECT_TRUE(built(bare + "status = \"draft\"\n" + other).has_value());
}

TEST(Weight, ACategorysScoreIsItsHeaviestRuleAndAShareOfTheOthers) {
  const Engine engine = built(rule("threat.en.a", "review", "alpha", "weight = 6") +
                                  rule("threat.en.b", "review", "beta") + rule("threat.en.c", "signal", "gamma"),
                              "[policy]\nshare = 50\n[policy.weight]\nreview = 3\n")
                            .value();
  const auto points = [&](const char* letter) {
    const auto scores = engine.screen(letter).scores;
    return scores.empty() ? 0 : scores.front().points;
  };
  EXPECT_EQ(points("Nothing."), 0U);
  EXPECT_EQ(points("Alpha."), 600U);
  EXPECT_EQ(points("Alpha. Alpha. Alpha."), 600U);  // a rule counts once
  EXPECT_EQ(points("Alpha. Beta."), 750U);
  EXPECT_EQ(points("Alpha. Beta. Gamma."), 800U);
  EXPECT_EQ(engine.screen("Gamma.").verdict, Verdict::clear);
}

// Many light findings weigh much, and still stop nothing; one grave rule in a heap of nothing does.
TEST(Weight, DecidesNothing) {
  const Engine engine = built(rule("threat.en.a", "review", "alpha", "weight = 100") +
                              rule("threat.en.b", "quarantine", "beta", "weight = 0.01"))
                            .value();
  EXPECT_EQ(engine.screen("Alpha.").verdict, Verdict::review);
  EXPECT_EQ(engine.screen("Beta.").verdict, Verdict::quarantine);
}

TEST(Policy, ASetHasOne) {
  EXPECT_FALSE(
      Engine::build(std::vector<RuleFile>{{"_a.toml", "[policy]\nshare = 1\n"}, {"_b.toml", "[policy]\nshare = 1\n"}})
          .has_value());
}

TEST(Nearest, ARuleThatLacksItsCompany) {
  const Outcome outcome = built(pair("sentence")).value().screen("I visit you.");
  ASSERT_TRUE(outcome.nearest.has_value());
  EXPECT_EQ(outcome.nearest->kind, Nearest::Kind::company);
  EXPECT_EQ(outcome.nearest->level, Verdict::quarantine);
  EXPECT_EQ(outcome.nearest->rule, "threat.en.visit");
  EXPECT_THAT(outcome.nearest->missing, ElementsAre("threat.en.knife"));
}

TEST(Nearest, ACompositeThatLacksAMember) {
  const Engine own =
      built(rule("threat.en.soon", "signal", "out soon") + rule("threat.en.knows", "review", "where you live") +
            "[[composite]]\nid = \"threat.en.both\"\nlevel = \"quarantine\"\n"
            "all = [\"threat.en.soon\", \"threat.en.knows\"]\n" +
            std::string{kExamples})
          .value();
  const Outcome half = own.screen("I know where you live.");
  ASSERT_TRUE(half.nearest.has_value());
  EXPECT_EQ(half.nearest->kind, Nearest::Kind::composite);
  EXPECT_EQ(half.nearest->rule, "threat.en.both");
  EXPECT_THAT(half.nearest->missing, ElementsAre("threat.en.soon"));
  EXPECT_FALSE(own.screen("Out soon. I know where you live.").nearest.has_value());
}

TEST(Nearest, AScoreWhereNothingElsePointsHigher) {
  const Engine engine = built(rule("threat.en.a", "review", "alpha")).value();
  const Outcome outcome = engine.screen("Alpha.");
  ASSERT_TRUE(outcome.nearest.has_value());
  EXPECT_EQ(outcome.nearest->kind, Nearest::Kind::score);
  EXPECT_EQ(outcome.nearest->category, "threat");
  EXPECT_EQ(outcome.nearest->points, 400U);
  EXPECT_EQ(outcome.nearest->of, 1000U);
  EXPECT_FALSE(engine.screen("Nothing.").nearest.has_value());
}

// What a facilitator's check is made of must not know what would stop a letter.
TEST(Nearest, GuidelinesNameNothing) {
  EXPECT_FALSE(guidelines().screen("Please forgive me. I'll be out in eleven months.").nearest.has_value());
}

TEST(PointsText, AsPeopleWriteThem) {
  EXPECT_EQ(points_text(0), "0");
  EXPECT_EQ(points_text(1000), "10");
  EXPECT_EQ(points_text(250), "2.5");
  EXPECT_EQ(points_text(1205), "12.05");
}

}  // namespace
}  // namespace holdfast::screening
