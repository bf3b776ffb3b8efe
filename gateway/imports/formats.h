// Private to this room: one reader a format, and how a field is taken.
#pragma once

#include "gateway/imports/record.h"

namespace holdfast::imports {

File read_csv(Kind kind, std::string_view text);
File read_json(Kind kind, std::string_view text);
File read_xml(Kind kind, std::string_view text);  // orders only

// Adds a value to its field, trimmed; nothing where it is empty, or was said already. Refuses the record where the
// value is too long or holds what no field takes.
void put(Record& record, const Column& column, std::string_view value);
void refuse(Record& record, Refusal refusal);  // the first refusal stays
// Fields in the order of the columns.
void settle(Record& record, Kind kind);

}  // namespace holdfast::imports
