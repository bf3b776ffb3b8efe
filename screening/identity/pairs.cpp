#include "screening/identity/pairs.h"

#include <algorithm>

namespace holdfast::screening::identity {
namespace {

std::optional<std::size_t> column(const CsvRow& heads, std::string_view name) {
  const auto found = std::ranges::find(heads.fields, name);
  if (found == heads.fields.end()) return std::nullopt;
  return static_cast<std::size_t>(found - heads.fields.begin());
}

}  // namespace

std::expected<std::vector<Pair>, CsvError> read_pairs(std::string_view text) {
  auto rows = read_csv(text);
  if (!rows) return std::unexpected(std::move(rows.error()));
  if (rows->empty()) return std::unexpected(CsvError{1, "nothing here: a first line with name_a,name_b is needed"});
  const CsvRow& heads = rows->front();
  const auto a = column(heads, "name_a");
  const auto b = column(heads, "name_b");
  const auto match = column(heads, "match");
  const auto source = column(heads, "source");
  const auto kind = column(heads, "kind");
  if (!a || !b) return std::unexpected(CsvError{heads.line, "the first line must name the columns name_a and name_b"});
  std::vector<Pair> pairs;
  for (std::size_t i = 1; i < rows->size(); ++i) {
    CsvRow& row = (*rows)[i];
    if (row.fields.size() != heads.fields.size()) {
      return std::unexpected(CsvError{row.line, std::to_string(row.fields.size()) +
                                                    " fields where the first line has " +
                                                    std::to_string(heads.fields.size())});
    }
    Pair pair{std::move(row.fields[*a]), std::move(row.fields[*b]), std::nullopt, {}, {}};
    if (match) {
      const std::string& said = row.fields[*match];
      if (said != "true" && said != "false" && !said.empty()) {
        return std::unexpected(CsvError{row.line, "match: true, false or nothing is accepted"});
      }
      if (!said.empty()) pair.match = said == "true";
    }
    if (source) pair.source = std::move(row.fields[*source]);
    if (kind) pair.kind = std::move(row.fields[*kind]);
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

}  // namespace holdfast::screening::identity
