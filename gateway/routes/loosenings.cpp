#include "gateway/routes/loosenings.h"

#include <charconv>

#include "gateway/flows/loosen.h"
#include "gateway/routes/local_days.h"
#include "gateway/routes/order_fields.h"
#include "gateway/routes/schema.h"
#include "gateway/routes/second.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::OrderId;
using domain::Problem;
using domain::Result;
using flows::OpenedOrder;
using http::Method;
using storage::LooseningId;

constexpr std::size_t kMostReason = 4000;  // bytes

const std::string& zone_of(const Context& context) { return context.app.profile.time_zone; }

bool may(const Context& context, Act act) { return domain::may(context.principal().role, act); }

// By this person: who asked does not answer themselves.
bool may_confirm(const storage::Loosening& asked) { return domain::two_different_people(asked.signed_by); }

// ---- API ----

constexpr std::string_view kChange = R"json({"type":"object","additionalProperties":false,
  "required":["state","reason"],"properties":{
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
  "reason":{"type":"string","minLength":1,"maxLength":1000}}})json";
constexpr std::string_view kAsked = R"json({"type":"object","additionalProperties":false,
  "required":["id","state","asked_at"],"properties":{"id":{"type":"string"},"state":{"type":"string","enum":["waiting"]},
  "asked_at":{"type":"string"}}})json";
constexpr std::string_view kEntered = R"json({"type":"object","additionalProperties":false,
  "required":["id","version","bars","recalled","tasks"],"properties":{"id":{"type":"string"},"version":{"type":"integer"},
  "bars":{"type":"boolean"},"recalled":{"type":"integer"},"tasks":{"type":"integer"}}})json";
constexpr std::string_view kOpened = R"json({"type":"object","additionalProperties":false,
  "required":["id","paper","version","kind","state","offender_number","offender_name","person","court","number","conditions",
  "exceptions","looked","permanent","entered_at","entered_by","reason","text","in_force"],"properties":{"id":{"type":"string"},
  "version":{"type":"integer"},"paper":{"type":"string"},"statute":{"type":"string"},"zone":{"type":"string"},"text":{"type":"string"},
  "kind":{"type":"string"},"state":{"type":"string"},"offender_number":{"type":"string"},"offender_name":{"type":"string"},
  "person":{"type":["string","null"]},"court":{"type":"string"},"number":{"type":"string"},
  "conditions":{"type":"array","items":{"type":"string"}},
  "exceptions":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["channel","from","until"],
  "properties":{"channel":{"type":"string"},"from":{"type":"string"},"until":{"type":"string"}}}},"looked":{"type":"string"},"starts_on":{"type":"string"},
  "ends_on":{"type":"string"},"permanent":{"type":"boolean"},"entered_at":{"type":"string"},"entered_by":{"type":"string"},
  "reason":{"type":"string"},"in_force":{"type":"boolean"},"loosening_asked_at":{"type":"string"},
  "bars":{"type":"object","additionalProperties":false,"required":["bar","lift"],"properties":{"bar":{"type":"string"},
  "why":{"type":"string"},"term":{"type":"string"},"since":{"type":"string"},"until":{"type":"string"},
  "lift":{"type":"string","enum":["its_end","the_court","a_person_looks","the_recipient"]}}},
  "loosening":{"type":"object","additionalProperties":false,"required":["id","state","conditions","exceptions","looked","permanent",
  "court","number","reason","text","asked_by","asked_at","may_confirm"],"properties":{"text":{"type":"string"},"id":{"type":"string"},"state":{"type":"string"},
  "conditions":{"type":"array","items":{"type":"string"}},
  "exceptions":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["channel","from","until"],
  "properties":{"channel":{"type":"string"},"from":{"type":"string"},"until":{"type":"string"}}}},"looked":{"type":"string"},"starts_on":{"type":"string"},
  "ends_on":{"type":"string"},"permanent":{"type":"boolean"},"court":{"type":"string"},"number":{"type":"string"},
  "reason":{"type":"string"},"asked_by":{"type":"string"},"asked_at":{"type":"string"},"may_confirm":{"type":"boolean"}}}}})json";

void write_note(json::Writer& out, const flows::OrderNote& note) {
  out.field("court", note.court).field("number", note.number).field("reason", note.reason).field("text", note.text);
}

void write_loosening(json::Writer& out, const storage::Loosening& asked, const flows::OrderNote& note) {
  out.key("loosening").object().field("id", asked.id.text()).field("state", name_of(asked.state));
  texts(out, "conditions", asked.conditions);
  write_exceptions(out, asked.exceptions);
  out.field("looked", name_of(asked.looked));
  if (asked.starts_on) out.field("starts_on", day_text(*asked.starts_on));
  if (asked.ends_on) out.field("ends_on", day_text(*asked.ends_on));
  out.field("permanent", asked.permanent);
  write_note(out, note);
  out.field("asked_by", asked.asked_by)
      .field("asked_at", time_text(asked.asked))
      .field("may_confirm", may_confirm(asked))
      .end();
}

Answer api_order(Context& context) {
  const auto id = context.params.id<OrderId>("order");
  if (!id) return std::unexpected(id.error());
  const auto opened = flows::open_order(context.worker, context.principal(), zone_of(context), *id);
  if (!opened) return std::unexpected(opened.error());
  json::Writer out;
  out.object();
  write_order(out, opened->order);
  write_note(out, opened->note);
  if (const auto& loosening = opened->loosening) write_loosening(out, *loosening, opened->loosening_note);
  out.end();
  auto answer = http::json(200, out.take());
  answer.header("etag", etag_of_order(opened->order.row));
  return answer;
}

// The order as it was seen: its ETag still stands.
Result<storage::OrderRow> as_seen(Context& context) {
  const auto id = context.params.id<OrderId>("order");
  if (!id) return std::unexpected(id.error());
  auto found = flows::order(context.worker, context.principal(), zone_of(context), *id);
  if (!found) return std::unexpected(found.error());
  if (auto same = check_if_match(context.request, etag_of_order(found->row)); !same)
    return std::unexpected(same.error());
  return std::move(found->row);
}

Answer api_ask(Context& context) {
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  storage::NewOrder order;
  flows::OrderNote note;
  read_version(fields, *body, order, note, true);
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  const auto seen = as_seen(context);
  if (!seen) return std::unexpected(seen.error());
  const auto asked = flows::ask_loosening(context.worker, context.principal(), zone_of(context), seen->root,
                                          seen->version, order, note);
  if (!asked) return std::unexpected(asked.error());
  json::Writer out;
  out.object().field("id", asked->id.text()).field("state", "waiting").field("asked_at", time_text(asked->asked)).end();
  auto answer = http::json(201, out.take());
  answer.header("location", "/api/v1/orders/" + seen->root.text());
  return answer;
}

// What waits, as the ETag saw it.
Result<LooseningId> waiting(Context& context, const storage::OrderRow& seen) {
  const auto asked = flows::waiting_loosening(context.worker, context.principal(), zone_of(context), seen.root);
  if (!asked) return std::unexpected(asked.error());
  return asked->id;
}

Answer api_confirm(Context& context) {
  const auto seen = as_seen(context);
  if (!seen) return std::unexpected(seen.error());
  const auto asked = waiting(context, *seen);
  if (!asked) return std::unexpected(asked.error());
  const auto entered =
      flows::confirm_loosening(context.worker, context.principal(), zone_of(context), seen->root, *asked);
  if (!entered) return std::unexpected(entered.error());
  return entered_answer(*entered, seen->root);
}

Answer api_refuse(Context& context) {
  const auto seen = as_seen(context);
  if (!seen) return std::unexpected(seen.error());
  const auto asked = waiting(context, *seen);
  if (!asked) return std::unexpected(asked.error());
  const auto done = flows::refuse_loosening(context.worker, context.principal(), zone_of(context), seen->root, *asked);
  if (!done) return std::unexpected(done.error());
  return no_content();
}

// ---- pages ----

pages::OrderView::Change change_view(const storage::Loosening& asked, const flows::OrderNote& note) {
  pages::OrderView::Change change;
  change.id = asked.id.text();
  change.order.state = name_of(asked.state);
  change.order.starts_on = asked.starts_on;
  change.order.ends_on = asked.ends_on;
  change.order.permanent = asked.permanent;
  change.order.conditions = asked.conditions;
  change.order.exceptions = exception_views(asked.exceptions);
  change.looked = name_of(asked.looked);
  change.text = note.text;
  change.court = note.court;
  change.number = note.number;
  change.reason = note.reason;
  change.asked_by = asked.asked_by;
  change.asked = asked.asked;
  change.may_confirm = may_confirm(asked);
  return change;
}

Result<pages::OrderView> order_view(const Context& context, const OpenedOrder& opened) {
  const auto& row = opened.order.row;
  pages::OrderView view;
  view.order = row_view(context, opened.order);
  view.version = row.version;
  view.court = opened.note.court;
  view.number = opened.note.number;
  view.text = opened.note.text;
  view.reason = opened.note.reason;
  view.entered_by = row.entered_by;
  view.entered = row.entered;
  if (opened.loosening) {
    view.change = change_view(*opened.loosening, opened.loosening_note);
    const auto title = second_title(context);
    if (!title) return std::unexpected(title.error());
    view.change->waits_for = *title;
  }
  view.may_answer = may(context, Act::order_answer);
  view.may_ask =
      may(context, Act::order_loosen) && !opened.loosening && row.order.kind != domain::OrderKind::stop_contact;
  view.state = name_of(row.order.state);
  if (row.starts_on) view.starts_on = day_text(*row.starts_on);
  if (row.ends_on) view.ends_on = day_text(*row.ends_on);
  view.looked = name_of(row.looked);
  view.permanent = row.order.permanent;
  view.conditions = row.conditions;
  for (const auto& one : row.exceptions) view.kept.push_back(exception_text(one));
  return view;
}

Answer order_page(Context& context) {
  const auto id = context.params.id<OrderId>("order");
  if (!id) return std::unexpected(id.error());
  const auto opened = flows::open_order(context.worker, context.principal(), zone_of(context), *id);
  if (!opened) return std::unexpected(opened.error());
  const auto view = order_view(context, *opened);
  if (!view) return std::unexpected(view.error());
  return page(context, *view);
}

struct Asking {
  storage::NewOrder order;
  flows::OrderNote note;
  int version = 0;
};

// One more than stand already.
void read_exception(const Context& context, std::vector<pages::FieldError>& errors, storage::NewOrder& order) {
  using pages::Fault;
  storage::ExceptionDays added;
  read_code(errors, "channel", context.field("channel"), added.channel);
  for (const auto& [field, day] : {std::pair{"from", &added.from}, std::pair{"until", &added.until}}) {
    const auto sent = context.field(field);
    const auto parsed = parse_day(sent);
    if (!parsed) errors.push_back({field, sent.empty() ? Fault::missing : Fault::bad_date});
    *day = parsed.value_or(storage::Day{});
  }
  if (errors.empty() && added.until < added.from) errors.push_back({"until", Fault::before_start});
  order.exceptions.push_back(added);
}

std::vector<pages::FieldError> read_asking(const Context& context, Asking& asking) {
  using pages::Fault;
  std::vector<pages::FieldError> errors;
  read_terms(context, errors, asking.order, asking.note);
  read_code(errors, "looked", context.field("looked"), asking.order.looked);
  for (const auto text : context.form.all("exceptions")) {
    if (const auto kept = parse_exception(text)) asking.order.exceptions.push_back(*kept);
  }
  if (const auto& channel = context.field("channel"); !channel.empty()) read_exception(context, errors, asking.order);
  asking.note.reason = context.field("why");
  if (asking.note.reason.empty()) errors.push_back({"why", Fault::missing});
  if (asking.note.reason.size() > kMostReason) errors.push_back({"why", Fault::too_long});
  const auto sent = context.field("version");
  std::from_chars(sent.data(), sent.data() + sent.size(), asking.version);
  return errors;
}

// What the paper says was shown when the form was; to show the form again is no look at it.
Answer form_again(Context& context, const OrderId& id, std::vector<pages::FieldError> errors) {
  auto found = flows::order(context.worker, context.principal(), zone_of(context), id);
  if (!found) return std::unexpected(found.error());
  auto view = order_view(context, {std::move(*found), {}, std::nullopt, {}});
  if (!view) return std::unexpected(view.error());
  keep_terms(context, *view);
  view->looked = context.field("looked");
  view->channel = context.field("channel");
  view->from = context.field("from");
  view->until = context.field("until");
  view->why = context.field("why");
  return page_again(context, *view, std::move(errors));
}

std::string path_of(const OrderId& id) { return "/office/orders/" + id.text(); }

// The paper's court and number come with the form, as its reader saw them.
Answer ask_page(Context& context) {
  const auto id = context.params.id<OrderId>("order");
  if (!id) return std::unexpected(id.error());
  Asking asking;
  auto errors = read_asking(context, asking);
  if (!errors.empty()) return form_again(context, *id, std::move(errors));
  const auto asked = flows::ask_loosening(context.worker, context.principal(), zone_of(context), *id, asking.version,
                                          asking.order, asking.note);
  if (asked) return see_other(path_of(*id), pages::Flash::loosening_asked);
  if (asked.error().problem != Problem::invalid_field) return std::unexpected(asked.error());
  return form_again(context, *id, {{asked.error().field, pages::Fault::before_start}});
}

Result<LooseningId> named(Context& context, const OrderId& order) {
  const auto found = flows::order(context.worker, context.principal(), zone_of(context), order);
  if (!found) return std::unexpected(found.error());
  const auto id = LooseningId::parse(context.field("loosening"));
  if (!id) return domain::fail(Problem::conflict, "this no longer waits; look again");
  return *id;
}

Answer confirm_page(Context& context) {
  const auto id = context.params.id<OrderId>("order");
  if (!id) return std::unexpected(id.error());
  const auto asked = named(context, *id);
  if (!asked) return std::unexpected(asked.error());
  const auto entered = flows::confirm_loosening(context.worker, context.principal(), zone_of(context), *id, *asked);
  if (!entered) return std::unexpected(entered.error());
  return see_other(after_answer(context, path_of(*id)), pages::Flash::decision_recorded);
}

Answer refuse_page(Context& context) {
  const auto id = context.params.id<OrderId>("order");
  if (!id) return std::unexpected(id.error());
  const auto asked = named(context, *id);
  if (!asked) return std::unexpected(asked.error());
  const auto done = flows::refuse_loosening(context.worker, context.principal(), zone_of(context), *id, *asked);
  if (!done) return std::unexpected(done.error());
  return see_other(after_answer(context, path_of(*id)), pages::Flash::loosening_refused);
}

constexpr Route kRoutes[] = {
    {.path = "/office/orders/{order}", .act = Act::order_open, .handle = order_page},
    {.method = Method::post,
     .path = "/office/orders/{order}/loosening",
     .act = Act::order_loosen,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = ask_page},
    {.method = Method::post,
     .path = "/office/orders/{order}/loosening/confirmation",
     .act = Act::order_answer,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = confirm_page},
    {.method = Method::post,
     .path = "/office/orders/{order}/loosening/refusal",
     .act = Act::order_answer,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = refuse_page},
    {.path = "/api/v1/orders/{order}",
     .act = Act::order_open,
     .handle = api_order,
     .doc = {"One order with what its paper says, and what waits for a second person; witnessed", "", kOpened, 200,
             "404"}},
    {.method = Method::post,
     .path = "/api/v1/orders/{order}/loosening",
     .act = Act::order_loosen,
     .body = BodyKind::json,
     .limit = kOfficeForm,
     .handle = api_ask,
     .doc = {"Ask a second person to end or ease an order; it bars as before until they confirm", kChange, kAsked, 201,
             "404 409 412 422 428"}},
    {.method = Method::post,
     .path = "/api/v1/orders/{order}/loosening/confirmation",
     .act = Act::order_answer,
     .handle = api_confirm,
     .doc = {"The second of two people confirms: what was asked is the order's next version", "", kEntered, 201,
             "404 409 412 428"}},
    {.method = Method::post,
     .path = "/api/v1/orders/{order}/loosening/refusal",
     .act = Act::order_answer,
     .handle = api_refuse,
     .doc = {"Leave the order as it is", "", "", 204, "404 409 412 428"}},
};

}  // namespace

std::span<const Route> loosenings_routes() { return kRoutes; }

}  // namespace holdfast::routes
