#include "gateway/routes/bank.h"

#include <algorithm>

#include "gateway/flows/bank.h"
#include "gateway/flows/registrations.h"
#include "gateway/flows/tasks.h"
#include "gateway/routes/known_persons.h"
#include "gateway/routes/office.h"
#include "gateway/routes/schema.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::PersonId;
using domain::Result;
using http::Method;
using storage::BankRow;
using storage::PersonRow;
using storage::TaskRow;

constexpr std::string_view kBankList = "bank";
constexpr std::string_view kPeopleList = "registrations";
constexpr std::string_view kTaskList = "tasks";

// ---- the bank ----

auto bank_list(Context& context) {
  return listed(
      context, kBankList,
      [&](std::int64_t place, int limit) { return flows::bank(context.worker, context.principal(), place, limit); },
      [](const BankRow& row) { return row.place; });
}

constexpr std::string_view kBankSchema = R"json({"type":"object","additionalProperties":false,"required":["letters"],
  "properties":{"letters":{"type":"array","items":{"type":"object","additionalProperties":false,
  "required":["id","offender_number","offender_name","state","frozen","banked_at"],"properties":{"id":{"type":"string"},
  "hold":{"type":"string"},"offender_number":{"type":"string"},"offender_name":{"type":"string"},"relation":{"type":"string"},
  "state":{"type":"string"},"frozen":{"type":"boolean"},"barred":{"type":"string"},"banked_at":{"type":"string"}}}},
  "next":{"type":"string"}}})json";

std::string bank_json(const BankRow& row) {
  json::Writer out;
  out.object().field("id", row.letter.text());
  if (row.hold) out.field("hold", row.hold->text());
  out.field("offender_number", row.offender_number).field("offender_name", row.offender_name);
  if (!row.person_kind.empty()) out.field("relation", row.person_kind);
  out.field("state", row.state).field("frozen", row.frozen);
  if (!row.barred.empty()) out.field("barred", row.barred);
  out.field("banked_at", time_text(row.banked)).end();
  return out.take();
}

Answer api_bank(Context& context) {
  const auto found = bank_list(context);
  if (!found) return std::unexpected(found.error());
  return list_answer("letters", *found, bank_json);
}

std::string relation_of(const Context& context, const std::string& kind) {
  return kind.empty() ? "" : context.app.pages.text(frame(context).lang, "relation." + kind);
}

// Names stay sealed: a list says only how the person stands to the case.
Answer bank_page(Context& context) {
  auto found = bank_list(context);
  if (!found) return std::unexpected(found.error());
  pages::BankView view{{}, std::move(found->next)};
  for (const auto& row : found->rows) {
    view.letters.push_back({row.letter.text(), row.offender_number, row.offender_name,
                            relation_of(context, row.person_kind), row.state, !row.barred.empty(), row.banked,
                            row.hold.has_value() && row.state != "withdrawn" && row.state != "destroyed"});
  }
  return page(context, view);
}

// ---- registrations ----

auto people_list(Context& context) {
  return listed(
      context, kPeopleList,
      [&](std::int64_t place, int limit) {
        return flows::registrations(context.worker, context.principal(), place, limit);
      },
      [](const PersonRow& row) { return row.place; });
}

constexpr std::string_view kPersonSchemaBegins = R"json({"type":"object","additionalProperties":false,
  "required":["id","relation","offender_number","case_number","state","tell","notices","adult","frozen"],"properties":{
  "id":{"type":"string"},"relation":{"type":"string"},"offender_number":{"type":"string"},"case_number":{"type":"string"},
  "state":{"type":"string","enum":["requested","confirmed"]},"tell":{"type":"boolean"},
  "notices":{"type":"string","enum":["none","email","post"]},"adult":{"type":["boolean","null"]},"frozen":{"type":"boolean"},
  "registered_at":{"type":"string"},
  "record":{"type":"object","additionalProperties":false,"required":["name","email","address","phone","language"],
  "properties":{"name":{"type":"string"},"email":{"type":"string"},"address":{"type":"string"},"phone":{"type":"string"},
  "language":{"type":"string"}}},"alike":)json";
constexpr std::string_view kObjectEnds = "}}";
constexpr std::string_view kPersonSchema = kJoined<kPersonSchemaBegins, kAlikeSchema, kObjectEnds>;
constexpr std::string_view kPeopleSchemaBegins =
    R"json({"type":"object","additionalProperties":false,"required":["registrations"],
  "properties":{"registrations":{"type":"array","items":)json";
constexpr std::string_view kPeopleSchemaEnds = R"json(},"next":{"type":"string"}}})json";
constexpr std::string_view kPeopleSchema = kJoined<kPeopleSchemaBegins, kPersonSchema, kPeopleSchemaEnds>;
constexpr std::string_view kRegisterSchema = R"json({"type":"object","additionalProperties":false,
  "required":["offender_number","relation","name","language","tell","notices"],"properties":{
  "offender_number":{"type":"string","pattern":"^[A-Z0-9-]{1,20}$"},"case_number":{"type":"string","maxLength":40},
  "relation":{"type":"string","enum":["victim","family","next_of_kin","guardian","witness","representative"]},
  "name":{"type":"string","minLength":1,"maxLength":200},"email":{"type":"string","maxLength":254},
  "address":{"type":"string","maxLength":500},"phone":{"type":"string","maxLength":40},
  "language":{"type":"string","enum":["en","es"]},"adult":{"type":["boolean","null"]},"tell":{"type":"boolean"},
  "notices":{"type":"string","enum":["none","email","post"]}}})json";
constexpr std::string_view kRegisteredSchemaBegins =
    R"json({"type":"object","additionalProperties":false,"required":["id","state"],
  "properties":{"id":{"type":"string"},"state":{"type":"string","enum":["requested"]},"alike":)json";
constexpr std::string_view kRegisteredSchema = kJoined<kRegisteredSchemaBegins, kAlikeSchema, kObjectEnds>;
constexpr std::string_view kConfirmSchema = R"json({"type":"object","additionalProperties":false,"required":["adult"],
  "properties":{"adult":{"description":"of age, or a confirmed guardian decides","type":"boolean"}}})json";
constexpr std::string_view kConfirmedSchema =
    R"json({"type":"object","additionalProperties":false,"required":["id","state","offered"],
  "properties":{"id":{"type":"string"},"state":{"type":"string","enum":["confirmed"]},"offered":{"type":"integer"}}})json";

void write_person(json::Writer& out, const PersonRow& row) {
  out.field("id", row.person.text())
      .field("relation", row.kind)
      .field("offender_number", row.offender_number)
      .field("case_number", row.case_number)
      .field("state", row.confirmed ? "confirmed" : "requested")
      .field("tell", row.tell)
      .field("notices", row.notices)
      .field("adult", row.adult)
      .field("frozen", row.frozen);
  if (row.registered) out.field("registered_at", time_text(*row.registered));
}

std::string person_json(const PersonRow& row) {
  json::Writer out;
  out.object();
  write_person(out, row);
  out.end();
  return out.take();
}

Answer api_people(Context& context) {
  const auto found = people_list(context);
  if (!found) return std::unexpected(found.error());
  return list_answer("registrations", *found, person_json);
}

Answer api_person(Context& context) {
  const auto id = context.params.id<PersonId>("person");
  if (!id) return std::unexpected(id.error());
  const auto row = flows::registration(context.worker, context.principal(), *id);
  if (!row) return std::unexpected(row.error());
  return with_etag(person_json(*row));
}

Answer api_open_person(Context& context) {
  const auto id = context.params.id<PersonId>("person");
  if (!id) return std::unexpected(id.error());
  const auto opened = flows::open_registration(context.worker, context.principal(), *id);
  if (!opened) return std::unexpected(opened.error());
  json::Writer out;
  out.object();
  write_person(out, opened->row);
  out.key("record").raw_json(flows::record_json(opened->record));
  const auto alike = alike_of(context, opened->record, *id);
  if (!alike) return std::unexpected(alike.error());
  if (const auto& found = *alike) write_alike(out, *found);
  out.end();
  return http::json(200, out.take());
}

template <std::size_t N>
auto one_of(const std::array<std::string_view, N>& known) {
  return [&known](std::string_view text) -> std::optional<std::string> {
    return std::ranges::find(known, text) == known.end() ? std::nullopt : std::optional<std::string>{text};
  };
}

constexpr std::array<std::string_view, 6> kRelations{"victim",   "family",  "next_of_kin",
                                                     "guardian", "witness", "representative"};
constexpr std::array<std::string_view, 3> kNotices{"none", "email", "post"};
constexpr std::array<std::string_view, 2> kLanguages{"en", "es"};

std::optional<std::string> parse_number(std::string_view text) {
  const bool good = !text.empty() && text.size() <= 20 && std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
  return good ? std::optional<std::string>{text} : std::nullopt;
}

Result<flows::Registration> json_registration(const Context& context) {
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  flows::Registration sent;
  sent.offender_number = fields.as<std::string>("offender_number", parse_number, "an offender's number");
  sent.case_number = fields.optional_text("case_number", {.max = 40}).value_or("");
  sent.kind = fields.as<std::string>("relation", one_of(kRelations));
  sent.record.name = fields.text("name", {.min = 1, .max = 200});
  sent.record.email = fields.optional_text("email", {.max = 254}).value_or("");
  sent.record.address =
      fields.optional_text("address", {.max = 500, .controls = json::Controls::line_breaks}).value_or("");
  sent.record.phone = fields.optional_text("phone", {.max = 40}).value_or("");
  sent.record.language = fields.as<std::string>("language", one_of(kLanguages));
  sent.adult = fields.optional_boolean("adult");
  sent.tell = fields.boolean("tell");
  sent.notices = fields.as<std::string>("notices", one_of(kNotices));
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  return sent;
}

Answer api_register(Context& context) {
  const auto sent = json_registration(context);
  if (!sent) return std::unexpected(sent.error());
  const auto alike = alike_of(context, sent->record);  // before they are one of them
  if (!alike) return std::unexpected(alike.error());
  const auto person = flows::enter_registration(context.worker, context.principal(), *sent);
  if (!person) return std::unexpected(person.error());
  json::Writer out;
  out.object().field("id", person->text()).field("state", "requested");
  if (const auto& found = *alike) write_alike(out, *found);
  out.end();
  auto answer = http::json(201, out.take());
  answer.header("location", "/api/v1/registrations/" + person->text());
  return answer;
}

Answer api_confirm(Context& context) {
  const auto id = context.params.id<PersonId>("person");
  if (!id) return std::unexpected(id.error());
  const auto row = flows::registration(context.worker, context.principal(), *id);
  if (!row) return std::unexpected(row.error());
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  const bool adult = fields.boolean("adult");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  if (auto same = check_if_match(context.request, etag_of(person_json(*row))); !same)
    return std::unexpected(same.error());
  const auto confirmed = flows::confirm_registration(context.worker, context.principal(), *id, adult);
  if (!confirmed) return std::unexpected(confirmed.error());
  json::Writer out;
  out.object().field("id", id->text()).field("state", "confirmed").field("offered", confirmed->offered).end();
  return http::json(200, out.take());
}

std::string wish_of(const PersonRow& row) {
  if (row.tell) return "tell_me";
  return row.confirmed ? "do_not_tell" : "not_asked";
}

Answer people_page(Context& context) {
  auto found = people_list(context);
  if (!found) return std::unexpected(found.error());
  pages::RegistrationsView view{{}, std::move(found->next)};
  for (const auto& row : found->rows) {
    view.registrations.push_back({row.person.text(), row.offender_number + " · " + row.person.text().substr(0, 6),
                                  row.kind, row.confirmed ? "confirmed" : "requested", wish_of(row), "",
                                  row.registered.value_or(domain::Time{})});
  }
  return page(context, view);
}

pages::RegistrationView registration_view(const PersonRow& row) {
  pages::RegistrationView view;
  view.person_id = row.person.text();
  view.offender_number = row.offender_number;
  view.case_number = row.case_number;
  view.relation = row.kind;
  view.state = row.confirmed ? "confirmed" : "requested";
  view.notice = wish_of(row);
  return view;
}

Answer person_page(Context& context) {
  const auto id = context.params.id<PersonId>("person");
  if (!id) return std::unexpected(id.error());
  const auto row = flows::registration(context.worker, context.principal(), *id);
  if (!row) return std::unexpected(row.error());
  return page(context, registration_view(*row));
}

Result<pages::RegistrationView> opened_view(Context& context, const PersonId& id) {
  const auto opened = flows::open_registration(context.worker, context.principal(), id);
  if (!opened) return std::unexpected(opened.error());
  auto view = registration_view(opened->row);
  const auto& record = opened->record;
  view.record = pages::RegistrationView::Record{record.name, record.email, record.address, record.phone};
  const auto alike = alike_of(context, record, id);
  if (!alike) return std::unexpected(alike.error());
  if (const auto& found = *alike) view.alike = alike_view(*found);
  return view;
}

Answer open_person_page(Context& context) {
  const auto id = context.params.id<PersonId>("person");
  if (!id) return std::unexpected(id.error());
  const auto view = opened_view(context, *id);
  if (!view) return std::unexpected(view.error());
  return page(context, *view);
}

Answer confirm_page(Context& context) {
  const auto id = context.params.id<PersonId>("person");
  if (!id) return std::unexpected(id.error());
  const auto adult = context.field("adult");
  if (adult != "yes" && adult != "no") {
    const auto view = opened_view(context, *id);
    if (!view) return std::unexpected(view.error());
    return page_again(context, *view, {{"adult", adult.empty() ? pages::Fault::missing : pages::Fault::not_offered}});
  }
  const auto confirmed = flows::confirm_registration(context.worker, context.principal(), *id, adult == "yes");
  if (!confirmed) return std::unexpected(confirmed.error());
  return see_other("/office/registrations", pages::Flash::registration_confirmed);
}

// ---- tasks ----

auto task_list(Context& context) {
  return listed(
      context, kTaskList,
      [&](std::int64_t place, int limit) {
        return flows::open_tasks(context.worker, context.principal(), place, limit);
      },
      [](const TaskRow& row) { return row.place; });
}

constexpr std::string_view kTasksSchema = R"json({"type":"object","additionalProperties":false,"required":["tasks"],
  "properties":{"tasks":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["id","kind","since"],
  "properties":{"id":{"type":"string"},"kind":{"type":"string"},"offender_number":{"type":"string"},
  "offender_name":{"type":"string"},"hold_state":{"type":"string"},"feed":{"type":"string"},"since":{"type":"string"}}}},"next":{"type":"string"}}})json";

std::string task_json(const TaskRow& row) {
  json::Writer out;
  out.object().field("id", row.task.text()).field("kind", row.kind);
  if (!row.offender_number.empty()) {
    out.field("offender_number", row.offender_number)
        .field("offender_name", row.offender_name)
        .field("hold_state", row.hold_state);
  }
  if (!row.feed.empty()) out.field("feed", row.feed);
  out.field("since", time_text(row.since)).end();
  return out.take();
}

Answer api_tasks(Context& context) {
  const auto found = task_list(context);
  if (!found) return std::unexpected(found.error());
  return list_answer("tasks", *found, task_json);
}

Answer api_task_done(Context& context) {
  const auto id = context.params.id<storage::TaskId>("task");
  if (!id) return std::unexpected(id.error());
  if (auto done = flows::finish_task(context.worker, context.principal(), *id, context.app.profile.periods.resume);
      !done)
    return std::unexpected(done.error());
  return no_content();
}

// Where a task is worked; the tasks about one letter begin at the bank.
std::string path_of(const TaskRow& row) {
  if (row.kind == "wrong_pairing") return "/office/addressing";
  if (row.kind == "feed_bars_less") return "/office/orders";
  return row.offender_number.empty() ? "" : "/office/bank";
}

Answer tasks_page(Context& context) {
  const auto found = task_list(context);
  if (!found) return std::unexpected(found.error());
  pages::TasksView view;
  for (const auto& row : found->rows) {
    std::string about = row.offender_number.empty() ? "" : row.offender_name + " · " + row.offender_number;
    if (!row.feed.empty()) about += (about.empty() ? "" : " · ") + row.feed;
    view.tasks.push_back({row.task.text(), row.kind, about, path_of(row), row.since});
  }
  return page(context, view);
}

Answer task_done_page(Context& context) {
  const auto id = context.params.id<storage::TaskId>("task");
  if (!id) return std::unexpected(id.error());
  if (auto done = flows::finish_task(context.worker, context.principal(), *id, context.app.profile.periods.resume);
      !done)
    return std::unexpected(done.error());
  return see_other("/office/tasks", pages::Flash::task_done);
}

constexpr Route kRoutes[] = {
    {.path = "/office/bank", .act = Act::bank_list, .handle = bank_page},
    {.path = "/office/registrations", .act = Act::registration_keep, .handle = people_page},
    {.path = "/office/registrations/{person}", .act = Act::registration_keep, .handle = person_page},
    {.method = Method::post,
     .path = "/office/registrations/{person}/open",
     .act = Act::registration_keep,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = open_person_page},
    {.method = Method::post,
     .path = "/office/registrations/{person}/confirmation",
     .act = Act::registration_keep,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = confirm_page},
    {.path = "/office/tasks", .act = Act::bank_list, .handle = tasks_page},
    {.method = Method::post,
     .path = "/office/tasks/{task}/done",
     .act = Act::bank_list,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = task_done_page},
    {.path = "/api/v1/bank",
     .act = Act::bank_list,
     .handle = api_bank,
     .doc = {"Banked letters, their holds, and whether contact is barred now", "", kBankSchema, 200, "422"}},
    {.path = "/api/v1/registrations",
     .act = Act::registration_keep,
     .handle = api_people,
     .doc = {"Protected persons, without names", "", kPeopleSchema, 200, "422"}},
    {.method = Method::post,
     .path = "/api/v1/registrations",
     .act = Act::registration_keep,
     .body = BodyKind::json,
     .limit = kOfficeForm,
     .handle = api_register,
     .doc = {"Enter a registration made by telephone or on paper", kRegisterSchema, kRegisteredSchema, 201, "404 422"}},
    {.path = "/api/v1/registrations/{person}",
     .act = Act::registration_keep,
     .handle = api_person,
     .doc = {"One registration, without the name", "", kPersonSchema, 200, "404"}},
    {.method = Method::post,
     .path = "/api/v1/registrations/{person}/opening",
     .act = Act::registration_keep,
     .handle = api_open_person,
     .doc = {"Open the record; witnessed", "", kPersonSchema, 200, "404 410"}},
    {.method = Method::post,
     .path = "/api/v1/registrations/{person}/confirmation",
     .act = Act::registration_keep,
     .body = BodyKind::json,
     .limit = kOfficeForm,
     .handle = api_confirm,
     .doc = {"Confirm a registration; what waited is offered if they wish it", kConfirmSchema, kConfirmedSchema, 200,
             "404 409 412 422 428"}},
    {.path = "/api/v1/tasks",
     .act = Act::bank_list,
     .handle = api_tasks,
     .doc = {"Open tasks, oldest first", "", kTasksSchema, 200, "422"}},
    {.method = Method::post,
     .path = "/api/v1/tasks/{task}/done",
     .act = Act::bank_list,
     .handle = api_task_done,
     .doc = {"A task is done", "", "", 204, "404 409"}},
};

}  // namespace

std::span<const Route> bank_routes() { return kRoutes; }

}  // namespace holdfast::routes
