#include "gateway/routes/tickets.h"

#include "gateway/flows/ticket.h"
#include "gateway/json/utf8.h"
#include "gateway/routes/office.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::Result;
using domain::TicketId;
using domain::TicketState;
using http::Method;

constexpr std::string_view kList = "tickets";

constexpr std::string_view kListSchema = R"json({"type":"object","additionalProperties":false,"required":["tickets"],
  "properties":{"tickets":{"type":"array","items":{"type":"object","additionalProperties":false,
    "required":["id","state","severity","categories","offender_number","offender_name","opened_at","changed_at"],"properties":{
    "id":{"type":"string","pattern":"^[0-9a-z]{26}$"},"state":{"type":"string"},"severity":{"type":"string"},
    "categories":{"type":"array","items":{"type":"string"}},"offender_number":{"type":"string"},
    "offender_name":{"type":"string"},"opened_at":{"type":"string"},"changed_at":{"type":"string"}}}},
  "next":{"type":"string"}}})json";
constexpr std::string_view kTicketSchema = R"json({"type":"object","additionalProperties":false,
  "required":["id","state","severity","categories","offender_number","offender_name","opened_at","changed_at","institution",
  "history"],"properties":{"id":{"type":"string","pattern":"^[0-9a-z]{26}$"},"state":{"type":"string"},
  "severity":{"type":"string"},"categories":{"type":"array","items":{"type":"string"}},"offender_number":{"type":"string"},
  "offender_name":{"type":"string"},"opened_at":{"type":"string"},"changed_at":{"type":"string"},
  "institution":{"type":"string"},"answer":{"type":"string"},
  "history":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["at","what"],"properties":{
    "at":{"type":"string"},"what":{"type":"string"},"who":{"type":"string"}}}}}})json";
constexpr std::string_view kAnswerSchema = R"json({"type":"object","additionalProperties":false,"required":["state"],
  "properties":{"state":{"type":"string","enum":["investigating","substantiated","not_substantiated","referred"]},
  "answer":{"type":"string","maxLength":4000}}})json";
constexpr std::string_view kMovedSchema =
    R"json({"type":"object","additionalProperties":false,"required":["id","state"],
  "properties":{"id":{"type":"string"},"state":{"type":"string"}}})json";

struct Listing {
  Listed<storage::HousedTicket> found;
  std::string institution;
};

Result<Listing> list(Context& context) {
  Listing listing;
  auto found = listed(
      context, kList,
      [&](std::int64_t place, int limit) -> Result<std::vector<storage::HousedTicket>> {
        auto tickets = flows::housed_tickets(context.worker, context.principal(), place, limit);
        if (!tickets) return std::unexpected(tickets.error());
        listing.institution = std::move(tickets->institution);
        return std::move(tickets->rows);
      },
      [](const storage::HousedTicket& row) { return row.place; });
  if (!found) return std::unexpected(found.error());
  listing.found = std::move(*found);
  return listing;
}

bool is_answer(TicketState state) {
  return state == TicketState::investigating || state == TicketState::substantiated ||
         state == TicketState::not_substantiated || state == TicketState::referred;
}

bool needs_text(TicketState state) { return state != TicketState::investigating; }

std::optional<TicketState> answer_state(std::string_view name) {
  const auto state = domain::parse_name<TicketState>(name);
  return state && is_answer(*state) ? state : std::nullopt;
}

// What the table lets an institution do from here.
bool may_acknowledge(TicketState state) { return state == TicketState::open || state == TicketState::reopened; }
bool may_answer(TicketState state) {
  return state == TicketState::acknowledged || state == TicketState::investigating ||
         state == TicketState::substantiated;
}

// ---- API ----

void write_row(json::Writer& out, const storage::HousedTicket& row) {
  out.field("id", row.ticket.text()).field("state", name_of(row.state)).field("severity", row.severity);
  texts(out, "categories", row.categories);
  out.field("offender_number", row.offender_number)
      .field("offender_name", row.offender_name)
      .field("opened_at", time_text(row.opened))
      .field("changed_at", time_text(row.changed));
}

std::string row_json(const storage::HousedTicket& row) {
  json::Writer out;
  out.object();
  write_row(out, row);
  out.end();
  return out.take();
}

std::string etag_of_ticket(const storage::HousedTicket& row) {
  return etag_of(row.ticket.text() + std::string(name_of(row.state)) + time_text(row.changed));
}

void write_history(json::Writer& out, const storage::HousedTicketFile& file) {
  out.key("history").array();
  for (const auto& event : history_view(file.row.opened, file.steps)) {
    out.object().field("at", time_text(event.at)).field("what", event.what);
    if (!event.who.empty()) out.field("who", event.who);
    out.end();
  }
  out.end();
}

Answer api_list(Context& context) {
  const auto listing = list(context);
  if (!listing) return std::unexpected(listing.error());
  return list_answer("tickets", listing->found, row_json);
}

Answer api_ticket(Context& context) {
  const auto id = context.params.id<TicketId>("ticket");
  if (!id) return std::unexpected(id.error());
  const auto ticket = flows::housed_ticket(context.worker, context.principal(), *id);
  if (!ticket) return std::unexpected(ticket.error());
  json::Writer out;
  out.object();
  write_row(out, ticket->file.row);
  out.field("institution", ticket->institution);
  if (!ticket->answer.empty()) out.field("answer", ticket->answer.reveal_text());
  write_history(out, ticket->file);
  out.end();
  auto answer = http::json(200, out.take());
  answer.header("etag", etag_of_ticket(ticket->file.row));
  return answer;
}

http::Response moved(const TicketId& id, TicketState state) {
  json::Writer out;
  out.object().field("id", id.text()).field("state", name_of(state)).end();
  return http::json(200, out.take());
}

Answer api_acknowledge(Context& context) {
  const auto id = context.params.id<TicketId>("ticket");
  if (!id) return std::unexpected(id.error());
  const auto state = flows::acknowledge_ticket(context.worker, context.principal(), *id);
  if (!state) return std::unexpected(state.error());
  return moved(*id, *state);
}

Result<flows::TicketAnswer> json_answer(const Context& context) {
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  flows::TicketAnswer answer;
  answer.state = fields.as<TicketState>("state", answer_state);
  answer.text =
      fields.optional_text("answer", {.max = flows::kMostAnswer, .controls = json::Controls::line_breaks}).value_or("");
  if (fields.ok() && needs_text(answer.state) && answer.text.empty()) fields.refuse("answer", "it is missing");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  return answer;
}

Answer api_answer(Context& context) {
  const auto id = context.params.id<TicketId>("ticket");
  if (!id) return std::unexpected(id.error());
  const auto ticket = flows::housed_ticket_row(context.worker, context.principal(), *id);
  if (!ticket) return std::unexpected(ticket.error());
  const auto answer = json_answer(context);
  if (!answer) return std::unexpected(answer.error());
  if (auto same = check_if_match(context.request, etag_of_ticket(*ticket)); !same) return std::unexpected(same.error());
  const auto state = flows::answer_ticket(context.worker, context.principal(), *id, *answer);
  if (!state) return std::unexpected(state.error());
  return moved(*id, *state);
}

// ---- pages ----

pages::TicketSummary summary_of(const storage::HousedTicket& row, const std::string& institution) {
  return {row.ticket.text(), row.offender_number, row.offender_name, institution, std::string(name_of(row.state)),
          row.categories,    row.opened};
}

Answer list_page(Context& context) {
  auto listing = list(context);
  if (!listing) return std::unexpected(listing.error());
  pages::TicketsView view{listing->institution, {}, std::move(listing->found.next)};
  for (const auto& row : listing->found.rows) view.tickets.push_back(summary_of(row, listing->institution));
  return page(context, view);
}

Result<pages::TicketView> ticket_view(const Context& context, const TicketId& id) {
  const auto ticket = flows::housed_ticket(context.worker, context.principal(), id);
  if (!ticket) return std::unexpected(ticket.error());
  const auto& row = ticket->file.row;
  pages::TicketView view;
  view.ticket = summary_of(row, ticket->institution);
  if (!row.categories.empty()) {
    view.summary =
        ticket_words(context.app, context.language, row.offender_name, row.offender_number, row.categories.front());
  }
  view.history = history_view(row.opened, ticket->file.steps);
  view.may_acknowledge = may_acknowledge(row.state);
  view.may_answer = may_answer(row.state);
  if (is_answer(row.state)) view.state = name_of(row.state);
  view.answer = ticket->answer.reveal_text();
  return view;
}

Answer ticket_page(Context& context) {
  const auto id = context.params.id<TicketId>("ticket");
  if (!id) return std::unexpected(id.error());
  const auto view = ticket_view(context, *id);
  if (!view) return std::unexpected(view.error());
  return page(context, *view);
}

std::string ticket_path(const TicketId& id) { return "/tickets/" + id.text(); }

Answer acknowledge_page(Context& context) {
  const auto id = context.params.id<TicketId>("ticket");
  if (!id) return std::unexpected(id.error());
  const auto state = flows::acknowledge_ticket(context.worker, context.principal(), *id);
  if (!state) return std::unexpected(state.error());
  return see_other(ticket_path(*id), pages::Flash::ticket_acknowledged);
}

std::vector<pages::FieldError> faults_of(const std::optional<TicketState>& state, std::string_view sent,
                                         std::string_view text) {
  using pages::Fault;
  std::vector<pages::FieldError> errors;
  if (!state) errors.push_back({"state", sent.empty() ? Fault::missing : Fault::not_offered});
  if (!json::is_utf8(text)) errors.push_back({"answer", Fault::not_text});
  if (errors.empty() && json::count_code_points(text) > flows::kMostAnswer)
    errors.push_back({"answer", Fault::too_long});
  if (state && needs_text(*state) && text.empty()) errors.push_back({"answer", Fault::missing});
  return errors;
}

Answer answer_page(Context& context) {
  const auto id = context.params.id<TicketId>("ticket");
  if (!id) return std::unexpected(id.error());
  const auto sent = context.field("state");
  const auto text = context.field("answer");
  const auto state = answer_state(sent);
  if (auto errors = faults_of(state, sent, text); !state || !errors.empty()) {
    auto view = ticket_view(context, *id);
    if (!view) return std::unexpected(view.error());
    view->state = sent;
    view->answer = text;
    return page_again(context, *view, std::move(errors));
  }
  const auto done = flows::answer_ticket(context.worker, context.principal(), *id, {*state, std::string(text)});
  if (!done) return std::unexpected(done.error());
  return see_other(ticket_path(*id), pages::Flash::ticket_answered);
}

constexpr Route kRoutes[] = {
    {.path = "/tickets", .act = Act::ticket_answer, .handle = list_page},
    {.path = "/tickets/{ticket}", .act = Act::ticket_answer, .handle = ticket_page},
    {.method = Method::post,
     .path = "/tickets/{ticket}/acknowledge",
     .act = Act::ticket_answer,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = acknowledge_page},
    {.method = Method::post,
     .path = "/tickets/{ticket}/answer",
     .act = Act::ticket_answer,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = answer_page},
    {.path = "/api/v1/tickets",
     .act = Act::ticket_answer,
     .handle = api_list,
     .doc = {"The institution's tickets: what waits for it first, oldest first", "", kListSchema, 200, "422"}},
    {.path = "/api/v1/tickets/{ticket}",
     .act = Act::ticket_answer,
     .handle = api_ticket,
     .doc = {"One ticket, with what this institution answered", "", kTicketSchema, 200, "404"}},
    {.method = Method::post,
     .path = "/api/v1/tickets/{ticket}/acknowledgement",
     .act = Act::ticket_answer,
     .handle = api_acknowledge,
     .doc = {"Say that the institution has it", "", kMovedSchema, 200, "404 409"}},
    {.method = Method::post,
     .path = "/api/v1/tickets/{ticket}/answer",
     .act = Act::ticket_answer,
     .body = BodyKind::json,
     .limit = kOfficeForm,
     .handle = api_answer,
     .doc = {"Answer the office", kAnswerSchema, kMovedSchema, 200, "404 409 412 422 428"}},
};

}  // namespace

std::span<const Route> tickets_routes() { return kRoutes; }

std::vector<pages::TicketEvent> history_view(domain::Time opened, const std::vector<storage::TicketStep>& steps) {
  std::vector<pages::TicketEvent> history{{opened, "opened", {}}};
  for (const auto& one : steps) history.push_back({one.at, std::string(flows::step_code(one.state)), one.who});
  return history;
}

}  // namespace holdfast::routes
