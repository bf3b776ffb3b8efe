#include <algorithm>

#include "gateway/imports/formats.h"
#include "gateway/imports/limits.h"
#include "gateway/json/value.h"

namespace holdfast::imports {
namespace {

bool is_mark(char c) { return c == ',' || c == '[' || c == '{' || c == ':'; }

void put_value(Record& record, const Column& column, const json::Value& value) {
  if (value.is_null()) return;
  const bool* flag = value.boolean();
  if (flag != nullptr && column.form == Column::Form::flag) return put(record, column, *flag ? "true" : "false");
  if (const auto* text = value.text(); text != nullptr && column.form != Column::Form::flag) {
    return put(record, column, *text);
  }
  refuse(record, {column.name, "is of another type",
                  column.form == Column::Form::flag ? "true, false or null" : "a text or null"});
}

void put_member(Record& record, Kind kind, const json::Member& member) {
  const auto columns = columns_of(kind);
  const auto column = std::ranges::find(columns, member.key, &Column::name);
  if (column == columns.end()) {
    return refuse(record, {"", "has a field that is not known", "the fields that docs/imports.md lists"});
  }
  const auto* items = member.value.array();
  if (items == nullptr && column->form == Column::Form::codes && !member.value.is_null()) {
    return refuse(record, {column->name, "is no list", "a list of texts"});
  }
  if (items == nullptr || column->form != Column::Form::codes) return put_value(record, *column, member.value);
  for (const auto& item : *items) put_value(record, *column, item);
}

}  // namespace

File read_json(Kind kind, std::string_view text) {
  File file;
  if (std::ranges::count_if(text, is_mark) > static_cast<std::ptrdiff_t>(kMostJsonMarks)) {
    file.fault = Fault{0, {"", "the file holds too many values", "at most 20000 objects; send it in parts"}};
    return file;
  }
  const auto parsed = json::parse(text, {.bytes = kMostBytes, .depth = 4});
  const auto* rows = parsed ? parsed->array() : nullptr;
  if (rows == nullptr) {
    file.fault =
        Fault{0, {"", "this is no list of JSON objects, or it is cut off", "[{...},{...}], RFC 8259 in UTF-8"}};
    return file;
  }
  if (rows->size() > kMostRows) {
    file.fault = Fault{0, {"", "more rows than a file may have", "at most 20000 objects; send it in parts"}};
    return file;
  }
  for (const auto& row : *rows) {
    Record record;
    record.place = file.records.size() + 1;
    if (const auto* members = row.object()) {
      for (const auto& member : *members) put_member(record, kind, member);
    } else {
      refuse(record, {"", "is no object", "an object"});
    }
    settle(record, kind);
    file.records.push_back(std::move(record));
  }
  return file;
}

}  // namespace holdfast::imports
