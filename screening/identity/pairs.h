// Pairs of names with or without the answer: CSV (RFC 4180) whose first line names its columns. name_a and name_b are
// needed; match (true or false) may be empty; other columns are passed over, but for kind and source.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "screening/identity/csv.h"

namespace holdfast::screening::identity {

struct Pair {
  std::string name_a, name_b;
  std::optional<bool> match;
  std::string source, kind;
};

std::expected<std::vector<Pair>, CsvError> read_pairs(std::string_view text);

}  // namespace holdfast::screening::identity
