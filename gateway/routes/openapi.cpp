#include <map>
#include <set>

#include "gateway/domain/result.h"
#include "gateway/json/writer.h"
#include "gateway/routes/meta.h"

namespace holdfast::routes {
namespace {

constexpr std::string_view kProblemSchema = R"json({"type":"object","additionalProperties":false,
  "required":["type","title","status"],"properties":{"type":{"type":"string"},"title":{"type":"string"},
  "status":{"type":"integer"},"detail":{"type":"string"},"field":{"type":"string"},"request_id":{"type":"string"}}})json";

std::string lower(std::string_view method) {
  std::string text(method);
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  return text;
}

// What the router itself may answer to this route, and what the route adds.
std::set<int> problems_of(const Route& route) {
  std::set<int> statuses{400, 429, 431, 500, 503};
  if (route.act) statuses.insert({401, 403});
  if (route.body != BodyKind::none) statuses.insert({408, 413, 415, 422});
  if (route.path.find('{') != std::string_view::npos) statuses.insert(404);
  std::string_view more = route.doc.problems;
  while (more.size() >= 3) {
    statuses.insert(std::stoi(std::string(more.substr(0, 3))));
    more.remove_prefix(std::min<std::size_t>(4, more.size()));
  }
  return statuses;
}

void write_parameters(json::Writer& out, const Route& route) {
  out.key("parameters").array();
  std::string_view rest = route.path;
  for (auto open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
    const auto close = rest.find('}', open);
    out.object().field("name", rest.substr(open + 1, close - open - 1)).field("in", "path").field("required", true);
    out.key("schema").raw_json(R"({"type":"string","pattern":"^[0-9a-z]{26}$"})").end();
    rest.remove_prefix(close + 1);
  }
  const auto header = [&](std::string_view name) {
    out.object().field("name", name).field("in", "header").field("required", true);
    out.key("schema").raw_json(R"({"type":"string"})").end();
  };
  if (route.direct != nullptr && route.method == http::Method::post) header("Idempotency-Key");
  if (route.doc.problems.find("428") != std::string_view::npos) header("If-Match");
  for (std::string_view names = route.doc.query; !names.empty();) {
    const auto end = std::min(names.find(' '), names.size());
    out.object().field("name", names.substr(0, end)).field("in", "query");
    out.key("schema").raw_json(R"({"type":"string"})").end();
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  if (route.method == http::Method::get && route.doc.response.find("\"next\"") != std::string_view::npos) {
    out.object().field("name", "after").field("in", "query").key("schema").raw_json(R"({"type":"string"})").end();
  }
  out.end();
}

void write_answers(json::Writer& out, const Route& route) {
  out.key("responses").object();
  out.key(std::to_string(route.doc.status)).object().field("description", route.doc.summary);
  if (!route.doc.response.empty()) {
    out.key("content").object().key("application/json").object().key("schema").raw_json(route.doc.response).end().end();
  }
  out.end();
  for (const int status : problems_of(route)) {
    out.key(std::to_string(status)).object().field("description", "a problem document");
    out.key("content").object().key("application/problem+json").object().key("schema");
    out.raw_json(R"({"$ref":"#/components/schemas/problem"})").end().end().end();
  }
  out.end();
}

void write_operation(json::Writer& out, const Route& route) {
  out.key(lower(http::method_name(route.method))).object().field("summary", route.doc.summary);
  if (route.act) {
    out.field("description", "Act: " + std::string(domain::act_name(*route.act)) +
                                 (domain::needs_step_up(*route.act) ? " (needs a step-up)" : ""));
    out.key("security").raw_json(R"([{"bearer":[]}])");
  }
  write_parameters(out, route);
  if (!route.doc.request.empty()) {
    out.key("requestBody").object().field("required", true);
    out.key("content").object().key("application/json").object().key("schema").raw_json(route.doc.request).end();
    if (route.body == BodyKind::file) {
      for (const auto media : {"text/csv", "application/xml"})
        out.key(media).object().key("schema").raw_json(R"({"type":"string"})").end();
    }
    out.end().end();
  }
  write_answers(out, route);
  out.end();
}

}  // namespace

std::string openapi(std::span<const Route> routes) {
  std::map<std::string_view, std::vector<const Route*>> paths;
  for (const auto& route : routes) {
    if (is_api(route.path)) paths[route.path].push_back(&route);
  }
  json::Writer out;
  out.object().field("openapi", "3.1.0");
  out.key("info").object().field("title", "Holdfast").field("version", "1").end();
  out.key("paths").object();
  for (const auto& [path, operations] : paths) {
    out.key(path).object();
    for (const auto* route : operations) write_operation(out, *route);
    out.end();
  }
  out.end();
  out.key("components").object().key("schemas").object().key("problem").raw_json(kProblemSchema).end();
  out.key("securitySchemes").raw_json(R"({"bearer":{"type":"http","scheme":"bearer"}})").end();
  out.end();
  return out.take();
}

}  // namespace holdfast::routes
