// A running server with a handful of routes, for the server's tests.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gateway/http/answers.h"
#include "gateway/http/server.h"
#include "tests/harness/certificate.h"
#include "tests/harness/tls_client.h"

namespace holdfast::http {

// Requests whose answers the test gives itself, when it likes and from its own thread.
class Parked {
 public:
  void park(Request request, Responder responder) {
    const std::scoped_lock lock{mutex_};
    waiting_.emplace_back(std::move(request), std::move(responder));
    changed_.notify_all();
  }
  void wait_for(std::size_t count) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return waiting_.size() >= count; });
  }
  std::vector<std::pair<Request, Responder>> take_all() {
    const std::scoped_lock lock{mutex_};
    return std::exchange(waiting_, {});
  }
  void answer_all() {
    for (auto& [request, responder] : take_all()) responder(text(200, "done"));
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::pair<Request, Responder>> waiting_;
};

class ServerTest : public testing::Test {
 protected:
  static constexpr std::size_t kEchoLimit = 1000;

  static const harness::Certificate& certificate() {
    static const harness::Certificate made;
    return made;
  }

  ServerOptions options() {
    ServerOptions chosen;
    chosen.port = 0;
    chosen.threads = 2;
    chosen.certificate = certificate().chain_path();
    chosen.key = certificate().key_path();
    chosen.max_per_peer = 0;
    chosen.admit = [](const RequestHead& head) { return admit(head); };
    chosen.handle = [this](Request request, Responder responder) { handle(std::move(request), std::move(responder)); };
    chosen.on_failure = [this](std::string_view, std::string_view what) {
      const std::scoped_lock lock{mutex_};
      failures_.emplace_back(what);
    };
    return chosen;
  }

  void start() { start(options()); }
  void start(ServerOptions chosen) {
    server_ = std::make_unique<Server>(std::move(chosen));
    const auto started = server_->start();
    ASSERT_TRUE(started) << started.error();
  }

  void TearDown() override {
    parked_.answer_all();
    server_.reset();
    for (std::thread& thread : threads_) thread.join();
  }

  harness::Answer ask(std::string_view request) { return harness::TlsClient{server_->port()}.ask(request); }

  std::size_t handled() {
    const std::scoped_lock lock{mutex_};
    return handled_;
  }
  std::vector<std::string> failures() {
    const std::scoped_lock lock{mutex_};
    return failures_;
  }

  static std::string get(std::string_view path) { return "GET " + std::string{path} + " HTTP/1.1\r\nHost: a\r\n\r\n"; }
  static std::string post(std::string_view path, std::string_view body) {
    return "POST " + std::string{path} + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + std::string{body};
  }

  static BodyPolicy admit(const RequestHead& head) {
    if (head.path == "/closed")
      return {.answer = problem({domain::Problem::not_signed_in, "sign in"}, head.request_id)};
    if (head.path == "/bad-policy") throw std::runtime_error("secret policy");
    return {.limit = head.path == "/large" ? std::size_t{1} << 20 : kEchoLimit};
  }

  void handle(Request request, Responder responder) {
    {
      const std::scoped_lock lock{mutex_};
      ++handled_;
    }
    if (request.path == "/healthz") return responder(text(200, "ok"));
    if (request.path == "/echo" || request.path == "/large") return responder(text(200, std::move(request.body)));
    if (request.path == "/peer") return responder(text(200, request.peer));
    if (request.path == "/id") return responder(text(200, request.request_id));
    if (request.path == "/park") return parked_.park(std::move(request), std::move(responder));
    if (request.path == "/drop") return;
    if (request.path == "/throw") throw std::runtime_error("secret internals");
    if (request.path == "/split") return responder(text(200, "x").header("X-A", "1\r\nSet-Cookie: a=b"));
    if (request.path == "/empty") return responder(Response{.status = 204});
    if (request.path == "/big") return responder(asset("text/css", big_));
    if (request.path == "/elsewhere") return answer_elsewhere(std::move(responder));
    responder(problem({domain::Problem::not_found, "nothing here"}, request.request_id));
  }

  void answer_elsewhere(Responder responder) {
    const std::scoped_lock lock{mutex_};
    threads_.emplace_back([taken = std::move(responder)]() mutable { taken(text(200, "from another thread")); });
  }

  const std::shared_ptr<const std::string> big_ = std::make_shared<const std::string>(300'000, 'b');
  Parked parked_;
  std::unique_ptr<Server> server_;

 private:
  std::mutex mutex_;
  std::size_t handled_ = 0;
  std::vector<std::string> failures_;
  std::vector<std::thread> threads_;
};

}  // namespace holdfast::http
