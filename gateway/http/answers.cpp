#include "gateway/http/answers.h"

#include <array>

#include "gateway/json/problem.h"

namespace holdfast::http {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kSecurityHeaders{{
    {"Strict-Transport-Security", "max-age=31536000"},
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
     "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Embedder-Policy", "require-corp"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy",
     "accelerometer=(), autoplay=(), camera=(), display-capture=(), fullscreen=(), geolocation=(), gyroscope=(), "
     "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), screen-wake-lock=(), xr-spatial-tracking=()"},
    {"Cache-Control", "no-store"},
}};

Response answer(int status, std::string media_type, std::string body) {
  Response response{.status = status, .body = std::move(body)};
  response.header("Content-Type", std::move(media_type));
  return response;
}

}  // namespace

std::span<const std::pair<std::string_view, std::string_view>> security_headers() { return kSecurityHeaders; }

Response problem(const domain::Error& error, std::string_view request_id) {
  return answer(domain::problem_status(error.problem), std::string{json::kProblemMediaType},
                json::problem_document(error, request_id));
}

Response problem(const domain::Error& error, std::string_view request_id, std::chrono::seconds retry_after) {
  return problem(error, request_id).header("Retry-After", std::to_string(retry_after.count()));
}

Response plain_problem(int status, std::string_view detail, std::string_view request_id) {
  return answer(status, std::string{json::kProblemMediaType}, json::problem_document(status, detail, request_id));
}

Response json(int status, std::string body) { return answer(status, "application/json", std::move(body)); }
Response html(int status, std::string body) { return answer(status, "text/html; charset=utf-8", std::move(body)); }
Response text(int status, std::string body) { return answer(status, "text/plain; charset=utf-8", std::move(body)); }

Response see_other(std::string location) {
  Response response{.status = 303};
  response.header("Location", std::move(location));
  return response;
}

Response asset(std::string media_type, std::shared_ptr<const std::string> bytes) {
  Response response{.status = 200, .shared = std::move(bytes)};
  response.header("Content-Type", std::move(media_type));
  response.header("Cache-Control", "public, max-age=31536000, immutable");
  return response;
}

}  // namespace holdfast::http
