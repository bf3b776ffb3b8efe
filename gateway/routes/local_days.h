// Days as people write them, in the agency's zone.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/domain/time.h"

namespace holdfast::routes {

using Day = std::chrono::year_month_day;

// "2026-11-22", exactly; nothing for what is no day of the calendar.
std::optional<Day> parse_day(std::string_view text);
std::string day_text(const Day& day);

// The first instant of a day in an IANA zone, and the day that an instant falls on there. An unknown zone is UTC.
domain::Time begin_of(const Day& day, const std::string& zone);
Day day_of(domain::Time at, const std::string& zone);

}  // namespace holdfast::routes
