#include "screening/identity/pairs.h"

#include <algorithm>

namespace holdfast::screening::identity {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";  // some programs begin a file with it

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {
    if (text_.starts_with(kMark)) at_ = kMark.size();
  }
  std::expected<std::vector<CsvRow>, CsvError> read() {
    std::vector<CsvRow> rows;
    while (at_ < text_.size()) {
      CsvRow row{line_, {}};
      if (auto error = read_row(row)) return std::unexpected(std::move(*error));
      if (row.fields.size() > 1 || !row.fields.front().empty()) rows.push_back(std::move(row));
    }
    return rows;
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
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

std::optional<std::size_t> column(const CsvRow& heads, std::string_view name) {
  const auto found = std::ranges::find(heads.fields, name);
  if (found == heads.fields.end()) return std::nullopt;
  return static_cast<std::size_t>(found - heads.fields.begin());
}

}  // namespace

std::expected<std::vector<CsvRow>, CsvError> read_csv(std::string_view text) { return Reader(text).read(); }

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
