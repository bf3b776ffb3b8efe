// Ready answers: problem documents, JSON, pages, redirects; and the headers that every answer carries.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/domain/result.h"
#include "gateway/http/message.h"

namespace holdfast::http {

// HSTS, CSP, framing, sniffing, referrer, isolation, permissions and `Cache-Control: no-store` (ASVS 3.4, 14.3.2).
std::span<const std::pair<std::string_view, std::string_view>> security_headers();

Response problem(const domain::Error& error, std::string_view request_id);
Response problem(const domain::Error& error, std::string_view request_id, std::chrono::seconds retry_after);
// For an answer of HTTP itself that is no problem type of the API.
Response plain_problem(int status, std::string_view detail, std::string_view request_id);
Response json(int status, std::string body);
Response html(int status, std::string body);
Response text(int status, std::string body);
// 303: a form was taken, look there. `location` is one of our own paths.
Response see_other(std::string location);
// A file of ours whose name carries its hash: kept for a year.
Response asset(std::string media_type, std::shared_ptr<const std::string> bytes);

}  // namespace holdfast::http
