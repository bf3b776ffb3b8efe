#include "gateway/json/problem.h"

#include <algorithm>
#include <array>
#include <utility>

#include "gateway/json/writer.h"

namespace holdfast::json {
namespace {

constexpr std::array<std::pair<int, std::string_view>, 32> kTitles{{
    {100, "Continue"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
}};

Writer& common(Writer& out, std::string_view type, int status, std::string_view detail) {
  return out.object()
      .field("type", type)
      .field("title", status_title(status))
      .field("status", status)
      .field("detail", detail);
}

}  // namespace

std::string_view status_title(int status) {
  const auto found = std::ranges::find(kTitles, status, &std::pair<int, std::string_view>::first);
  return found == kTitles.end() ? std::string_view{"Unknown"} : found->second;
}

std::string problem_document(int status, std::string_view detail, std::string_view request_id) {
  Writer out;
  common(out, "about:blank", status, detail).field("request_id", request_id).end();
  return out.take();
}

std::string problem_document(const domain::Error& error, std::string_view request_id, int status) {
  const int chosen = status == 0 ? domain::problem_status(error.problem) : status;
  const std::string type = "/problems/" + std::string{domain::problem_name(error.problem)};
  Writer out;
  common(out, type, chosen, error.why);
  if (error.problem == domain::Problem::invalid_field) out.field("field", error.field);
  out.field("request_id", request_id).end();
  return out.take();
}

}  // namespace holdfast::json
