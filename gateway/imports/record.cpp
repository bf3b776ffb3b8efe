#include "gateway/imports/record.h"

#include <algorithm>
#include <array>

#include "gateway/imports/formats.h"
#include "gateway/imports/limits.h"
#include "gateway/json/utf8.h"
#include "gateway/json/writer.h"

namespace holdfast::imports {
namespace {

using enum Column::Form;

constexpr std::array kKinds{std::string_view{"orders"}, std::string_view{"people"}, std::string_view{"housing"}};

constexpr std::array kOrders{std::to_array<Column>({
    {.name = "record", .most = 80, .needed = true},
    {.name = "kind", .most = 60, .needed = true},
    {.name = "offender_number", .most = 20, .needed = true},
    {.name = "person_record", .most = 80},
    {.name = "protected_names", .most = 400},
    {.name = "conditions", .most = 40, .form = codes, .needed = true},
    {.name = "paper", .most = 80},
    {.name = "statute", .most = 40},
    {.name = "zone", .most = 40},
    {.name = "court", .most = 200},
    {.name = "number", .most = 80},
    {.name = "state", .most = 60, .needed = true},
    {.name = "starts_on", .most = 40, .needed = true},
    {.name = "ends_on", .most = 40, .needed = true},
    {.name = "permanent", .most = 5, .form = flag},
    {.name = "text", .most = 1000, .form = lines},
})};
constexpr std::array kPeople{std::to_array<Column>({
    {.name = "record", .most = 80, .needed = true},
    {.name = "offender_number", .most = 20, .needed = true},
    {.name = "case_number", .most = 80},
    {.name = "kind", .most = 20, .needed = true},
    {.name = "name", .most = 200, .needed = true},
    {.name = "email", .most = 254},
    {.name = "address", .most = 500, .form = lines},
    {.name = "phone", .most = 40},
    {.name = "language", .most = 2},
    {.name = "adult", .most = 5, .form = flag},
    {.name = "tell", .most = 5, .form = flag},
    {.name = "notices", .most = 10},
})};
constexpr std::array kHousing{std::to_array<Column>({
    {.name = "offender_number", .most = 20, .needed = true},
    {.name = "name", .most = 200},
    {.name = "institution", .most = 40, .needed = true},
    {.name = "custody", .most = 20},
})};

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// One line, or lines: no other control character, U+0080 to U+009F among them.
bool is_plain(std::string_view text, bool breaks) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == 0x7f || (byte < 0x20 && !(breaks && (byte == '\n' || byte == '\r' || byte == '\t')))) return false;
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return false;
  }
  return true;
}

Refusal refusal_of(const Column& column, std::string_view value) {
  if (!json::is_utf8(value)) return {column.name, "is not UTF-8", "text in UTF-8"};
  if (!is_plain(value, column.form == lines)) {
    return {column.name, "holds control characters", column.form == lines ? "text in lines" : "text on one line"};
  }
  if (value.size() > column.most) return {column.name, "is too long", "as docs/imports.md says of this field"};
  if (column.form == flag && value != "true" && value != "false") {
    return {column.name, "is neither true nor false", "true, false or nothing"};
  }
  return {};
}

}  // namespace

std::string_view to_string(Kind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }

std::optional<Kind> parse_kind(std::string_view name) {
  const auto found = std::ranges::find(kKinds, name);
  if (found == kKinds.end()) return std::nullopt;
  return static_cast<Kind>(found - kKinds.begin());
}

std::optional<Format> format_of_name(std::string_view file_name) {
  if (file_name.ends_with(".csv")) return Format::csv;
  if (file_name.ends_with(".json")) return Format::json;
  if (file_name.ends_with(".xml")) return Format::xml;
  return std::nullopt;
}

std::optional<Format> format_of_media(std::string_view media_type) {
  if (media_type == "text/csv") return Format::csv;
  if (media_type == "application/json") return Format::json;
  if (media_type == "application/xml" || media_type == "text/xml") return Format::xml;
  return std::nullopt;
}

std::span<const Column> columns_of(Kind kind) {
  switch (kind) {
    case Kind::orders:
      return kOrders;
    case Kind::people:
      return kPeople;
    case Kind::housing:
      break;
  }
  return kHousing;
}

std::string_view Record::text(std::string_view name) const {
  const auto all = values(name);
  return all.empty() ? std::string_view{} : std::string_view{all.front()};
}

std::span<const std::string> Record::values(std::string_view name) const {
  const auto found = std::ranges::find(fields, name, &Field::name);
  return found == fields.end() ? std::span<const std::string>{} : std::span<const std::string>{found->values};
}

void refuse(Record& record, Refusal refusal) {
  if (!record.refused) record.refused = refusal;
}

void put(Record& record, const Column& column, std::string_view value) {
  const auto text = trimmed(value);
  if (text.empty()) return;
  if (const auto refusal = refusal_of(column, text); !refusal.why.empty()) return refuse(record, refusal);
  auto field = std::ranges::find(record.fields, column.name, &Field::name);
  if (field == record.fields.end()) field = record.fields.insert(field, Field{column.name, {}});
  if (column.form != codes && std::ranges::find(field->values, text) != field->values.end()) return;
  if (field->values.size() == kMostValues) return refuse(record, {column.name, "has too many values", "at most 32"});
  field->values.emplace_back(text);
}

void settle(Record& record, Kind kind) {
  const auto columns = columns_of(kind);
  const auto place = [&](const Field& field) { return std::ranges::find(columns, field.name, &Column::name); };
  std::ranges::sort(record.fields, {}, place);
}

File read_file(Kind kind, Format format, std::string_view bytes) {
  if (bytes.size() > kMostBytes)
    return {{}, Fault{0, {"", "the file is too large", "at most 8 MiB; send it in parts"}}};
  switch (format) {
    case Format::csv:
      return read_csv(kind, bytes);
    case Format::json:
      return read_json(kind, bytes);
    case Format::xml:
      break;
  }
  return read_xml(kind, bytes);
}

std::string canonical(const Record& record) {
  json::Writer out;
  out.object();
  for (const auto& field : record.fields) {
    out.key(field.name).array();
    for (const auto& value : field.values) out.value(value);
    out.end();
  }
  out.end();
  return out.take();
}

}  // namespace holdfast::imports
