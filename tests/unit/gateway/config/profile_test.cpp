// Property: an agency's profile is complete and consistent, or it is refused with the place and the remedy.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "gateway/config/config.h"
#include "tests/harness/source.h"

namespace holdfast::config {
namespace {

std::string california() {
  std::ifstream in{test::source_path("deploy/agencies/california.toml")};
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string with(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Profile, CaliforniaIsWhole) {
  const auto read = parse_profile(california(), "california.toml");
  ASSERT_TRUE(read.has_value()) << read.error().front().text();
  EXPECT_EQ(read->code, "california");
  EXPECT_EQ(read->languages, (std::vector<std::string>{"en", "es"}));
  EXPECT_EQ(read->publication, std::vector{std::chrono::minutes{17 * 60}});
  EXPECT_EQ(read->return_reasons.size(), 16u);
  EXPECT_EQ(read->periods.hearing_notice, std::chrono::days{90});
  EXPECT_EQ(read->tickets[static_cast<std::size_t>(Severity::critical)].acknowledge, std::chrono::hours{1});
}

TEST(Profile, FeedsAreSectionsWithANameEach) {
  const auto read =
      parse_profile(california() + "[feeds.county-courts]\nkind = \"orders\"\nevery_hours = 26\n[feeds.housing]\n" +
                        "kind = \"housing\"\nevery_hours = 30\n",
                    "ca.toml");
  ASSERT_TRUE(read.has_value()) << read.error().front().text();
  EXPECT_EQ(read->feeds, (std::vector<Feed>{{"county-courts", FeedKind::orders, std::chrono::hours{26}},
                                            {"housing", FeedKind::housing, std::chrono::hours{30}}}));
}

struct Bad {
  const char* name;
  const char* from;
  const char* to;
  const char* fault;
};

class BadProfile : public testing::TestWithParam<Bad> {};

TEST_P(BadProfile, IsRefused) {
  const auto read = parse_profile(with(california(), GetParam().from, GetParam().to), "ca.toml");
  ASSERT_FALSE(read.has_value());
  EXPECT_THAT(read.error().front().text(), testing::HasSubstr(GetParam().fault));
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadProfile,
    testing::ValuesIn(std::vector<Bad>{
        {"code_missing", "code = \"california\"", "", "ca.toml: code: is missing; accepted: a name of"},
        {"zone_unknown", "America/Los_Angeles", "America/Lost_Angels", "time_zone: \"America/Lost_Angels\" is not"},
        {"zone_outside_the_zone_files", "America/Los_Angeles", "../../etc/passwd", "time_zone: "},
        {"language_without_its_words", "[\"en\", \"es\"]", "[\"en\", \"es\", \"vi\"]", "name.vi: is missing"},
        {"words_in_a_language_not_offered", "[\"en\", \"es\"]", "[\"en\"]", "name.es: is not a setting"},
        {"no_publication_time", "times = [\"17:00\"]", "times = []", "publication.times: the list is too short"},
        {"publication_time_that_is_none", "17:00", "24:00", "publication.times: \"24:00\" is not accepted"},
        {"publication_times_out_of_order", "[\"17:00\"]", "[\"17:00\", \"08:30\"]", "the times are not in order"},
        {"reason_twice", "\"FORGIVE\", ", "\"FORGIVE\", \"FORGIVE\", ", "\"FORGIVE\" is there twice"},
        {"reason_by_people_unknown", "by_people_only = [", "by_people_only = [\"MOOD\", ", "MOOD is not among"},
        {"exit_without_tls", "https://www.weather", "http://www.weather", "exit_url: "},
        {"answer_before_acknowledgement", "acknowledge_hours = 1\n", "acknowledge_hours = 25\n",
         "tickets.critical.answer_hours: is before the acknowledgement"},
        {"graver_ticket_with_more_time", "answer_hours = 72\n", "answer_hours = 241\n",
         "tickets.high.answer_hours: a graver ticket has more time"},
        {"ticket_clock_missing", "[tickets.low]\nacknowledge_hours = 72", "[tickets.low]",
         "tickets.low.acknowledge_hours: is missing"},
        {"notice_that_is_words", "\"notice.neutral.body\"", "\"You have a letter\"", "notices.neutral_body: "},
        {"severity_misspelt", "[tickets.critical]", "[tickets.criticle]",
         "tickets.critical.acknowledge_hours: is missing"},
        {"feed_that_never_comes", "[tickets.low]", "[feeds.a]\nkind = \"orders\"\n[tickets.low]",
         "feeds.a.every_hours: is missing"},
        {"feed_of_no_kind", "[tickets.low]", "[feeds.a]\nkind = \"mail\"\nevery_hours = 1\n[tickets.low]",
         "feeds.a.kind: \"mail\" is not"},
        {"feed_with_more", "[tickets.low]", "[feeds.a]\nevery_hours = 1\nhourly = true\n[tickets.low]",
         "feeds.a.hourly: is not a setting"},
        {"feed_of_no_name", "[tickets.low]", "[feeds.\"A b\"]\nevery_hours = 1\n[tickets.low]",
         "feeds: a section's name"},
        {"feeds_that_are_none", "code = \"california\"", "code = \"california\"\nfeeds = 3",
         "feeds: 3 is a whole number"},
    }),
    [](const auto& test) { return std::string{test.param.name}; });

}  // namespace
}  // namespace holdfast::config
