#include <algorithm>

#include "gateway/imports/formats.h"
#include "gateway/imports/limits.h"
#include "screening/identity/csv.h"

namespace holdfast::imports {
namespace {

using screening::identity::CsvRow;

// The column of each field of a row, as the first line names them; nothing where it names them wrongly.
std::vector<const Column*> heads_of(Kind kind, const CsvRow& heads, std::optional<Fault>& fault) {
  const auto columns = columns_of(kind);
  std::vector<const Column*> found;
  const auto wrong = [&](std::string_view field, std::string_view why, std::string_view accepted) {
    fault = Fault{heads.line, {field, why, accepted}};
    return std::vector<const Column*>{};
  };
  for (const auto& name : heads.fields) {
    const auto column = std::ranges::find(columns, name, &Column::name);
    if (column == columns.end()) {
      return wrong("", "the first line names a column that is not known", "the columns that docs/imports.md lists");
    }
    if (std::ranges::find(found, &*column) != found.end()) return wrong(column->name, "names a column twice", "once");
    found.push_back(&*column);
  }
  for (const auto& column : columns) {
    if (column.needed && std::ranges::find(found, &column) == found.end()) {
      return wrong(column.name, "the first line lacks this column", "every column that is needed, empty or not");
    }
  }
  return found;
}

void put_codes(Record& record, const Column& column, std::string_view text) {
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of("; \t"), text.size());
    put(record, column, text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

Record record_of(Kind kind, const std::vector<const Column*>& heads, const CsvRow& row) {
  Record record;
  record.place = row.line;
  if (row.fields.size() != heads.size()) {
    refuse(record, {"", "has more or fewer fields than the first line", "as many fields as the first line has"});
    return record;
  }
  for (std::size_t i = 0; i < heads.size(); ++i) {
    if (heads[i]->form == Column::Form::codes) {
      put_codes(record, *heads[i], row.fields[i]);
    } else {
      put(record, *heads[i], row.fields[i]);
    }
  }
  settle(record, kind);
  return record;
}

}  // namespace

File read_csv(Kind kind, std::string_view text) {
  auto read = screening::identity::read_csv_rows(
      text, {.rows = kMostRows + 1, .fields = kMostColumns, .field_bytes = kMostFieldBytes});
  File file;
  if (read.rows.empty()) {
    file.fault =
        Fault{1, {"", "there is no first line that names the columns", "columns as docs/imports.md lists them"}};
    return file;
  }
  const auto heads = heads_of(kind, read.rows.front(), file.fault);
  if (file.fault) return file;
  if (read.fault) {
    file.fault = Fault{read.fault->line, {"", "this is no CSV from here on", "RFC 4180, within the limits"}};
  } else if (!text.ends_with('\n')) {
    // Nobody can say whether its last field is whole.
    file.fault = Fault{read.rows.back().line, {"", "the file is cut off", "a last line that ends with a line break"}};
    read.rows.pop_back();
  }
  for (std::size_t i = 1; i < read.rows.size(); ++i) file.records.push_back(record_of(kind, heads, read.rows[i]));
  return file;
}

}  // namespace holdfast::imports
