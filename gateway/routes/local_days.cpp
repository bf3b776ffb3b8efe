#include "gateway/routes/local_days.h"

#include <unicode/timezone.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <memory>

namespace holdfast::routes {
namespace {

using std::chrono::milliseconds;

// What is added to UTC there; `local` says whether `at` is counted in the zone's own time.
milliseconds offset_of(const std::string& zone, milliseconds at, bool local) {
  const std::unique_ptr<icu::TimeZone> known(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
  std::int32_t raw = 0;
  std::int32_t summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  known->getOffset(static_cast<UDate>(at.count()), static_cast<UBool>(local), raw, summer, status);
  return U_SUCCESS(status) != 0 ? milliseconds(raw + summer) : milliseconds(0);
}

// Digits alone: no sign, which would pass for a year before the first.
std::optional<int> number(std::string_view digits) {
  if (!std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  int value = 0;
  (void)std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number(text.substr(0, 4));
  const auto month = number(text.substr(5, 2));
  const auto day = number(text.substr(8, 2));
  if (!year || !month || !day || *year == 0) return std::nullopt;
  const Day parsed{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                   std::chrono::day(static_cast<unsigned>(*day))};
  return parsed.ok() ? std::optional(parsed) : std::nullopt;
}

std::string day_text(const Day& day) {
  std::array<char, 24> text{};
  (void)std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                      static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
  return text.data();
}

domain::Time begin_of(const Day& day, const std::string& zone) {
  const auto local = std::chrono::duration_cast<milliseconds>(std::chrono::sys_days(day).time_since_epoch());
  return domain::Time(local - offset_of(zone, local, true));
}

Day day_of(domain::Time at, const std::string& zone) {
  const auto utc = std::chrono::floor<milliseconds>(at.time_since_epoch());
  return Day(
      std::chrono::floor<std::chrono::days>(std::chrono::sys_time<milliseconds>(utc + offset_of(zone, utc, false))));
}

}  // namespace holdfast::routes
