// Pairs of names with or without the answer: CSV (RFC 4180) whose first line names its columns. name_a and name_b are
// needed; match (true or false) may be empty; other columns are passed over, but for kind and source.
#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::screening::identity {

struct Pair {
  std::string name_a, name_b;
  std::optional<bool> match;
  std::string source, kind;
};

struct CsvError {
  std::size_t line{};  // the first is 1
  std::string why;     // and what would be accepted; nothing of the file's words
};

struct CsvRow {
  std::size_t line{};
  std::vector<std::string> fields;
};
std::expected<std::vector<CsvRow>, CsvError> read_csv(std::string_view text);
std::expected<std::vector<Pair>, CsvError> read_pairs(std::string_view text);

// As a field of CSV, quoted where it must be.
std::string csv_field(std::string_view text);

}  // namespace holdfast::screening::identity
