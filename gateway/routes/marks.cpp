#include "gateway/routes/marks.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "gateway/http/answers.h"
#include "gateway/json/fields.h"
#include "gateway/json/writer.h"

namespace holdfast::routes {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;
using storage::FindingMark;

constexpr std::size_t kMostMarks = 500;
constexpr int kMostPlace = 1 << 20;  // more code points than any letter has

std::optional<bool> one_of_two(std::string_view text, std::string_view yes, std::string_view no) {
  if (text == yes) return true;
  return text == no ? std::optional{false} : std::nullopt;
}
std::optional<bool> read_right(std::string_view text) { return one_of_two(text, "right", "wrong"); }
std::optional<bool> read_part(std::string_view text) { return one_of_two(text, "addressee", "words"); }

std::optional<int> read_place(std::string_view text) {
  int place = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), place);
  const bool whole = wrong == std::errc{} && end == text.data() + text.size();
  return whole && place >= 0 && place <= kMostPlace ? std::optional{place} : std::nullopt;
}

bool is_in_force(const Context& context, std::string_view rule) {
  return context.app.rules.now()->engine.rule(rule) != nullptr;
}

// "right|words|29|58|threat.en.kill-you"
std::optional<FindingMark> read_value(const Context& context, std::string_view text) {
  std::array<std::string_view, 5> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto bar = i + 1 < parts.size() ? text.find('|') : text.size();
    if (bar == std::string_view::npos) return std::nullopt;
    parts.at(i) = text.substr(0, bar);
    text.remove_prefix(std::min(bar + 1, text.size()));
  }
  const auto right = read_right(parts[0]);
  const auto addressee = read_part(parts[1]);
  const auto start = read_place(parts[2]);
  const auto end = read_place(parts[3]);
  if (!right || !addressee || !start || !end || *end < *start) return std::nullopt;
  if (!is_in_force(context, parts[4])) return std::nullopt;
  return FindingMark{std::string(parts[4]), *addressee, *start, *end, *right};
}

}  // namespace

Result<Marks> json_marks(const Context& context) {
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  Marks marks;
  json::Fields fields(*body);
  if (body->object() != nullptr && body->find("marks") == nullptr)
    fields.refuse("marks", "an array of marks is needed");
  fields.objects("marks", {.max = kMostMarks}, [&](json::Fields& one) {
    FindingMark mark;
    mark.rule = one.text("rule", {.min = 1, .max = 80});
    mark.addressee = one.as<bool>("of", read_part);
    mark.start = static_cast<int>(one.integer("start", {.min = 0, .max = kMostPlace}));
    mark.end = static_cast<int>(one.integer("end", {.min = 0, .max = kMostPlace}));
    mark.right = one.as<bool>("mark", read_right);
    if (one.ok() && !is_in_force(context, mark.rule)) one.refuse("rule", "not a rule in force");
    if (one.ok() && mark.end < mark.start) one.refuse("end", "not before start");
    marks.push_back(std::move(mark));
  });
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  return marks;
}

Result<Marks> form_marks(const Context& context) {
  Marks marks;
  for (const auto& [name, value] : context.form) {
    if (!name.starts_with("mark-")) continue;
    auto mark = read_value(context, value);
    if (!mark || marks.size() == kMostMarks)
      return fail(Problem::invalid_field, "right or wrong, and which finding: open the words again", "mark");
    marks.push_back(std::move(*mark));
  }
  return marks;
}

std::string mark_about(const Context& context, const flows::CoverFinding& found, bool addressee) {
  if (!is_in_force(context, found.rule)) return {};
  return std::string(addressee ? "addressee" : "words") + '|' + std::to_string(found.start) + '|' +
         std::to_string(found.end) + '|' + found.rule;
}

std::string_view marked(const Marks& marks, const flows::CoverFinding& found, bool addressee) {
  const auto mine = std::ranges::find_if(marks, [&](const FindingMark& mark) {
    return mark.rule == found.rule && mark.addressee == addressee && std::cmp_equal(mark.start, found.start) &&
           std::cmp_equal(mark.end, found.end);
  });
  if (mine == marks.end()) return {};
  return mine->right ? "right" : "wrong";
}

http::Response marks_answer(const std::string& id, const Marks& marks) {
  const auto right = std::ranges::count_if(marks, &FindingMark::right);
  json::Writer out;
  out.object().field("id", id).field("right", right).field("wrong", std::ssize(marks) - right).end();
  return http::json(200, out.take());
}

}  // namespace holdfast::routes
