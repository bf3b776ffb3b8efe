// What can go wrong, as the caller sees it. One kind for each thing the caller can do about it; one problem
// type (RFC 9457) for each kind of answer. The list is closed: a new type is a change of the API.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace holdfast::domain {

enum class Problem : std::uint8_t {  // order is free; the names are the API's, never rename
  malformed_request,                 // 400: not HTTP, not JSON, not UTF-8, a repeated key
  invalid_field,                     // 422: a field is missing, unknown, of the wrong type or out of its set
  not_signed_in,                     // 401
  step_up_needed,                    // 401: signed in, but this act wants the passphrase or code again
  forbidden,                         // 403: the permission matrix says no
  not_found,                         // 404: nothing here that this person may see
  method_not_allowed,                // 405
  not_acceptable,                    // 406
  conflict,                          // 409: someone or something came first
  idempotency_conflict,              // 409 while running; 422 where the same key came with another body
  refused,                           // 409: policy says no; `why` says which rule
  gone,                              // 410: destroyed
  precondition_failed,               // 412: the ETag has moved on
  too_large,                         // 413
  unsupported_media,                 // 415
  precondition_required,             // 428: If-Match or Idempotency-Key is missing
  too_many_requests,                 // 429, with Retry-After
  headers_too_large,                 // 431
  internal,                          // 500: ours; details are in the log under the request's id
  unavailable,                       // 503, with Retry-After: the database, the keeper or a queue
};

// kebab-case name: the last part of the problem type's URI.
std::string_view problem_name(Problem problem);
int problem_status(Problem problem);

struct Error {
  Problem problem = Problem::internal;
  std::string_view why;  // a fixed phrase with static lifetime: never letter text, never a name
  std::string field{};   // which field, for invalid_field: a name of ours, never what was sent
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(Problem problem, std::string_view why, std::string field = {}) {
  return std::unexpected(Error{problem, why, std::move(field)});
}

}  // namespace holdfast::domain
