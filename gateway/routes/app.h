// What every handler may use: built once by `holdfast serve`, shared, outliving every request.
#pragma once

#include <memory>
#include <string>

#include "gateway/config/config.h"
#include "gateway/flows/rules_in_force.h"
#include "gateway/http/rate_limit.h"
#include "gateway/pages/pages.h"
#include "gateway/routes/router.h"
#include "storage/postgres/lane.h"

namespace holdfast::flows {
class Intake;
struct AdviceTally;
class Registry;
}  // namespace holdfast::flows

namespace holdfast::routes {

struct App {
  const config::Config& config;
  const config::Profile& profile;
  const storage::Here& here;
  const pages::Pages& pages;
  flows::RulesInForce& rules;
  const sealing::HashKey& local_key;  // keys/gateway: cursors, CSRF, token and login hashes, second factors at rest
  flows::Intake* intake = nullptr;
  const flows::AdviceTally* advice = nullptr;  // where there is an adviser
  const flows::Registry* registry = nullptr;   // in memory; null: nobody is looked for
};

// ---- for handlers ----

// The frame of the page that answers this request: language, CSRF, who is signed in, the flash of ?done=.
pages::Frame frame(const Context& context);
http::Response page(std::string html, int status = 200);
// 303 to one of our own paths, with what just happened said once on the next page.
http::Response see_other(std::string_view path, std::optional<pages::Flash> flash = std::nullopt);
// A form that was refused: 422 with the page again, its errors in the frame.
template <class View>
http::Response page_again(const Context& context, const View& view, std::vector<pages::FieldError> errors) {
  auto framed = frame(context);
  framed.errors = std::move(errors);
  return page(context.app.pages.render(framed, view), 422);
}
template <class View>
http::Response page(const Context& context, const View& view) {
  return page(context.app.pages.render(frame(context), view));
}
// The page after an act that leads nowhere else: what it shows is not there for a GET.
template <class View>
http::Response page_after(const Context& context, const View& view, pages::Flash done) {
  auto framed = frame(context);
  framed.flash = done;
  return page(context.app.pages.render(framed, view));
}

// What an institution reads of a ticket, whatever it began with; shown to a recipient before their report is shared.
std::string ticket_words(const App& app, std::string_view language, const std::string& offender_name,
                         const std::string& offender_number, const std::string& category);

// Cursors: a row's place sealed with the list it belongs to, so that nothing inside shows and none can be made up.
std::string seal_cursor(const App& app, std::string_view list, std::int64_t place);
// invalid_field "after" for one that is not ours or of another list; 0 where there is none.
domain::Result<std::int64_t> open_cursor(const App& app, std::string_view list, std::string_view cursor);

// "2026-11-22T08:15:30.042Z": how the API writes times.
std::string time_text(domain::Time time);

// A strong ETag of an API resource whose representation is `json`.
std::string etag_of(std::string_view json);
// precondition_required without If-Match, precondition_failed where it is not `etag`.
domain::Result<void> check_if_match(const http::Request& request, std::string_view etag);

}  // namespace holdfast::routes
