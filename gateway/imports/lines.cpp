#include "gateway/imports/lines.h"

#include <algorithm>
#include <array>
#include <map>

namespace holdfast::imports {
namespace {

using domain::OrderKind;
using domain::OrderState;

constexpr std::array kPersonKinds{std::string_view{"victim"},      std::string_view{"family"},
                                  std::string_view{"next_of_kin"}, std::string_view{"guardian"},
                                  std::string_view{"witness"},     std::string_view{"representative"}};
constexpr std::array kNotices{std::string_view{"none"}, std::string_view{"email"}, std::string_view{"post"}};
constexpr std::array kLanguages{std::string_view{"en"}, std::string_view{"es"}};
constexpr std::array kCustodies{std::string_view{"institution"}, std::string_view{"parole"},
                                std::string_view{"jail"},        std::string_view{"other_state"},
                                std::string_view{"federal"},     std::string_view{"discharged"},
                                std::string_view{"dead"},        std::string_view{"unknown"}};
// A condition of an order whose kind nobody knows: a code that is none, so that it bars whatever its terms say.
constexpr std::string_view kUnknownKind = "unknown_kind";

template <std::size_t N>
bool is_one_of(std::string_view text, const std::array<std::string_view, N>& names) {
  return std::ranges::find(names, text) != names.end();
}

std::optional<unsigned> number_of(std::string_view digits) {
  unsigned number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  return number;
}

std::string joined(std::span<const std::string> values) {
  std::string all;
  for (const auto& value : values) all += (all.empty() ? "" : "; ") + value;
  return all;
}

std::optional<bool> flag_of(const Record& record, std::string_view name) {
  const auto text = record.text(name);
  if (text.empty()) return std::nullopt;
  return text == "true";
}

void refuse(Line& line, Refusal refusal) {
  if (!line.refused) line.refused = refusal;
}

// What a line is about must be said, and once.
std::string key_of(const Record& record, std::string_view name, Line& line) {
  const auto values = record.values(name);
  if (values.empty()) refuse(line, {name, "is missing", "one value"});
  if (values.size() > 1) refuse(line, {name, "is there twice", "one value"});
  return values.empty() ? std::string{} : values.front();
}

std::string offender_of(const Record& record, Line& line) {
  auto number = key_of(record, "offender_number", line);
  for (char& c : number) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  const auto fits = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'; };
  if (!std::ranges::all_of(number, fits))
    refuse(line, {"offender_number", "is none", "letters, digits and -, at most 20"});
  return number;
}

// Says so where the record has two values; then it has none that anybody could go by.
std::string_view clear_text(const Record& record, std::string_view name, Line& line) {
  if (record.values(name).size() < 2) return record.text(name);
  line.looks.push_back({name, "the file says two things"});
  return {};
}

std::optional<Day> day_of(const Record& record, std::string_view name, Line& line) {
  const auto text = clear_text(record, name, line);
  if (text.empty()) return std::nullopt;
  const auto day = parse_day(text);
  if (!day) line.looks.push_back({name, "no day of the calendar as YYYY-MM-DD"});
  return day;
}

void read_kind(const Record& record, OrderLine& order, Line& line) {
  const auto text = clear_text(record, "kind", line);
  const auto kind = domain::parse_name<OrderKind>(text);
  order.kind = kind.value_or(OrderKind::other);
  if (kind == OrderKind::stop_contact) {
    refuse(line, {"kind", "is a person's own request",
                  "an order's kind; requests to stop contact are entered by the office"});
  }
  if (kind) return;
  order.conditions.emplace_back(kUnknownKind);
  line.looks.push_back({"kind", text.empty() ? "missing" : "not a kind that is known"});
}

void read_state(const Record& record, OrderLine& order, Line& line) {
  const auto text = clear_text(record, "state", line);
  const auto state = domain::parse_name<OrderState>(text);
  order.state = state.value_or(OrderState::requested);  // bars until somebody knows better
  if (!state) line.looks.push_back({"state", text.empty() ? "missing" : "not a state that is known"});
}

// Dates that do not add up are left out: an order without them bars until a person has looked.
void read_days(const Record& record, OrderLine& order, Line& line) {
  order.starts_on = day_of(record, "starts_on", line);
  order.ends_on = day_of(record, "ends_on", line);
  order.permanent = flag_of(record, "permanent").value_or(false);
  if (!order.starts_on && record.text("starts_on").empty()) line.looks.push_back({"starts_on", "missing"});
  if (order.permanent && !record.text("ends_on").empty()) {
    line.looks.push_back({"ends_on", "a permanent order has no last day"});
    order.permanent = false;
    order.ends_on.reset();
  } else if (!order.permanent && record.text("ends_on").empty()) {
    line.looks.push_back({"ends_on", "missing, and the order is not said to be permanent"});
  }
  if (order.starts_on && order.ends_on && *order.ends_on < *order.starts_on) {
    line.looks.push_back({"ends_on", "the last day lies before the first"});
    order.ends_on.reset();
  }
}

void read_conditions(const Record& record, OrderLine& order, Line& line) {
  const auto codes = record.values("conditions");
  order.conditions.insert(order.conditions.end(), codes.begin(), codes.end());
  std::ranges::sort(order.conditions);
  const auto doubles = std::ranges::unique(order.conditions);
  order.conditions.erase(doubles.begin(), doubles.end());
  if (codes.empty()) line.looks.push_back({"conditions", "missing"});
  const auto unknown = [](const std::string& code) {
    return domain::parse_condition(code) == domain::Condition::unknown;
  };
  if (std::ranges::any_of(codes, unknown)) line.looks.push_back({"conditions", "a code that is not known"});
}

// One that cannot be one is left to the paper: it explains, and bars nothing.
void read_statute(const Record& record, OrderLine& order, Line& line) {
  constexpr std::string_view kBetween = " .()/-";
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  const auto fits = [&](char c) { return letter(c) || kBetween.find(c) != std::string_view::npos; };
  const auto text = record.text("statute");
  if (text.empty()) return;
  if (letter(text.front()) && std::ranges::all_of(text, fits)) {
    order.statute = text;
  } else {
    line.looks.push_back({"statute", "no statute as in PC 136.2"});
  }
}

OrderLine order_of(const Record& record, Line& line) {
  OrderLine order;
  line.record = key_of(record, "record", line);
  order.offender_number = offender_of(record, line);
  order.person_record = clear_text(record, "person_record", line);
  order.protected_names = joined(record.values("protected_names"));
  read_kind(record, order, line);
  read_state(record, order, line);
  read_conditions(record, order, line);
  read_days(record, order, line);
  order.paper = record.text("paper");
  order.zone = record.text("zone");
  read_statute(record, order, line);
  order.court = joined(record.values("court"));
  order.number = joined(record.values("number"));
  order.text = joined(record.values("text"));
  return order;
}

PersonLine person_of(const Record& record, Line& line) {
  PersonLine person;
  line.record = key_of(record, "record", line);
  person.offender_number = offender_of(record, line);
  person.case_number = record.text("case_number");
  person.kind = key_of(record, "kind", line);
  person.name = key_of(record, "name", line);
  person.email = record.text("email");
  person.address = record.text("address");
  person.phone = record.text("phone");
  person.language = record.text("language").empty() ? "en" : record.text("language");
  person.adult = flag_of(record, "adult");
  person.tell = flag_of(record, "tell").value_or(false);
  person.notices = record.text("notices").empty() ? "none" : record.text("notices");
  if (!is_one_of(person.kind, kPersonKinds))
    refuse(line, {"kind", "is not known", "victim, family, next_of_kin, guardian, witness or representative"});
  if (!is_one_of(person.language, kLanguages)) refuse(line, {"language", "is not known", "en or es"});
  if (!is_one_of(person.notices, kNotices)) refuse(line, {"notices", "is not known", "none, email or post"});
  if (person.notices == "email" && person.email.empty())
    refuse(line, {"email", "is missing", "an address, for notices by e-mail"});
  if (person.notices == "post" && person.address.empty())
    refuse(line, {"address", "is missing", "an address, for notices by post"});
  return person;
}

HousingLine housing_of(const Record& record, Line& line) {
  HousingLine housing;
  housing.offender_number = offender_of(record, line);
  line.record = housing.offender_number;
  housing.name = record.text("name");
  housing.institution = record.text("institution");
  housing.custody = record.text("custody");
  if (housing.custody.empty() && !housing.institution.empty()) housing.custody = "institution";
  if (!is_one_of(housing.custody, kCustodies)) {
    refuse(line, {"custody", housing.custody.empty() ? "is missing" : "is not known",
                  "institution, parole, jail, other_state, federal, discharged, dead or unknown"});
  }
  if ((housing.custody == "institution") == housing.institution.empty()) {
    refuse(line, {"institution", "does not go with custody", "a code where custody is institution, else nothing"});
  }
  return housing;
}

Line line_of(Kind kind, const Record& record) {
  Line line;
  line.place = record.place;
  line.refused = record.refused;
  if (line.refused) return line;
  line.content = canonical(record);
  switch (kind) {
    case Kind::orders:
      line.what = order_of(record, line);
      break;
    case Kind::people:
      line.what = person_of(record, line);
      break;
    case Kind::housing:
      line.what = housing_of(record, line);
      break;
  }
  return line;
}

// Of orders, the second of two that differ is a version of the first, and lifts nothing without two people. Of the rest
// nobody can say which is right.
void refuse_doubles(std::vector<Line>& lines) {
  std::map<std::string_view, std::vector<Line*>> same;
  for (auto& line : lines) {
    if (!line.refused) same[line.record].push_back(&line);
  }
  for (auto& [record, these] : same) {
    if (std::ranges::all_of(these, [&](const Line* one) { return one->content == these.front()->content; })) continue;
    for (auto* one : these) refuse(*one, {"record", "is there twice, with different content", "each record once"});
  }
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number_of(text.substr(0, 4));
  const auto month = number_of(text.substr(5, 2));
  const auto day = number_of(text.substr(8, 2));
  if (!year || !month || !day || *year < 1900) return std::nullopt;
  const Day parsed{std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month), std::chrono::day(*day)};
  return parsed.ok() ? std::optional(parsed) : std::nullopt;
}

Lines read_lines(Kind kind, Format format, std::string_view bytes) {
  auto file = read_file(kind, format, bytes);
  Lines read{{}, file.fault};
  read.lines.reserve(file.records.size());
  for (const auto& record : file.records) read.lines.push_back(line_of(kind, record));
  if (kind != Kind::orders) refuse_doubles(read.lines);
  return read;
}

}  // namespace holdfast::imports
