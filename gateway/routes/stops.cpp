#include "gateway/routes/stops.h"

#include "gateway/flows/registrations.h"
#include "gateway/flows/stop_contact.h"
#include "gateway/routes/order_fields.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::PersonId;
using domain::Said;
using http::Method;

constexpr std::size_t kMostIdentity = 4000;  // bytes

// Signed in, a person says it themselves.
std::optional<Said> parse_said(std::string_view text) {
  const auto said = domain::parse_name<Said>(text);
  return said == Said::signed_in ? std::nullopt : said;
}

// ---- API ----

constexpr std::string_view kStop = R"json({"type":"object","additionalProperties":false,"required":["said","identity"],
  "properties":{"said":{"type":"string","enum":["telephone","by_post","in_person"]},
  "identity":{"description":"how you made sure who it was","type":"string","minLength":1,"maxLength":1000}}})json";
constexpr std::string_view kStopped = R"json({"type":"object","additionalProperties":false,
  "required":["id","version","bars","recalled","tasks"],"properties":{"id":{"type":"string"},"version":{"type":"integer"},
  "bars":{"type":"boolean"},"recalled":{"type":"integer"},"tasks":{"type":"integer"}}})json";

Answer api_stop(Context& context) {
  const auto id = context.params.id<PersonId>("person");
  if (!id) return std::unexpected(id.error());
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  const auto said = fields.as<Said>("said", parse_said);
  const auto identity = fields.text("identity", {.min = 1, .max = 1000, .controls = json::Controls::line_breaks});
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  const auto stopped = flows::record_stop(context.worker, context.principal(), *id, said, identity);
  if (!stopped) return std::unexpected(stopped.error());
  return entered_answer(*stopped, stopped->id);
}

// ---- pages ----

Answer stop_page(Context& context) {
  const auto id = context.params.id<PersonId>("person");
  if (!id) return std::unexpected(id.error());
  if (auto there = flows::registration(context.worker, context.principal(), *id); !there)
    return std::unexpected(there.error());
  return page(context, pages::StopForView{id->text(), "", ""});
}

Answer record_page(Context& context) {
  using pages::Fault;
  const auto id = context.params.id<PersonId>("person");
  if (!id) return std::unexpected(id.error());
  if (auto there = flows::registration(context.worker, context.principal(), *id); !there)
    return std::unexpected(there.error());
  pages::StopForView view{id->text(), std::string(context.field("said")), std::string(context.field("identity"))};
  std::vector<pages::FieldError> errors;
  const auto said = parse_said(view.said);
  if (!said) errors.push_back({"said", view.said.empty() ? Fault::missing : Fault::not_offered});
  if (view.identity.empty()) errors.push_back({"identity", Fault::missing});
  if (view.identity.size() > kMostIdentity) errors.push_back({"identity", Fault::too_long});
  if (!errors.empty()) return page_again(context, view, std::move(errors));
  const auto stopped = flows::record_stop(context.worker, context.principal(), *id, *said, view.identity);
  if (!stopped) return std::unexpected(stopped.error());
  return see_other("/office/registrations/" + id->text(), pages::Flash::stop_recorded);
}

constexpr Route kRoutes[] = {
    {.path = "/office/registrations/{person}/stop", .act = Act::order_enter, .handle = stop_page},
    {.method = Method::post,
     .path = "/office/registrations/{person}/stop",
     .act = Act::order_enter,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = record_page},
    {.method = Method::post,
     .path = "/api/v1/registrations/{person}/stop",
     .act = Act::order_enter,
     .body = BodyKind::json,
     .limit = kOfficeForm,
     .handle = api_stop,
     .doc = {"Stop contact for somebody who said so by telephone, by post or in person; it holds from this instant",
             kStop, kStopped, 201, "404 409 422"}},
};

}  // namespace

std::span<const Route> stops_routes() { return kRoutes; }

}  // namespace holdfast::routes
