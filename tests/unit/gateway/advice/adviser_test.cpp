// Property: a letter travels over a socket of this machine or mutual TLS, once; an adviser that is down, slow, lying or
// talkative is a failure with a name, in bounded time and memory.
#include "gateway/advice/adviser.h"

#include <gtest/gtest.h>

#include "gateway/advice/question.h"
#include "gateway/domain/reasons.h"
#include "tests/harness/adviser_server.h"
#include "tests/harness/source.h"

namespace holdfast::advice {
namespace {

using flows::AdviceFailure;
using test::AdviserServer;

constexpr std::string_view kLetter = "I know which bus you take.";
constexpr std::string_view kPointed =
    R"({"findings":[{"category":"surveillance","quote":"which bus you take","why":"w"}]})";

Settings at(const std::string& url, std::chrono::milliseconds patience = std::chrono::seconds(20)) {
  Settings settings;
  settings.url = url;
  settings.instructions = "Point at passages.";
  settings.answer_time = patience;
  return settings;
}

AdviceFailure failure(const AdviserServer::Behave& behave,
                      std::chrono::milliseconds patience = std::chrono::seconds(20)) {
  AdviserServer server(behave);
  Adviser adviser(at(server.url(), patience));
  const auto answer = adviser.ask(kLetter);
  if (answer) throw std::runtime_error("it was believed");
  return answer.error();
}

TEST(Adviser, AnswersOverASocket) {
  AdviserServer server([](const std::string&) { return test::said(kPointed); });
  Adviser adviser(at(server.url()));
  EXPECT_TRUE(adviser.ready());
  const auto answer = adviser.ask(kLetter);
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->size(), 1U);
  ASSERT_EQ(server.asked().size(), 1U);
  EXPECT_EQ(server.asked().front(), question("Point at passages.", "default", kLetter));
}

TEST(Adviser, EveryWayToFailHasItsName) {
  using namespace std::chrono_literals;
  EXPECT_EQ(failure([](const std::string&) { return test::http_reply(500, "no"); }), AdviceFailure::refused);
  EXPECT_EQ(failure([](const std::string&) { return test::said("not json"); }), AdviceFailure::malformed);
  EXPECT_EQ(failure([](const std::string&) { return AdviserServer::Reply{"garbage\r\n\r\n"}; }),
            AdviceFailure::unreachable);
  EXPECT_EQ(failure(AdviserServer::hang(), 50ms), AdviceFailure::timed_out);
  EXPECT_EQ(failure(AdviserServer::endless()), AdviceFailure::talkative);
  EXPECT_EQ(failure([](const std::string&) {
              return AdviserServer::Reply{"HTTP/1.1 200 OK\r\n", "X: " + std::string(900, 'x') + "\r\n"};
            }),
            AdviceFailure::talkative);
}

TEST(Adviser, FollowsNoRedirect) {
  AdviserServer elsewhere([](const std::string&) { return test::said(kPointed); });
  EXPECT_EQ(failure([&](const std::string&) {
              return test::http_reply(307, "", "Location: http://localhost/v1/elsewhere\r\n");
            }),
            AdviceFailure::refused);
}

TEST(Adviser, ALetterTravelsNoOtherWay) {
  AdviserServer server([](const std::string&) { return test::said(kPointed); });
  for (const auto* url : {"http://127.0.0.1:9/", "http://adviser.example/", "https://adviser.example/", "ftp://a/",
                          "unix:relative", "", "file:///etc/passwd"}) {
    Adviser adviser(at(url));
    EXPECT_FALSE(adviser.ready()) << url;
    const auto answer = adviser.ask(kLetter);
    ASSERT_FALSE(answer.has_value()) << url;
    EXPECT_EQ(answer.error(), AdviceFailure::unreachable) << url;
  }
}

TEST(Adviser, AProxyInTheEnvironmentIsNotUsed) {
  setenv("http_proxy", "http://127.0.0.1:9", 1);
  AdviserServer server([](const std::string&) { return test::said(kPointed); });
  Adviser adviser(at(server.url()));
  EXPECT_TRUE(adviser.ask(kLetter).has_value());
  unsetenv("http_proxy");
}

TEST(Adviser, AfterAFailureNobodyIsAskedForAWhile) {
  AdviserServer server([](const std::string&) { return test::http_reply(503, ""); });
  Adviser adviser(at(server.url()));
  EXPECT_TRUE(adviser.ready());
  EXPECT_FALSE(adviser.ask(kLetter).has_value());
  EXPECT_FALSE(adviser.ready());
}

TEST(Adviser, OneThatIsStoppedAsksNobody) {
  AdviserServer server([](const std::string&) { return test::said(kPointed); });
  Adviser adviser(at(server.url()));
  adviser.stop();
  EXPECT_FALSE(adviser.ready());
  const auto answer = adviser.ask(kLetter);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error(), AdviceFailure::stopped);
}

TEST(Adviser, WhatDoesNotFitIsNotSent) {
  AdviserServer server([](const std::string&) { return test::said(kPointed); });
  Adviser adviser(at(server.url()));
  EXPECT_EQ(adviser.ask(std::string(kMostLetter + 1, 'a')).error(), AdviceFailure::unfit);
  EXPECT_EQ(adviser.ask("\xc3(").error(), AdviceFailure::unfit);
  EXPECT_TRUE(server.asked().empty());
  EXPECT_TRUE(adviser.ready());
}

TEST(Adviser, TheShippedInstructionsNameEveryCategory) {
  config::Adviser options;
  options.instructions = test::source_path("deploy/adviser/instructions.txt");
  const auto read = read_settings(options);
  ASSERT_TRUE(read.has_value());
  for (const auto& label : domain::kLabelCodes) {
    EXPECT_NE(read->instructions.find("\n" + std::string(label.label) + ":"), std::string::npos) << label.label;
  }
  EXPECT_NE(read->instructions.find("\nwelfare:"), std::string::npos);
  options.instructions = "/nowhere";
  EXPECT_FALSE(read_settings(options).has_value());
}

}  // namespace
}  // namespace holdfast::advice
