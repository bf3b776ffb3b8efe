#include "gateway/http/wire.h"

#include <algorithm>

#include "gateway/http/answers.h"
#include "gateway/http/ascii.h"
#include "gateway/json/problem.h"

namespace holdfast::http {
namespace {

bool is_named(const Pairs& headers, std::string_view name) {
  return std::ranges::any_of(headers, [&](const Pairs::Pair& one) { return same_name(one.first, name); });
}

void add_line(std::string& out, std::string_view name, std::string_view value) {
  ((out += name) += ": ") += value;
  out += "\r\n";
}

bool is_plain_line(const Pairs::Pair& header) {
  const auto& [name, value] = header;
  return !name.empty() && std::ranges::all_of(name, is_token) &&
         std::ranges::all_of(value, [](char byte) { return static_cast<unsigned char>(byte) >= 0x20 && byte != 0x7F; });
}

}  // namespace

bool can_be_sent(const Response& response) {
  return response.status >= 200 && response.status <= 599 && std::ranges::all_of(response.headers, is_plain_line) &&
         !is_named(response.headers, "content-length") && !is_named(response.headers, "transfer-encoding");
}

std::string head_text(const Response& response, std::string_view request_id, bool close) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + " ";
  (out += json::status_title(response.status)) += "\r\n";
  for (const auto& [name, value] : response.headers) add_line(out, name, value);
  for (const auto& [name, value] : security_headers()) {
    if (!is_named(response.headers, name)) add_line(out, name, value);
  }
  add_line(out, "Request-Id", request_id);
  if (response.status != 204 && response.status != 304) {
    add_line(out, "Content-Length", std::to_string(response.bytes().size()));
  }
  if (close) add_line(out, "Connection", "close");
  return out += "\r\n";
}

}  // namespace holdfast::http
