// The HTTPS server: TLS 1.3, HTTP/1.1 with keep-alive. It takes bytes in within limits that are set before the first
// one is read, asks `admit` when a head is there, hands whole requests to `handle`, and writes the answers in order.
//
// Every error that it answers by itself is a problem document with the same security headers as any other answer.
// HTTP/1.0 and HTTP/2 get 505, TRACE and CONNECT 405. Chunked bodies are taken within the same limit; trailers are
// dropped. One request of a connection is worked on at a time; the next is read after the answer was written.
//
// Threads: start() and stop() from one thread that is none of the server's own. `admit`, `handle`, `on_outcome` and
// `on_failure` are called on the I/O threads, several at once, and must not block.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/http/message.h"

namespace holdfast::http {

// One finished request, for the access log: no path, no header, nothing that was sent.
struct Outcome {
  std::string_view request_id;
  std::string_view peer;
  int status = 0;
  std::uint64_t bytes_in = 0;
  std::uint64_t bytes_out = 0;
  std::chrono::microseconds took{};
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8443;          // 0: any free one, see Server::port()
  std::filesystem::path certificate;  // PEM, the chain, own certificate first
  std::filesystem::path key;          // PEM
  unsigned threads = 0;               // 0: one per core

  std::size_t header_limit = 16 * 1024;
  std::size_t body_limit = 1024 * 1024;  // where there is no `admit`
  // Bodies being read or worked on, all connections together; past it 503.
  std::size_t buffered_limit = std::size_t{256} << 20;

  std::chrono::milliseconds handshake_timeout{10'000};
  std::chrono::milliseconds header_timeout{10'000};  // from the first byte of a head to its last
  std::chrono::milliseconds body_timeout{10'000};    // plus one second for each `body_rate` bytes taken
  std::size_t body_rate = 4096;                      // bytes a second
  std::chrono::milliseconds idle_timeout{60'000};    // between an answer and the next request
  std::chrono::milliseconds answer_timeout{60'000};  // a handler that takes longer: 503
  std::chrono::milliseconds write_timeout{30'000};   // for each 64 KiB that the other end takes
  std::chrono::milliseconds shutdown_grace{20'000};

  std::size_t max_connections = 4096;
  std::size_t max_per_peer = 256;   // one address, or one /64 of IPv6; 0: no limit, for a proxy in front
  std::size_t max_in_flight = 512;  // requests with the handlers; past it 503 with Retry-After
  std::chrono::seconds retry_after{2};

  Admission admit{};  // none: every request is read up to body_limit
  Handler handle;
  std::function<void(const Outcome&)> on_outcome{};
  // A handler or `admit` threw. `what` may name internals: for the log, never for an answer.
  std::function<void(std::string_view request_id, std::string_view what)> on_failure{};
};

struct ServerCounts {
  std::size_t connections = 0;
  std::size_t in_flight = 0;
  std::size_t buffered = 0;               // bytes of bodies
  std::uint64_t requests = 0;             // answered
  std::uint64_t refused_busy = 0;         // 503 by the server
  std::uint64_t refused_connections = 0;  // closed at accept: too many
};

class ServerCore;

class Server {
 public:
  explicit Server(ServerOptions options);
  ~Server();  // stops
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;

  // Binds and begins to accept. The error is a sentence for the administrator: port in use, unreadable certificate,
  // key that does not belong to it. An address is never shared with another process.
  std::expected<void, std::string> start();
  // Accepts nothing more, closes idle connections, finishes what was accepted, at most `shutdown_grace`; then ends
  // what is left. Returns when all threads are done. True: everything accepted was answered.
  bool stop();

  std::uint16_t port() const;
  ServerCounts counts() const;

 private:
  std::shared_ptr<ServerCore> core_;
};

}  // namespace holdfast::http
