#include "tests/harness/adviser_server.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <stdexcept>

#include "gateway/json/writer.h"

namespace holdfast::test {
namespace {

std::filesystem::path fresh_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "hf-adviser-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return pattern;
}

std::size_t length_in(std::string head) {
  std::ranges::transform(head, head.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto at = head.find("content-length:");
  return at == std::string::npos ? 0 : std::stoul(head.substr(at + 15));
}

// Until `fd` has something, or the server ends.
bool wait_for(int fd, int ending, short what) {
  std::array<pollfd, 2> waits{{{fd, what, 0}, {ending, POLLIN, 0}}};
  return ::poll(waits.data(), waits.size(), -1) > 0 && waits[1].revents == 0;
}

bool send_all(int connection, int ending, std::string_view bytes) {
  while (!bytes.empty()) {
    if (!wait_for(connection, ending, POLLOUT)) return false;
    const auto sent = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

AdviserServer::AdviserServer(Behave behave)
    : behave_(std::move(behave)), folder_(fresh_folder()), socket_(folder_ / "adviser.sock") {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socket_.string().copy(address.sun_path, sizeof address.sun_path - 1);
  listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener_ < 0 || ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(listener_, 8) != 0 || ::pipe2(ending_, O_CLOEXEC) != 0) {
    throw std::runtime_error("the test's adviser cannot listen");
  }
  thread_ = std::jthread([this] { serve(); });
}

AdviserServer::~AdviserServer() {
  const char byte = 0;
  [[maybe_unused]] const auto told = ::write(ending_[1], &byte, 1);
  thread_.join();
  for (const int fd : {listener_, ending_[0], ending_[1]}) ::close(fd);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::vector<std::string> AdviserServer::asked() const {
  const std::lock_guard lock(mutex_);
  return asked_;
}

void AdviserServer::serve() {
  while (wait_for(listener_, ending_[0], POLLIN)) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    answer(connection);
    ::close(connection);
  }
}

void AdviserServer::answer(int connection) {
  std::string got;
  std::size_t body = std::string::npos;
  while (body == std::string::npos || got.size() < body + length_in(got.substr(0, body))) {
    std::array<char, 4096> part{};
    if (!wait_for(connection, ending_[0], POLLIN)) return;
    const auto size = ::recv(connection, part.data(), part.size(), 0);
    if (size <= 0) return;  // only somebody asking whether we listen
    got.append(part.data(), static_cast<std::size_t>(size));
    const auto end = got.find("\r\n\r\n");
    if (end != std::string::npos) body = end + 4;
  }
  {
    const std::lock_guard lock(mutex_);
    asked_.push_back(got.substr(body));
  }
  const auto reply = behave_(got.substr(body));
  if (reply.bytes.empty()) {
    wait_for(connection, ending_[0], POLLIN);  // until the other side gives up
    return;
  }
  bool more = send_all(connection, ending_[0], reply.bytes) && !reply.forever.empty();
  while (more) more = send_all(connection, ending_[0], reply.forever);
}

AdviserServer::Behave AdviserServer::hang() {
  return [](const std::string&) { return Reply{}; };
}

AdviserServer::Behave AdviserServer::endless() {
  return [](const std::string&) {
    return Reply{"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", std::string(4096, ' ')};
  };
}

AdviserServer::Reply http_reply(int status, std::string_view body, std::string_view more_headers) {
  return {"HTTP/1.1 " + std::to_string(status) + " Said\r\nConnection: close\r\nContent-Length: " +
          std::to_string(body.size()) + "\r\n" + std::string(more_headers) + "\r\n" + std::string(body)};
}

AdviserServer::Reply said(std::string_view content) {
  json::Writer out;
  out.object().field("object", "chat.completion").key("choices").array().object().field("index", 0);
  out.key("message").object().field("role", "assistant").field("content", content).end();
  out.field("finish_reason", "stop").end().end().end();
  return http_reply(200, out.take());
}

}  // namespace holdfast::test
