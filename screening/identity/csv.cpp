#include "screening/identity/csv.h"

namespace holdfast::screening::identity {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";  // some programs begin a file with it

class Reader {
 public:
  Reader(std::string_view text, const CsvBounds& bounds) : text_(text), bounds_(bounds) {
    if (text_.starts_with(kMark)) at_ = kMark.size();
  }
  CsvText read() {
    CsvText read;
    while (at_ < text_.size()) {
      CsvRow row{line_, {}};
      read.fault = read_row(row);
      if (read.fault) return read;
      if (row.fields.size() == 1 && row.fields.front().empty()) continue;
      if (read.rows.size() == bounds_.rows) {
        read.fault = CsvError{row.line, "more rows than a file may have: " + std::to_string(bounds_.rows)};
        return read;
      }
      read.rows.push_back(std::move(row));
    }
    return read;
  }

 private:
  std::optional<CsvError> read_row(CsvRow& row) {
    for (;;) {
      std::string field;
      if (at_ < text_.size() && text_[at_] == '"') {
        if (auto error = quoted(field)) return error;
      } else {
        while (at_ < text_.size() && text_[at_] != ',' && !at_line_end()) field += text_[at_++];
        if (field.find('"') != std::string::npos) {
          return CsvError{line_, "a quotation mark inside a field: the whole field must stand in quotation marks"};
        }
      }
      if (field.size() > bounds_.field_bytes || row.fields.size() == bounds_.fields) {
        return CsvError{row.line, "a row may have " + std::to_string(bounds_.fields) + " fields of " +
                                      std::to_string(bounds_.field_bytes) + " bytes each, at most"};
      }
      row.fields.push_back(std::move(field));
      if (at_ < text_.size() && text_[at_] == ',') {
        ++at_;
        continue;
      }
      end_line();
      return std::nullopt;
    }
  }
  std::optional<CsvError> quoted(std::string& field) {
    const std::size_t begun = line_;
    for (++at_;; ++at_) {
      if (at_ >= text_.size()) return CsvError{begun, "a quotation mark that is never closed"};
      if (text_[at_] == '\n') ++line_;
      if (text_[at_] == '"') {
        if (at_ + 1 >= text_.size() || text_[at_ + 1] != '"') break;
        ++at_;
      }
      field += text_[at_];
    }
    ++at_;
    if (at_ < text_.size() && text_[at_] != ',' && !at_line_end()) {
      return CsvError{line_, "after a closing quotation mark: a comma or the end of the line is needed"};
    }
    return std::nullopt;
  }
  [[nodiscard]] bool at_line_end() const {
    return text_[at_] == '\n' || (text_[at_] == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] == '\n'));
  }
  void end_line() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  std::string_view text_;
  CsvBounds bounds_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

CsvText read_csv_rows(std::string_view text, const CsvBounds& bounds) { return Reader(text, bounds).read(); }

std::expected<std::vector<CsvRow>, CsvError> read_csv(std::string_view text) {
  auto read = read_csv_rows(text);
  if (read.fault) return std::unexpected(std::move(*read.fault));
  return std::move(read.rows);
}

std::string csv_field(std::string_view text) {
  // A byte order mark of its own must not look like the file's.
  const bool plain = text.find_first_of(",\"\r\n") == std::string_view::npos && !text.starts_with(kMark);
  if (plain) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

}  // namespace holdfast::screening::identity
