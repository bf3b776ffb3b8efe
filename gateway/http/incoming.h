// One request as it comes in: the bytes of a head, then those of a body. No socket; Beast's parser stays in the source.
#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/message.h"

namespace holdfast::http {

class Incoming {
 public:
  Incoming();
  ~Incoming();
  Incoming(const Incoming&) = delete;
  Incoming& operator=(const Incoming&) = delete;
  Incoming(Incoming&&) = delete;
  Incoming& operator=(Incoming&&) = delete;

  // A head with its empty line, of at most `limit` bytes, as a request without peer and body; or what refuses it.
  std::expected<Request, Response> take_head(std::string_view head, std::size_t limit, const std::string& request_id);

  void begin_body(std::size_t limit);
  // Takes of `bytes` what it can; the rest is to be given again with what follows it. `refused`: the body cannot go on.
  struct Taken {
    std::size_t used = 0;
    std::optional<Response> refused{};
  };
  Taken take_body(std::string_view bytes, const std::string& request_id);
  bool whole() const;
  std::string body();  // moves it out

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

// The server's own answer to what is no request of ours.
Response refusal(int status, std::string_view why, const std::string& request_id);

// Whether a list as in Connection has this token.
bool has_token(std::string_view list, std::string_view token);

}  // namespace holdfast::http
