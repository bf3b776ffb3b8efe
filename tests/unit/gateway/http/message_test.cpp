// Guards how routes look into a request.
#include "gateway/http/message.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace holdfast::http {
namespace {

TEST(Pairs, ARepeatedParameterIsMalformed) {
  Pairs pairs;
  pairs.add("a", "1");
  pairs.add("a", "1");
  pairs.add("b", "2");
  EXPECT_EQ(pairs.one("a").error().problem, domain::Problem::malformed_request);
  EXPECT_EQ(pairs.one("b").value(), "2");
  EXPECT_EQ(pairs.one("c").value(), std::nullopt);
  EXPECT_EQ(pairs.all("a").size(), 2U);
}

TEST(Pairs, OnlyTakesTheNamedOnesOnce) {
  Pairs pairs;
  pairs.add("a", "1");
  EXPECT_TRUE(pairs.only({"a", "b"}));
  EXPECT_FALSE(pairs.only({"b"}));
  pairs.add("a", "2");
  EXPECT_FALSE(pairs.only({"a"}));
}

TEST(RequestHead, FindsHeadersWhateverTheirCase) {
  RequestHead head;
  head.headers.add("content-type", "Application/JSON ; charset=utf-8");
  EXPECT_EQ(head.header("Content-TYPE"), "Application/JSON ; charset=utf-8");
  EXPECT_EQ(head.media_type(), "application/json");
  EXPECT_EQ(head.header("accept"), "");
}

TEST(Method, NamesGoBothWaysAndOthersAreUnknown) {
  for (const Method method : {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::delete_}) {
    EXPECT_EQ(parse_method(method_name(method)), method);
  }
  EXPECT_EQ(parse_method("TRACE"), std::nullopt);
  EXPECT_EQ(parse_method("get"), std::nullopt);
}

struct Heard final : Responder::Sink {
  void deliver(Response response) noexcept override { statuses.push_back(response.status); }
  void abandon() noexcept override { statuses.push_back(0); }
  std::vector<int> statuses;
};

TEST(Responder, AnswersOnceAndAbandonsOnlyWithoutAnAnswer) {
  const auto answered = std::make_shared<Heard>();
  {
    Responder responder{answered};
    Responder moved{std::move(responder)};
    moved({.status = 200});
    moved({.status = 201});
  }
  EXPECT_EQ(answered->statuses, std::vector<int>{200});
  const auto dropped = std::make_shared<Heard>();
  {
    const Responder responder{dropped};
  }
  EXPECT_EQ(dropped->statuses, std::vector<int>{0});
}

}  // namespace
}  // namespace holdfast::http
