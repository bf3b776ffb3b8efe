// A file from outside as records: a row of CSV, an object of JSON, an element of XML, each a list of fields that its
// kind knows. What the fields mean is read later (lines.h). Nothing that was sent is in a refusal: names of ours, fixed
// phrases, and the place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::imports {

enum class Kind : std::uint8_t { orders, people, housing };
enum class Format : std::uint8_t { csv, json, xml };
std::string_view to_string(Kind kind);
std::optional<Kind> parse_kind(std::string_view name);
// By the end of a file's name, or a media type without parameters.
std::optional<Format> format_of_name(std::string_view file_name);
std::optional<Format> format_of_media(std::string_view media_type);

struct Column {
  enum class Form : std::uint8_t { text, lines, flag, codes };  // lines: line breaks are taken
  std::string_view name;
  std::size_t most = 0;  // bytes of a value
  Form form = Form::text;
  bool needed = false;  // a file without this column is refused; a row's field may still be empty
};
std::span<const Column> columns_of(Kind kind);

struct Refusal {
  std::string_view field;  // a name of ours; empty: the row or the file itself
  std::string_view why;
  std::string_view accepted{};  // may be empty
};

struct Field {
  std::string_view name;            // of a Column
  std::vector<std::string> values;  // several differing ones where it takes several, or where XML says two things
};

struct Record {
  std::size_t place = 0;             // a line of CSV and of XML, the how-manieth object of JSON; from 1
  std::vector<Field> fields{};       // those that say something, in the order of the columns
  std::optional<Refusal> refused{};  // it was read, and cannot be taken
  std::string_view text(std::string_view name) const;  // the first value; empty where it says nothing
  std::span<const std::string> values(std::string_view name) const;
};

struct Fault {
  std::size_t place = 0;  // 0: the file
  Refusal refusal;
};

struct File {
  std::vector<Record> records;  // up to the fault
  std::optional<Fault> fault;   // what comes after it cannot be trusted: the file is cut, or is not what it says
};
// Pure and bounded (limits.h), whatever the bytes are.
File read_file(Kind kind, Format format, std::string_view bytes);

// The same content reads the same, whichever format it came in: what a digest is made of.
std::string canonical(const Record& record);

}  // namespace holdfast::imports
