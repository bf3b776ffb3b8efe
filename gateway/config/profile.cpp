#include <algorithm>
#include <utility>

#include "gateway/config/document.h"
#include "gateway/config/reader.h"
#include "gateway/config/rules.h"

namespace holdfast::config {
namespace {

void read_agency(Reader& read, Profile& profile) {
  read.text("code", profile.code, kCode, Need::required);
  read.text("time_zone", profile.time_zone, kTimeZone, Need::required);
  read.texts("languages", profile.languages, kLanguage, 1);
  read.words("name", profile.name, profile.languages);
  read.text("exit_url", profile.exit_url, kHttps, Need::required);
  read.text("office.telephone", profile.office.telephone, kSomeText, Need::required);
  read.words("office.hours", profile.office.hours, profile.languages);
  read.text("second_person.title", profile.second_person.title, kAnyText);
  read.text("second_person.account", profile.second_person.account, kAccountOrNone);
}

void read_periods(Reader& read, Profile& profile) {
  read.times("publication.times", profile.publication);
  read.span("periods.deferral_furthest_days", profile.periods.deferral_furthest, 1, 36'500);
  read.span("periods.appeal_days", profile.periods.appeal, 0, 365);
  read.span("periods.resume_days", profile.periods.resume, 0, 90);
  read.span("periods.hearing_notice_days", profile.periods.hearing_notice, 1, 365);
  read.span("periods.own_choice_age_years", profile.periods.own_choice_age, 12, 21);
  read.span("retention.returned_days", profile.retention.returned, 0, 3'650);
  read.span("retention.withdrawn_days", profile.retention.withdrawn, 0, 3'650);
  read.span("retention.evidence_years", profile.retention.evidence, 1, 100);
  read.span("retention.log_years", profile.retention.log, 1, 100);
}

void read_work(Reader& read, Profile& profile) {
  read.number("checks.account_per_hour", profile.checks.account_per_hour, 1, 1'000);
  read.number("checks.programme_per_hour", profile.checks.programme_per_hour, 1, 10'000);
  read.flag("contact.institution_agrees", profile.contact.institution_agrees);
  read.texts("returns.reasons", profile.return_reasons, kReason, 1);
  read.texts("returns.by_people_only", profile.reasons_by_people, kReason, 0);
  read.text("notices.neutral_subject", profile.notices.neutral_subject, kMessageKey);
  read.text("notices.neutral_body", profile.notices.neutral_body, kMessageKey);
  read.text("notices.urgent_subject", profile.notices.urgent_subject, kMessageKey);
  read.text("notices.urgent_body", profile.notices.urgent_body, kMessageKey);
  for (std::size_t i = 0; i < kSeverityNames.size(); ++i) {
    const auto section = "tickets." + std::string{kSeverityNames[i]};
    read.span(section + ".acknowledge_hours", profile.tickets[i].acknowledge, 1, 8'760, Need::required);
    read.span(section + ".answer_hours", profile.tickets[i].answer, 1, 8'760, Need::required);
  }
}

void read_feeds(Reader& read, Profile& profile) {
  for (const auto& name : read.sections("feeds", kCode)) {
    Feed feed{name, FeedKind::orders, std::chrono::hours{26}};
    read.choice("feeds." + name + ".kind", feed.kind, kFeedKindNames);
    read.span("feeds." + name + ".every_hours", feed.every, 1, 8'760, Need::required);
    profile.feeds.push_back(feed);
  }
}

void check_together(Reader& read, const Profile& profile) {
  for (const auto& reason : profile.reasons_by_people) {
    if (std::ranges::find(profile.return_reasons, reason) == profile.return_reasons.end()) {
      read.refuse("returns.by_people_only", reason + " is not among the reasons", "codes of returns.reasons");
    }
  }
  for (std::size_t i = 0; i < kSeverityNames.size(); ++i) {
    const auto key = "tickets." + std::string{kSeverityNames[i]} + ".answer_hours";
    if (profile.tickets[i].answer < profile.tickets[i].acknowledge) {
      read.refuse(key, "is before the acknowledgement", "at least acknowledge_hours");
    }
    if (i > 0 && profile.tickets[i].answer > profile.tickets[i - 1].answer) {
      read.refuse(key, "a graver ticket has more time", "at most that of " + std::string{kSeverityNames[i - 1]});
    }
  }
}

void read_profile(Reader& read, Profile& profile) {
  read_agency(read, profile);
  read_periods(read, profile);
  read_work(read, profile);
  read_feeds(read, profile);
}

}  // namespace

std::expected<Profile, Faults> parse_profile(std::string_view text, const Path& file) {
  const auto table = document(text, file);
  if (!table) return std::unexpected(table.error());
  Profile profile;
  profile.file = std::filesystem::absolute(file).lexically_normal();
  Reader read{&*table, file};
  read_profile(read, profile);
  read.refuse_unknown();
  auto faults = read.take_faults();
  if (faults.empty()) {  // only whole settings can be compared
    check_together(read, profile);
    faults = read.take_faults();
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return profile;
}

std::expected<Profile, Faults> load_profile(const Path& file) {
  const auto text = read_file(file);
  if (!text) return std::unexpected(text.error());
  return parse_profile(*text, file);
}

std::vector<Setting> profile_settings() {
  Profile standard;
  Reader read{nullptr, {}};
  read_profile(read, standard);
  return read.take_settings();
}

}  // namespace holdfast::config
