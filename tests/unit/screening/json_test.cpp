// Outcomes as JSON: whatever the letter held, the JSON is valid and says the same.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "screening/screening.h"
#include "screening/sha256.h"

namespace holdfast::screening {
namespace {

TEST(Json, HoldsEveryField) {
  Outcome outcome{
      Verdict::review, {"threat"}, {{"r", "threat", Verdict::review, 3, 9, "a\"b\\c\n", "abc", "plain"}}, true, "en"};
  const auto o = boost::json::parse(outcome_json(outcome)).as_object();
  EXPECT_EQ(o.at("verdict").as_string(), "review");
  EXPECT_EQ(o.at("categories").as_array().at(0).as_string(), "threat");
  EXPECT_TRUE(o.at("welfare").as_bool());
  EXPECT_EQ(o.at("language").as_string(), "en");
  const auto& f = o.at("findings").as_array().at(0).as_object();
  EXPECT_EQ(f.at("rule").as_string(), "r");
  EXPECT_EQ(f.at("start").as_int64(), 3);
  EXPECT_EQ(f.at("end").as_int64(), 9);
  EXPECT_EQ(f.at("quote").as_string(), "a\"b\\c\n");
  EXPECT_EQ(f.at("level").as_string(), "review");
}

TEST(Json, EscapesWhatJsonForbids) {
  std::string quote;
  for (int c = 0; c < 256; ++c) quote.push_back(static_cast<char>(c));
  const Outcome outcome{Verdict::review, {}, {{"r", "c", Verdict::review, 0, 256, quote, "", ""}}, false, "und"};
  boost::json::error_code failed;
  const auto value = boost::json::parse(findings_json(outcome), failed);
  ASSERT_FALSE(failed) << failed.message();
  const std::string read{value.as_array().at(0).as_object().at("quote").as_string()};
  EXPECT_EQ(read.substr(0, 128), quote.substr(0, 128));
  EXPECT_EQ(read.substr(128, 3), "\xEF\xBF\xBD");
}

TEST(Json, NoFindingsIsAnEmptyList) { EXPECT_EQ(findings_json({}), "[]"); }

// FIPS 180-4's own examples.
TEST(Sha256, MatchesThePublishedExamples) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

}  // namespace
}  // namespace holdfast::screening
