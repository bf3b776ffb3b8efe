// The head of a request as bytes, checked before any parser sees it, so that no proxy in front and no parser behind
// can disagree about where the request ends and whom it is for (RFC 9112 sections 2.2, 3, 5, 6.3, 11.2; ASVS 4.2.1).
// Pure.
#pragma once

#include <optional>
#include <string_view>

namespace holdfast::http {

struct HeadFault {
  int status = 400;      // 400, 431, 505
  std::string_view why;  // a fixed phrase
};

inline constexpr std::size_t kMaxHeaders = 100;

// The head with its closing CRLF CRLF. Refused: bare CR or LF, control bytes, folding, names that are no token or
// are followed by a space, a target that is not in origin form, a version that is not HTTP/1.1, a missing, repeated
// or ill-formed Host, a repeated Content-Length, Transfer-Encoding, Authorization, Cookie, Content-Type,
// Idempotency-Key, If-Match or Expect, a Content-Length that is not 1 to 18 digits, a Transfer-Encoding other than
// `chunked`, both of them together, more than 100 headers.
std::optional<HeadFault> check_raw_head(std::string_view head);

// What can be said before the head is whole: a bare LF or a control byte is refused at once and not after a timeout.
std::optional<HeadFault> check_partial_head(std::string_view bytes);

}  // namespace holdfast::http
