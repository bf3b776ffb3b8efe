#include "gateway/routes/readings.h"

#include "gateway/flows/look.h"
#include "gateway/routes/office.h"

namespace holdfast::routes {
namespace {

using domain::Act;

constexpr std::string_view kListSchema = R"json({"type":"object","additionalProperties":false,"required":["readings"],
  "properties":{"readings":{"type":"array","items":{"type":"object","additionalProperties":false,
    "required":["id","offender_name","language","characters","assigned_at"],"properties":{
    "id":{"type":"string","pattern":"^[0-9a-z]{26}$"},"offender_name":{"type":"string"},"language":{"type":"string"},
    "characters":{"type":"integer"},"assigned_at":{"type":"string"}}}},"next":{"type":"string"}}})json";

auto list(Context& context) {
  return listed(
      context, "readings",
      [&](std::int64_t place, int limit) { return flows::readings(context.worker, context.principal(), place, limit); },
      [](const storage::ReadingRow& row) { return row.place; });
}

std::string row_json(const storage::ReadingRow& row) {
  json::Writer out;
  out.object()
      .field("id", row.assignment.text())
      .field("offender_name", row.offender_name)
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

Answer list_page(Context& context) {
  const auto found = list(context);
  if (!found) return std::unexpected(found.error());
  pages::ReadingsView view;
  for (const auto& row : found->rows)
    view.readings.push_back({row.assignment.text(), {}, row.offender_name, {}, row.assigned});
  return page(context, view);
}

constexpr Route kRoutes[] = {
    {.path = "/readings", .act = Act::reading_list, .handle = list_page},
    {.path = "/api/v1/readings",
     .act = Act::reading_list,
     .handle = api_list,
     .doc = {"What this reader was asked to read to a person, oldest first", "", kListSchema, 200, "422"}},
};

}  // namespace

std::span<const Route> readings_routes() { return kRoutes; }

}  // namespace holdfast::routes
