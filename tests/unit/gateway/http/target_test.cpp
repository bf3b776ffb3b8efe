// Guards ASVS 1.1.1 (decoded once, before anything is decided on it) and 15.3.7 (repeated parameters).
#include "gateway/http/target.h"

#include <gtest/gtest.h>
// after gtest:
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

namespace holdfast::http {
namespace {

struct Good {
  const char* name;
  std::string target;
  std::string path;
};

class TakenTarget : public testing::TestWithParam<Good> {};

TEST_P(TakenTarget, IsDecodedOnce) {
  const auto target = parse_target(GetParam().target);
  ASSERT_TRUE(target) << target.error().why;
  EXPECT_EQ(target->path, GetParam().path);
}

INSTANTIATE_TEST_SUITE_P(Table, TakenTarget,
                         testing::ValuesIn(std::vector<Good>{
                             {"root", "/", "/"},
                             {"plain", "/api/v1/letters", "/api/v1/letters"},
                             {"closing_slash", "/letters/", "/letters/"},
                             {"percent_letter", "/%61bc", "/abc"},
                             {"utf8", "/caf%C3%a9", "/caf\xC3\xA9"},
                             {"encoded_percent_stays", "/%2541", "/%41"},
                             {"plus_is_itself", "/a+b", "/a+b"},
                             {"dots_in_a_name", "/a..b/.well-known", "/a..b/.well-known"},
                             {"empty_query", "/a?", "/a"},
                             {"question_in_query", "/a?b=c?d", "/a"},
                         }),
                         [](const auto& one) { return std::string{one.param.name}; });

struct Bad {
  const char* name;
  std::string target;
};

class RefusedTarget : public testing::TestWithParam<Bad> {};

TEST_P(RefusedTarget, IsMalformed) {
  const auto target = parse_target(GetParam().target);
  ASSERT_FALSE(target) << target->path;
  EXPECT_EQ(target.error().problem, domain::Problem::malformed_request);
}

INSTANTIATE_TEST_SUITE_P(Table, RefusedTarget,
                         testing::ValuesIn(std::vector<Bad>{
                             {"empty", ""},
                             {"no_slash", "a"},
                             {"cut_percent", "/%4"},
                             {"lone_percent", "/%"},
                             {"percent_not_hex", "/%4g"},
                             {"percent_in_query", "/a?b=%"},
                             {"nul", "/a%00b"},
                             {"line_feed", "/a%0ab"},
                             {"nul_in_query", "/a?b=%00"},
                             {"line_feed_in_query", "/a?b=%0a"},
                             {"not_utf8", "/%ff"},
                             {"overlong_slash", "/%c0%af"},
                             {"not_utf8_in_query", "/a?b=%ff"},
                             {"dot", "/./a"},
                             {"dots", "/a/../b"},
                             {"dots_at_end", "/a/.."},
                             {"encoded_dots", "/a/%2e%2e/b"},
                             {"half_encoded_dots", "/a/.%2E"},
                             {"double_slash", "//a"},
                             {"double_slash_inside", "/a//b"},
                             {"encoded_slash", "/a%2fb"},
                             {"encoded_slash_capital", "/a%2Fb"},
                             {"backslash", "/a\\b"},
                             {"encoded_backslash", "/a%5cb"},
                             {"fragment", "/a#b"},
                             {"sixty_five_parameters",
                              [] {
                                std::string target = "/?a=1";
                                for (int at = 0; at < 64; ++at) target += "&a=1";
                                return target;
                              }()},
                         }),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST(Query, IsDecodedInOrder) {
  const auto target = parse_target("/a?one=1+1&two=%26%3D&&three&=4");
  ASSERT_TRUE(target);
  const std::vector<Pairs::Pair> pairs(target->query.begin(), target->query.end());
  EXPECT_EQ(pairs, (std::vector<Pairs::Pair>{{"one", "1 1"}, {"two", "&="}, {"three", ""}, {"", "4"}}));
}

TEST(Form, TakesLinesButNoNul) {
  const auto form = parse_form("body=Dear+Jo%2C%0D%0Ahello&csrf=x");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->first("body"), "Dear Jo,\r\nhello");
  EXPECT_FALSE(parse_form("body=%00"));
  EXPECT_FALSE(parse_form("a=1&b=2&c=3", 2));
}

TEST(Cookies, AreReadAndStrayOnesLeftOut) {
  const Pairs cookies = parse_cookies("__Host-session=abc=; theme=; broken; =x; b d=1;x=y");
  const std::vector<Pairs::Pair> pairs(cookies.begin(), cookies.end());
  EXPECT_EQ(pairs, (std::vector<Pairs::Pair>{{"__Host-session", "abc="}, {"theme", ""}, {"x", "y"}}));
}

RC_GTEST_PROP(PercentEncode, IsUndoneByDecoding, (const std::vector<std::uint16_t>& codes)) {
  std::string text;
  for (const std::uint16_t code : codes) {
    // Two-byte characters and ASCII: every byte that an encoder could get wrong.
    if (code % 2 == 0) text += static_cast<char>(0x20 + code % 0x5F);
    if (code % 2 == 1) (text += static_cast<char>(0xC2 + code % 0x1E)) += static_cast<char>(0x80 + code % 0x40);
  }
  const auto target = parse_target("/?q=" + percent_encode(text));
  RC_ASSERT(target.has_value());
  RC_ASSERT(target->query.first("q") == std::string_view{text});
}

}  // namespace
}  // namespace holdfast::http
