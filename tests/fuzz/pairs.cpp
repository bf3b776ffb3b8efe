// The CSV reader: what was read, written and read again is the same.
#include "screening/identity/pairs.h"
#include "tests/fuzz/target.h"

namespace holdfast::fuzz {

void pairs(std::string_view bytes) {
  namespace identity = screening::identity;
  static_cast<void>(identity::read_pairs(bytes));
  const auto rows = identity::read_csv(bytes);
  if (!rows) return require(rows.error().line > 0 && !rows.error().why.empty());
  std::string again;
  for (const auto& row : *rows) {
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
      again += (i == 0 ? "" : ",") + identity::csv_field(row.fields[i]);
    }
    again += '\n';
  }
  const auto second = identity::read_csv(again);
  require(second.has_value() && second->size() == rows->size());
  for (std::size_t i = 0; i < rows->size(); ++i) require((*second)[i].fields == (*rows)[i].fields);
}

}  // namespace holdfast::fuzz
