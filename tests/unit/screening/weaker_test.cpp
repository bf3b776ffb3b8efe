// What of a new set takes two people: everything that stops less, and nothing that stops more.
#include "screening/tools/weaker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "screening/match/pack_parser.h"
#include "screening/tools/spelled.h"
#include "tests/unit/screening/engine_for_tests.h"

namespace holdfast::screening::tools {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// ---- a small set, and what may be different about it ----

struct Small {
  std::string level = "quarantine";
  std::string status = "active";
  std::string patterns = R"(["<HURT> you", "(burn|smash) it"])";
  std::string rest = R"(unless = ["told", "threat.peace"]
requires = ["threat.soon | threat.out", "calm"])";
  std::string hurt = "(kill|harm)";
  std::string told = R"(gap = 3
before = ["i said|i wrote"])";
  std::string calm = R"(inside = ["you|it"])";
  std::string peace = R"(["(good|kind) peace"])";
  std::string soon = R"(["very soon"])";
  std::string all = R"(["threat.harm", "threat.soon | threat.out"])";
  bool has_harm = true;
  std::string more;
};

std::string rule(const std::string& id, const std::string& level, const std::string& patterns, const std::string& rest,
                 const std::string& status = "active") {
  return "[[rule]]\nid = \"" + id + "\"\nlevel = \"" + level + "\"\nstatus = \"" + status +
         "\"\npatterns = " + patterns + "\n" + rest +
         "\nen = \"e\"\nes = \"s\"\nmust_match = [\"a\", \"b\"]\nmust_not_match = [\"c\", \"d\"]\n";
}

std::vector<RuleFile> files(const Small& s) {
  const std::string shared = "[macros]\nHURT = \"" + s.hurt + "\"\n[contexts.told]\n" + s.told + "\n[contexts.calm]\n" +
                             s.calm + "\n[contexts.other]\ninside = [\"never\"]\n";
  std::string rules = "category = \"threat\"\nlanguage = \"en\"\n";
  if (s.has_harm) rules += rule("threat.harm", s.level, s.patterns, s.rest, s.status);
  rules += rule("threat.peace", "signal", s.peace, "") + rule("threat.soon", "signal", s.soon, "") +
           rule("threat.out", "signal", R"(["get out"])", "") + rule("threat.milder", "review", R"(["be sorry"])", "") +
           "[[composite]]\nid = \"threat.both\"\nlevel = \"quarantine\"\nall = " + s.all +
           "\nen = \"e\"\nes = \"s\"\nmust_match = [\"a\", \"b\"]\nmust_not_match = [\"c\", \"d\"]\n" + s.more;
  return {{"_shared.toml", shared}, {"threat.en.toml", rules}};
}

std::string said(const std::vector<Weaker>& weaker) {
  std::string all;
  for (const auto& one : weaker) {
    all += (all.empty() ? "" : "; ") + one.rule + ":";
    for (const auto how : one.how) (all += ' ') += to_string(how);
  }
  return all;
}

struct Case {
  const char* name;
  void (*change)(Small&);
  const char* weaker;
};
class WeakerSets : public testing::TestWithParam<Case> {};
TEST_P(WeakerSets, AreToldFromOthers) {
  Small changed;
  GetParam().change(changed);
  const auto found = weaker(files(Small{}), files(changed));
  ASSERT_TRUE(found.has_value()) << found.error().file << ':' << found.error().line << ": " << found.error().what;
  EXPECT_EQ(said(*found), GetParam().weaker);
}

INSTANTIATE_TEST_SUITE_P(
    Table, WeakerSets,
    testing::ValuesIn(std::vector<Case>{
        {"the_same", [](Small&) {}, ""},
        // stops less
        {"removed",
         [](Small& s) {
           s.has_harm = false;
           s.all = R"(["threat.soon | threat.out"])";
         },
         "threat.harm: removed"},
        {"retired", [](Small& s) { s.status = "retired"; }, "threat.harm: retired"},
        {"in_test", [](Small& s) { s.status = "test"; }, "threat.harm: set_back"},
        {"draft", [](Small& s) { s.status = "draft"; }, "threat.harm: set_back"},
        {"lowered", [](Small& s) { s.level = "review"; }, "threat.harm: lowered"},
        {"a_signal_only", [](Small& s) { s.level = "signal"; }, "threat.harm: lowered"},
        {"a_pattern_less", [](Small& s) { s.patterns = R"(["<HURT> you"])"; }, "threat.harm: patterns"},
        {"a_word_less_in_a_group", [](Small& s) { s.patterns = R"(["<HURT> you", "burn it"])"; },
         "threat.harm: patterns"},
        {"a_pattern_that_needs_more", [](Small& s) { s.patterns = R"(["<HURT> you now", "(burn|smash) it"])"; },
         "threat.harm: patterns"},
        {"a_word_less_in_a_family", [](Small& s) { s.hurt = "(kill)"; }, "threat.harm: words"},
        {"one_context_more", [](Small& s) { s.rest.replace(s.rest.find("\"told\""), 6, R"("told", "other")"); },
         "threat.harm: unless"},
        {"one_rule_more_takes_it_back",
         [](Small& s) { s.rest.replace(s.rest.find("\"threat.peace\""), 14, R"("threat.peace", "threat.milder")"); },
         "threat.harm: unless"},
        {"a_context_reaches_further", [](Small& s) { s.told.replace(s.told.find("gap = 3"), 7, "gap = 5"); },
         "threat.harm: excuse"},
        {"a_context_has_a_word_more", [](Small& s) { s.told = "gap = 3\nbefore = [\"i said|i wrote|i sang\"]"; },
         "threat.harm: excuse"},
        {"a_rule_that_takes_it_back_says_more", [](Small& s) { s.peace = R"(["(good|kind|old) peace"])"; },
         "threat.harm: excuse"},
        {"an_alternative_less",
         [](Small& s) { s.rest.replace(s.rest.find("threat.soon | threat.out"), 24, "threat.soon"); },
         "threat.harm: company"},
        {"what_it_needs_covers_less", [](Small& s) { s.calm = R"(inside = ["you"])"; }, "threat.harm: company"},
        {"a_signal_that_others_need_says_less", [](Small& s) { s.soon = R"(["very soon now"])"; },
         "threat.soon: patterns"},
        {"fewer_readings", [](Small& s) { s.rest += "\nview = \"plain\""; }, "threat.harm: place"},
        {"another_scope",
         [](Small& s) {
           s.rest.replace(s.rest.find(", \"calm\""), 8, "");
           s.rest += "\nscope = \"letter\"";
         },
         "threat.harm: place"},
        {"waits_for_the_learned_layer", [](Small& s) { s.rest += "\nseconded = true"; }, "threat.harm: company"},
        {"waits_for_it_in_letters", [](Small& s) { s.rest += "\nseconded = \"letters\""; }, "threat.harm: company"},
        {"a_composite_needs_more", [](Small& s) { s.all = R"(["threat.harm", "threat.soon", "threat.milder"])"; },
         "threat.both: company"},
        // stops as much, or more
        {"a_pattern_more", [](Small& s) { s.patterns = R"(["<HURT> you", "(burn|smash) it", "end you"])"; }, ""},
        {"a_word_more_in_a_group", [](Small& s) { s.patterns = R"(["<HURT> you", "(burn|smash|crush) it"])"; }, ""},
        {"patterns_written_apart", [](Small& s) { s.patterns = R"(["<HURT> you", "burn it", "smash (all of )?it"])"; },
         ""},
        {"a_word_more_in_a_family", [](Small& s) { s.hurt = "(kill|harm|maim)"; }, ""},
        {"a_context_less", [](Small& s) { s.rest.replace(s.rest.find("\"told\", "), 8, ""); }, ""},
        {"a_context_covers_less", [](Small& s) { s.told = "gap = 2\nbefore = [\"i said\"]"; }, ""},
        {"an_alternative_more",
         [](Small& s) {
           s.rest.replace(s.rest.find("threat.soon | threat.out"), 24, "threat.soon | threat.out | threat.milder");
         },
         ""},
        {"needs_less", [](Small& s) { s.rest.replace(s.rest.find(", \"calm\""), 8, ""); }, ""},
        {"what_it_needs_covers_more", [](Small& s) { s.calm = R"(inside = ["you|it|him"])"; }, ""},
        {"a_composite_needs_less", [](Small& s) { s.all = R"(["threat.harm"])"; }, ""},
        {"a_new_rule", [](Small& s) { s.more = rule("threat.new", "quarantine", R"(["burn all"])", ""); }, ""},
        {"a_signal_says_more", [](Small& s) { s.soon = R"(["very soon", "quite soon"])"; }, ""},
    }),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(Weaker, RulesOfReviewLevelAreNobodysBusinessButOnes) {
  Small milder;
  milder.level = "review";
  milder.all = R"(["threat.soon | threat.out"])";
  Small gone = milder;
  gone.has_harm = false;
  EXPECT_EQ(said(weaker(files(milder), files(gone)).value()), "");
}

TEST(Weaker, WhatWasInTestMayGo) {
  Small tried;
  tried.status = "test";
  Small gone = tried;
  gone.has_harm = false;
  gone.all = tried.all = R"(["threat.soon | threat.out"])";
  EXPECT_EQ(said(weaker(files(tried), files(gone)).value()), "");
}

TEST(Weaker, AFileThatCannotBeReadIsNamed) {
  const auto found = weaker(files(Small{}), std::vector<RuleFile>{{"broken.toml", "category = 3\n"}});
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().file, "broken.toml");
}

TEST(Weaker, ThePacksAreNotWeakerThanThemselvesAndEachQuarantineRuleIsSeenToGo) {
  const auto packs = load_directory(source_path("screening/packs")).value();
  EXPECT_THAT(weaker(packs, packs).value(), IsEmpty());
  const auto stops = [](const match::Rule& rule) {
    return rule.level == match::Level::quarantine && rule.about.status == match::Status::active;
  };
  const auto before = match::parse_packs(packs).value();
  auto after = before;
  std::erase_if(after.rules, stops);
  const auto found = weaker(before, after);
  for (const auto& rule : before.rules) {
    const bool seen = std::ranges::any_of(found, [&](const Weaker& one) { return one.rule == rule.id; });
    EXPECT_TRUE(seen || !stops(rule)) << rule.id;
  }
}

// What stops letters with the learned layer's second stops others, or fewer, with another layer; with the same it does
// not.
TEST(Weaker, IsWhatAnotherLearnedLayerSeconds) {
  Small waits;
  waits.rest += "\nseconded = true";
  const auto with = [](const Small& small, const char* model) {
    auto made = files(small);
    if (*model != 0) made.push_back({"learned.model", model});
    return made;
  };
  const auto found = [&](const Small& small, const char* before, const char* after) {
    return said(weaker(with(small, before), with(small, after)).value());
  };
  EXPECT_EQ(found(waits, "one", "one"), "");
  EXPECT_EQ(found(waits, "one", "other"), "threat.harm: second");
  EXPECT_EQ(found(waits, "one", ""), "threat.harm: second");
  EXPECT_EQ(found(Small{}, "one", "other"), "");
  Small gone = waits;
  gone.level = "review";
  EXPECT_EQ(said(weaker(with(waits, "one"), with(gone, "other")).value()), "threat.harm: lowered second");
}

TEST(Spelled, GroupsAreAndTheRestStaysAsWritten) {
  EXPECT_THAT(spelled("(kill|hurt) (all of )?you"),
              UnorderedElementsAre("kill all of you", "kill you", "hurt all of you", "hurt you"));
  EXPECT_THAT(spelled("a|b"), UnorderedElementsAre("a", "b"));
  EXPECT_THAT(spelled("((a|b)c|d)"), UnorderedElementsAre("ac", "bc", "d"));
  EXPECT_THAT(spelled("i'?ll ~3 <HURT> [(|)] \\$ kids?"), ElementsAre("i'?ll ~3 <HURT> [(|)] \\$ kids?"));
  EXPECT_THAT(spelled("(ha)+ (a|b){2}"), ElementsAre("(ha)+ (a|b){2}"));
  EXPECT_THAT(spelled("unclosed (a|b"), ElementsAre("unclosed (a|b"));
  EXPECT_THAT(macros_in("<YOU> and <I_WILL>"), ElementsAre("I_WILL", "YOU"));
}

TEST(Spelled, WhatIsTooMuchStaysWhole) {
  std::string much;
  for (int i = 0; i < 13; ++i) much += "(a|b)";
  EXPECT_THAT(spelled(much), ElementsAre(much));
}

}  // namespace
}  // namespace holdfast::screening::tools
