#include "gateway/pages/fill.h"

#include <unicode/dtptngen.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <array>

#include "gateway/pages/plain.h"

namespace holdfast::pages {
namespace {

using namespace std::string_view_literals;

constexpr std::array kQuarantine{
    "threat"sv,         "surveillance"sv,           "coercion"sv,    "third_party_contact"sv,
    "sexual_content"sv, "self_harm_manipulation"sv, "degradation"sv, "identity_exposure"sv};

using Format = std::unique_ptr<icu::SimpleDateFormat>;

Format format(Lang lang, const char* skeleton, const icu::TimeZone& zone) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Locale locale(std::string(lang_code(lang)).c_str(), "US");
  const std::unique_ptr<icu::DateTimePatternGenerator> patterns(
      icu::DateTimePatternGenerator::createInstance(locale, status));
  if (U_FAILURE(status)) return nullptr;
  const auto pattern = patterns->getBestPattern(icu::UnicodeString::fromUTF8(skeleton), status);
  auto made = std::make_unique<icu::SimpleDateFormat>(pattern, locale, status);
  if (U_FAILURE(status)) return nullptr;
  made->setTimeZone(zone);
  return made;
}

// The formatter's format() clones its calendar, so one formatter serves every thread.
std::string written(const icu::SimpleDateFormat& format, Time at) {
  const auto milliseconds = std::chrono::duration<double, std::milli>(at.time_since_epoch()).count();
  icu::UnicodeString text;
  format.format(milliseconds, text);
  std::string out;
  text.toUTF8String(out);
  return out;
}

}  // namespace

struct Calendar::Formats {
  Format moment, date, day;
};

Calendar::Calendar() = default;
Calendar::Calendar(Calendar&&) noexcept = default;
Calendar& Calendar::operator=(Calendar&&) noexcept = default;
Calendar::~Calendar() = default;

domain::Result<Calendar> Calendar::load(const std::string& time_zone) {
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(time_zone)));
  if (*zone == icu::TimeZone::getUnknown())
    return domain::fail(domain::Problem::internal, "no such time zone", time_zone);
  Calendar calendar;
  for (const Lang lang : {Lang::en, Lang::es}) {
    auto formats = std::make_unique<Formats>();
    formats->moment = format(lang, "yMMMMdjm", *zone);
    formats->date = format(lang, "yMMMMd", *zone);
    formats->day = format(lang, "yMMMMd", *icu::TimeZone::getGMT());
    if (!formats->moment || !formats->date || !formats->day) {
      return domain::fail(domain::Problem::internal, "dates cannot be written in a language",
                          std::string(lang_code(lang)));
    }
    calendar.formats_[static_cast<std::size_t>(lang)] = std::move(formats);
  }
  return calendar;
}

std::string Calendar::moment(Lang lang, Time at) const {
  return written(*formats_[static_cast<std::size_t>(lang)]->moment, at);
}
std::string Calendar::date(Lang lang, Time at) const {
  return written(*formats_[static_cast<std::size_t>(lang)]->date, at);
}
std::string Calendar::date(Lang lang, Day day) const {
  return written(*formats_[static_cast<std::size_t>(lang)]->day, std::chrono::sys_days(day));
}

void Fill::set(std::string_view name, std::string_view text) {
  const auto safe = plain(text);
  values_->SetValue(view(name), view(safe));
}

void Fill::set_revealed(std::string_view name, std::string_view text) {
  const auto safe = revealed(text);
  values_->SetValue(view(name), view(safe));
}

void Fill::set(std::string_view name, std::int64_t number) { set(name, std::to_string(number)); }

void Fill::token(std::string_view name, std::string_view code) {
  std::string safe;
  for (const char c : code) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (kept) safe += c;
  }
  set(name, safe);
}

void Fill::say(std::string_view name, std::string_view key, const Arguments& arguments) {
  set(name, text(key, arguments));
}
void Fill::word(std::string_view name, std::string_view prefix, std::string_view code) {
  set(name, words(prefix, code));
}

Fill Fill::add(std::string_view section) {
  return {*values_->AddSectionDictionary(view(section)), *catalogue_, *calendar_, lang_};
}

void Fill::maybe(std::string_view section, std::string_view name, std::string_view text) {
  if (!text.empty()) add(section).set(name, text);
}

void Fill::input(std::string_view field, std::string_view value) { set("IN_" + std::string(field), value); }

void Fill::option(std::string_view field, std::string_view code, std::string_view label, std::string_view help,
                  bool on) {
  auto row = add("OPTION_" + std::string(field));
  row.token("ID", std::string(field) + "-" + std::string(code));
  row.set("CODE", code);
  row.set("LABEL", label);
  row.maybe("HELP", "SAYS", help);
  row.show_if(on, "ON");
}

void Fill::options(const Options& options) {
  for (const auto code : options.codes) {
    auto row = add("OPTION_" + std::string(options.field));
    const auto key = std::string(options.words) + "." + std::string(code);
    row.set("ID", std::string(options.field) + "-" + std::string(code));
    row.set("CODE", code);
    row.say("LABEL", key);
    if (const auto help = key + ".help"; catalogue_->has(help)) row.maybe("HELP", "SAYS", text(help));
    row.show_if(std::ranges::find(options.chosen, code) != options.chosen.end(), "ON");
    row.show_if(std::ranges::find(options.found, code) != options.found.end(), "FOUND");
  }
}

void Fill::categories(std::span<const std::string> categories) {
  for (const auto& category : categories) {
    auto row = add("CATEGORY");
    row.token("LEVEL", level_of(category));
    row.word("LABEL", "category", category);
  }
}

std::string_view level_of(std::string_view category) {
  if (category == "welfare") return "welfare";
  return std::ranges::find(kQuarantine, category) != kQuarantine.end() ? "quarantine" : "review";
}

}  // namespace holdfast::pages
