#include "screening/match/toml_fields.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <span>
#include <sstream>

#include "screening/text/views.h"

namespace holdfast::screening::match {
namespace {

constexpr std::size_t kFewestExamples = 2;
constexpr std::int64_t kWidestWindow = 200;  // words; what is further apart is the letter
constexpr double kHeaviest = 100;

constexpr std::array<std::string_view, 4> kStatuses = {"draft", "test", "active", "retired"};
constexpr std::array<std::string_view, 5> kTargets = {"nobody", "you", "family", "self", "third"};

std::string list_of(std::span<const std::string_view> names) {
  std::string out;
  for (const std::string_view name : names) (out += out.empty() ? "" : ", ") += name;
  return out;
}

// The place of the text among the names.
std::size_t one_of(const toml::table& table, std::string_view key, std::span<const std::string_view> names) {
  const toml::node& node = need(table, key);
  const auto found = std::ranges::find(names, text(node));
  if (found == names.end()) refuse(node, std::string{key} + " must be one of: " + list_of(names));
  return static_cast<std::size_t>(found - names.begin());
}

bool is_day(const std::string& written) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  char a = 0;
  char b = 0;
  std::istringstream in{written};
  in >> year >> a >> month >> b >> day;
  return in && in.eof() && written.size() == 10 && a == '-' && b == '-' &&
         std::chrono::year_month_day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}}.ok();
}

std::string date(const toml::table& table) {
  std::string written = text_or(table, "added", "");
  if (!written.empty() && !is_day(written)) refuse(need(table, "added"), "added is a day, as \"2026-11-22\"");
  return written;
}

std::vector<std::string> without_lines(std::vector<Pattern> found, std::vector<std::uint32_t>& at) {
  std::vector<std::string> made;
  for (Pattern& line : found) {
    made.push_back(std::move(line.text));
    at.push_back(line.line);
  }
  return made;
}

const toml::table& table_in(const toml::table& table, std::string_view key) {
  const toml::node& node = need(table, key);
  if (node.as_table() == nullptr) refuse(node, "a table is wanted here");
  return *node.as_table();
}

void read(const toml::table& table, std::string_view key, Points& to) {
  if (table.contains(key)) to = points(need(table, key));
}

}  // namespace

std::uint32_t line_of(const toml::node& node) { return node.source().begin.line; }

void refuse(const toml::node& node, std::string what) { throw Refused{line_of(node), std::move(what)}; }

void allow_only(const toml::table& table, std::initializer_list<std::string_view> keys) {
  for (const auto& [key, value] : table)
    if (std::ranges::find(keys, key.str()) == keys.end())
      throw Refused{key.source().begin.line, "unknown key '" + std::string{key.str()} + "'"};
}

const toml::node& need(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) refuse(table, "'" + std::string{key} + "' is missing");
  return *node;
}

std::string text(const toml::node& node) {
  const auto value = node.value<std::string>();
  if (!node.is_string() || !value || value->empty()) refuse(node, "a text that is not empty is wanted here");
  return *value;
}

Seconded seconded(const toml::table& table) {
  if (!table.contains("seconded")) return Seconded::no;
  const toml::node& node = need(table, "seconded");
  if (const auto value = node.value_exact<bool>()) return *value ? Seconded::always : Seconded::no;
  if (node.value_exact<std::string>() != "letters") refuse(node, "seconded is true, false or \"letters\"");
  return Seconded::letters;
}

std::string text_or(const toml::table& table, std::string_view key, std::string otherwise) {
  return table.contains(key) ? text(need(table, key)) : std::move(otherwise);
}

std::uint32_t number(const toml::node& node, std::int64_t least, std::int64_t most, std::string_view wanted) {
  const auto value = node.value<std::int64_t>();
  if (!node.is_integer() || !value || *value < least || *value > most) refuse(node, std::string{wanted});
  return static_cast<std::uint32_t>(*value);
}

Points points(const toml::node& node) {
  const auto value = node.value<double>();
  if (!node.is_number() || !value || !(*value >= 0.01) || *value > kHeaviest)
    refuse(node, "points are 0.01 to 100, in hundredths");
  return static_cast<Points>(std::lround(*value * 100));
}

std::vector<Pattern> lines(const toml::table& table, std::string_view key, bool required) {
  std::vector<Pattern> found;
  if (!required && !table.contains(key)) return found;
  const toml::node& node = need(table, key);
  const toml::array* array = node.as_array();
  if (array == nullptr) refuse(node, "'" + std::string{key} + "' must be a list of texts");
  for (const toml::node& item : *array) found.push_back({text(item), line_of(item)});
  return found;
}

std::vector<std::string> texts(const toml::table& table, std::string_view key, bool required) {
  std::vector<std::string> found;
  for (Pattern& line : lines(table, key, required)) found.push_back(std::move(line.text));
  return found;
}

Level level(const toml::table& table, std::string_view category) {
  const toml::node& node = need(table, "level");
  const std::string name = text(node);
  if (name == "signal") return Level::signal;
  if (name == "review") return Level::review;
  if (name != "quarantine") refuse(node, "level must be signal, review or quarantine");
  if (category == "welfare") refuse(node, "welfare is never worse than review");
  return Level::quarantine;
}

About about(const toml::table& table) {
  About made;
  if (table.contains("status")) made.status = static_cast<Status>(one_of(table, "status", kStatuses));
  if (table.contains("target")) made.target = static_cast<Target>(one_of(table, "target", kTargets));
  read(table, "weight", made.weight);
  made.seconded = seconded(table);
  made.note = text_or(table, "note", "");
  made.added = date(table);
  return made;
}

Scope scope(const toml::table& table) {
  if (!table.contains("scope")) return {};
  const toml::node& node = need(table, "scope");
  const std::string written = text(node);
  if (written == "sentence") return {};
  if (written == "letter") return {Scope::Kind::letter, 0};
  constexpr std::string_view kWindow = "window:";
  std::int64_t words = 0;
  std::istringstream in{written.starts_with(kWindow) ? written.substr(kWindow.size()) : ""};
  in >> words;
  if (!in || !in.eof() || words < 1 || words > kWidestWindow)
    refuse(node, "scope is sentence, letter, or window:N with N from 1 to 200 words");
  return {Scope::Kind::window, static_cast<std::uint32_t>(words)};
}

std::vector<std::string> views(const toml::table& table) {
  if (!table.contains("view")) return {};
  const toml::node& node = need(table, "view");
  std::vector<std::string> named = node.is_string() ? std::vector<std::string>{text(node)} : texts(table, "view", true);
  if (named == std::vector<std::string>{"any"}) return {};
  if (named.empty()) refuse(node, "a view is wanted: any, or readings by name");
  for (const std::string& name : named)
    if (std::ranges::find(text::kViews, name) == text::kViews.end())
      refuse(node, "no such view: " + name + "; any, or some of: " + list_of(text::kViews));
  return named;
}

Examples examples(const toml::table& table, Status status) {
  const bool judges = status == Status::active;
  Examples found;
  found.must_match = without_lines(lines(table, "must_match", judges), found.match_lines);
  found.must_not_match = without_lines(lines(table, "must_not_match", judges), found.not_lines);
  if (judges && found.must_match.size() < kFewestExamples)
    refuse(need(table, "must_match"), "two examples at least, for a rule that is active");
  if (judges && found.must_not_match.size() < kFewestExamples)
    refuse(need(table, "must_not_match"), "two counter-examples at least, for a rule that is active");
  return found;
}

Policy policy(const toml::table& table) {
  allow_only(table, {"share", "weight", "score"});
  Policy made;
  if (table.contains("share")) made.share = number(need(table, "share"), 0, 100, "share is 0 to 100 percent");
  if (table.contains("weight")) {
    const toml::table& weight = table_in(table, "weight");
    allow_only(weight, {"signal", "review", "quarantine"});
    read(weight, "signal", made.signal);
    read(weight, "review", made.review);
    read(weight, "quarantine", made.quarantine);
  }
  if (table.contains("score")) {
    const toml::table& score = table_in(table, "score");
    allow_only(score, {"review", "quarantine"});
    read(score, "review", made.from_review);
    read(score, "quarantine", made.from_quarantine);
  }
  return made;
}

}  // namespace holdfast::screening::match
