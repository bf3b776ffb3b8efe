#include "gateway/routes/office.h"

#include <algorithm>
#include <charconv>

namespace holdfast::routes {
namespace {

std::string digits(unsigned number, std::size_t width) {
  auto text = std::to_string(number);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  if (!std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc{} ? std::optional{value} : std::nullopt;
}

}  // namespace

std::string day_text(const std::chrono::year_month_day& day) {
  return digits(static_cast<unsigned>(static_cast<int>(day.year())), 4) + "-" + digits(static_cast<unsigned>(day.month()), 2) +
         "-" + digits(static_cast<unsigned>(day.day()), 2);
}

std::optional<std::chrono::year_month_day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number(text.substr(0, 4));
  const auto month = number(text.substr(5, 2));
  const auto day = number(text.substr(8, 2));
  if (!year || !month || !day || *year < 1900 || *year > 2999) return std::nullopt;
  const std::chrono::year_month_day found{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                          std::chrono::day{static_cast<unsigned>(*day)}};
  return found.ok() ? std::optional{found} : std::nullopt;
}

}  // namespace holdfast::routes
