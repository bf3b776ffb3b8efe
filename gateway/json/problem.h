// Problem documents (RFC 9457), application/problem+json. The type is a relative reference, /problems/<name>, so
// that it means the same at every agency's address; detail is one of our fixed phrases, never what was sent.
#pragma once

#include <string>
#include <string_view>

#include "gateway/domain/result.h"

namespace holdfast::json {

inline constexpr std::string_view kProblemMediaType = "application/problem+json";

// For the few answers of HTTP itself that are no problem type of the API (408, 417, 505): type about:blank.
std::string problem_document(int status, std::string_view detail, std::string_view request_id);
// `status` 0 means the problem's own.
std::string problem_document(const domain::Error& error, std::string_view request_id, int status = 0);

// The reason phrase of a status, as titles and status lines use it.
std::string_view status_title(int status);

}  // namespace holdfast::json
