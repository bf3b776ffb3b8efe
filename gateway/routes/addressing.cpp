#include "gateway/routes/addressing.h"

#include "gateway/flows/address.h"
#include "gateway/routes/office.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::LetterId;
using domain::PersonId;
using domain::Problem;
using domain::Result;
using http::Method;

constexpr std::string_view kList = "addressing";
constexpr std::size_t kMostEvidence = 4000;

auto list(Context& context) {
  return listed(
      context, kList,
      [&](std::int64_t place, int limit) {
        return flows::addressing_queue(context.worker, context.principal(), place, limit);
      },
      [](const storage::AddressingRow& row) { return row.place; });
}

// ---- API ----

constexpr std::string_view kListSchema = R"json({"type":"object","additionalProperties":false,"required":["letters"],
  "properties":{"letters":{"type":"array","items":{"type":"object","additionalProperties":false,
  "required":["id","state","offender_number","offender_name","case_number","approved_at","candidates"],"properties":{
  "id":{"type":"string"},"state":{"type":"string","enum":["approved","banked"]},"offender_number":{"type":"string"},
  "offender_name":{"type":"string"},"case_number":{"type":"string"},"approved_at":{"type":"string"},
  "candidates":{"type":"integer"}}}},"next":{"type":"string"}}})json";
constexpr std::string_view kOpenedSchema = R"json({"type":"object","additionalProperties":false,
  "required":["id","state","addressee","case_number","candidates"],"properties":{"id":{"type":"string"},
  "state":{"type":"string"},"addressee":{"type":"string"},"case_number":{"type":"string"},
  "candidates":{"type":"array","items":{"type":"object","additionalProperties":false,
  "required":["person","name","relation","case_number","adult","evidence"],"properties":{"person":{"type":"string"},
  "name":{"type":"string"},"relation":{"type":"string"},"case_number":{"type":"string"},"adult":{"type":"boolean"},
  "evidence":{"type":"array","items":{"type":"string"}}}}}}})json";
constexpr std::string_view kRequestSchema =
    R"json({"type":"object","additionalProperties":false,"required":["person","evidence"],
  "properties":{"person":{"description":"an id, or null: looked for and not found","type":["string","null"]},
  "evidence":{"type":"string","minLength":1,"maxLength":4000}}})json";
constexpr std::string_view kAddressedSchema = R"json({"type":"object","additionalProperties":false,
  "required":["id","state","offered"],"properties":{"id":{"type":"string"},"state":{"type":"string"},
  "hold":{"type":"string"},"offered":{"type":"boolean"}}})json";
constexpr std::string_view kUndoSchema = R"json({"type":"object","additionalProperties":false,"required":["evidence"],
  "properties":{"evidence":{"type":"string","minLength":1,"maxLength":4000}}})json";
constexpr std::string_view kUndoneSchema = R"json({"type":"object","additionalProperties":false,
  "required":["id","state","recalled"],"properties":{"id":{"type":"string"},"state":{"type":"string"},
  "recalled":{"type":"integer"}}})json";

std::string row_json(const storage::AddressingRow& row) {
  json::Writer out;
  out.object()
      .field("id", row.letter.text())
      .field("state", name_of(row.state))
      .field("offender_number", row.offender_number)
      .field("offender_name", row.offender_name)
      .field("case_number", row.case_number)
      .field("approved_at", time_text(row.approved))
      .field("candidates", row.candidates)
      .end();
  return out.take();
}

Answer api_list(Context& context) {
  const auto found = list(context);
  if (!found) return std::unexpected(found.error());
  return list_answer("letters", *found, row_json);
}

Answer api_open(Context& context) {
  const auto id = context.params.id<LetterId>("letter");
  if (!id) return std::unexpected(id.error());
  const auto opened = flows::open_addressing(context.worker, context.principal(), *id);
  if (!opened) return std::unexpected(opened.error());
  json::Writer out;
  out.object()
      .field("id", id->text())
      .field("state", name_of(opened->file.state))
      .field("addressee", opened->addressee)
      .field("case_number", opened->file.case_number);
  out.key("candidates").array();
  for (const auto& candidate : opened->candidates) {
    out.object()
        .field("person", candidate.person.person.text())
        .field("name", candidate.name)
        .field("relation", candidate.person.kind)
        .field("case_number", candidate.person.case_number)
        .field("adult", candidate.person.adult);
    texts(out, "evidence", candidate.evidence);
    out.end();
  }
  out.end().end();
  return http::json(200, out.take());
}

Result<flows::AddressLetter> json_input(const Context& context, const LetterId& letter) {
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  flows::AddressLetter input{letter, std::nullopt, {}};
  input.person = fields.optional_as<PersonId>("person", PersonId::parse);
  input.evidence = fields.text("evidence", {.min = 1, .max = kMostEvidence, .controls = json::Controls::line_breaks});
  // "Not found" is said, never left out.
  if (body->object() != nullptr && body->find("person") == nullptr) fields.refuse("person", "an id, or null");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  return input;
}

Answer api_address(Context& context) {
  const auto id = context.params.id<LetterId>("letter");
  if (!id) return std::unexpected(id.error());
  const auto input = json_input(context, *id);
  if (!input) return std::unexpected(input.error());
  const auto done = flows::address_letter(context.worker, context.principal(), *input);
  if (!done) return std::unexpected(done.error());
  json::Writer out;
  out.object().field("id", id->text()).field("state", name_of(done->letter));
  if (const auto& hold = done->hold) out.field("hold", hold->text());
  out.field("offered", done->offered).end();
  return http::json(200, out.take());
}

Answer api_undo(Context& context) {
  const auto id = context.params.id<LetterId>("letter");
  if (!id) return std::unexpected(id.error());
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  const auto evidence =
      fields.text("evidence", {.min = 1, .max = kMostEvidence, .controls = json::Controls::line_breaks});
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  const auto done = flows::undo_addressing(context.worker, context.principal(), *id, evidence);
  if (!done) return std::unexpected(done.error());
  json::Writer out;
  out.object().field("id", id->text()).field("state", name_of(done->letter)).field("recalled", done->recalled).end();
  return http::json(200, out.take());
}

// ---- pages ----

Answer queue_page(Context& context) {
  auto found = list(context);
  if (!found) return std::unexpected(found.error());
  pages::AddressingQueueView view{{}, std::move(found->next)};
  for (const auto& row : found->rows) {
    view.letters.push_back(
        {row.letter.text(), row.offender_number, row.offender_name, "", row.case_number, row.approved, row.candidates});
  }
  return page(context, view);
}

Result<pages::AddressingView> view_of(Context& context, const LetterId& id) {
  const auto opened = flows::open_addressing(context.worker, context.principal(), id);
  if (!opened) return std::unexpected(opened.error());
  pages::AddressingView view;
  view.letter_id = id.text();
  view.offender_number = opened->file.offender_number;
  view.offender_name = opened->file.offender_name;
  view.addressee = opened->addressee;
  view.case_number = opened->file.case_number;
  for (const auto& candidate : opened->candidates) {
    view.candidates.push_back({candidate.person.person.text(), candidate.name, candidate.person.kind,
                               candidate.person.case_number, candidate.evidence, !candidate.person.adult});
  }
  return view;
}

Answer letter_page(Context& context) {
  const auto id = context.params.id<LetterId>("letter");
  if (!id) return std::unexpected(id.error());
  const auto view = view_of(context, *id);
  if (!view) return std::unexpected(view.error());
  return page(context, *view);
}

Answer post_page(Context& context) {
  const auto id = context.params.id<LetterId>("letter");
  if (!id) return std::unexpected(id.error());
  flows::AddressLetter input{*id, std::nullopt, std::string(context.field("evidence"))};
  const auto person = context.field("person");
  std::vector<pages::FieldError> errors;
  if (person != "none") {
    input.person = PersonId::parse(person);
    if (!input.person) errors.push_back({"person", person.empty() ? pages::Fault::missing : pages::Fault::not_offered});
  }
  if (input.evidence.empty()) errors.push_back({"evidence", pages::Fault::missing});
  if (input.evidence.size() > kMostEvidence * 4) errors.push_back({"evidence", pages::Fault::too_long});
  if (errors.empty()) {
    const auto done = flows::address_letter(context.worker, context.principal(), input);
    if (done) return see_other("/office/addressing", pages::Flash::addressee_recorded);
    if (done.error().problem != Problem::invalid_field) return std::unexpected(done.error());
    errors.push_back({"person", pages::Fault::not_known});
  }
  auto view = view_of(context, *id);
  if (!view) return std::unexpected(view.error());
  view->person = person;
  view->evidence = input.evidence;
  return page_again(context, *view, std::move(errors));
}

Result<pages::UndoView> undo_view(Context& context, const LetterId& id) {
  const auto file = flows::addressing_file(context.worker, context.principal(), id);
  if (!file) return std::unexpected(file.error());
  if (!file->person) return domain::fail(Problem::not_found, "there is nothing here");
  return pages::UndoView{id.text(), file->offender_number, file->offender_name, {}};
}

Answer undo_form(Context& context) {
  const auto id = context.params.id<LetterId>("letter");
  if (!id) return std::unexpected(id.error());
  const auto view = undo_view(context, *id);
  if (!view) return std::unexpected(view.error());
  return page(context, *view);
}

Answer undo_page(Context& context) {
  const auto id = context.params.id<LetterId>("letter");
  if (!id) return std::unexpected(id.error());
  const std::string evidence(context.field("evidence"));
  if (evidence.empty() || evidence.size() > kMostEvidence * 4) {
    auto view = undo_view(context, *id);
    if (!view) return std::unexpected(view.error());
    view->evidence = evidence;
    return page_again(context, *view,
                      {{"evidence", evidence.empty() ? pages::Fault::missing : pages::Fault::too_long}});
  }
  const auto done = flows::undo_addressing(context.worker, context.principal(), *id, evidence);
  if (!done) return std::unexpected(done.error());
  return see_other("/office/bank", pages::Flash::addressing_undone);
}

constexpr Route kRoutes[] = {
    {.path = "/office/addressing", .act = Act::bank_list, .handle = queue_page},
    {.path = "/office/addressing/{letter}", .act = Act::addressing_decide, .handle = letter_page},
    {.method = Method::post,
     .path = "/office/addressing/{letter}",
     .act = Act::addressing_decide,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = post_page},
    {.path = "/office/addressing/{letter}/undo", .act = Act::addressing_decide, .handle = undo_form},
    {.method = Method::post,
     .path = "/office/addressing/{letter}/undo",
     .act = Act::addressing_decide,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = undo_page},
    {.path = "/api/v1/addressing",
     .act = Act::bank_list,
     .handle = api_list,
     .doc = {"Approved letters that have nobody yet, oldest first", "", kListSchema, 200, "422"}},
    {.method = Method::post,
     .path = "/api/v1/letters/{letter}/addressing/opening",
     .act = Act::addressing_decide,
     .handle = api_open,
     .doc = {"Whom the writer says it is for, and who it may be; witnessed", "", kOpenedSchema, 200, "404 409 410"}},
    {.method = Method::post,
     .path = "/api/v1/letters/{letter}/addressing",
     .act = Act::addressing_decide,
     .body = BodyKind::json,
     .limit = kOfficeForm,
     .handle = api_address,
     .doc = {"Say whom a letter is for, on evidence", kRequestSchema, kAddressedSchema, 200, "404 409 422"}},
    {.method = Method::post,
     .path = "/api/v1/letters/{letter}/addressing/undo",
     .act = Act::addressing_decide,
     .body = BodyKind::json,
     .limit = kOfficeForm,
     .handle = api_undo,
     .doc = {"Undo a wrong pairing: the hold is frozen at once", kUndoSchema, kUndoneSchema, 200, "404 409 422"}},
};

}  // namespace

std::span<const Route> addressing_routes() { return kRoutes; }

}  // namespace holdfast::routes
