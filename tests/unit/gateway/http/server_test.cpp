// The server over real TLS on loopback: what it answers, what it refuses, and what a slow or hostile end cannot do.
#include "gateway/http/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <set>
#include <string>

#include "tests/unit/gateway/http/server_fixture.h"

namespace holdfast::http {
namespace {

using harness::Answer;
using harness::TlsClient;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;
using namespace std::string_literals;

// --- answers ---

TEST_F(ServerTest, AnswersOnAConnectionThatStaysOpen) {
  start();
  TlsClient client{server_->port()};
  for (int at = 0; at < 3; ++at) {
    const Answer answer = client.ask(get("/healthz"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "ok");
  }
  EXPECT_EQ(server_->counts().connections, 1U);
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  start();
  TlsClient client{server_->port()};
  client.send(post("/echo", "one") + get("/healthz") + post("/echo", "three"));
  EXPECT_EQ(client.read_answer().body, "one");
  EXPECT_EQ(client.read_answer().body, "ok");
  EXPECT_EQ(client.read_answer().body, "three");
}

TEST_F(ServerTest, TakesARequestThatComesByteByByte) {
  start();
  TlsClient client{server_->port()};
  for (const char byte : post("/echo", "slowly")) client.send({&byte, 1});
  EXPECT_EQ(client.read_answer().body, "slowly");
}

TEST_F(ServerTest, ClosesWhenAskedTo) {
  start();
  TlsClient client{server_->port()};
  const Answer answer = client.ask("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n");
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_TRUE(client.wait_for_close());
}

TEST_F(ServerTest, HeadHasTheLengthButNotTheBody) {
  start();
  TlsClient client{server_->port()};
  const Answer answer = client.ask("HEAD /big HTTP/1.1\r\nHost: a\r\n\r\n", true);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("content-length"), "300000");
  EXPECT_EQ(client.ask(get("/healthz")).body, "ok");
}

TEST_F(ServerTest, NoContentHasNoLength) {
  start();
  TlsClient client{server_->port()};
  const Answer answer = client.ask(get("/empty"));
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.header("content-length"), "");
  EXPECT_EQ(client.ask(get("/healthz")).body, "ok");
}

TEST_F(ServerTest, SendsLargeSharedBytesWhole) {
  start();
  const Answer answer = ask(get("/big"));
  EXPECT_EQ(answer.body, *big_);
  EXPECT_THAT(answer.header("cache-control"), HasSubstr("immutable"));
}

TEST_F(ServerTest, TakesAnAnswerFromAnotherThread) {
  start();
  EXPECT_EQ(ask(get("/elsewhere")).body, "from another thread");
}

TEST_F(ServerTest, TakesAnAnswerAfterTheOtherEndHasGone) {
  start();
  {
    TlsClient client{server_->port()};
    client.send(get("/park"));
    parked_.wait_for(1);
  }
  parked_.answer_all();
  EXPECT_EQ(ask(get("/healthz")).body, "ok");
}

TEST_F(ServerTest, ThePeerIsTheSocketsWhateverTheHeadersSay) {
  start();
  const Answer answer =
      ask("GET /peer HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 10.9.8.7\r\nForwarded: for=10.9.8.7\r\n\r\n");
  EXPECT_EQ(answer.body, "127.0.0.1");
}

TEST_F(ServerTest, EveryRequestHasItsOwnId) {
  start();
  TlsClient client{server_->port()};
  std::set<std::string> ids;
  for (int at = 0; at < 5; ++at) {
    const Answer answer = client.ask("GET /id HTTP/1.1\r\nHost: a\r\nRequest-Id: mine\r\n\r\n");
    EXPECT_EQ(answer.body, answer.header("request-id"));
    ids.insert(answer.body);
  }
  EXPECT_EQ(ids.size(), 5U);
  EXPECT_FALSE(ids.contains("mine"));
}

// --- security headers (ASVS 3.4) ---

void expect_strict_headers(const Answer& answer) {
  EXPECT_EQ(answer.header("strict-transport-security"), "max-age=31536000");
  EXPECT_THAT(answer.header("content-security-policy"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(answer.header("content-security-policy"), HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(answer.header("content-security-policy"), Not(HasSubstr("unsafe")));
  EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(answer.header("referrer-policy"), "no-referrer");
  EXPECT_EQ(answer.header("cross-origin-opener-policy"), "same-origin");
  EXPECT_EQ(answer.header("cross-origin-embedder-policy"), "require-corp");
  EXPECT_EQ(answer.header("cross-origin-resource-policy"), "same-origin");
  EXPECT_EQ(answer.header("cache-control"), "no-store");
  EXPECT_EQ(answer.header("server"), "");
  EXPECT_NE(answer.header("request-id"), "");
}

TEST_F(ServerTest, AnswersAndRefusalsCarryTheSameStrictHeaders) {
  start();
  expect_strict_headers(ask(get("/healthz")));
  expect_strict_headers(ask(get("/nowhere")));
  expect_strict_headers(ask("broken\r\n\r\n"));
}

// --- heads that are refused (ASVS 4.2.1); the whole table is in raw_head_test.cpp ---

struct BadHead {
  const char* name;
  std::string bytes;
  int status;
};

class RefusedHead : public ServerTest, public testing::WithParamInterface<BadHead> {};

TEST_P(RefusedHead, GetsAProblemAndTheConnectionEnds) {
  start();
  TlsClient client{server_->port()};
  const Answer answer = client.ask(GetParam().bytes);
  EXPECT_EQ(answer.status, GetParam().status);
  EXPECT_EQ(answer.header("content-type"), "application/problem+json");
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_THAT(answer.body, HasSubstr("\"status\":" + std::to_string(GetParam().status)));
  EXPECT_TRUE(client.wait_for_close());
  EXPECT_EQ(handled(), 0U);
}

INSTANTIATE_TEST_SUITE_P(
    Table, RefusedHead,
    testing::ValuesIn(std::vector<BadHead>{
        {"two_lengths", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", 400},
        {"length_and_chunked",
         "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"folded", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n", 400},
        {"two_hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        {"no_host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"bare_line_feed_answered_at_once", "GET / HTTP/1.1\nHost: a\n\n", 400},
        {"nul", "GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n"s, 400},
        {"absolute_target", "GET https://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"bad_percent", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"dot_segment", "GET /a/%2e%2e/b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        {"http_1_0", "GET / HTTP/1.0\r\nHost: a\r\n\r\n", 505},
        {"http_2_preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"trace", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"connect", "CONNECT b:443 HTTP/1.1\r\nHost: b:443\r\n\r\n", 405},
        {"unknown_method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
        {"header_of_20_000_bytes", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n", 431},
        {"header_that_never_ends", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(40'000, 'x'), 431},
        {"hundred_and_one_headers",
         [] {
           std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
           for (int at = 0; at < 100; ++at) head += "X: 1\r\n";
           return head + "\r\n";
         }(),
         431},
        {"unknown_expectation", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: coffee\r\n\r\nx", 417},
    }),
    [](const auto& one) { return std::string{one.param.name}; });

TEST_F(ServerTest, UnlistedMethodsAreToldTheListedOnes) {
  start();
  EXPECT_THAT(ask("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n").header("allow"), HasSubstr("GET"));
}

// --- bodies ---

TEST_F(ServerTest, TakesChunkedBodiesAndDropsTrailers) {
  start();
  TlsClient client{server_->port()};
  const Answer answer = client.ask(
      "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;x=y\r\none\r\n4\r\n two\r\n0\r\nAuthorization: trailing\r\n\r\n");
  EXPECT_EQ(answer.body, "one two");
  EXPECT_EQ(client.ask(get("/healthz")).body, "ok");
}

TEST_F(ServerTest, ABodyOfExactlyTheLimitIsTaken) {
  start();
  EXPECT_EQ(ask(post("/echo", std::string(kEchoLimit, 'e'))).status, 200);
}

TEST_F(ServerTest, ADeclaredLengthPastTheLimitIsRefusedUnread) {
  start();
  TlsClient client{server_->port()};
  const Answer answer = client.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n");
  EXPECT_EQ(answer.status, 413);
  EXPECT_TRUE(client.wait_for_close());
  EXPECT_EQ(handled(), 0U);
}

TEST_F(ServerTest, TheRefusalReachesAnEndThatSendsItsBodyAllTheSame) {
  start();
  TlsClient client{server_->port()};
  EXPECT_TRUE(client.send(post("/echo", std::string(8'000'000, 'e'))));  // more than the sockets hold: it is taken
  EXPECT_EQ(client.read_answer().status, 413);
}

TEST_F(ServerTest, ChunksPastTheLimitAreRefused) {
  start();
  TlsClient client{server_->port()};
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int at = 0; at < 11; ++at) client.send("64\r\n" + std::string(100, 'c') + "\r\n");
  EXPECT_EQ(client.read_answer().status, 413);
  EXPECT_EQ(handled(), 0U);
}

TEST_F(ServerTest, OneGiantChunkIsRefusedBeforeItComes) {
  start();
  EXPECT_EQ(ask("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\n").status, 413);
}

TEST_F(ServerTest, IllFormedChunksAreRefused) {
  start();
  EXPECT_EQ(ask("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n").status, 400);
}

TEST_F(ServerTest, AnEndlessChunkExtensionIsRefused) {
  start();
  EXPECT_EQ(
      ask("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(30'000, 'x')).status,
      400);
}

TEST_F(ServerTest, ACutBodyNeverReachesAHandler) {
  start();
  TlsClient client{server_->port()};
  client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
  client.cut();
  EXPECT_TRUE(client.wait_for_close());
  EXPECT_EQ(handled(), 0U);
}

TEST_F(ServerTest, ThePolicyAnswersBeforeTheBodyIsSent) {
  start();
  TlsClient client{server_->port()};
  const Answer answer =
      client.ask("POST /closed HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(answer.status, 401);
  EXPECT_TRUE(client.wait_for_close());
}

TEST_F(ServerTest, ThePolicysAnswerWithoutABodyKeepsTheConnection) {
  start();
  TlsClient client{server_->port()};
  EXPECT_EQ(client.ask(get("/closed")).status, 401);
  EXPECT_EQ(client.ask(get("/healthz")).body, "ok");
}

TEST_F(ServerTest, AnExpectedBodyIsAskedFor) {
  start();
  TlsClient client{server_->port()};
  EXPECT_EQ(client.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n").status,
            100);
  EXPECT_EQ(client.ask("body").body, "body");
}

// --- faults of ours (ASVS 16.5.1, 16.5.4) ---

TEST_F(ServerTest, AHandlerThatThrowsAnswers500WithoutSayingWhy) {
  start();
  const Answer answer = ask(get("/throw"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
  EXPECT_THAT(failures(), testing::ElementsAre("secret internals"));
}

TEST_F(ServerTest, APolicyThatThrowsAnswers500WithoutSayingWhy) {
  start();
  const Answer answer = ask(get("/bad-policy"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
  EXPECT_EQ(handled(), 0U);
}

TEST_F(ServerTest, ADroppedResponderAnswers500) {
  start();
  EXPECT_EQ(ask(get("/drop")).status, 500);
  EXPECT_THAT(failures(), testing::ElementsAre(HasSubstr("no answer")));
}

TEST_F(ServerTest, AHeaderWithALineBreakIsNeverSent) {
  start();
  const Answer answer = ask(get("/split"));
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.header("set-cookie"), "");
}

TEST_F(ServerTest, AnAnswerThatTakesTooLongIs503) {
  ServerOptions chosen = options();
  chosen.answer_timeout = 50ms;
  start(chosen);
  const Answer answer = ask(get("/park"));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("retry-after"), "2");
  parked_.answer_all();
}

// --- slow ends ---

TEST_F(ServerTest, ASlowHeadIsToldSoAndClosed) {
  ServerOptions chosen = options();
  chosen.header_timeout = 200ms;
  start(chosen);
  TlsClient client{server_->port()};
  EXPECT_EQ(client.ask("GET / HTTP/1.1\r\nHost:").status, 408);
  EXPECT_TRUE(client.wait_for_close());
}

TEST_F(ServerTest, DrippingBytesDoNotExtendTheHead) {
  ServerOptions chosen = options();
  chosen.header_timeout = 200ms;
  start(chosen);
  TlsClient client{server_->port()};
  TlsClient other{server_->port()};
  client.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
  const auto begun = std::chrono::steady_clock::now();
  // A byte after each exchange of another connection: never long without one.
  while (std::chrono::steady_clock::now() < begun + 600ms && client.send("x")) {
    ASSERT_EQ(other.ask(get("/healthz")).body, "ok");
  }
  EXPECT_EQ(client.read_answer().status, 408);
}

TEST_F(ServerTest, ASlowBodyIsToldSoAndNeverHandled) {
  ServerOptions chosen = options();
  chosen.body_timeout = 200ms;
  start(chosen);
  TlsClient client{server_->port()};
  EXPECT_EQ(client.ask("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf").status, 408);
  EXPECT_TRUE(client.wait_for_close());
  EXPECT_EQ(handled(), 0U);
}

TEST_F(ServerTest, AnIdleConnectionIsClosedWithoutAWord) {
  ServerOptions chosen = options();
  chosen.idle_timeout = 200ms;
  start(chosen);
  TlsClient client{server_->port()};
  EXPECT_EQ(client.ask(get("/healthz")).status, 200);
  EXPECT_TRUE(client.wait_for_close());
}

TEST_F(ServerTest, AConnectionThatNeverBeginsTlsIsClosed) {
  ServerOptions chosen = options();
  chosen.handshake_timeout = 200ms;
  start(chosen);
  TlsClient client{server_->port(), {}, false};
  EXPECT_TRUE(client.wait_for_close());
}

TEST_F(ServerTest, AnEndThatDoesNotReadIsCutOff) {
  ServerOptions chosen = options();
  chosen.write_timeout = 200ms;
  start(chosen);
  TlsClient client{server_->port()};
  std::string many;
  for (int at = 0; at < 100; ++at) many += get("/big");  // 30 MB of answers: more than any socket buffers
  client.send(many);
  TlsClient other{server_->port()};
  while (server_->counts().connections > 1) {
    ASSERT_EQ(other.ask(get("/healthz")).body, "ok");  // the others are served meanwhile
  }
}

// Both ends of 1,101 connections are in this process; a shell's soft limit is often 1,024 descriptors.
void take_descriptors() {
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  ASSERT_GE(limit.rlim_max, 4096U) << "this machine's hard limit of open files is too low for this test";
  limit.rlim_cur = std::max<rlim_t>(limit.rlim_cur, 4096);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

TEST_F(ServerTest, HundredsOfIdleConnectionsStopNobody) {
  ASSERT_NO_FATAL_FAILURE(take_descriptors());
  start();
  std::vector<std::unique_ptr<TlsClient>> idle;
  idle.reserve(1100);
  for (int at = 0; at < 1000; ++at)
    idle.push_back(std::make_unique<TlsClient>(server_->port(), TlsClient::Options{}, false));
  for (int at = 0; at < 100; ++at) {
    idle.push_back(std::make_unique<TlsClient>(server_->port()));
    idle.back()->send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nslow");
  }
  TlsClient client{server_->port()};
  const auto begun = std::chrono::steady_clock::now();
  for (int at = 0; at < 100; ++at) ASSERT_EQ(client.ask(get("/healthz")).body, "ok");
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 5s);
  EXPECT_GE(server_->counts().connections, 1101U);
}

// --- bounds ---

TEST_F(ServerTest, PastTheRequestsInFlight503WithRetryAfter) {
  ServerOptions chosen = options();
  chosen.max_in_flight = 2;
  start(chosen);
  TlsClient first{server_->port()};
  TlsClient second{server_->port()};
  TlsClient third{server_->port()};
  first.send(get("/park"));
  second.send(get("/park"));
  parked_.wait_for(2);
  const Answer refused = third.ask(get("/healthz"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.header("retry-after"), "2");
  EXPECT_EQ(server_->counts().in_flight, 2U);
  parked_.answer_all();
  EXPECT_EQ(first.read_answer().body, "done");
  EXPECT_EQ(second.read_answer().body, "done");
  EXPECT_EQ(third.ask(get("/healthz")).body, "ok");
  EXPECT_EQ(server_->counts().in_flight, 0U);
  EXPECT_EQ(server_->counts().refused_busy, 1U);
}

TEST_F(ServerTest, PastTheBufferedBytes503AndTheyAreGivenBack) {
  ServerOptions chosen = options();
  chosen.buffered_limit = 600;
  start(chosen);
  TlsClient client{server_->port()};
  EXPECT_EQ(client.ask(post("/echo", std::string(601, 'e'))).status, 503);
  EXPECT_EQ(client.ask(post("/echo", std::string(600, 'e'))).status, 200);
  EXPECT_EQ(server_->counts().buffered, 0U);
}

TEST_F(ServerTest, PastTheConnectionsOfOnePeerTheNextIsClosed) {
  ServerOptions chosen = options();
  chosen.max_per_peer = 2;
  start(chosen);
  TlsClient first{server_->port()};
  TlsClient second{server_->port()};
  EXPECT_EQ(first.ask(get("/healthz")).status, 200);
  EXPECT_EQ(second.ask(get("/healthz")).status, 200);
  EXPECT_FALSE(TlsClient{server_->port()}.secure());
  EXPECT_EQ(server_->counts().refused_connections, 1U);
}

TEST_F(ServerTest, PastAllConnectionsTheNextIsClosed) {
  ServerOptions chosen = options();
  chosen.max_connections = 1;
  start(chosen);
  TlsClient first{server_->port()};
  EXPECT_EQ(first.ask(get("/healthz")).status, 200);
  EXPECT_FALSE(TlsClient{server_->port()}.secure());
}

// --- TLS ---

TEST_F(ServerTest, Tls12IsRefused) {
  start();
  EXPECT_FALSE((TlsClient{server_->port(), {.max_version = TLS1_2_VERSION}}.secure()));
}

TEST_F(ServerTest, AnotherProtocolThanHttp11IsRefusedAndNoneIsTaken) {
  start();
  EXPECT_FALSE((TlsClient{server_->port(), {.alpn = "h2"}}.secure()));
  EXPECT_TRUE((TlsClient{server_->port(), {.alpn = ""}}.secure()));
}

// --- start and stop ---

TEST_F(ServerTest, APortInUseIsSaidSo) {
  start();
  ServerOptions chosen = options();
  chosen.port = server_->port();
  Server second{chosen};
  const auto started = second.start();
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error(), HasSubstr("another program is using this port"));
  EXPECT_THAT(started.error(), HasSubstr(std::to_string(chosen.port)));
}

TEST_F(ServerTest, AMissingCertificateAndAForeignKeyAreSaidSo) {
  ServerOptions chosen = options();
  chosen.certificate = "/nowhere/chain.pem";
  EXPECT_THAT(Server{chosen}.start().error(), HasSubstr("/nowhere/chain.pem"));
  const harness::Certificate other;
  chosen = options();
  chosen.key = other.key_path();
  EXPECT_THAT(Server{chosen}.start().error(), HasSubstr("cannot use the key"));
}

TEST_F(ServerTest, StoppingFinishesWhatWasAcceptedAndTakesNothingNew) {
  start();
  const std::uint16_t port = server_->port();
  TlsClient busy{port};
  TlsClient idle{port};
  TlsClient begun{port};
  EXPECT_EQ(idle.ask(get("/healthz")).status, 200);
  begun.send("GET / HTTP/1.1\r\nHo");
  busy.send(get("/park"));
  parked_.wait_for(1);
  auto stopped = std::async(std::launch::async, [&] { return server_->stop(); });
  EXPECT_TRUE(idle.wait_for_close());
  EXPECT_TRUE(begun.wait_for_close());
  EXPECT_FALSE(TlsClient{port}.secure());
  parked_.answer_all();
  const Answer answer = busy.read_answer();
  EXPECT_EQ(answer.body, "done");
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_TRUE(busy.wait_for_close());
  EXPECT_TRUE(stopped.get());
}

TEST_F(ServerTest, StoppingWaitsNoLongerThanItsGrace) {
  ServerOptions chosen = options();
  chosen.shutdown_grace = 100ms;
  start(chosen);
  TlsClient busy{server_->port()};
  busy.send(get("/park"));
  parked_.wait_for(1);
  EXPECT_FALSE(server_->stop());
  EXPECT_TRUE(busy.wait_for_close());
}

TEST_F(ServerTest, AnAnswerAfterTheServerHasGoneGoesNowhere) {
  ServerOptions chosen = options();
  chosen.shutdown_grace = 10ms;
  start(chosen);
  TlsClient busy{server_->port()};
  busy.send(get("/park"));
  parked_.wait_for(1);
  server_.reset();
  parked_.answer_all();
}

TEST_F(ServerTest, ManyConnectionsAtOnceAreAllAnswered) {
  start();
  std::vector<std::future<int>> clients;
  clients.reserve(8);
  for (int at = 0; at < 8; ++at) {
    clients.push_back(std::async(std::launch::async, [port = server_->port()] {
      TlsClient client{port};
      int right = 0;
      for (int turn = 0; turn < 50; ++turn) right += client.ask(get("/elsewhere")).status == 200 ? 1 : 0;
      return right;
    }));
  }
  for (auto& client : clients) EXPECT_EQ(client.get(), 50);
}

}  // namespace
}  // namespace holdfast::http
