#include "gateway/routes/orders.h"

#include <algorithm>

#include "gateway/flows/orders.h"
#include "gateway/routes/local_days.h"
#include "gateway/routes/office.h"
#include "gateway/routes/schema.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::OrderId;
using domain::OrderKind;
using domain::OrderState;
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

// ---- API ----

constexpr std::string_view kNewSchema = R"json({"type":"object","additionalProperties":false,
  "required":["kind","offender_number","state"],"properties":{
  "kind":{"type":"string","enum":["emergency_protective","temporary_restraining","domestic_violence","civil_harassment",
  "criminal_protective","probation_stay_away","parole_condition","out_of_state","other"]},
  "offender_number":{"type":"string","pattern":"^[A-Z0-9-]{1,20}$"},
  "person":{"description":"absent or null: every person of this offender","type":["string","null"]},
  "conditions":{"type":"array","maxItems":9,"items":{"type":"string","pattern":"^0[1-9]$"}},
  "court":{"type":"string","maxLength":200},"number":{"type":"string","maxLength":80},
  "state":{"type":"string","enum":["requested","unserved","active","modified","expired","terminated","superseded","entered_in_error"]},
  "starts_on":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
  "ends_on":{"description":"the last day, included, in the agency's time zone","type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
  "permanent":{"type":"boolean"},"looked":{"type":"string","enum":["not_yet","bars","does_not_bar"]},
  "reason":{"type":"string","maxLength":1000}}})json";
constexpr std::string_view kVersionSchema =
    R"json({"type":"object","additionalProperties":false,"required":["state","reason"],"properties":{
  "conditions":{"type":"array","maxItems":9,"items":{"type":"string","pattern":"^0[1-9]$"}},
  "court":{"type":"string","maxLength":200},"number":{"type":"string","maxLength":80},
  "state":{"type":"string","enum":["requested","unserved","active","modified","expired","terminated","superseded","entered_in_error"]},
  "starts_on":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
  "ends_on":{"description":"the last day, included, in the agency's time zone","type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
  "permanent":{"type":"boolean"},"looked":{"type":"string","enum":["not_yet","bars","does_not_bar"]},
  "reason":{"type":"string","maxLength":1000}}})json";
constexpr std::string_view kEnteredSchema = R"json({"type":"object","additionalProperties":false,
  "required":["id","version","bars","recalled","tasks"],"properties":{"id":{"type":"string"},"version":{"type":"integer"},
  "bars":{"type":"boolean"},"recalled":{"type":"integer"},"tasks":{"type":"integer"}}})json";
constexpr std::string_view kOrderSchema = R"json({"type":"object","additionalProperties":false,
  "required":["id","version","kind","state","offender_number","offender_name","person","court","number","conditions","looked",
  "permanent","entered_at","entered_by","reason","in_force"],"properties":{"id":{"type":"string"},"version":{"type":"integer"},
  "kind":{"type":"string"},"state":{"type":"string"},"offender_number":{"type":"string"},"offender_name":{"type":"string"},
  "person":{"type":["string","null"]},"court":{"type":"string"},"number":{"type":"string"},
  "conditions":{"type":"array","items":{"type":"string"}},"looked":{"type":"string"},"starts_on":{"type":"string"},
  "ends_on":{"type":"string"},"permanent":{"type":"boolean"},"entered_at":{"type":"string"},"entered_by":{"type":"string"},
  "reason":{"type":"string"},"in_force":{"type":"boolean"},
  "bars":{"type":"object","additionalProperties":false,"required":["bar","lift"],"properties":{"bar":{"type":"string"},
  "why":{"type":"string"},"term":{"type":"string"},"since":{"type":"string"},"until":{"type":"string"},
  "lift":{"type":"string","enum":["its_end","the_court","a_person_looks","the_recipient"]}}}}})json";
constexpr std::string_view kListSchemaBegins =
    R"json({"type":"object","additionalProperties":false,"required":["orders"],
  "properties":{"orders":{"type":"array","items":)json";
constexpr std::string_view kListSchemaEnds = R"json(},"next":{"type":"string"}}})json";
constexpr std::string_view kListSchema = kJoined<kListSchemaBegins, kOrderSchema, kListSchemaEnds>;

void write_explanation(json::Writer& out, const domain::Explanation& bars) {
  out.key("bars").object().field("bar", bar_name(bars.bar)).field("why", why(bars.bar));
  if (bars.term) out.field("term", name_of(*bars.term));
  if (bars.since) out.field("since", time_text(*bars.since));
  if (bars.until) out.field("until", time_text(*bars.until));
  out.field("lift", name_of(bars.lift)).end();
}

std::string order_json(const ExplainedOrder& order) {
  const auto& row = order.row;
  json::Writer out;
  out.object()
      .field("id", row.root.text())
      .field("version", row.version)
      .field("kind", name_of(row.order.kind))
      .field("state", name_of(row.order.state))
      .field("offender_number", row.offender_number)
      .field("offender_name", row.offender_name);
  if (row.person) {
    out.field("person", row.person->text());
  } else {
    out.field("person", nullptr);
  }
  out.field("court", row.court).field("number", row.number);
  texts(out, "conditions", row.conditions);
  out.field("looked", name_of(row.looked));
  if (row.starts_on) out.field("starts_on", day_text(*row.starts_on));
  if (row.ends_on) out.field("ends_on", day_text(*row.ends_on));
  out.field("permanent", row.order.permanent)
      .field("entered_at", time_text(row.entered))
      .field("entered_by", row.entered_by)
      .field("reason", row.reason)
      .field("in_force", row.bars);
  if (order.bars) write_explanation(out, *order.bars);
  out.end();
  return out.take();
}

std::string etag_of_order(const ExplainedOrder& order) {
  return etag_of(order.row.root.text() + "/" + std::to_string(order.row.version));
}

// What an order and a new version of one have in common.
void read_order(json::Fields& fields, const json::Value& body, storage::NewOrder& order, bool reason_needed) {
  if (body.find("conditions") != nullptr) {
    order.conditions = fields.texts("conditions", {.max = 9}, {.min = 2, .max = 2});
    for (const auto& code : order.conditions) {
      if (domain::parse_condition(code) == domain::Condition::unknown) fields.refuse("conditions", "not a known value");
    }
  }
  order.court = fields.optional_text("court", {.max = 200}).value_or("");
  order.number = fields.optional_text("number", {.max = 80}).value_or("");
  order.state = fields.as<OrderState>("state", domain::parse_name<OrderState>);
  order.starts_on = fields.optional_as<storage::Day>("starts_on", parse_day, "no such day");
  order.ends_on = fields.optional_as<storage::Day>("ends_on", parse_day, "no such day");
  order.permanent = fields.optional_boolean("permanent").value_or(false);
  order.looked = fields.optional_as<domain::Looked>("looked", domain::parse_name<domain::Looked>)
                     .value_or(domain::Looked::not_yet);
  const json::TextRule rule{.min = reason_needed ? 1U : 0U, .max = 1000, .controls = json::Controls::line_breaks};
  order.reason = reason_needed ? fields.text("reason", rule) : fields.optional_text("reason", rule).value_or("");
}

http::Response entered_answer(const storage::EnteredOrder& entered, const OrderId& root) {
  json::Writer out;
  out.object()
      .field("id", root.text())
      .field("version", entered.version)
      .field("bars", entered.bars)
      .field("recalled", entered.recalled)
      .field("tasks", entered.tasks)
      .end();
  auto answer = http::json(201, out.take());
  answer.header("location", "/api/v1/orders/" + root.text());
  return answer;
}

Answer api_list(Context& context) {
  const auto found = list(context);
  if (!found) return std::unexpected(found.error());
  return list_answer("orders", *found, order_json);
}

Answer api_order(Context& context) {
  const auto id = context.params.id<OrderId>("order");
  if (!id) return std::unexpected(id.error());
  const auto found = flows::order(context.worker, context.principal(), context.app.profile.time_zone, *id);
  if (!found) return std::unexpected(found.error());
  auto answer = http::json(200, order_json(*found));
  answer.header("etag", etag_of_order(*found));
  return answer;
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
  read_order(fields, *body, order, false);
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  const auto entered = flows::enter_order(context.worker, context.principal(), context.app.profile.time_zone, order);
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
  read_order(fields, *body, order, true);
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  if (auto same = check_if_match(context.request, etag_of_order(*newest)); !same) return std::unexpected(same.error());
  const auto entered = flows::enter_version(context.worker, context.principal(), zone, *id, newest->row.version, order);
  if (!entered) return std::unexpected(entered.error());
  return entered_answer(*entered, newest->row.root);
}

// ---- pages ----

pages::OrdersView::Row row_view(const Context& context, const ExplainedOrder& order) {
  const auto& row = order.row;
  pages::OrdersView::Row view;
  view.id = row.root.text();
  view.kind = name_of(row.order.kind);
  view.state = name_of(row.order.state);
  view.court = row.court;
  view.number = row.number;
  view.offender_number = row.offender_number;
  view.offender_name = row.offender_name;
  if (row.person) view.person = context.app.pages.text(frame(context).lang, "relation." + row.person_kind);
  view.starts_on = row.starts_on;
  view.ends_on = row.ends_on;
  view.permanent = row.order.permanent;
  view.conditions = row.conditions;
  view.in_force = row.bars;
  return view;
}

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
  view.court = context.field("court");
  view.number = context.field("number");
  view.state = context.field("state");
  view.starts_on = context.field("starts_on");
  view.ends_on = context.field("ends_on");
  view.permanent = context.field("permanent") == "yes";
  for (const auto code : context.form.all("conditions")) view.conditions.emplace_back(code);
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

template <class E>
void read_choice(std::vector<pages::FieldError>& errors, const std::string& field, std::string_view sent, E& into) {
  const auto known = domain::parse_name<E>(sent);
  if (!known) errors.push_back({field, sent.empty() ? pages::Fault::missing : pages::Fault::not_offered});
  into = known.value_or(E{});
}

void read_date(std::vector<pages::FieldError>& errors, const std::string& field, const std::string& sent,
               std::optional<storage::Day>& into) {
  if (sent.empty()) return;
  into = parse_day(sent);
  if (!into) errors.push_back({field, pages::Fault::bad_date});
}

std::vector<pages::FieldError> read_form(const pages::NewOrderView& form, storage::NewOrder& order) {
  using pages::Fault;
  std::vector<pages::FieldError> errors;
  order.offender_number = form.offender_number;
  if (!is_number(form.offender_number)) errors.push_back({"offender_number", Fault::bad_format});
  if (!form.person.empty()) {
    order.person = PersonId::parse(form.person);
    if (!order.person) errors.push_back({"person", Fault::not_offered});
  }
  read_choice(errors, "kind", form.kind, order.kind);
  read_choice(errors, "state", form.state, order.state);
  if (order.kind == OrderKind::stop_contact) errors.push_back({"kind", Fault::not_offered});
  order.court = form.court;
  order.number = form.number;
  if (form.court.size() > 800) errors.push_back({"court", Fault::too_long});
  if (form.number.size() > 320) errors.push_back({"number", Fault::too_long});
  read_date(errors, "starts_on", form.starts_on, order.starts_on);
  read_date(errors, "ends_on", form.ends_on, order.ends_on);
  order.permanent = form.permanent;
  order.conditions = form.conditions;
  for (const auto& code : form.conditions) {
    if (domain::parse_condition(code) == domain::Condition::unknown)
      errors.push_back({"conditions", Fault::not_offered});
  }
  return errors;
}

Answer enter_page(Context& context) {
  auto view = form_view(context);
  storage::NewOrder order;
  auto errors = read_form(view, order);
  if (errors.empty()) {
    const auto entered = flows::enter_order(context.worker, context.principal(), context.app.profile.time_zone, order);
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
    {.path = "/api/v1/orders/{order}",
     .act = Act::order_list,
     .handle = api_order,
     .doc = {"One order", "", kOrderSchema, 200, "404"}},
    {.method = Method::post,
     .path = "/api/v1/orders/{order}/versions",
     .act = Act::order_enter,
     .body = BodyKind::json,
     .limit = kOfficeForm,
     .handle = api_version,
     .doc = {"Enter a new version of an order; one that bars less is refused to one person alone", kVersionSchema,
             kEnteredSchema, 201, "403 404 409 412 422 428"}},
};

}  // namespace

std::span<const Route> orders_routes() { return kRoutes; }

}  // namespace holdfast::routes
