#include "gateway/routes/readings.h"

#include "gateway/flows/reading.h"
#include "gateway/routes/office.h"
#include "gateway/routes/recipient_common.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::Result;
using http::Method;
using storage::ReadingRow;
using storage::WishedReading;

constexpr std::string_view kListSchema = R"json({"type":"object","additionalProperties":false,"required":["readings"],
  "properties":{"readings":{"type":"array","items":{"type":"object","additionalProperties":false,
    "required":["id","offender_name","relation","state","language","characters","assigned_at"],"properties":{
    "id":{"type":"string","pattern":"^[0-9a-z]{26}$"},"offender_name":{"type":"string"},"relation":{"type":"string"},
    "state":{"description":"accepted: not yet","type":"string","enum":["accepted","released","read_aloud"]},
    "language":{"type":"string"},"characters":{"type":"integer"},"assigned_at":{"type":"string"}}}},
  "next":{"type":"string"}}})json";
constexpr std::string_view kWishedSchema = R"json({"type":"object","additionalProperties":false,"required":["letters"],
  "properties":{"letters":{"type":"array","items":{"type":"object","additionalProperties":false,
    "required":["hold","offender_number","offender_name","relation","wished_at","readers"],"properties":{
    "hold":{"type":"string","pattern":"^[0-9a-z]{26}$"},"offender_number":{"type":"string"},"offender_name":{"type":"string"},
    "relation":{"type":"string"},"wished_at":{"type":"string"},"not_before":{"type":"string"},"reader":{"type":"string"},
    "readers":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["id","name"],"properties":{
      "id":{"type":"string","pattern":"^[0-9a-z]{26}$"},"name":{"type":"string"}}}}}}},
  "next":{"type":"string"}}})json";
constexpr std::string_view kAssignSchema = R"json({"type":"object","additionalProperties":false,"required":["reader"],
  "properties":{"reader":{"type":"string","pattern":"^[0-9a-z]{26}$"}}})json";
constexpr std::string_view kAssignedSchema = R"json({"type":"object","additionalProperties":false,"required":["id"],
  "properties":{"id":{"type":"string","pattern":"^[0-9a-z]{26}$"}}})json";

// ---- the reader's ----

auto list(Context& context) {
  return listed(
      context, "readings",
      [&](std::int64_t place, int limit) { return flows::readings(context.worker, context.principal(), place, limit); },
      [](const ReadingRow& row) { return row.place; });
}

std::string row_json(const ReadingRow& row) {
  json::Writer out;
  out.object()
      .field("id", row.assignment.text())
      .field("offender_name", row.offender_name)
      .field("relation", row.person_kind)
      .field("state", row.state)
      .field("language", row.language)
      .field("characters", row.characters)
      .field("assigned_at", time_text(row.assigned))
      .end();
  return out.take();
}

Answer api_list(Context& context) {
  const auto found = list(context);
  if (!found) return std::unexpected(found.error());
  return list_answer("readings", *found, row_json);
}

pages::ReadingSummary summary_of(const ReadingRow& row) {
  return {row.assignment.text(), row.person_kind,          row.offender_name, row.state,
          row.language,          words_of(row.characters), row.assigned};
}

Answer list_page(Context& context) {
  auto found = list(context);
  if (!found) return std::unexpected(found.error());
  pages::ReadingsView view{{}, std::move(found->next)};
  for (const auto& row : found->rows) view.readings.push_back(summary_of(row));
  return page(context, view);
}

Result<ReadingRow> one(Context& context) {
  const auto id = context.params.id<domain::GrantId>("reading");
  if (!id) return std::unexpected(id.error());
  return flows::reading(context.worker, context.principal(), *id);
}

Answer reading_page(Context& context) {
  const auto row = one(context);
  if (!row) return std::unexpected(row.error());
  return page(context, pages::ReadingView{summary_of(*row), ""});
}

Answer open_page(Context& context) {
  auto row = one(context);
  if (!row) return std::unexpected(row.error());
  const auto opened = flows::open_reading(context.worker, context.principal(), row->assignment);
  if (!opened) return std::unexpected(opened.error());
  row->state = "read_aloud";
  return page(context, pages::ReadingView{summary_of(*row), std::string(opened->words.reveal_text())});
}

Answer api_open(Context& context) {
  const auto id = context.params.id<domain::GrantId>("reading");
  if (!id) return std::unexpected(id.error());
  const auto opened = flows::open_reading(context.worker, context.principal(), *id);
  if (!opened) return std::unexpected(opened.error());
  return opened_answer(*opened);
}

Result<void> finish(Context& context) {
  const auto id = context.params.id<domain::GrantId>("reading");
  if (!id) return std::unexpected(id.error());
  return flows::finish_reading(context.worker, context.principal(), *id);
}

Answer done_page(Context& context) {
  if (const auto done = finish(context); !done) return std::unexpected(done.error());
  return see_other("/readings", pages::Flash::reading_done);
}

Answer api_done(Context& context) {
  if (const auto done = finish(context); !done) return std::unexpected(done.error());
  return no_content();
}

// ---- the office's ----

auto wished(Context& context) {
  return listed(
      context, "wished-readings",
      [&](std::int64_t place, int limit) {
        return flows::wished_readings(context.worker, context.principal(), place, limit);
      },
      [](const WishedReading& row) { return row.place; });
}

std::string wished_json(const WishedReading& row) {
  json::Writer out;
  out.object()
      .field("hold", row.hold.text())
      .field("offender_number", row.offender_number)
      .field("offender_name", row.offender_name)
      .field("relation", row.person_kind)
      .field("wished_at", time_text(row.wished));
  if (row.not_before) out.field("not_before", time_text(*row.not_before));
  if (!row.reader.empty()) out.field("reader", row.reader);
  out.key("readers").array();
  for (const auto& reader : row.readers) {
    out.object().field("id", reader.account.text()).field("name", reader.name).end();
  }
  out.end().end();
  return out.take();
}

Answer api_wished(Context& context) {
  const auto found = wished(context);
  if (!found) return std::unexpected(found.error());
  return list_answer("letters", *found, wished_json);
}

Answer wished_page(Context& context) {
  auto found = wished(context);
  if (!found) return std::unexpected(found.error());
  pages::WishedReadingsView view{{}, std::move(found->next)};
  for (const auto& row : found->rows) {
    pages::WishedReadingsView::Row shown{row.hold.text(), row.offender_number, row.offender_name, row.person_kind,
                                         row.wished,      row.not_before,      row.reader,        {}};
    for (const auto& reader : row.readers) shown.readers.push_back({reader.account.text(), reader.name});
    view.letters.push_back(std::move(shown));
  }
  return page(context, view);
}

Result<domain::GrantId> assign(Context& context, std::string_view reader) {
  const auto hold = context.params.id<domain::HoldId>("hold");
  if (!hold) return std::unexpected(hold.error());
  // An id that is none is an id of nobody: whether there is such a hold is asked first.
  const auto account = domain::AccountId::parse(reader).value_or(domain::AccountId{});
  return flows::assign_reading(context.worker, context.principal(), *hold, account);
}

Answer assign_page(Context& context) {
  const auto given = assign(context, context.field("reader"));
  if (!given) return std::unexpected(given.error());
  return see_other("/office/readings", pages::Flash::reading_assigned);
}

Answer api_assign(Context& context) {
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  const auto reader = fields.text("reader", {.min = 26, .max = 26});
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  const auto given = assign(context, reader);
  if (!given) return std::unexpected(given.error());
  json::Writer out;
  out.object().field("id", given->text()).end();
  return http::json(201, out.take());
}

constexpr Route kRoutes[] = {
    {.path = "/readings", .act = Act::reading_list, .handle = list_page},
    {.path = "/readings/{reading}", .act = Act::reading_list, .handle = reading_page},
    {.method = Method::post,
     .path = "/readings/{reading}/open",
     .act = Act::reading_open,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = open_page},
    {.method = Method::post,
     .path = "/readings/{reading}/done",
     .act = Act::reading_list,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = done_page},
    {.path = "/office/readings", .act = Act::reading_assign, .handle = wished_page},
    {.method = Method::post,
     .path = "/office/readings/{hold}",
     .act = Act::reading_assign,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = assign_page},
    {.path = "/api/v1/readings",
     .act = Act::reading_list,
     .handle = api_list,
     .doc = {"What this reader was asked to read to a person, oldest first", "", kListSchema, 200, "422"}},
    {.method = Method::post,
     .path = "/api/v1/readings/{reading}/opening",
     .act = Act::reading_open,
     .handle = api_open,
     .doc = {"Begin the reading: the words; needs a fresh step-up, is asked all that the person's own opening is", "",
             kWordsSchema, 201, "404 409 410"}},
    {.method = Method::post,
     .path = "/api/v1/readings/{reading}/done",
     .act = Act::reading_list,
     .handle = api_done,
     .doc = {"The reading is done: from now on the reader sees nothing of it", "", "", 204, "404 409"}},
    {.path = "/api/v1/wished-readings",
     .act = Act::reading_assign,
     .handle = api_wished,
     .doc = {"Accepted letters that their person wants to have read, and the readers who may", "", kWishedSchema, 200,
             "422"}},
    {.method = Method::post,
     .path = "/api/v1/wished-readings/{hold}/reader",
     .act = Act::reading_assign,
     .body = BodyKind::json,
     .limit = kOfficeForm,
     .handle = api_assign,
     .doc = {"Give it to a reader; whoever had it before has it no more", kAssignSchema, kAssignedSchema, 201,
             "404 409 422"}},
};

}  // namespace

std::span<const Route> readings_routes() { return kRoutes; }

}  // namespace holdfast::routes
