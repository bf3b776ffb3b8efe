#include "gateway/http/incoming.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "gateway/http/answers.h"
#include "gateway/http/ascii.h"
#include "gateway/http/raw_head.h"
#include "gateway/http/target.h"

namespace holdfast::http {
namespace {

namespace beast = boost::beast::http;
using boost::system::error_code;
using domain::Problem;

constexpr std::string_view kAllowed = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
constexpr std::size_t kMostLeft = 8 * 1024;

std::string_view plain(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

struct Incoming::Parser : beast::request_parser<beast::string_body> {};

Incoming::Incoming() : parser_(std::make_unique<Parser>()) {}
Incoming::~Incoming() = default;

Response refusal(int status, std::string_view why, const std::string& request_id) {
  if (status == 400) return problem({Problem::malformed_request, why}, request_id);
  if (status == 431) return problem({Problem::headers_too_large, why}, request_id);
  return plain_problem(status, why, request_id);
}

bool has_token(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const std::string_view one = list.substr(0, list.find(','));
    if (same_name(trim(one), token)) return true;
    list.remove_prefix(std::min(one.size() + 1, list.size()));
  }
  return false;
}

std::expected<Request, Response> Incoming::take_head(std::string_view head, std::size_t limit,
                                                     const std::string& request_id) {
  if (const auto fault = check_raw_head(head)) return std::unexpected(refusal(fault->status, fault->why, request_id));
  parser_->header_limit(static_cast<std::uint32_t>(2 * limit));  // ours came first
  parser_->body_limit(boost::none);                              // the length is held against the route's own limit
  error_code error;
  const std::size_t used = parser_->put(boost::asio::buffer(head.data(), head.size()), error);
  if (error || used != head.size() || !parser_->is_header_done()) {
    return std::unexpected(refusal(400, "not an HTTP request", request_id));
  }
  const auto& message = parser_->get();
  const auto method = parse_method(plain(message.method_string()));
  if (!method) {
    Response answer = problem({Problem::method_not_allowed, "no such method here"}, request_id);
    return std::unexpected(std::move(answer.header("Allow", std::string{kAllowed})));
  }
  auto target = parse_target(plain(message.target()));
  if (!target) return std::unexpected(problem(target.error(), request_id));
  Request request;
  request.request_id = request_id;
  request.method = *method;
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  for (const auto& field : message) {
    request.headers.add(to_lower(plain(field.name_string())), std::string{field.value()});
  }
  request.cookies = parse_cookies(request.header("cookie"));
  request.has_body = parser_->chunked() || parser_->content_length_remaining().value_or(0) > 0;
  if (const auto length = parser_->content_length_remaining()) request.content_length = *length;
  return request;
}

void Incoming::begin_body(std::size_t limit) {
  parser_->body_limit(limit);
  parser_->eager(true);
}

Incoming::Taken Incoming::take_body(std::string_view bytes, const std::string& request_id) {
  error_code error;
  Taken taken{.used = parser_->put(boost::asio::buffer(bytes.data(), bytes.size()), error)};
  // What the parser leaves is the beginning of a chunk's line or of the trailers.
  const bool stuck = !parser_->is_done() && bytes.size() - taken.used > kMostLeft;
  if (error == beast::error::body_limit) {
    taken.refused = problem({Problem::too_large, "the body is too large"}, request_id);
  } else if ((error && error != beast::error::need_more) || stuck) {
    taken.refused = refusal(400, "the body is ill-formed", request_id);
  }
  return taken;
}

bool Incoming::whole() const { return parser_->is_done(); }

std::string Incoming::body() { return std::move(parser_->get().body()); }

}  // namespace holdfast::http
