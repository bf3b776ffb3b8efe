// What the records of a file mean: orders, people, where offenders are housed. A line is refused where nobody could say
// whom it is about or what it asks; an order that is merely unclear is taken, bars until a person has looked, and says
// what that person should look at. Unknown bars.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gateway/domain/order.h"
#include "gateway/imports/record.h"

namespace holdfast::imports {

using Day = std::chrono::year_month_day;

struct OrderLine {
  std::string offender_number;
  std::string person_record;    // of a line of people that was taken; empty: every person of this offender
  std::string protected_names;  // as the paper has them
  domain::OrderKind kind{};
  domain::OrderState state{};
  std::vector<std::string> conditions;  // codes that are not known stay as they are
  std::optional<Day> starts_on, ends_on;
  bool permanent = false;
  std::string paper;    // the rows of one court paper, which may name several persons, have the same; may be empty
  std::string statute;  // "PC 136.2"
  std::string zone;     // the court's, as it was written; empty: the agency's
  std::string court, number;  //
  std::string text;           // its own words beyond the codes
};

struct PersonLine {
  std::string offender_number, case_number, kind;
  std::string name, email, address, phone, language;
  std::optional<bool> adult;
  bool tell = false;
  std::string notices;
};

struct HousingLine {
  std::string offender_number, name;
  std::string institution;  // its code; empty unless custody is "institution"
  std::string custody;
};

struct Remark {  // for a person to look at
  std::string_view field;
  std::string_view why;
};

struct Line {
  std::size_t place = 0;
  std::string record;   // the feed's own key of it
  std::string content;  // canonical: the same content, the same text
  std::variant<OrderLine, PersonLine, HousingLine> what{};
  std::vector<Remark> looks{};
  std::optional<Refusal> refused{};
};

struct Lines {
  std::vector<Line> lines;
  std::optional<Fault> fault;
};
Lines read_lines(Kind kind, Format format, std::string_view bytes);

// "2026-02-28" of the calendar; nothing else.
std::optional<Day> parse_day(std::string_view text);

}  // namespace holdfast::imports
