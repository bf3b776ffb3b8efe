// CSV as RFC 4180 has it, read strictly. Line ends may be LF; a byte order mark at the beginning is passed over, and so
// are empty lines. Nothing of the file's words is in an error.
#pragma once

#include <cstddef>
#include <expected>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::screening::identity {

struct CsvError {
  std::size_t line{};  // the first is 1
  std::string why;     // and what would be accepted; nothing of the file's words
};

struct CsvRow {
  std::size_t line{};
  std::vector<std::string> fields;
};

// What a file may be at most; past them it is at fault. For files from outside: a byte of file can be a field.
struct CsvBounds {
  std::size_t rows = std::numeric_limits<std::size_t>::max();
  std::size_t fields = std::numeric_limits<std::size_t>::max();  // of one row
  std::size_t field_bytes = std::numeric_limits<std::size_t>::max();
};

struct CsvText {
  std::vector<CsvRow> rows;       // up to the fault
  std::optional<CsvError> fault;  // what comes after it cannot be trusted
};
CsvText read_csv_rows(std::string_view text, const CsvBounds& bounds = {});

// All of it or nothing.
std::expected<std::vector<CsvRow>, CsvError> read_csv(std::string_view text);

// As a field of CSV, quoted where it must be.
std::string csv_field(std::string_view text);

}  // namespace holdfast::screening::identity
