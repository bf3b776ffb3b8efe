// Request targets, form bodies and cookies: percent-decoding happens here, once, and nowhere else (ASVS 1.1.1).
// Pure functions; errors are malformed_request.
#pragma once

#include <string>
#include <string_view>

#include "gateway/domain/result.h"
#include "gateway/http/message.h"

namespace holdfast::http {

struct Target {
  std::string path;
  Pairs query;
};

// Origin form only. Refused rather than mended, so that no two programs read one target in two ways: bad or cut
// percent-encoding, NUL and other control characters, what is not UTF-8 after decoding, empty and dot segments, an
// encoded slash, a backslash, a fragment, more than 64 parameters.
domain::Result<Target> parse_target(std::string_view target);

// application/x-www-form-urlencoded; control characters are allowed here (letters have lines), NUL is not.
domain::Result<Pairs> parse_form(std::string_view body, std::size_t max_pairs = 256);

// The Cookie header. What is malformed is left out: a stray cookie must not lock anyone out.
Pairs parse_cookies(std::string_view header);

// The inverse of decoding, for a value in a query or a path segment.
std::string percent_encode(std::string_view text);

}  // namespace holdfast::http
