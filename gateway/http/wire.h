// The head of an answer as bytes. Pure; used by the server alone.
#pragma once

#include <string>
#include <string_view>

#include "gateway/http/message.h"

namespace holdfast::http {

// A final status, and headers that cannot break out of their lines. What fails this is a fault of ours: answer 500.
bool can_be_sent(const Response& response);

// Status line, the answer's headers, the security headers that it does not name, Request-Id, Content-Length and, for
// `close`, Connection; with the empty line. `response` can be sent.
std::string head_text(const Response& response, std::string_view request_id, bool close);

}  // namespace holdfast::http
