// An adviser for tests: a real HTTP/1.1 server on a Unix socket in a fresh folder, answering one question at a time on
// a thread of its own, as the test says. It keeps what it was asked.
//
//   AdviserServer adviser([](const std::string&) { return said(R"({"findings":[]})"); });
//   AdviserServer silent(AdviserServer::hang());       // takes the question and never answers
//   AdviserServer chatter(AdviserServer::endless());   // a body without an end
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace holdfast::test {

class AdviserServer {
 public:
  struct Reply {
    std::string bytes;      // the whole response, head included; empty: none, and the connection is held
    std::string forever{};  // then this, again and again
  };
  using Behave = std::function<Reply(const std::string& body)>;

  explicit AdviserServer(Behave behave);
  ~AdviserServer();
  AdviserServer(const AdviserServer&) = delete;
  AdviserServer& operator=(const AdviserServer&) = delete;

  std::string url() const { return "unix:" + socket_.string(); }
  // The bodies of what it was asked, in order.
  std::vector<std::string> asked() const;

  static Behave hang();
  static Behave endless();

 private:
  void serve();
  void answer(int connection);

  Behave behave_;
  std::filesystem::path folder_, socket_;
  int listener_ = -1;
  int ending_[2] = {-1, -1};  // a byte here ends every wait
  mutable std::mutex mutex_;
  std::vector<std::string> asked_;
  std::jthread thread_;
};

// 200 with this body, and another status with none.
AdviserServer::Reply http_reply(int status, std::string_view body, std::string_view more_headers = {});
// The chat-completions response whose message is `content`.
AdviserServer::Reply said(std::string_view content);

}  // namespace holdfast::test
