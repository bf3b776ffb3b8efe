#include "audit/entry/entry.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <system_error>

namespace holdfast::audit {
namespace {

constexpr std::size_t kMostName = 64;
constexpr std::size_t kMostText = 128;
constexpr std::size_t kMostCounts = 16;
constexpr std::int64_t kExact = (std::int64_t{1} << 53) - 1;  // what a JSON number holds exactly (RFC 8785)

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kMostName && std::ranges::all_of(text, is_name_character);
}

bool is_text(std::string_view text) {
  return text.size() <= kMostText && std::ranges::all_of(text, [](char c) { return c >= 0x20 && c <= 0x7e; });
}

bool is_time(EntryTime time) {
  using namespace std::chrono;
  constexpr sys_time<milliseconds> first = sys_days{year{0} / 1 / 1};
  constexpr sys_time<milliseconds> after = sys_days{year{9999} / 12 / 31} + days{1};
  return first <= time && time < after;
}

std::optional<EntryFault> fault_of(const Entry& entry) {
  const auto optional_name = [](const std::string& text) { return text.empty() || is_name(text); };
  if (!is_name(entry.event) || !is_name(entry.outcome)) return EntryFault::bad_name;
  if (!optional_name(entry.role) || !optional_name(entry.reason)) return EntryFault::bad_name;
  if (!is_text(entry.actor) || !is_text(entry.agency) || !is_text(entry.object)) return EntryFault::bad_text;
  if (!is_time(entry.time)) return EntryFault::bad_time;
  if (entry.counts.size() > kMostCounts) return EntryFault::bad_count;
  for (const auto& [name, count] : entry.counts) {
    if (!is_name(name)) return EntryFault::bad_name;
    if (count < -kExact || count > kExact) return EntryFault::bad_count;
  }
  return std::nullopt;
}

void add_number(std::string& out, std::int64_t number, int width = 1) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  const auto length = end - digits.data();
  if (length < width) out.append(static_cast<std::size_t>(width - length), '0');
  out.append(digits.data(), end);
}

// Printable ASCII only reaches here, so two characters need escaping and no others.
void add_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

void add_field(std::string& out, std::string_view name, std::string_view value) {
  out += out.size() == 1 ? "\"" : ",\"";
  out += name;
  out += "\":";
  add_string(out, value);
}

void add_counts(std::string& out, const Entry& entry) {
  out += ",\"counts\":{";
  bool first = true;
  for (const auto& [name, count] : entry.counts) {  // names are ASCII: the map's order is RFC 8785's
    if (!first) out += ',';
    first = false;
    add_string(out, name);
    out += ':';
    add_number(out, count);
  }
  out += '}';
}

// Reads what canonical_json() could have written, loosely; parse_canonical() then compares byte for byte.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool literal(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  bool string(std::string& out) {
    if (!literal("\"")) return false;
    while (!rest_.empty() && rest_.front() != '"') {
      if (rest_.front() == '\\') rest_.remove_prefix(1);
      if (rest_.empty() || out.size() == kMostText) return false;
      out += rest_.front();
      rest_.remove_prefix(1);
    }
    return literal("\"");
  }

  bool field(std::string_view before, std::string& out) { return literal(before) && string(out); }

  bool number(std::int64_t& out) {
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), out);
    if (error != std::errc{}) return false;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return true;
  }

  bool counts(std::map<std::string, std::int64_t, std::less<>>& out) {
    if (!literal(",\"counts\":{")) return false;
    while (!literal("}")) {
      if (out.size() == kMostCounts || (!out.empty() && !literal(","))) return false;
      std::string name;
      std::int64_t count = 0;
      if (!string(name) || !literal(":") || !number(count)) return false;
      if (!out.emplace(std::move(name), count).second) return false;
    }
    return true;
  }

  bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

bool digits(std::string_view text, std::size_t at, std::size_t length, int& out) {
  const std::string_view part = text.substr(at, length);
  if (!std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; })) return false;
  std::from_chars(part.data(), part.data() + part.size(), out);
  return true;
}

// Loose about separators, months and days: the comparison of the whole entry is strict.
bool parse_time(std::string_view text, EntryTime& out) {
  using namespace std::chrono;
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, ms = 0;
  if (text.size() != 24) return false;
  if (!digits(text, 0, 4, y) || !digits(text, 5, 2, mo) || !digits(text, 8, 2, d)) return false;
  if (!digits(text, 11, 2, h) || !digits(text, 14, 2, mi) || !digits(text, 17, 2, s)) return false;
  if (!digits(text, 20, 3, ms)) return false;
  const year_month_day day = year{y} / month{static_cast<unsigned>(mo)} / std::chrono::day{static_cast<unsigned>(d)};
  if (!day.ok()) return false;
  out = sys_days{day} + hours{h} + minutes{mi} + seconds{s} + milliseconds{ms};
  return true;
}

}  // namespace

std::string_view fault_text(EntryFault fault) {
  switch (fault) {
    case EntryFault::bad_name:
      return "a name is empty, too long or has other characters than a-z 0-9 . _ -";
    case EntryFault::bad_text:
      return "a text is too long or not printable ASCII";
    case EntryFault::bad_time:
      return "the time is outside the years 0000 to 9999";
    case EntryFault::bad_count:
      return "too many counts, or one too large";
    case EntryFault::not_canonical:
      return "not the canonical form of an entry";
  }
  return "unknown fault";
}

std::string time_text(EntryTime time) {
  using namespace std::chrono;
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  std::string out;
  add_number(out, int{date.year()}, 4);
  for (const auto& [separator, value] : {std::pair{'-', unsigned{date.month()}},
                                         {'-', unsigned{date.day()}},
                                         {'T', static_cast<unsigned>(clock.hours().count())},
                                         {':', static_cast<unsigned>(clock.minutes().count())},
                                         {':', static_cast<unsigned>(clock.seconds().count())}}) {
    out += separator;
    add_number(out, value, 2);
  }
  out += '.';
  add_number(out, clock.subseconds().count(), 3);
  out += 'Z';
  return out;
}

std::expected<std::string, EntryFault> canonical_json(const Entry& entry) {
  if (const auto fault = fault_of(entry)) return std::unexpected(*fault);
  std::string out;
  out.reserve(384);
  out += '{';
  add_field(out, "actor", entry.actor);
  add_field(out, "agency", entry.agency);
  add_counts(out, entry);
  add_field(out, "event", entry.event);
  add_field(out, "object", entry.object);
  add_field(out, "outcome", entry.outcome);
  add_field(out, "reason", entry.reason);
  add_field(out, "role", entry.role);
  add_field(out, "time", time_text(entry.time));
  out += '}';
  return out;
}

std::expected<Entry, EntryFault> parse_canonical(std::string_view json) {
  Entry entry;
  std::string time;
  Reader reader(json);
  const bool shaped = reader.field("{\"actor\":", entry.actor) && reader.field(",\"agency\":", entry.agency) &&
                      reader.counts(entry.counts) && reader.field(",\"event\":", entry.event) &&
                      reader.field(",\"object\":", entry.object) && reader.field(",\"outcome\":", entry.outcome) &&
                      reader.field(",\"reason\":", entry.reason) && reader.field(",\"role\":", entry.role) &&
                      reader.field(",\"time\":", time) && reader.literal("}") && reader.at_end();
  if (!shaped || !parse_time(time, entry.time)) return std::unexpected(EntryFault::not_canonical);
  const auto again = canonical_json(entry);
  if (!again || *again != json) return std::unexpected(EntryFault::not_canonical);
  return entry;
}

}  // namespace holdfast::audit
