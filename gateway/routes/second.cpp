#include "gateway/routes/second.h"

#include "gateway/flows/second.h"
#include "gateway/routes/office.h"

namespace holdfast::routes {
namespace {

using domain::Act;

constexpr std::string_view kList = "second";

auto list(Context& context) {
  return listed(
      context, kList,
      [&](std::int64_t place, int limit) {
        return flows::waits_for_second(context.worker, context.principal(), place, limit);
      },
      [](const storage::SecondRow& row) { return row.place; });
}

constexpr std::string_view kSchema = R"json({"type":"object","additionalProperties":false,"required":["waiting"],
  "properties":{"waiting":{"type":"array","items":{"type":"object","additionalProperties":false,
  "required":["kind","id","offender_number","offender_name","asked_by","asked_at"],"properties":{
  "kind":{"type":"string","enum":["order","quarantine","rules"]},
  "id":{"description":"of the order, of the ticket (investigations), or of the change of the rules","type":"string","pattern":"^[0-9a-z]{26}$"},
  "offender_number":{"description":"empty for rules, as is the name","type":"string"},"offender_name":{"type":"string"},
  "asked_by":{"type":"string"},"asked_at":{"type":"string"}}}},"next":{"type":"string"}}})json";

std::string row_json(const storage::SecondRow& row) {
  json::Writer out;
  out.object()
      .field("kind", domain::name_of(row.kind))
      .field("id", row.id)
      .field("offender_number", row.offender_number)
      .field("offender_name", row.offender_name)
      .field("asked_by", row.asked_by)
      .field("asked_at", time_text(row.asked))
      .end();
  return out.take();
}

Answer api_list(Context& context) {
  const auto found = list(context);
  if (!found) return std::unexpected(found.error());
  return list_answer("waiting", *found, row_json);
}

Answer list_page(Context& context) {
  auto found = list(context);
  if (!found) return std::unexpected(found.error());
  pages::SecondView view{{}, std::move(found->next)};
  for (const auto& row : found->rows) {
    view.items.push_back({std::string(domain::name_of(row.kind)), row.id, row.offender_number, row.offender_name,
                          row.asked_by, row.asked});
  }
  return page(context, view);
}

constexpr Route kRoutes[] = {
    {.path = "/second", .act = Act::second_list, .handle = list_page},
    {.path = "/api/v1/second",
     .act = Act::second_list,
     .handle = api_list,
     .doc = {"What waits for the second person whom the agency's profile names, longest first", "", kSchema, 200,
             "422"}},
};

}  // namespace

std::span<const Route> second_routes() { return kRoutes; }

domain::Result<std::string> second_title(const Context& context) {
  const auto there = flows::second_is_there(context.worker, context.principal());
  if (!there) return std::unexpected(there.error());
  if (!*there) return std::string{};
  const auto& named = context.app.profile.second_person;
  return named.title.empty() ? named.account : named.title;
}

std::string after_answer(const Context& context, const std::string& path) {
  return context.principal().role == domain::Role::second_person ? "/second" : path;
}

}  // namespace holdfast::routes
