#include "gateway/routes/contact.h"

#include "gateway/routes/contact_common.h"
#include "gateway/routes/local_days.h"
#include "gateway/routes/office.h"
#include "gateway/routes/schema.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::ApprovalId;
using domain::ApprovalState;
using domain::Result;
using flows::ContactAct;
using http::Method;
using storage::Approval;

constexpr std::string_view kStates =
    R"json("state":{"type":"string","enum":["requested","recipient_agreed","office_agreed","active","paused","ended",
  "refused","entered_in_error"]})json";

// ---- the recipient ----

constexpr std::string_view kMineBegins = R"json({"type":"object","additionalProperties":false,
  "required":["id","state","channel","with","terms","institution_reads","changed_at"],"properties":{
  "id":{"type":"string","pattern":"^[0-9a-z]{26}$"},)json";
constexpr std::string_view kMineEnds = R"json(,
  "channel":{"type":"string","enum":["approved_contact","dialogue_preparation"]},"with":{"type":"string"},
  "terms":{"type":"string","description":"what is agreed on, in a sentence"},
  "institution_reads":{"type":["string","null"],"description":"exactly what the institution reads; null: none is asked"},
  "changed_at":{"type":"string"}}})json";
constexpr std::string_view kMine = kJoined<kMineBegins, kStates, kMineEnds>;
constexpr std::string_view kListBegins =
    R"json({"type":"object","additionalProperties":false,"required":["approvals"],"properties":{"approvals":{"type":"array","items":)json";
constexpr std::string_view kListEnds = R"json(},"next":{"type":"string"}}})json";
constexpr std::string_view kMineList = kJoined<kListBegins, kMine, kListEnds>;
constexpr std::string_view kMovedBegins =
    R"json({"type":"object","additionalProperties":false,"required":["state"],"properties":{)json";
constexpr std::string_view kMovedEnds = R"json(}})json";
constexpr std::string_view kMoved = kJoined<kMovedBegins, kStates, kMovedEnds>;
constexpr std::string_view kMyClosing =
    R"json({"type":"object","additionalProperties":false,"required":["act"],"properties":{
  "act":{"type":"string","enum":["refuse","pause","end"]}}})json";
constexpr std::string_view kClosing =
    R"json({"type":"object","additionalProperties":false,"required":["act"],"properties":{
  "act":{"type":"string","enum":["refuse","pause","end","in_error"]}}})json";

auto list(Context& context) {
  return listed(
      context, "contact",
      [&](std::int64_t place, int limit) { return flows::contacts(context.worker, context.principal(), place, limit); },
      [](const Approval& one) { return one.place; });
}

Result<Approval> of_path(Context& context) {
  const auto id = context.params.id<ApprovalId>("approval");
  if (!id) return std::unexpected(id.error());
  auto file = flows::contact_file(context.worker, context.principal(), *id);
  if (!file) return std::unexpected(file.error());
  return std::move(file->approval);
}

Answer api_mine(Context& context) {
  const auto found = list(context);
  if (!found) return std::unexpected(found.error());
  return list_answer("approvals", *found, [&](const Approval& one) { return recipient_json(context, one); });
}

Answer api_my_one(Context& context) {
  const auto approval = of_path(context);
  if (!approval) return std::unexpected(approval.error());
  return with_etag(recipient_json(context, *approval));
}

Answer moved(Context& context, const ApprovalId& id, ContactAct act) {
  const auto state = flows::act_on_contact(context.worker, context.principal(), id, act);
  if (!state) return std::unexpected(state.error());
  json::Writer out;
  out.object().field("state", domain::name_of(*state)).end();
  return http::json(200, out.take());
}

// They agree to what they were shown, who would learn of it with it: If-Match.
Answer api_agree(Context& context) {
  const auto approval = of_path(context);
  if (!approval) return std::unexpected(approval.error());
  if (auto same = check_if_match(context.request, etag_of(recipient_json(context, *approval))); !same)
    return std::unexpected(same.error());
  return moved(context, approval->id, ContactAct::agree);
}

// One act, at once: nothing is asked that would delay it.
Answer api_close(Context& context) {
  const auto id = context.params.id<ApprovalId>("approval");
  if (!id) return std::unexpected(id.error());
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  const auto act = fields.as<ContactAct>("act", flows::parse_contact_act);
  const bool closes = act == ContactAct::refuse || act == ContactAct::pause || act == ContactAct::end ||
                      (act == ContactAct::in_error && context.principal().role == domain::Role::analyst);
  if (fields.ok() && !closes) fields.refuse("act", "not a known value");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  return moved(context, *id, act);
}

// ---- the office ----

constexpr std::string_view kTerms =
    R"json("channel":{"type":"string","enum":["approved_contact","dialogue_preparation"]},
  "purpose":{"type":"string","enum":["children","family","property","questions","dialogue"]},
  "most":{"type":"integer","minimum":1,"maximum":31},"period":{"type":"string","enum":["week","month"],
  "description":"any 7 days, any 30 days"},"longest":{"type":"integer","minimum":1,"maximum":20000,"description":"characters"},
  "from":{"type":"string","pattern":"^[0-9]{2}:[0-9]{2}$","description":"local time of the agency, passed on from here"},
  "until":{"type":"string","pattern":"^[0-9]{2}:[0-9]{2}$","description":"until here; 24:00 is midnight"},
  "starts_on":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
  "ends_on":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$","description":"the last day, included; at most a year"})json";
constexpr std::string_view kNewBegins = R"json({"type":"object","additionalProperties":false,
  "required":["person","channel","purpose","most","period","longest","from","until","starts_on","ends_on"],"properties":{
  "person":{"type":"string","pattern":"^[0-9a-z]{26}$"},)json";
constexpr std::string_view kCloses = R"json(}})json";
constexpr std::string_view kNew = kJoined<kNewBegins, kTerms, kCloses>;
constexpr std::string_view kAsked =
    R"json({"type":"object","additionalProperties":false,"required":["id","state"],"properties":{
  "id":{"type":"string"},"state":{"type":"string","enum":["requested"]}}})json";
constexpr std::string_view kOneBegins = R"json({"type":"object","additionalProperties":false,
  "required":["id","person","relation","offender_number","offender_name","state","agreed","asks_institution","channel","purpose",
  "most","period","longest","from","until","starts_on","ends_on","requested_at","changed_at"],"properties":{
  "id":{"type":"string"},"person":{"type":"string"},"relation":{"type":"string"},"offender_number":{"type":"string"},
  "offender_name":{"type":"string"},"agreed":{"type":"boolean","description":"the recipient's word stands"},
  "asks_institution":{"type":"boolean"},"requested_at":{"type":"string"},"changed_at":{"type":"string"},
  "steps":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["event","by","at"],"properties":{
  "event":{"type":"string"},"by":{"type":"string"},"at":{"type":"string"}}}},)json";
constexpr std::string_view kComma = ",";
constexpr std::string_view kOne = kJoined<kOneBegins, kStates, kComma, kTerms, kCloses>;
constexpr std::string_view kAll = kJoined<kListBegins, kOne, kListEnds>;

void write_terms(json::Writer& out, const storage::ContactTerms& terms) {
  out.field("channel", domain::name_of(terms.channel))
      .field("purpose", domain::name_of(terms.purpose))
      .field("most", terms.limits.most)
      .field("period", domain::name_of(terms.limits.period))
      .field("longest", terms.limits.longest)
      .field("from", clock_text(terms.limits.from))
      .field("until", clock_text(terms.limits.until))
      .field("starts_on", day_text(terms.starts_on))
      .field("ends_on", day_text(terms.ends_on));
}

std::string office_json(const Approval& one, const std::vector<storage::ApprovalStep>* steps = nullptr) {
  json::Writer out;
  out.object()
      .field("id", one.id.text())
      .field("person", one.person.text())
      .field("relation", one.person_kind)
      .field("offender_number", one.offender_number)
      .field("offender_name", one.offender_name)
      .field("state", domain::name_of(one.state))
      .field("agreed", one.agreed)
      .field("asks_institution", !one.institution.empty());
  write_terms(out, one.terms);
  out.field("requested_at", time_text(one.requested)).field("changed_at", time_text(one.changed));
  if (steps != nullptr) {
    out.key("steps").array();
    for (const auto& step : *steps)
      out.object().field("event", step.event).field("by", step.by).field("at", time_text(step.at)).end();
    out.end();
  }
  out.end();
  return out.take();
}

Answer api_office_list(Context& context) {
  const auto found = list(context);
  if (!found) return std::unexpected(found.error());
  return list_answer("approvals", *found, [](const Approval& one) { return office_json(one); });
}

Result<std::string> office_file(Context& context) {
  const auto id = context.params.id<ApprovalId>("approval");
  if (!id) return std::unexpected(id.error());
  const auto file = flows::contact_file(context.worker, context.principal(), *id);
  if (!file) return std::unexpected(file.error());
  return office_json(file->approval, &file->steps);
}

Answer api_office_one(Context& context) {
  auto text = office_file(context);
  if (!text) return std::unexpected(text.error());
  return with_etag(std::move(*text));
}

Answer api_request(Context& context) {
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  storage::NewApproval asked;
  auto& terms = asked.terms;
  auto& limits = terms.limits;
  asked.person = fields.as<domain::PersonId>("person", domain::PersonId::parse);
  terms.channel = fields.as<domain::Channel>("channel", domain::parse_name<domain::Channel>);
  terms.purpose = fields.as<domain::ContactPurpose>("purpose", domain::parse_name<domain::ContactPurpose>);
  limits.most = static_cast<int>(fields.integer("most", {.min = 1, .max = 31}));
  limits.period = fields.as<domain::LimitPeriod>("period", domain::parse_name<domain::LimitPeriod>);
  limits.longest = static_cast<int>(fields.integer("longest", {.min = 1, .max = 20'000}));
  limits.from = fields.as<domain::DayMinutes>("from", parse_clock, "a local time HH:MM");
  limits.until = fields.as<domain::DayMinutes>("until", parse_clock, "a local time HH:MM, at most 24:00");
  terms.starts_on = fields.as<storage::Day>("starts_on", parse_day, "no such day");
  terms.ends_on = fields.as<storage::Day>("ends_on", parse_day, "no such day");
  if (fields.ok() && !domain::needs_approval(terms.channel)) fields.refuse("channel", "not a known value");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  asked.asks_institution = context.app.profile.contact.institution_agrees;
  const auto id = flows::request_contact(context.worker, context.principal(), context.app.profile.time_zone, asked);
  if (!id) return std::unexpected(id.error());
  json::Writer out;
  out.object().field("id", id->text()).field("state", "requested").end();
  auto answer = http::json(201, out.take());
  answer.header("location", "/api/v1/office/contact/" + id->text());
  return answer;
}

// The office's yes; of a paused one, that it goes on.
Answer api_begin(Context& context) {
  const auto text = office_file(context);
  if (!text) return std::unexpected(text.error());
  if (auto same = check_if_match(context.request, etag_of(*text)); !same) return std::unexpected(same.error());
  const auto approval = of_path(context);
  if (!approval) return std::unexpected(approval.error());
  return moved(context, approval->id, approval->state == ApprovalState::paused ? ContactAct::go_on : ContactAct::agree);
}

// ---- the institution ----

constexpr std::string_view kRequest = R"json({"type":"object","additionalProperties":false,
  "required":["id","reads","asked_at","agrees"],"properties":{"id":{"type":"string"},"reads":{"type":"string"},
  "asked_at":{"type":"string"},"agrees":{"type":["boolean","null"],"description":"what was answered"}}})json";
constexpr std::string_view kRequestsBegins =
    R"json({"type":"object","additionalProperties":false,"required":["requests"],"properties":{"requests":{"type":"array","items":)json";
constexpr std::string_view kRequests = kJoined<kRequestsBegins, kRequest, kListEnds>;
constexpr std::string_view kAnswer =
    R"json({"type":"object","additionalProperties":false,"required":["agrees"],"properties":{
  "agrees":{"type":"boolean"}}})json";

Answer api_requests(Context& context) {
  const auto found = listed(
      context, "contact_requests",
      [&](std::int64_t place, int limit) {
        return flows::contacts_to_answer(context.worker, context.principal(), place, limit);
      },
      [](const storage::AskedInstitution& one) { return one.place; });
  if (!found) return std::unexpected(found.error());
  return list_answer("requests", *found, [&](const storage::AskedInstitution& one) {
    json::Writer out;
    out.object()
        .field("id", one.id.text())
        .field("reads", contact_words(context.app, context.language, one.offender_name, one.offender_number, one.terms))
        .field("asked_at", time_text(one.asked));
    if (one.agrees) {
      out.field("agrees", *one.agrees);
    } else {
      out.key("agrees").raw_json("null");
    }
    out.end();
    return out.take();
  });
}

Answer api_answer(Context& context) {
  const auto id = context.params.id<ApprovalId>("approval");
  if (!id) return std::unexpected(id.error());
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  const bool agrees = fields.boolean("agrees");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  if (auto done = flows::answer_contact(context.worker, context.principal(), *id, agrees); !done)
    return std::unexpected(done.error());
  return no_content();
}

constexpr auto kLane = LaneName::recipients;
// clang-format off: a table is read by its columns
constexpr Route kRoutes[] = {
    {.path = "/api/v1/contact", .act = Act::approval_own, .lane = kLane, .handle = api_mine,
     .doc = {"Contact that I was asked about, or agreed to", "", kMineList, 200, "422"}},
    {.path = "/api/v1/contact/{approval}", .act = Act::approval_own, .lane = kLane, .handle = api_my_one,
     .doc = {"One of them, with exactly what an institution would read", "", kMine, 200, "404"}},
    {.method = Method::post, .path = "/api/v1/contact/{approval}/agreement", .act = Act::approval_agree, .lane = kLane, .handle = api_agree,
     .doc = {"I agree to what I was shown; of a paused one, that it goes on. Needs If-Match", "", kMoved, 200, "404 409 412 428"}},
    {.method = Method::post, .path = "/api/v1/contact/{approval}/closing", .act = Act::approval_own, .lane = kLane, .body = BodyKind::json, .limit = kOfficeForm, .handle = api_close,
     .doc = {"Refuse, pause or end it: at once, and what is in flight is called back", kMyClosing, kMoved, 200, "404 409 422"}},
    {.path = "/api/v1/office/contact", .act = Act::approval_decide, .handle = api_office_list,
     .doc = {"Approved contact: asked for, in force, over; newest first", "", kAll, 200, "422"}},
    {.method = Method::post, .path = "/api/v1/office/contact", .act = Act::approval_decide, .body = BodyKind::json, .limit = kOfficeForm, .handle = api_request,
     .doc = {"Ask a recipient to agree to contact beforehand", kNew, kAsked, 201, "404 409 422"}},
    {.path = "/api/v1/office/contact/{approval}", .act = Act::approval_decide, .handle = api_office_one,
     .doc = {"One of them, with what happened to it", "", kOne, 200, "404"}},
    {.method = Method::post, .path = "/api/v1/office/contact/{approval}/agreement", .act = Act::approval_begin, .handle = api_begin,
     .doc = {"Agree for the office; of a paused one, let it go on. Needs If-Match", "", kMoved, 200, "404 409 412 428"}},
    {.method = Method::post, .path = "/api/v1/office/contact/{approval}/closing", .act = Act::approval_decide, .body = BodyKind::json, .limit = kOfficeForm, .handle = api_close,
     .doc = {"Refuse, pause or end it, or say that it was entered in error", kClosing, kMoved, 200, "404 409 422"}},
    {.path = "/api/v1/contact-requests", .act = Act::approval_answer, .handle = api_requests,
     .doc = {"What this institution is asked to agree to, and what it answered", "", kRequests, 200, "422"}},
    {.method = Method::post, .path = "/api/v1/contact-requests/{approval}/answer", .act = Act::approval_answer, .body = BodyKind::json, .limit = kOfficeForm, .handle = api_answer,
     .doc = {"Answer one, once", kAnswer, "", 204, "404 409 422"}},
};
// clang-format on

}  // namespace

std::span<const Route> contact_routes() { return kRoutes; }

}  // namespace holdfast::routes
