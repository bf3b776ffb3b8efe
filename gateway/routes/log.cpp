#include "gateway/routes/log.h"

#include <charconv>

#include "gateway/flows/look.h"
#include "gateway/routes/office.h"
#include "gateway/routes/opening.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::fail;
using domain::Problem;
using domain::Result;
using http::Method;

constexpr std::string_view kList = "log";

constexpr std::string_view kListSchema =
    R"json({"type":"object","additionalProperties":false,"required":["head","entries"],
  "properties":{"head":{"type":"object","additionalProperties":false,"required":["size","root"],"properties":{
    "size":{"type":"integer"},"root":{"type":"string"},"at":{"type":"string"}}},
  "entries":{"type":"array","items":{"type":"object","additionalProperties":false,"required":["id","blank"],"properties":{
    "id":{"type":"string","pattern":"^[0-9a-z]{26}$"},"index":{"type":"integer"},"placed_at":{"type":"string"},
    "blank":{"type":"boolean"}}}},"next":{"type":"string"}}})json";
constexpr std::string_view kHeadSchema =
    R"json({"type":"object","additionalProperties":false,"required":["size","root"],
  "properties":{"size":{"type":"integer"},"root":{"type":"string","pattern":"^([0-9a-f]{64})?$"},"at":{"type":"string"}}})json";
constexpr std::string_view kOpenedSchema = R"json({"type":"object","additionalProperties":false,
  "required":["id","commitment","proven"],"properties":{"id":{"type":"string"},"index":{"type":"integer"},
  "commitment":{"type":"string"},"proven":{"type":"boolean"},"entry":{"type":"object","additionalProperties":false,
    "required":["time","event","actor","role","agency","object","outcome","reason","counts"],"properties":{
    "time":{"type":"string"},"event":{"type":"string"},"actor":{"type":"string"},"role":{"type":"string"},
    "agency":{"type":"string"},"object":{"type":"string"},"outcome":{"type":"string"},"reason":{"type":"string"},
    "counts":{"type":"object","additionalProperties":{"type":"integer"}}}}}})json";

std::string hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const auto byte : bytes) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

std::string root_of(const storage::LogHead& head) { return head.size == 0 ? std::string{} : hex(head.root); }

struct Shown {
  flows::LogPage log;
  std::optional<std::int64_t> from;
  std::string next;
};

// An empty field of the form is no filter.
Result<std::optional<std::int64_t>> from_of(const Context& context) {
  const auto text = context.request.query.first("from").value_or(std::string_view{});
  if (text.empty()) return std::optional<std::int64_t>{};
  std::int64_t index = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (bad != std::errc{} || end != text.data() + text.size() || index < 0) {
    return fail(Problem::invalid_field, "not a number of an entry", "from");
  }
  return std::optional<std::int64_t>{index};
}

Result<Shown> show(Context& context) {
  const auto& query = context.request.query;
  if (auto known = query.only({"after", "from", "done"}); !known) return std::unexpected(known.error());
  const auto from = from_of(context);
  if (!from) return std::unexpected(from.error());
  const auto after = open_cursor(context.app, kList, query.first("after").value_or(std::string_view{}));
  if (!after) return std::unexpected(after.error());
  auto log = flows::log_page(context.worker, context.principal(), *after, *from, kOfficePage + 1);
  if (!log) return std::unexpected(log.error());
  Shown shown{std::move(*log), *from, {}};
  if (shown.log.rows.size() > kOfficePage) {
    shown.log.rows.resize(kOfficePage);
    shown.next = seal_cursor(context.app, kList, shown.log.rows.back().place);
  }
  return shown;
}

// ---- API ----

void write_head(json::Writer& out, const storage::LogHead& head) {
  out.object().field("size", head.size).field("root", root_of(head));
  if (head.at) out.field("at", time_text(*head.at));
  out.end();
}

Answer api_list(Context& context) {
  const auto shown = show(context);
  if (!shown) return std::unexpected(shown.error());
  json::Writer out;
  out.object().key("head");
  write_head(out, shown->log.head);
  out.key("entries").array();
  for (const auto& row : shown->log.rows) {
    out.object().field("id", row.entry.text()).field_if("index", row.index);
    if (row.placed) out.field("placed_at", time_text(*row.placed));
    out.field("blank", row.blank).end();
  }
  out.end();
  if (!shown->next.empty()) out.field("next", shown->next);
  out.end();
  return http::json(200, out.take());
}

Answer api_head(Context& context) {
  const auto head = flows::log_head(context.worker, context.principal());
  if (!head) return std::unexpected(head.error());
  json::Writer out;
  write_head(out, *head);
  return http::json(200, out.take());
}

void write_entry(json::Writer& out, const audit::Entry& entry) {
  out.object()
      .field("time", audit::time_text(entry.time))
      .field("event", entry.event)
      .field("actor", entry.actor)
      .field("role", entry.role)
      .field("agency", entry.agency)
      .field("object", entry.object)
      .field("outcome", entry.outcome)
      .field("reason", entry.reason);
  out.key("counts").object();
  for (const auto& [name, count] : entry.counts) out.field(name, count);
  out.end().end();
}

Answer api_open(Context& context) {
  const auto look = of_path<domain::EntryId>(context, "entry", flows::open_entry);
  if (!look) return std::unexpected(look.error());
  json::Writer out;
  out.object()
      .field("id", look->row.entry.text())
      .field_if("index", look->row.index)
      .field("commitment", look->commitment)
      .field("proven", look->entry.has_value());
  if (const auto& entry = look->entry) {
    out.key("entry");
    write_entry(out, *entry);
  }
  out.end();
  return http::json(200, out.take());
}

// ---- pages ----

std::optional<std::uint64_t> index_of(const storage::LogRow& row) {
  return row.index ? std::optional<std::uint64_t>{static_cast<std::uint64_t>(*row.index)} : std::nullopt;
}

Answer list_page(Context& context) {
  const auto shown = show(context);
  if (!shown) return std::unexpected(shown.error());
  pages::LogView view;
  const auto& head = shown->log.head;
  view.size = static_cast<std::uint64_t>(head.size);
  view.root = root_of(head);
  view.from = static_cast<std::uint64_t>(shown->from.value_or(head.size == 0 ? 0 : head.size - 1));
  for (const auto& row : shown->log.rows) view.rows.push_back({index_of(row), row.entry.text(), row.placed, row.blank});
  view.next_cursor = shown->next;
  return page(context, view);
}

std::string counts_text(const audit::Entry& entry) {
  std::string text;
  for (const auto& [name, count] : entry.counts)
    text += (text.empty() ? "" : ", ") + name + " " + std::to_string(count);
  return text;
}

std::vector<pages::LogEntryView::Field> fields_of(const audit::Entry& entry) {
  std::vector<pages::LogEntryView::Field> fields{{"time", audit::time_text(entry.time)},
                                                 {"event", entry.event},
                                                 {"actor", entry.actor},
                                                 {"role", entry.role},
                                                 {"agency", entry.agency},
                                                 {"object", entry.object},
                                                 {"outcome", entry.outcome},
                                                 {"reason", entry.reason},
                                                 {"counts", counts_text(entry)}};
  std::erase_if(fields, [](const auto& field) { return field.value.empty(); });
  return fields;
}

Answer open_page(Context& context) {
  const auto look = of_path<domain::EntryId>(context, "entry", flows::open_entry);
  if (!look) return std::unexpected(look.error());
  pages::LogEntryView view;
  view.index = index_of(look->row);
  view.entry_id = look->row.entry.text();
  view.commitment = look->commitment;
  view.commitment_matches = look->entry.has_value();
  if (const auto& entry = look->entry) view.fields = fields_of(*entry);
  return page(context, view);
}

constexpr Route kRoutes[] = {
    {.path = "/log", .act = Act::log_read, .handle = list_page},
    {.method = Method::post,
     .path = "/log/{entry}/open",
     .act = Act::entry_open,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = open_page},
    {.path = "/api/v1/log",
     .act = Act::log_read,
     .handle = api_list,
     .doc = {"Leaves of the log, newest first; without an index: not yet placed", "", kListSchema, 200, "422"}},
    {.path = "/api/v1/log/head",
     .act = Act::log_read,
     .handle = api_head,
     .doc = {"The newest head: size and root of the tree", "", kHeadSchema, 200, ""}},
    {.method = Method::post,
     .path = "/api/v1/log/{entry}/opening",
     .act = Act::entry_open,
     .handle = api_open,
     .doc = {"Open one entry and prove it against its leaf; witnessed", "", kOpenedSchema, 200, "404 410"}},
};

}  // namespace

std::span<const Route> log_routes() { return kRoutes; }

}  // namespace holdfast::routes
