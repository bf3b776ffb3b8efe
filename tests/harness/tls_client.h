// A plain TLS client on a blocking socket: sends exact bytes, reads answers by their Content-Length. It trusts any
// certificate: it is for tests on loopback. No wait is longer than 20 seconds.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <csignal>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::harness {

struct Answer {
  int status = 0;  // 0: the connection ended instead
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  // The first of that name, whatever its case; empty where there is none.
  std::string header(std::string_view name) const {
    const auto found = std::ranges::find_if(headers, [&](const auto& one) {
      return std::ranges::equal(
          one.first, name, {}, [](unsigned char c) { return std::tolower(c); },
          [](unsigned char c) { return std::tolower(c); });
    });
    return found == headers.end() ? std::string{} : found->second;
  }
};

struct TlsClientOptions {
  int max_version = TLS1_3_VERSION;
  std::string alpn = "http/1.1";  // empty: none is offered
};

class TlsClient {
 public:
  using Options = TlsClientOptions;

  // `handshake` false: a TCP connection that says nothing.
  explicit TlsClient(std::uint16_t port, const Options& options = {}, bool handshake = true) {
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    connect_to(port);
    if (connected_ && handshake) shake_hands(options);
  }
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;
  TlsClient(TlsClient&&) = delete;
  TlsClient& operator=(TlsClient&&) = delete;
  ~TlsClient() {
    ssl_.reset();
    if (socket_ >= 0) ::close(socket_);
  }

  bool connected() const { return connected_; }
  bool secure() const { return secure_; }

  // False once the other end refuses more.
  bool send(std::string_view bytes) {
    if (!secure_) return false;
    while (!bytes.empty()) {
      const int sent =
          SSL_write(ssl_.get(), bytes.data(), static_cast<int>(std::min(bytes.size(), std::size_t{16384})));
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  // Ends our side of TCP in the middle of whatever was being sent.
  void cut() { ::shutdown(socket_, SHUT_WR); }

  // The next answer; 1xx answers are answers too. `bare`: to a HEAD request, without a body.
  Answer read_answer(bool bare = false) {
    while (held_.find("\r\n\r\n") == std::string::npos) {
      if (!fill()) return {};
    }
    Answer answer = take_head();
    const std::string length = answer.header("content-length");
    const std::size_t wanted = bare || length.empty() ? 0 : std::stoul(length);
    while (held_.size() < wanted) {
      if (!fill()) return {};
    }
    answer.body = held_.substr(0, wanted);
    held_.erase(0, wanted);
    return answer;
  }
  Answer ask(std::string_view request, bool bare = false) {
    send(request);
    return read_answer(bare);
  }
  // Waits for the other end to close; false if it sent something or did not close.
  bool wait_for_close() {
    if (!held_.empty() || fill()) return false;
    return !timed_out_;
  }

 private:
  void connect_to(std::uint16_t port) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    if (socket_ < 0) return;
    timeval patience{.tv_sec = 20, .tv_usec = 0};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    const int on = 1;
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }

  void shake_hands(const Options& options) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_max_proto_version(context_.get(), options.max_version);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), socket_);
    if (!options.alpn.empty()) {
      const std::string wire = static_cast<char>(options.alpn.size()) + options.alpn;
      SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(wire.data()),
                          static_cast<unsigned>(wire.size()));
    }
    secure_ = SSL_connect(ssl_.get()) == 1;
  }

  bool fill() {
    std::array<char, 16384> some{};
    // NOLINTBEGIN(clang-analyzer-unix.BlockInCriticalSection): no lock is held; it does not see a unique_lock end
    const int count = ssl_ ? SSL_read(ssl_.get(), some.data(), static_cast<int>(some.size()))
                           : static_cast<int>(::recv(socket_, some.data(), some.size(), 0));
    // NOLINTEND(clang-analyzer-unix.BlockInCriticalSection)
    timed_out_ = count <= 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    if (count <= 0) return false;
    held_.append(some.data(), static_cast<std::size_t>(count));
    return true;
  }

  Answer take_head() {
    Answer answer;
    const auto end = held_.find("\r\n\r\n");
    std::string_view head = std::string_view{held_}.substr(0, end);
    answer.status = std::stoi(std::string{head.substr(9, 3)});
    while (head.find("\r\n") != std::string_view::npos) {
      head.remove_prefix(head.find("\r\n") + 2);
      const std::string_view line = head.substr(0, head.find("\r\n"));
      const auto colon = line.find(": ");
      answer.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
    held_.erase(0, end + 4);
    return answer;
  }

  struct Free {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
    void operator()(SSL* ssl) const { SSL_free(ssl); }
  };
  int socket_ = -1;
  bool connected_ = false;
  bool secure_ = false;
  bool timed_out_ = false;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::unique_ptr<SSL, Free> ssl_;
  std::string held_;
};

}  // namespace holdfast::harness
