// Property: what screening said of a letter reaches its reviewer whole, through the cover that intake seals.
#include <gtest/gtest.h>

#include "gateway/flows/intake.h"
#include "gateway/flows/review.h"
#include "screening/screening.h"

namespace holdfast::flows {
namespace {

constexpr std::string_view kPack = R"(category = "threat"
language = "en"
[[rule]]
id = "threat.en.visit"
level = "quarantine"
patterns = ["visit you"]
requires = ["threat.en.knife"]
en = "A visit with a knife."
es = "Una visita con un cuchillo."
must_match = ["I visit you with my knife.", "My knife and I visit you."]
must_not_match = ["I visit you.", "My knife."]
[[rule]]
id = "threat.en.knife"
level = "signal"
patterns = ["my knife"]
en = "A knife."
es = "Un cuchillo."
must_match = ["My knife.", "It is my knife."]
must_not_match = ["A knife.", "My fork."]
[[rule]]
id = "threat.en.sorry"
level = "review"
weight = 2.5
patterns = ["be sorry"]
en = "Sorry."
es = "Lo lamentará."
must_match = ["You will be sorry.", "Be sorry."]
must_not_match = ["I am sorry.", "Sorry."]
)";

Cover cover_of(const std::string& words) {
  const screening::RuleFile files[] = {{"threat.en.toml", std::string{kPack}}};
  const auto engine = screening::Engine::build(files).value();
  Submission sent;
  sent.words = words;
  sent.addressee = "Mrs. Chen";
  return read_cover(screen(engine, sent).cover).value();
}

TEST(Cover, SaysWhatWasReadThroughADisguise) {
  const Cover cover = cover_of("You will b3 s0rry.");
  ASSERT_FALSE(cover.findings.empty());
  EXPECT_EQ(cover.findings[0].quote, "b3 s0rry");
  EXPECT_EQ(cover.findings[0].normalised, "be sorry");
  EXPECT_EQ(cover.findings[0].view, "leet");
}

TEST(Cover, SaysWhatCameNearest) {
  const Cover company = cover_of("I will visit you.");
  ASSERT_TRUE(company.nearest.has_value());
  EXPECT_EQ(company.nearest->kind, "company");
  EXPECT_EQ(company.nearest->level, "quarantine");
  EXPECT_EQ(company.nearest->rule, "threat.en.visit");
  EXPECT_EQ(company.nearest->missing, std::vector<std::string>{"threat.en.knife"});
  const Cover score = cover_of("You will be sorry.");
  ASSERT_TRUE(score.nearest.has_value());
  EXPECT_EQ(score.nearest->kind, "score");
  EXPECT_DOUBLE_EQ(score.nearest->points, 2.5);
  EXPECT_DOUBLE_EQ(score.nearest->of, 10);
  EXPECT_FALSE(cover_of("I visit you with my knife.").nearest.has_value());
}

// Covers that were sealed before there was anything nearest are read as ever.
TEST(Cover, OfAnEarlierEngineIsRead) {
  const auto cover = read_cover(R"({"addressee":"A","outcome":{"verdict":"clear","findings":[]}})");
  ASSERT_TRUE(cover.has_value());
  EXPECT_FALSE(cover->nearest.has_value());
}

}  // namespace
}  // namespace holdfast::flows
