// Router: matches requests to the table of routes and does for each what is the same for all.
#pragma once

#include <memory>
#include <vector>

#include "gateway/http/message.h"
#include "gateway/http/rate_limit.h"
#include "gateway/routes/app.h"

namespace holdfast::flows {
class Intake;
}

namespace holdfast::routes {

struct Lanes {
  storage::Lane& recipients;
  storage::Lane& staff;
  storage::Lane& background;
  storage::Lane& rules;  // compiling a new set of rules takes a second, and nobody waits behind it
  storage::Lane& of(LaneName name) const;
};

// All routes of the program, in the order in which the OpenAPI document lists them.
std::vector<Route> all_routes();

// Thread-safe; `app`, `lanes` and `intake` outlive it.
class Router {
 public:
  Router(App& app, Lanes lanes, flows::Intake& intake, std::vector<Route> routes);
  ~Router();

  // For http::ServerOptions: before the body, and with it.
  http::BodyPolicy admit(const http::RequestHead& head);
  void handle(http::Request request, http::Responder respond);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast::routes
