// Guards against answers that break out of their lines (response splitting), and the order of who wins.
#include "gateway/http/wire.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "gateway/http/answers.h"

namespace holdfast::http {
namespace {

using testing::HasSubstr;
using testing::Not;
using namespace std::string_literals;

TEST(CanBeSent, RefusesWhatBreaksTheFraming) {
  EXPECT_TRUE(can_be_sent(text(200, "x")));
  EXPECT_TRUE(can_be_sent(see_other("/letters?a=%20")));
  EXPECT_FALSE(can_be_sent(text(200, "x").header("A", "1\r\nB: 2")));
  EXPECT_FALSE(can_be_sent(text(200, "x").header("A", "1\nB: 2")));
  EXPECT_FALSE(can_be_sent(text(200, "x").header("A", "\0"s)));
  EXPECT_FALSE(can_be_sent(text(200, "x").header("A: b\r\nC", "1")));
  EXPECT_FALSE(can_be_sent(text(200, "x").header("", "1")));
  EXPECT_FALSE(can_be_sent(text(200, "x").header("Content-Length", "5")));
  EXPECT_FALSE(can_be_sent(text(200, "x").header("transfer-encoding", "chunked")));
  EXPECT_FALSE(can_be_sent(text(100, "")));
  EXPECT_FALSE(can_be_sent(text(700, "")));
}

TEST(HeadText, NamedHeadersWinOverTheStandardOnes) {
  const std::string head = head_text(text(200, "abc").header("cache-control", "public"), "id", true);
  EXPECT_THAT(head, testing::StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(head, HasSubstr("cache-control: public\r\n"));
  EXPECT_THAT(head, Not(HasSubstr("no-store")));
  EXPECT_THAT(head, HasSubstr("Content-Length: 3\r\n"));
  EXPECT_THAT(head, HasSubstr("Request-Id: id\r\n"));
  EXPECT_THAT(head, testing::EndsWith("Connection: close\r\n\r\n"));
}

TEST(SecurityHeaders, AllowNothingInlineAndNothingForeign) {
  for (const auto& [name, value] : security_headers()) {
    EXPECT_THAT(std::string{value}, Not(HasSubstr("unsafe"))) << name;
    EXPECT_THAT(std::string{value}, Not(HasSubstr("*"))) << name;
    EXPECT_THAT(std::string{value}, Not(HasSubstr("http"))) << name;
  }
}

TEST(Problem, CarriesRetryAfterInSeconds) {
  const Response busy = problem({domain::Problem::too_many_requests, "slow down"}, "id", std::chrono::seconds{7});
  EXPECT_EQ(busy.status, 429);
  EXPECT_EQ(busy.headers.first("Retry-After"), "7");
}

}  // namespace
}  // namespace holdfast::http
