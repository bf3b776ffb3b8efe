#include "gateway/routes/imports.h"

#include "gateway/flows/import_report.h"
#include "gateway/imports/limits.h"
#include "gateway/routes/office.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::fail;
using domain::Problem;
using domain::Result;
using http::Method;
using imports::Kind;

// What docs/imports.md says in words. What is unclear is taken all the same, and bars.
constexpr std::string_view kOrders = R"json({"type":"array","maxItems":20000,"items":{"type":"object",
  "additionalProperties":false,"required":["record","offender_number"],"properties":{
  "record":{"type":["string","null"],"maxLength":80},"kind":{"type":["string","null"],"maxLength":60},
  "offender_number":{"type":["string","null"],"maxLength":20},
  "person_record":{"type":["string","null"],"maxLength":80},
  "protected_names":{"type":["string","null"],"maxLength":400},"paper":{"type":["string","null"],"maxLength":80},
  "statute":{"type":["string","null"],"maxLength":40},"zone":{"type":["string","null"],"maxLength":40},
  "court":{"type":["string","null"],"maxLength":200},"number":{"type":["string","null"],"maxLength":80},
  "state":{"type":["string","null"],"maxLength":60},"starts_on":{"type":["string","null"],"maxLength":40},
  "ends_on":{"type":["string","null"],"maxLength":40},"text":{"type":["string","null"],"maxLength":1000},
  "permanent":{"type":["boolean","null"]},
  "conditions":{"type":["array","null"],"maxItems":32,"items":{"type":"string","maxLength":40}}}}})json";
constexpr std::string_view kPeople = R"json({"type":"array","maxItems":20000,"items":{"type":"object",
  "additionalProperties":false,"required":["record","offender_number","kind","name"],"properties":{
  "record":{"type":["string","null"],"maxLength":80},"offender_number":{"type":["string","null"],"maxLength":20},
  "case_number":{"type":["string","null"],"maxLength":80},"kind":{"type":["string","null"],"maxLength":20},
  "name":{"type":["string","null"],"maxLength":200},"email":{"type":["string","null"],"maxLength":254},
  "address":{"type":["string","null"],"maxLength":500},"phone":{"type":["string","null"],"maxLength":40},
  "language":{"type":["string","null"],"maxLength":2},"notices":{"type":["string","null"],"maxLength":10},
  "adult":{"type":["boolean","null"]},"tell":{"type":["boolean","null"]}}}})json";
constexpr std::string_view kHousing = R"json({"type":"array","maxItems":20000,"items":{"type":"object",
  "additionalProperties":false,"required":["offender_number"],"properties":{
  "offender_number":{"type":["string","null"],"maxLength":20},"name":{"type":["string","null"],"maxLength":200},
  "institution":{"type":["string","null"],"maxLength":40},"custody":{"type":["string","null"],"maxLength":20}}}})json";
constexpr std::string_view kReportSchema = R"json({"type":"object","additionalProperties":false,
  "required":["kind","feed","whole","dry_run","committed","taken","versions","unchanged","waiting","refused","rows"],
  "properties":{"kind":{"type":"string"},"feed":{"type":"string"},"whole":{"type":"boolean"},"dry_run":{"type":"boolean"},
  "committed":{"description":"false after a dry run, and where a whole file was refused","type":"boolean"},
  "taken":{"type":"integer"},"versions":{"type":"integer"},"unchanged":{"type":"integer"},
  "waiting":{"description":"would bar less, or a person decides","type":"integer"},"refused":{"type":"integer"},
  "fault":{"type":"object","additionalProperties":false,"required":["place","field","why","accepted"],"properties":{
  "place":{"type":"integer"},"field":{"type":"string"},"why":{"type":"string"},"accepted":{"type":"string"}}},
  "rows":{"type":"array","items":{"type":"object","additionalProperties":false,
  "required":["place","outcome","looks","barred","recalled"],"properties":{"place":{"type":"integer"},
  "outcome":{"type":"string","enum":["taken","version","waits","refused"]},"id":{"type":"string"},"field":{"type":"string"},
  "why":{"type":"string"},"accepted":{"type":"string"},
  "looks":{"description":"bars until a person has looked at these","type":"array","items":{"type":"object",
  "additionalProperties":false,"required":["field","why"],"properties":{"field":{"type":"string"},"why":{"type":"string"}}}},
  "barred":{"description":"holds","type":"array","items":{"type":"string"}},
  "recalled":{"description":"holds","type":"array","items":{"type":"string"}}}}}}})json";

// Absent is `no`; anything but its two words is refused.
Result<bool> choice_of(const Context& context, std::string_view name, std::string_view yes, std::string_view no) {
  const auto sent = context.request.query.first(name).value_or(no);
  if (sent == yes || sent == no) return sent == yes;
  return fail(Problem::invalid_field, "not a known value", std::string(name));
}

Result<std::optional<std::size_t>> rows_of(const Context& context) {
  const auto sent = context.request.query.first("rows");
  if (!sent) return std::nullopt;
  const bool digits =
      !sent->empty() && sent->size() <= 6 && sent->find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits) return fail(Problem::invalid_field, "a whole number", "rows");
  return static_cast<std::size_t>(std::stoul(std::string(*sent)));
}

Result<flows::ImportOrder> asked_of(const Context& context, Kind kind) {
  if (auto known = context.request.query.only({"dry_run", "mode", "feed", "rows"}); !known)
    return std::unexpected(known.error());
  const auto dry_run = choice_of(context, "dry_run", "true", "false");
  if (!dry_run) return std::unexpected(dry_run.error());
  const auto by_row = choice_of(context, "mode", "row_by_row", "whole");
  if (!by_row) return std::unexpected(by_row.error());
  const auto rows = rows_of(context);
  if (!rows) return std::unexpected(rows.error());
  flows::ImportOrder asked;
  asked.kind = kind;
  asked.feed = context.request.query.first("feed").value_or(asked.feed);
  if (!flows::is_feed_name(asked.feed)) return fail(Problem::invalid_field, "a-z, 0-9 and -, at most 40", "feed");
  asked.dry_run = *dry_run;
  asked.whole = !*by_row;
  asked.rows = *rows;
  const auto format = imports::format_of_media(context.request.media_type());
  if (!format) return fail(Problem::unsupported_media, "this takes another kind of content");
  asked.format = *format;
  return asked;
}

Answer take(Context& context, Kind kind) {
  const auto asked = asked_of(context, kind);
  if (!asked) return std::unexpected(asked.error());
  const auto report = flows::import_file(context.worker, &context.principal(), context.app.profile.time_zone, *asked,
                                         context.request.body);
  if (!report) return std::unexpected(report.error());
  return http::json(200, flows::report_json(*asked, *report));
}

Answer take_orders(Context& context) { return take(context, Kind::orders); }
Answer take_people(Context& context) { return take(context, Kind::people); }
Answer take_housing(Context& context) { return take(context, Kind::housing); }

constexpr std::string_view kQuery = "dry_run mode feed rows";

constexpr Route kRoutes[] = {
    {.method = Method::post,
     .path = "/api/v1/imports/orders",
     .act = Act::import_take,
     .body = BodyKind::file,
     .limit = imports::kMostBytes,
     .handle = take_orders,
     .doc = {"Take a file of orders, or see what it would change", kOrders, kReportSchema, 200, "", kQuery}},
    {.method = Method::post,
     .path = "/api/v1/imports/people",
     .act = Act::import_take,
     .body = BodyKind::file,
     .limit = imports::kMostBytes,
     .handle = take_people,
     .doc = {"Take a file of protected persons, or see what it would change", kPeople, kReportSchema, 200, "", kQuery}},
    {.method = Method::post,
     .path = "/api/v1/imports/housing",
     .act = Act::import_take,
     .body = BodyKind::file,
     .limit = imports::kMostBytes,
     .handle = take_housing,
     .doc = {"Take a file of where offenders are housed, or see what it would change", kHousing, kReportSchema, 200, "",
             kQuery}},
};

}  // namespace

std::span<const Route> imports_routes() { return kRoutes; }

}  // namespace holdfast::routes
