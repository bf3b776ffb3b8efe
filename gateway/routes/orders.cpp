#include "gateway/routes/orders.h"

#include <algorithm>

#include "gateway/flows/orders.h"
#include "gateway/routes/local_days.h"
#include "gateway/routes/order_fields.h"
#include "gateway/routes/schema.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::OrderId;
using domain::OrderKind;
using domain::PersonId;
using domain::Problem;
using domain::Result;
using flows::ExplainedOrder;
using http::Method;

constexpr std::string_view kList = "orders";

auto list(Context& context) {
  return listed(
      context, kList,
      [&](std::int64_t place, int limit) {
        return flows::orders(context.worker, context.principal(), context.app.profile.time_zone, place, limit);
      },
      [](const ExplainedOrder& order) { return order.row.place; });
}

// An offender's number as intake takes it.
bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 20 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::optional<std::string> parse_number(std::string_view text) {
  return is_number(text) ? std::optional<std::string>{text} : std::nullopt;
}

// As the schema takes it: "PC 136.2", "Fam. Code 6320".
std::optional<std::string> parse_statute(std::string_view text) {
  constexpr std::string_view kBetween = " .()/-";
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  const auto fits = [&](char c) { return letter(c) || kBetween.find(c) != std::string_view::npos; };
  if (text.empty() || text.size() > 40 || !letter(text.front()) || !std::ranges::all_of(text, fits))
    return std::nullopt;
  return std::string(text);
}

// ---- API ----

constexpr std::string_view kNewSchema = R"json({"type":"object","additionalProperties":false,
  "required":["kind","offender_number","state"],"properties":{
  "kind":{"type":"string","enum":["emergency_protective","temporary_restraining","domestic_violence","civil_harassment",
  "elder_abuse","workplace_violence","juvenile","criminal_protective","probation_stay_away","parole_condition","out_of_state",
  "tribal","agency_hold","other"]},
  "paper":{"description":"the id of another order that the same court paper names; absent: a paper of its own","type":"string"},
  "statute":{"description":"for example PC 136.2","type":"string","pattern":"^[A-Za-z0-9][A-Za-z0-9 .()/-]{0,39}$"},
  "zone":{"description":"the court's time zone, for example America/Denver; absent: the agency's","type":"string","maxLength":40},
  "offender_number":{"type":"string","pattern":"^[A-Z0-9-]{1,20}$"},
  "person":{"description":"absent or null: every person of this offender","type":["string","null"]},
  "conditions":{"type":"array","maxItems":13,"items":{"type":"string","enum":["01","02","03","04","05","06","07","08","09",
  "direct_contact","third_party","stay_away","peaceful_contact"]}},
  "exceptions":{"description":"channels let through for a while; one more than stands already takes two people (loosening)",
  "type":"array","maxItems":9,"items":{"type":"object","additionalProperties":false,"required":["channel","from","until"],
  "properties":{"channel":{"type":"string","enum":["accountability_letter","approved_contact","dialogue_preparation"]},
  "from":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
  "until":{"description":"the last day, included","type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}}},
  "text":{"description":"what it says beyond its codes: the purpose of peaceful contact, the household","type":"string","maxLength":2000},
  "court":{"type":"string","maxLength":200},"number":{"type":"string","maxLength":80},
  "state":{"type":"string","enum":["requested","unserved","active","modified","expired","terminated","superseded","entered_in_error"]},
  "starts_on":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
  "ends_on":{"description":"the last day, included, in the court's time zone","type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
  "permanent":{"type":"boolean"},"looked":{"type":"string","enum":["not_yet","bars","does_not_bar"]},
  "reason":{"type":"string","maxLength":1000}}})json";
constexpr std::string_view kVersionSchema =
    R"json({"type":"object","additionalProperties":false,"required":["state","reason"],"properties":{
  "conditions":{"type":"array","maxItems":13,"items":{"type":"string","enum":["01","02","03","04","05","06","07","08","09",
  "direct_contact","third_party","stay_away","peaceful_contact"]}},
  "exceptions":{"description":"channels let through for a while; one more than stands already takes two people (loosening)",
  "type":"array","maxItems":9,"items":{"type":"object","additionalProperties":false,"required":["channel","from","until"],
  "properties":{"channel":{"type":"string","enum":["accountability_letter","approved_contact","dialogue_preparation"]},
  "from":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
  "until":{"description":"the last day, included","type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}}}},
  "text":{"description":"what it says beyond its codes: the purpose of peaceful contact, the household","type":"string","maxLength":2000},
  "court":{"type":"string","maxLength":200},"number":{"type":"string","maxLength":80},
  "state":{"type":"string","enum":["requested","unserved","active","modified","expired","terminated","superseded","entered_in_error"]},
  "starts_on":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
  "ends_on":{"description":"the last day, included, in the court's time zone","type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
  "permanent":{"type":"boolean"},"looked":{"type":"string","enum":["not_yet","bars","does_not_bar"]},
  "reason":{"type":"string","maxLength":1000}}})json";
constexpr std::string_view kEnteredSchema = R"json({"type":"object","additionalProperties":false,
  "required":["id","version","bars","recalled","tasks"],"properties":{"id":{"type":"string"},"version":{"type":"integer"},
  "bars":{"type":"boolean"},"recalled":{"type":"integer"},"tasks":{"type":"integer"}}})json";
constexpr std::string_view kOrderSchema = R"json({"type":"object","additionalProperties":false,
  "required":["id","paper","version","kind","state","offender_number","offender_name","person","conditions","exceptions","looked",
  "permanent","entered_at","entered_by","in_force"],"properties":{"id":{"type":"string"},"version":{"type":"integer"},
  "paper":{"type":"string"},"statute":{"type":"string"},"zone":{"type":"string"},
  "kind":{"type":"string"},"state":{"type":"string"},"offender_number":{"type":"string"},"offender_name":{"type":"string"},
  "person":{"type":["string","null"]},"conditions":{"type":"array","items":{"type":"string"}},
  "exceptions":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["channel","from","until"],
  "properties":{"channel":{"type":"string"},"from":{"type":"string"},"until":{"type":"string"}}}},"looked":{"type":"string"},"starts_on":{"type":"string"},
  "ends_on":{"type":"string"},"permanent":{"type":"boolean"},"entered_at":{"type":"string"},"entered_by":{"type":"string"},
  "in_force":{"type":"boolean"},"loosening_asked_at":{"type":"string"},
  "bars":{"type":"object","additionalProperties":false,"required":["bar","lift"],"properties":{"bar":{"type":"string"},
  "why":{"type":"string"},"term":{"type":"string"},"since":{"type":"string"},"until":{"type":"string"},
  "lift":{"type":"string","enum":["its_end","the_court","a_person_looks","the_recipient"]}}}}})json";
constexpr std::string_view kListSchemaBegins =
    R"json({"type":"object","additionalProperties":false,"required":["orders"],
  "properties":{"orders":{"type":"array","items":)json";
constexpr std::string_view kListSchemaEnds = R"json(},"next":{"type":"string"}}})json";
constexpr std::string_view kListSchema = kJoined<kListSchemaBegins, kOrderSchema, kListSchemaEnds>;

std::string order_json(const ExplainedOrder& order) {
  json::Writer out;
  out.object();
  write_order(out, order);
  out.end();
  return out.take();
}

Answer api_list(Context& context) {
  const auto found = list(context);
  if (!found) return std::unexpected(found.error());
  return list_answer("orders", *found, order_json);
}

Answer api_enter(Context& context) {
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  storage::NewOrder order;
  order.kind = fields.as<OrderKind>("kind", domain::parse_name<OrderKind>);
  if (fields.ok() && order.kind == OrderKind::stop_contact) fields.refuse("kind", "a request of the recipient's own");
  order.offender_number = fields.as<std::string>("offender_number", parse_number, "an offender's number");
  order.person = fields.optional_as<PersonId>("person", PersonId::parse);
  order.paper = fields.optional_as<OrderId>("paper", OrderId::parse);
  order.statute =
      fields.optional_as<std::string>("statute", parse_statute, "no statute; for example PC 136.2").value_or("");
  order.zone = fields.optional_text("zone", {.min = 1, .max = 40}).value_or("");
  flows::OrderNote note;
  read_version(fields, *body, order, note, false);
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  const auto entered =
      flows::enter_order(context.worker, context.principal(), context.app.profile.time_zone, order, note);
  if (!entered) return std::unexpected(entered.error());
  return entered_answer(*entered, entered->id);
}

Answer api_version(Context& context) {
  const auto id = context.params.id<OrderId>("order");
  if (!id) return std::unexpected(id.error());
  const auto& zone = context.app.profile.time_zone;
  const auto newest = flows::order(context.worker, context.principal(), zone, *id);
  if (!newest) return std::unexpected(newest.error());
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  storage::NewOrder order;
  flows::OrderNote note;
  read_version(fields, *body, order, note, true);
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  if (auto same = check_if_match(context.request, etag_of_order(newest->row)); !same)
    return std::unexpected(same.error());
  const auto entered =
      flows::enter_version(context.worker, context.principal(), zone, *id, newest->row.version, order, note);
  if (!entered) return std::unexpected(entered.error());
  return entered_answer(*entered, newest->row.root);
}

// ---- pages ----

Answer list_page(Context& context) {
  auto found = list(context);
  if (!found) return std::unexpected(found.error());
  pages::OrdersView view{{}, std::move(found->next)};
  for (const auto& order : found->rows) view.orders.push_back(row_view(context, order));
  return page(context, view);
}

pages::NewOrderView form_view(const Context& context) {
  pages::NewOrderView view;
  view.offender_number = context.field("offender_number");
  view.kind = context.field("kind");
  view.person = context.field("person");
  view.statute = context.field("statute");
  keep_terms(context, view);
  return view;
}

// The offender's name and the protected persons; somebody of a new number is entered under the number alone.
Result<void> add_subjects(Context& context, pages::NewOrderView& view) {
  const auto subjects = flows::order_subjects(context.worker, context.principal(), view.offender_number);
  if (!subjects) return std::unexpected(subjects.error());
  view.offender_name = subjects->offender.value_or("");
  if (view.offender_name.empty()) view.offender_name = view.offender_number;
  for (const auto& person : subjects->persons) {
    view.persons.push_back({person.row.person.text(), person.name, person.row.kind, person.row.case_number});
  }
  return {};
}

Answer new_page(Context& context) { return page(context, pages::NewOrderView{}); }

Answer look_up_page(Context& context) {
  auto view = form_view(context);
  if (!is_number(view.offender_number)) {
    return page_again(
        context, view,
        {{"offender_number", view.offender_number.empty() ? pages::Fault::missing : pages::Fault::bad_format}});
  }
  if (auto found = add_subjects(context, view); !found) return std::unexpected(found.error());
  return page(context, view);
}

std::vector<pages::FieldError> read_form(const Context& context, const pages::NewOrderView& form,
                                         storage::NewOrder& order, flows::OrderNote& note) {
  using pages::Fault;
  std::vector<pages::FieldError> errors;
  order.offender_number = form.offender_number;
  if (!is_number(form.offender_number)) errors.push_back({"offender_number", Fault::bad_format});
  if (!form.person.empty()) {
    order.person = PersonId::parse(form.person);
    if (!order.person) errors.push_back({"person", Fault::not_offered});
  }
  read_code(errors, "kind", form.kind, order.kind);
  if (order.kind == OrderKind::stop_contact) errors.push_back({"kind", Fault::not_offered});
  order.statute = form.statute;
  if (!form.statute.empty() && !parse_statute(form.statute)) errors.push_back({"statute", Fault::bad_format});
  read_terms(context, errors, order, note);
  return errors;
}

Answer enter_page(Context& context) {
  auto view = form_view(context);
  storage::NewOrder order;
  flows::OrderNote note;
  auto errors = read_form(context, view, order, note);
  if (errors.empty()) {
    const auto entered =
        flows::enter_order(context.worker, context.principal(), context.app.profile.time_zone, order, note);
    if (entered) return see_other("/office/orders", pages::Flash::order_recorded);
    if (entered.error().problem != Problem::invalid_field) return std::unexpected(entered.error());
    errors.push_back({entered.error().field,
                      entered.error().field == "person" ? pages::Fault::not_known : pages::Fault::before_start});
  }
  if (is_number(view.offender_number)) {
    if (auto found = add_subjects(context, view); !found) return std::unexpected(found.error());
  }
  return page_again(context, view, std::move(errors));
}

constexpr Route kRoutes[] = {
    {.path = "/office/orders", .act = Act::order_list, .handle = list_page},
    {.path = "/office/orders/new", .act = Act::order_enter, .handle = new_page},
    {.method = Method::post,
     .path = "/office/orders/new",
     .act = Act::order_enter,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = look_up_page},
    {.method = Method::post,
     .path = "/office/orders",
     .act = Act::order_enter,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = enter_page},
    {.path = "/api/v1/orders",
     .act = Act::order_list,
     .handle = api_list,
     .doc = {"Orders, each in its newest version, with what it bars now and what would lift it", "", kListSchema, 200,
             "422"}},
    {.method = Method::post,
     .path = "/api/v1/orders",
     .act = Act::order_enter,
     .body = BodyKind::json,
     .limit = kOfficeForm,
     .handle = api_enter,
     .doc = {"Enter an order; what is in flight under it is recalled", kNewSchema, kEnteredSchema, 201, "404 422"}},
    {.method = Method::post,
     .path = "/api/v1/orders/{order}/versions",
     .act = Act::order_enter,
     .body = BodyKind::json,
     .limit = kOfficeForm,
     .handle = api_version,
     .doc = {"Enter a new version of an order; one that bars less is refused: ask for it (loosening)", kVersionSchema,
             kEnteredSchema, 201, "403 404 409 412 422 428"}},
};

}  // namespace

std::span<const Route> orders_routes() { return kRoutes; }

}  // namespace holdfast::routes
