#include "gateway/routes/investigations.h"

#include <algorithm>

#include "gateway/flows/investigate.h"
#include "gateway/flows/marks.h"
#include "gateway/routes/office.h"
#include "gateway/routes/opening.h"
#include "gateway/routes/second.h"
#include "gateway/routes/tickets.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::Result;
using domain::TicketId;
using flows::TicketDecision;
using http::Method;

constexpr std::string_view kList = "investigations";

// ---- what both sides share ----

auto list(Context& context) {
  return listed(
      context, kList,
      [&](std::int64_t place, int limit) {
        return flows::investigations(context.worker, context.principal(), place, limit);
      },
      [](const storage::FlaggedRow& row) { return row.place; });
}

bool one_of(std::span<const std::string_view> codes, std::string_view code) {
  return std::ranges::find(codes, code) != codes.end();
}

std::span<const std::string_view> reasons_of(TicketDecision decision) {
  return decision == TicketDecision::confirm ? pages::confirm_reasons() : pages::dismiss_reasons();
}

// ---- API ----

constexpr std::string_view kListSchema =
    R"json({"type":"object","additionalProperties":false,"required":["investigations"],
  "properties":{"investigations":{"type":"array","items":{"type":"object","additionalProperties":false,"required":[
  "id","state","severity","categories","offender_number","offender_name","institution","shared","about",
  "opened_at","changed_at"],"properties":{
  "id":{"type":"string","pattern":"^[0-9a-z]{26}$"},"state":{"type":"string"},"severity":{"type":"string"},
  "categories":{"type":"array","items":{"type":"string"}},"offender_number":{"type":"string"},
  "offender_name":{"type":"string"},"institution":{"type":"string"},"shared":{"type":"boolean"},
  "about":{"type":"string","enum":["letter","report"]},"opened_at":{"type":"string"},"changed_at":{"type":"string"}}}},"next":{"type":"string"}}})json";
constexpr std::string_view kTicketSchema = R"json({"type":"object","additionalProperties":false,"required":[
  "opened","lift_asked","may_lift","history","similar","id","state","severity","categories","offender_number","offender_name","institution","shared","about",
  "opened_at","changed_at"],"properties":{
  "id":{"type":"string","pattern":"^[0-9a-z]{26}$"},"state":{"type":"string"},"severity":{"type":"string"},
  "categories":{"type":"array","items":{"type":"string"}},"offender_number":{"type":"string"},
  "offender_name":{"type":"string"},"institution":{"type":"string"},"shared":{"type":"boolean"},
  "about":{"type":"string","enum":["letter","report"]},"opened_at":{"type":"string"},"changed_at":{"type":"string"},
  "version":{"type":"string"},"opened":{"type":"boolean"},"lift_asked":{"type":"boolean"},"lift_asked_at":{"type":"string"},"may_lift":{"type":"boolean"},
  "answer":{"type":"string"},
  "history":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["at","what"],"properties":{
    "at":{"type":"string"},"what":{"type":"string"},"who":{"type":"string"},"reason":{"type":"string"}}}},
  "similar":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["id","opened_at","categories"],
    "properties":{"id":{"type":"string"},"opened_at":{"type":"string"},"categories":{"type":"array","items":{"type":"string"}}}}}
  }})json";
constexpr std::string_view kOpenedSchema = R"json({"type":"object","additionalProperties":false,
  "required":["id","about","words","addressee","findings","rules"],"properties":{"id":{"type":"string"},
  "about":{"type":"string","enum":["letter","report"]},"words":{"type":"string"},
  "addressee":{"type":"string"},"rules":{"type":"string"},
  "findings":{"type":"array","items":{"type":"object","additionalProperties":false,
    "required":["rule","category","level","start","end","quote","reason","view","read_as","of"],"properties":{
    "rule":{"type":"string"},"view":{"type":"string"},"read_as":{"type":"string"},
    "category":{"type":"string"},"level":{"type":"string"},"start":{"type":"integer"},"end":{"type":"integer"},
    "quote":{"type":"string"},"reason":{"type":"string"},"of":{"type":"string","enum":["words","addressee"]},
    "mark":{"type":"string","enum":["right","wrong"]}}}}}})json";
constexpr std::string_view kDecisionSchema = R"json({"type":"object","additionalProperties":false,
  "required":["decision","reason"],"properties":{"decision":{"type":"string","enum":["confirm","dismiss"]},
  "reason":{"type":"string","enum":["as_found","pattern","order_breached","misread","quoted","wrong_person"]}}})json";
constexpr std::string_view kCloseSchema = R"json({"type":"object","additionalProperties":false,"required":["outcome"],
  "properties":{"outcome":{"type":"string","enum":["resolved","no_further_action","referred"]}}})json";
constexpr std::string_view kMovedSchema =
    R"json({"type":"object","additionalProperties":false,"required":["id","state"],
  "properties":{"id":{"type":"string"},"state":{"type":"string"}}})json";
constexpr std::string_view kLiftedSchema = R"json({"type":"object","additionalProperties":false,
  "required":["id","version_state"],"properties":{"id":{"type":"string"},"version_state":{"type":"string"}}})json";

std::string_view about_of(const storage::FlaggedRow& row) { return row.from_report ? "report" : "letter"; }

void write_row(json::Writer& out, const storage::FlaggedRow& row) {
  out.field("id", row.ticket.text()).field("state", name_of(row.state)).field("severity", row.severity);
  texts(out, "categories", row.categories);
  out.field("offender_number", row.offender_number)
      .field("offender_name", row.offender_name)
      .field("institution", row.institution)
      .field("shared", row.shared)
      .field("about", about_of(row))
      .field("opened_at", time_text(row.opened))
      .field("changed_at", time_text(row.changed));
}

std::string row_json(const storage::FlaggedRow& row) {
  json::Writer out;
  out.object();
  write_row(out, row);
  out.end();
  return out.take();
}

void write_history(json::Writer& out, const storage::FlaggedFile& file) {
  out.key("history").array();
  const auto events = history_view(file.row.opened, file.steps);
  for (std::size_t i = 0; i < events.size(); ++i) {
    out.object().field("at", time_text(events[i].at)).field("what", events[i].what);
    if (!events[i].who.empty()) out.field("who", events[i].who);
    if (i > 0 && !file.steps[i - 1].reason.empty()) out.field("reason", file.steps[i - 1].reason);
    out.end();
  }
  out.end().key("similar").array();
  for (const auto& similar : file.similar) {
    out.object().field("id", similar.ticket.text()).field("opened_at", time_text(similar.opened));
    texts(out, "categories", similar.categories);
    out.end();
  }
  out.end();
}

// What a decision depends on: the ticket's state, and whether somebody asked for the lift.
std::string etag_of_ticket(const storage::FlaggedFile& file) {
  return etag_of(file.row.ticket.text() + std::string(name_of(file.row.state)) + (file.lift_asked ? "+" : "-"));
}

http::Response ticket_answer(const flows::Investigation& about) {
  const auto& file = about.file;
  json::Writer out;
  out.object();
  write_row(out, file.row);
  if (file.version) out.field("version", file.version->version.text());
  out.field("opened", file.opened)
      .field("lift_asked", file.lift_asked.has_value())
      .field("may_lift", flows::may_lift(file));
  if (file.lift_asked) out.field("lift_asked_at", time_text(*file.lift_asked));
  if (!about.answer.empty()) out.field("answer", about.answer.reveal_text());
  write_history(out, file);
  out.end();
  auto answer = http::json(200, out.take());
  answer.header("etag", etag_of_ticket(file));
  return answer;
}

Answer api_list(Context& context) {
  const auto found = list(context);
  if (!found) return std::unexpected(found.error());
  return list_answer("investigations", *found, row_json);
}

Answer api_ticket(Context& context) {
  const auto about = of_path<TicketId>(context, "ticket", flows::investigation);
  if (!about) return std::unexpected(about.error());
  return ticket_answer(*about);
}

Answer api_open(Context& context) {
  const auto opened = of_path<TicketId>(context, "ticket", flows::open_investigation);
  if (!opened) return std::unexpected(opened.error());
  const auto& file = opened->about.file;
  json::Writer out;
  out.object()
      .field("id", opened->about.file.row.ticket.text())
      .field("about", about_of(file.row))
      .field("words", opened->words.reveal_text())
      .field("addressee", opened->cover.addressee)
      .field("rules", file.version ? file.version->rules : std::string{});
  write_findings(out, context, opened->cover, opened->marks);
  out.end();
  auto answer = http::json(200, out.take());
  answer.header("etag", etag_of_ticket(file));
  return answer;
}

// Decisions depend on what was seen: the ticket must still be what the ETag says.
Result<void> same_as_seen(Context& context, const TicketId& id) {
  const auto file = flows::investigation_file(context.worker, context.principal(), id);
  if (!file) return std::unexpected(file.error());
  return check_if_match(context.request, etag_of_ticket(*file));
}

http::Response moved(const TicketId& id, domain::TicketState state) {
  json::Writer out;
  out.object().field("id", id.text()).field("state", name_of(state)).end();
  return http::json(200, out.take());
}

Answer api_decide(Context& context) {
  const auto id = context.params.id<TicketId>("ticket");
  if (!id) return std::unexpected(id.error());
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  const auto decision = fields.as<TicketDecision>("decision", domain::parse_name<TicketDecision>);
  const auto reason = fields.text("reason", {.min = 1, .max = 40});
  if (fields.ok() && !one_of(reasons_of(decision), reason)) fields.refuse("reason", "not a known value");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  if (auto same = same_as_seen(context, *id); !same) return std::unexpected(same.error());
  const auto state = flows::decide_investigation(context.worker, context.principal(), *id, decision, reason);
  if (!state) return std::unexpected(state.error());
  return moved(*id, *state);
}

Answer api_lift(Context& context) {
  const auto id = context.params.id<TicketId>("ticket");
  if (!id) return std::unexpected(id.error());
  if (auto same = same_as_seen(context, *id); !same) return std::unexpected(same.error());
  const auto state = flows::lift_quarantine(context.worker, context.principal(), *id);
  if (!state) return std::unexpected(state.error());
  json::Writer out;
  out.object().field("id", id->text()).field("version_state", name_of(*state)).end();
  return http::json(200, out.take());
}

Answer api_close(Context& context) {
  const auto id = context.params.id<TicketId>("ticket");
  if (!id) return std::unexpected(id.error());
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  const auto outcome = fields.text("outcome", {.min = 1, .max = 40});
  if (fields.ok() && !one_of(pages::close_outcomes(), outcome)) fields.refuse("outcome", "not a known value");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  if (auto same = same_as_seen(context, *id); !same) return std::unexpected(same.error());
  const auto state = flows::close_investigation(context.worker, context.principal(), *id, outcome);
  if (!state) return std::unexpected(state.error());
  return moved(*id, *state);
}

Answer api_mark(Context& context) {
  const auto file = of_path<TicketId>(context, "ticket", flows::investigation_file);
  if (!file) return std::unexpected(file.error());
  const auto marks = json_marks(context);
  if (!marks) return std::unexpected(marks.error());
  const auto& ticket = file->row.ticket;
  if (auto done = flows::mark_flagged(context.worker, context.principal(), ticket, *marks); !done)
    return std::unexpected(done.error());
  return marks_answer(ticket.text(), *marks);
}

// ---- pages ----

pages::TicketSummary summary_of(const storage::FlaggedRow& row) {
  return {row.ticket.text(), row.offender_number, row.offender_name, row.institution, std::string(name_of(row.state)),
          row.categories,    row.opened};
}

Result<pages::InvestigationView> view_of(const Context& context, const flows::Investigation& about) {
  const auto& file = about.file;
  pages::InvestigationView view;
  view.ticket = summary_of(file.row);
  view.history = history_view(file.row.opened, file.steps);
  for (const auto& similar : file.similar) {
    view.similar.push_back({"/investigations/" + similar.ticket.text(), similar.opened, similar.categories});
  }
  view.answer = about.answer.reveal_text();
  view.may_decide = flows::may_decide(file.row, TicketDecision::dismiss);
  view.may_close = flows::may_close(file.row);
  if (file.row.state == domain::TicketState::dismissed && file.lift_asked) {
    view.lift_asked = file.lift_asked;
    const auto title = second_title(context);
    if (!title) return std::unexpected(title.error());
    view.lift_waits_for = *title;
  }
  view.may_lift = flows::may_lift(file);
  return view;
}

Result<pages::InvestigationView> opened_view(const Context& context, const flows::OpenedInvestigation& opened) {
  auto view = view_of(context, opened.about);
  if (!view) return view;
  const bool marks = domain::may(context.principal().role, Act::flagged_decide);
  view->findings = finding_views(context, opened.cover, marks ? &opened.marks : nullptr);
  view->words = pages::cut(opened.words.reveal_text(), view->findings);
  return view;
}

Answer list_page(Context& context) {
  auto found = list(context);
  if (!found) return std::unexpected(found.error());
  pages::InvestigationsView view{{}, std::move(found->next)};
  for (const auto& row : found->rows) view.tickets.push_back(summary_of(row));
  return page(context, view);
}

Answer ticket_page(Context& context) {
  const auto about = of_path<TicketId>(context, "ticket", flows::investigation);
  if (!about) return std::unexpected(about.error());
  const auto view = view_of(context, *about);
  if (!view) return std::unexpected(view.error());
  return page(context, *view);
}

Answer open_page(Context& context) {
  const auto opened = of_path<TicketId>(context, "ticket", flows::open_investigation);
  if (!opened) return std::unexpected(opened.error());
  const auto view = opened_view(context, *opened);
  if (!view) return std::unexpected(view.error());
  return page(context, *view);
}

std::string ticket_path(const TicketId& id) { return "/investigations/" + id.text(); }

// The form again. The words are shown with it only to somebody who opened them and whose step-up is still fresh.
Answer form_again(Context& context, const TicketId& id, std::vector<pages::FieldError> errors) {
  const auto about = flows::investigation(context.worker, context.principal(), id);
  if (!about) return std::unexpected(about.error());
  auto view = view_of(context, *about);
  if (about->file.opened && context.principal().stepped_up) {
    const auto opened = flows::open_investigation(context.worker, context.principal(), id);
    if (!opened) return std::unexpected(opened.error());
    view = opened_view(context, *opened);
  }
  if (!view) return std::unexpected(view.error());
  view->decision = context.field("decision");
  view->reason = context.field("reason");
  return page_again(context, *view, std::move(errors));
}

Answer decide_page(Context& context) {
  using pages::Fault;
  const auto id = context.params.id<TicketId>("ticket");
  if (!id) return std::unexpected(id.error());
  const auto sent = context.field("decision");
  const auto reason = context.field("reason");
  const auto decision = domain::parse_name<TicketDecision>(sent);
  std::vector<pages::FieldError> errors;
  if (!decision) errors.push_back({"decision", sent.empty() ? Fault::missing : Fault::not_offered});
  if (reason.empty()) errors.push_back({"reason", Fault::missing});
  if (decision && !reason.empty() && !one_of(reasons_of(*decision), reason))
    errors.push_back({"reason", Fault::not_offered});
  if (!decision || !errors.empty()) return form_again(context, *id, std::move(errors));
  const auto state =
      flows::decide_investigation(context.worker, context.principal(), *id, *decision, std::string(reason));
  if (!state) return std::unexpected(state.error());
  return see_other(ticket_path(*id), pages::Flash::ticket_decided);
}

// The words stay open to whom they were open, if their step-up is still fresh.
Answer marks_page(Context& context) {
  const auto file = of_path<TicketId>(context, "ticket", flows::investigation_file);
  if (!file) return std::unexpected(file.error());
  const auto marks = form_marks(context);
  if (!marks) return std::unexpected(marks.error());
  const auto& ticket = file->row.ticket;
  if (auto done = flows::mark_flagged(context.worker, context.principal(), ticket, *marks); !done)
    return std::unexpected(done.error());
  if (!context.principal().stepped_up) return see_other(ticket_path(ticket), pages::Flash::marks_kept);
  const auto opened = flows::open_investigation(context.worker, context.principal(), ticket);
  if (!opened) return std::unexpected(opened.error());
  const auto view = opened_view(context, *opened);
  if (!view) return std::unexpected(view.error());
  return page_after(context, *view, pages::Flash::marks_kept);
}

Answer lift_page(Context& context) {
  const auto id = context.params.id<TicketId>("ticket");
  if (!id) return std::unexpected(id.error());
  const auto state = flows::lift_quarantine(context.worker, context.principal(), *id);
  if (!state) return std::unexpected(state.error());
  return see_other(ticket_path(*id), pages::Flash::ticket_decided);
}

Answer close_page(Context& context) {
  const auto id = context.params.id<TicketId>("ticket");
  if (!id) return std::unexpected(id.error());
  const auto outcome = context.field("outcome");
  if (!one_of(pages::close_outcomes(), outcome)) {
    return form_again(context, *id, {{"outcome", outcome.empty() ? pages::Fault::missing : pages::Fault::not_offered}});
  }
  const auto state = flows::close_investigation(context.worker, context.principal(), *id, std::string(outcome));
  if (!state) return std::unexpected(state.error());
  return see_other(ticket_path(*id), pages::Flash::ticket_closed);
}

constexpr Route kRoutes[] = {
    {.path = "/investigations", .act = Act::flagged_list, .handle = list_page},
    {.path = "/investigations/{ticket}", .act = Act::flagged_follow, .handle = ticket_page},
    {.method = Method::post,
     .path = "/investigations/{ticket}/open",
     .act = Act::flagged_open,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = open_page},
    {.method = Method::post,
     .path = "/investigations/{ticket}/decision",
     .act = Act::flagged_decide,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = decide_page},
    {.method = Method::post,
     .path = "/investigations/{ticket}/marks",
     .act = Act::flagged_decide,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = marks_page},
    {.method = Method::post,
     .path = "/investigations/{ticket}/lift",
     .act = Act::quarantine_lift,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = lift_page},
    {.method = Method::post,
     .path = "/investigations/{ticket}/close",
     .act = Act::ticket_close,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = close_page},
    {.path = "/api/v1/investigations",
     .act = Act::flagged_list,
     .handle = api_list,
     .doc = {"Flagged contact: unconfirmed first, by severity, then age", "", kListSchema, 200, "422"}},
    {.path = "/api/v1/investigations/{ticket}",
     .act = Act::flagged_follow,
     .handle = api_ticket,
     .doc = {"One ticket of the office, without the words it is about", "", kTicketSchema, 200, "404"}},
    {.method = Method::post,
     .path = "/api/v1/investigations/{ticket}/opening",
     .act = Act::flagged_open,
     .handle = api_open,
     .doc = {"Open the words of the letter or the report; witnessed", "", kOpenedSchema, 200, "404 409 410"}},
    {.method = Method::post,
     .path = "/api/v1/investigations/{ticket}/decision",
     .act = Act::flagged_decide,
     .body = BodyKind::json,
     .limit = kOfficeForm,
     .handle = api_decide,
     .doc = {"Confirm or dismiss; dismissing asks for the quarantine's lift", kDecisionSchema, kMovedSchema, 200,
             "404 409 412 422 428"}},
    {.method = Method::post,
     .path = "/api/v1/investigations/{ticket}/marks",
     .act = Act::flagged_decide,
     .body = BodyKind::json,
     .limit = kOfficeForm,
     .handle = api_mark,
     .doc = {"Say which findings are right and which are wrong, while the words are open to you; nothing of the letter "
             "is kept",
             kMarksSchema, kMarkedSchema, 200, "404 409 422"}},
    {.method = Method::post,
     .path = "/api/v1/investigations/{ticket}/lift",
     .act = Act::quarantine_lift,
     .handle = api_lift,
     .doc = {"The second of two people lifts the quarantine: the version goes back to review", "", kLiftedSchema, 200,
             "404 409 412 428"}},
    {.method = Method::post,
     .path = "/api/v1/investigations/{ticket}/closing",
     .act = Act::ticket_close,
     .body = BodyKind::json,
     .limit = kOfficeForm,
     .handle = api_close,
     .doc = {"Close what the institution answered", kCloseSchema, kMovedSchema, 200, "404 409 412 422 428"}},
};

}  // namespace

std::span<const Route> investigations_routes() { return kRoutes; }

}  // namespace holdfast::routes
