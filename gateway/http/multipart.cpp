#include "gateway/http/multipart.h"

#include <optional>

#include "gateway/http/ascii.h"

namespace holdfast::http {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

std::optional<std::string_view> parameter(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const auto semicolon = header.find(';');
    const auto part = trim(header.substr(0, semicolon));
    const auto equals = part.find('=');
    if (equals != std::string_view::npos && same_name(part.substr(0, equals), name)) {
      auto value = part.substr(equals + 1);
      if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
      return value;
    }
    if (semicolon == std::string_view::npos) break;
    header.remove_prefix(semicolon + 1);
  }
  return std::nullopt;
}

struct PartHead {
  std::string name;
  bool file = false;
};

Result<PartHead> read_head(std::string_view head) {
  PartHead found;
  while (!head.empty()) {
    const auto end = head.find("\r\n");
    const auto line = head.substr(0, end);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return fail(Problem::malformed_request, "a part of the form has no header");
    if (same_name(trim(line.substr(0, colon)), "content-disposition")) {
      const auto value = line.substr(colon + 1);
      found.name = std::string(parameter(value, "name").value_or(std::string_view{}));
      found.file = parameter(value, "filename").has_value();
    }
    if (end == std::string_view::npos) break;
    head.remove_prefix(end + 2);
  }
  if (found.name.empty()) return fail(Problem::malformed_request, "a part of the form has no name");
  return found;
}

}  // namespace

Result<Multipart> parse_multipart(std::string_view content_type, std::string_view body, std::size_t max_parts) {
  const auto boundary = parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > 70) {
    return fail(Problem::malformed_request, "the form has no boundary");
  }
  const std::string first = "--" + std::string(*boundary);
  const std::string delimiter = "\r\n" + first;
  if (!body.starts_with(first)) return fail(Problem::malformed_request, "the form does not begin with its boundary");
  body.remove_prefix(first.size());
  Multipart form;
  for (std::size_t parts = 0; !body.starts_with("--"); ++parts) {
    if (!body.starts_with("\r\n") || parts == max_parts)
      return fail(Problem::malformed_request, "the form is not well formed");
    body.remove_prefix(2);
    const auto blank = body.find("\r\n\r\n");
    if (blank == std::string_view::npos) return fail(Problem::malformed_request, "the form is cut short");
    auto head = read_head(body.substr(0, blank));
    if (!head) return std::unexpected(head.error());
    body.remove_prefix(blank + 4);
    const auto end = body.find(delimiter);
    if (end == std::string_view::npos) return fail(Problem::malformed_request, "the form is cut short");
    const auto content = body.substr(0, end);
    if (!head->file) {
      form.fields.add(std::move(head->name), std::string(content));
    } else if (!content.empty()) {
      form.files.emplace_back(std::move(head->name), std::string(content));
    }
    body.remove_prefix(end + delimiter.size());
  }
  if (body != "--\r\n" && body != "--") return fail(Problem::malformed_request, "there is something after the form");
  return form;
}

}  // namespace holdfast::http
