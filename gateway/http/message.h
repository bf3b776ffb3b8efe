// What a request and an answer are, for routes: plain data, no sockets.
//
// A Request has passed the server's checks: its head is unambiguous (raw_head.h), its path and query were decoded
// once (target.h), its body is whole and within the route's limit.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/domain/result.h"

namespace holdfast::http {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options };
std::string_view method_name(Method method);
std::optional<Method> parse_method(std::string_view name);

// Names with values, in the order sent.
class Pairs {
 public:
  using Pair = std::pair<std::string, std::string>;

  void add(std::string name, std::string value) { pairs_.emplace_back(std::move(name), std::move(value)); }
  // The value, or nothing where it is absent; malformed_request where it is there twice (ASVS 15.3.7).
  domain::Result<std::optional<std::string_view>> one(std::string_view name) const;
  // The first, for names that were checked to be there once at most.
  std::optional<std::string_view> first(std::string_view name) const;
  std::vector<std::string_view> all(std::string_view name) const;
  // malformed_request if any name is there twice, or is not one of `names`.
  domain::Result<void> only(std::initializer_list<std::string_view> names) const;

  auto begin() const { return pairs_.begin(); }
  auto end() const { return pairs_.end(); }
  std::size_t size() const { return pairs_.size(); }
  bool empty() const { return pairs_.empty(); }

 private:
  std::vector<Pair> pairs_;
};

struct RequestHead {
  Method method = Method::get;
  std::string path;        // decoded, UTF-8, starts with '/', no empty, '.' or '..' segment
  Pairs query;             // decoded
  Pairs headers;           // names in lower case, values trimmed
  Pairs cookies;           //
  std::string peer;        // the address of the other end of the socket, without port; headers cannot change it
  std::string request_id;  // ours: 128 random bits as 26 base32 characters; also in the answer's Request-Id
  std::optional<std::uint64_t> content_length;  // absent: chunked, or no body
  bool has_body = false;

  // Case of `name` does not matter; empty where the header is absent.
  std::string_view header(std::string_view name) const;
  // The media type of Content-Type in lower case, without parameters: "application/json".
  std::string media_type() const;
};

struct Request : RequestHead {
  std::string body;
};

// Security headers are added to every answer by the server (headers.h); those named here win over them.
struct Response {
  int status = 200;
  Pairs headers{};
  std::string body{};
  // Instead of `body`, where set: bytes that many answers share, such as a style sheet.
  std::shared_ptr<const std::string> shared{};
  bool close = false;  // end the connection after this answer

  const std::string& bytes() const { return shared ? *shared : body; }
  Response& header(std::string name, std::string value) {
    headers.add(std::move(name), std::move(value));
    return *this;
  }
};

// Takes the answer, from any thread, once. Destroyed without an answer, it answers 500: no request is left hanging.
// It may outlive the server; the answer then goes nowhere.
class Responder {
 public:
  class Sink {
   public:
    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    Sink(Sink&&) = delete;
    Sink& operator=(Sink&&) = delete;
    virtual ~Sink() = default;
    virtual void deliver(Response response) noexcept = 0;  // called once
    virtual void abandon() noexcept = 0;                   // or this, once
  };

  explicit Responder(std::shared_ptr<Sink> sink) : sink_(std::move(sink)) {}
  Responder(Responder&&) = default;
  Responder& operator=(Responder&& other) noexcept {
    std::swap(sink_, other.sink_);
    return *this;
  }
  Responder(const Responder&) = delete;
  Responder& operator=(const Responder&) = delete;
  ~Responder() {
    if (sink_) sink_->abandon();
  }

  // A second call does nothing.
  void operator()(Response response) {
    if (const auto sink = std::exchange(sink_, nullptr)) sink->deliver(std::move(response));
  }

 private:
  std::shared_ptr<Sink> sink_;
};

// Called on an I/O thread: must not block. What it throws becomes a 500 and a report to the server's watcher.
using Handler = std::function<void(Request, Responder)>;

// Asked when the head was read and before the body: how many bytes of body the route takes, or the answer at once
// (404, 405, 401, 415, 429, 503), without reading the body. Called on an I/O thread: must not block.
struct BodyPolicy {
  std::size_t limit = 0;
  std::optional<Response> answer{};
};
using Admission = std::function<BodyPolicy(const RequestHead&)>;

}  // namespace holdfast::http
