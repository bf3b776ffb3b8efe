// The way from a request to its handler. A table of routes says for each path who may come in, on which lane it is
// worked, what body it takes and, for the API, what the OpenAPI document says of it. The router does what is the same
// for all: limits, sign-in, permission, step-up, CSRF, language, problem documents and error pages. A handler parses
// its own fields, calls one flow, renders.
//
// Handlers run on a lane's thread with that thread's worker; they may block on the database and the keeper.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/domain/permissions.h"
#include "gateway/domain/result.h"
#include "gateway/http/message.h"
#include "storage/postgres/here.h"
#include "storage/postgres/principal.h"

namespace holdfast::routes {

struct App;  // app.h
struct DirectContext;

enum class LaneName : std::uint8_t { recipients, staff, background, rules };
enum class BodyKind : std::uint8_t {
  none,
  form,  // application/x-www-form-urlencoded, or multipart/form-data where a file may come
  json,
  file,  // text/csv, application/json, application/xml: a file as it is
};

struct Params {  // what the path's {names} stood for
  std::vector<std::pair<std::string_view, std::string>> values;
  const std::string& at(std::string_view name) const;
  template <class Id>
  domain::Result<Id> id(std::string_view name) const {  // an id that is none is an id of nothing
    const auto parsed = Id::parse(at(name));
    if (!parsed) return domain::fail(domain::Problem::not_found, "there is nothing here");
    return *parsed;
  }
};

struct Context {
  App& app;
  storage::Worker& worker;
  const http::Request& request;
  const Params& params;
  std::optional<storage::Principal> who;                   // always there where the route has an act
  std::string language;                                    // "en", "es"
  http::Pairs form;                                        // the fields of a form body
  std::vector<std::pair<std::string, std::string>> files;  // of a multipart body: field, bytes
  std::string csrf;                                        // for the forms of the page that is answered

  const storage::Principal& principal() const {
    if (!who) throw std::logic_error("a route without an act asked who is there");
    return *who;
  }
  std::string_view field(std::string_view name) const { return form.first(name).value_or(std::string_view{}); }
};

// Errors a handler returns become a problem document (API) or an error page.
using Answer = domain::Result<http::Response>;
using Handle = Answer (*)(Context&);

using Direct = void (*)(DirectContext&, http::Request&&, http::Responder);

// What the OpenAPI document says of an API route. Schemas are JSON texts: {"type":"object",...}. Every answer that the
// router itself can give (400, 401, 403, 413, 415, 429, 500, 503 and so on) is added by the document's writer.
struct Doc {
  std::string_view summary;
  std::string_view request{};   // schema of the JSON body; empty: none
  std::string_view response{};  // schema of the 2xx body; empty: none
  int status = 200;             // the 2xx it answers
  std::string_view problems{};  // more statuses of its own: "404 409"
  std::string_view query{};     // names of parameters: "dry_run feed"
};

struct Route {
  http::Method method = http::Method::get;
  std::string_view path;             // "/office/review/{version}/open"
  std::optional<domain::Act> act{};  // none: for everybody, signed in or not
  LaneName lane = LaneName::staff;
  BodyKind body = BodyKind::none;
  std::size_t limit = 0;  // bytes of body
  Handle handle = nullptr;
  Doc doc{};  // API routes only
  // Instead of `handle`: answers on the I/O thread, or hands on to a queue of its own that checks the session itself.
  Direct direct = nullptr;
};

// API routes have paths that begin with /api/. They are signed in by `Authorization: Bearer`, pages by a cookie.
inline bool is_api(std::string_view path) { return path.starts_with("/api/"); }

}  // namespace holdfast::routes
