// The closed sets that the views speak of.
#include <algorithm>
#include <array>

#include "gateway/pages/views/common.h"
#include "gateway/pages/views/contact.h"
#include "gateway/pages/views/facilitator.h"
#include "gateway/pages/views/office.h"
#include "gateway/pages/views/recipient.h"
#include "gateway/pages/views/staff.h"

namespace holdfast::pages {
namespace {

using namespace std::string_view_literals;

constexpr std::array kFlashCodes{
    "letter_received"sv,
    "version_received"sv,
    "letter_withdrawn"sv,
    "decision_recorded"sv,
    "marks_kept"sv,
    "addressee_recorded"sv,
    "order_recorded"sv,
    "loosening_asked"sv,
    "loosening_refused"sv,
    "addressing_undone"sv,
    "registration_confirmed"sv,
    "task_done"sv,
    "reading_assigned"sv,
    "reading_done"sv,
    "choice_recorded"sv,
    "contact_stopped"sv,
    "contact_resumed"sv,
    "stop_recorded"sv,
    "report_received"sv,
    "ticket_decided"sv,
    "ticket_closed"sv,
    "ticket_acknowledged"sv,
    "ticket_answered"sv,
    "signed_out"sv,
    "session_ended"sv,
    "session_closed"sv,
    "rules_same"sv,
    "rules_taken"sv,
    "rules_asked"sv,
    "rules_confirmed"sv,
    "rules_refused"sv,
    "language_changed"sv,
    "contact_requested"sv,
    "contact_agreed"sv,
    "contact_closed"sv,
    "contact_answered"sv,
};
static_assert(kFlashCodes.size() == static_cast<std::size_t>(Flash::contact_answered) + 1);

constexpr std::array kDecisions{"approve"sv, "return"sv, "quarantine"sv, "refuse"sv};
constexpr std::array kReasons{"FORGIVE"sv,   "EXCUSE"sv,      "BLAME"sv,  "THREAT"sv,   "HARASS"sv,   "CONTACT"sv,
                              "BENEFIT"sv,   "THIRDPARTY"sv,  "LOCATE"sv, "SEXUAL"sv,   "RELIGION"sv, "CODED"sv,
                              "ENCLOSURE"sv, "WRONGPERSON"sv, "LENGTH"sv, "ILLEGIBLE"sv};
constexpr std::array kNotes{"none"sv, "nearly"sv, "rewrite"sv, "with_help"sv};
// What a person of the office enters: a stop-contact request is the recipient's own. Kinds and states are the domain's.
constexpr std::array kOrderKinds{"emergency_protective"sv,
                                 "temporary_restraining"sv,
                                 "domestic_violence"sv,
                                 "civil_harassment"sv,
                                 "elder_abuse"sv,
                                 "workplace_violence"sv,
                                 "juvenile"sv,
                                 "criminal_protective"sv,
                                 "probation_stay_away"sv,
                                 "parole_condition"sv,
                                 "out_of_state"sv,
                                 "tribal"sv,
                                 "agency_hold"sv,
                                 "other"sv};
constexpr std::array kOrderStates{"requested"sv, "unserved"sv, "active"sv};
constexpr std::array kChangedStates{"active"sv,     "unserved"sv,   "requested"sv,       "expired"sv,
                                    "terminated"sv, "superseded"sv, "entered_in_error"sv};
constexpr std::array kLooked{"not_yet"sv, "bars"sv, "does_not_bar"sv};
constexpr std::array kConditions{"01"sv,
                                 "02"sv,
                                 "03"sv,
                                 "04"sv,
                                 "05"sv,
                                 "06"sv,
                                 "07"sv,
                                 "08"sv,
                                 "09"sv,
                                 "direct_contact"sv,
                                 "third_party"sv,
                                 "stay_away"sv,
                                 "peaceful_contact"sv};
constexpr std::array kSaid{"telephone"sv, "by_post"sv, "in_person"sv};
constexpr std::array kAdult{"yes"sv, "no"sv};
constexpr std::array kChoices{"now"sv, "on_date"sv, "not_now"sv, "never"sv};
constexpr std::array kReportChannels{"letter"sv,       "call"sv,         "message"sv, "visit"sv,
                                     "third_person"sv, "social_media"sv, "other"sv};
constexpr std::array kChannels{"accountability_letter"sv, "approved_contact"sv, "dialogue_preparation"sv};
constexpr std::array kContactChannels{"approved_contact"sv, "dialogue_preparation"sv};
constexpr std::array kContactPurposes{"children"sv, "family"sv, "property"sv, "questions"sv, "dialogue"sv};
constexpr std::array kLimitPeriods{"week"sv, "month"sv};
constexpr std::array kReportStops{"everything"sv, "nothing"sv};
constexpr std::array kConfirm{"as_found"sv, "pattern"sv, "order_breached"sv};
constexpr std::array kDismiss{"misread"sv, "quoted"sv, "wrong_person"sv};
constexpr std::array kOutcomes{"resolved"sv, "no_further_action"sv, "referred"sv};
constexpr std::array kAnswers{"investigating"sv, "substantiated"sv, "not_substantiated"sv, "referred"sv};

}  // namespace

std::string_view lang_code(Lang lang) { return lang == Lang::es ? "es" : "en"; }

std::optional<Lang> parse_lang(std::string_view code) {
  if (code == "en") return Lang::en;
  if (code == "es") return Lang::es;
  return std::nullopt;
}

// Browsers list languages in order of preference; weights are not read, because none sends them out of order.
Lang preferred_lang(std::string_view accept_language) {
  while (!accept_language.empty()) {
    const auto comma = accept_language.find(',');
    auto item = accept_language.substr(0, comma);
    while (item.starts_with(' ')) item.remove_prefix(1);
    if (const auto lang = parse_lang(item.substr(0, item.find_first_of("-; ")))) return *lang;
    if (comma == std::string_view::npos) break;
    accept_language.remove_prefix(comma + 1);
  }
  return Lang::en;
}

bool is_local_path(std::string_view path) {
  if (!path.starts_with('/') || path.starts_with("//")) return false;
  return std::ranges::all_of(path, [](char c) { return c > ' ' && c != '\\' && c != 0x7F; });
}

std::string_view flash_code(Flash flash) { return kFlashCodes.at(static_cast<std::size_t>(flash)); }

std::optional<Flash> parse_flash(std::string_view code) {
  const auto* const found = std::ranges::find(kFlashCodes, code);
  if (found == kFlashCodes.end()) return std::nullopt;
  return static_cast<Flash>(found - kFlashCodes.begin());
}

std::string_view home_path(domain::Role role) {
  switch (role) {
    case domain::Role::facilitator:
      return "/programme";
    case domain::Role::recipient:
      return "/letters";
    case domain::Role::analyst:
      return "/office/review";
    case domain::Role::reader:
      return "/readings";
    case domain::Role::investigator:
      return "/investigations";
    case domain::Role::institution:
      return "/tickets";
    case domain::Role::auditor:
      return "/log";
    case domain::Role::administrator:
      return "/settings";
    case domain::Role::second_person:
      return "/second";
  }
  return "/";
}

std::span<const std::string_view> decisions() { return kDecisions; }
std::span<const std::string_view> reason_codes() { return kReasons; }
std::span<const std::string_view> note_codes() { return kNotes; }
std::span<const std::string_view> order_kinds() { return kOrderKinds; }
std::span<const std::string_view> order_states() { return kOrderStates; }
std::span<const std::string_view> changed_states() { return kChangedStates; }
std::span<const std::string_view> looked_codes() { return kLooked; }
std::span<const std::string_view> condition_codes() { return kConditions; }
std::span<const std::string_view> channel_codes() { return kChannels; }
std::span<const std::string_view> said_codes() { return kSaid; }
std::span<const std::string_view> adult_codes() { return kAdult; }
std::span<const std::string_view> choice_codes() { return kChoices; }
std::span<const std::string_view> report_channels() { return kReportChannels; }
std::span<const std::string_view> contact_channels() { return kContactChannels; }
std::span<const std::string_view> contact_purposes() { return kContactPurposes; }
std::span<const std::string_view> limit_periods() { return kLimitPeriods; }
std::span<const std::string_view> report_stops() { return kReportStops; }
std::span<const std::string_view> confirm_reasons() { return kConfirm; }
std::span<const std::string_view> dismiss_reasons() { return kDismiss; }
std::span<const std::string_view> close_outcomes() { return kOutcomes; }
std::span<const std::string_view> answer_states() { return kAnswers; }

}  // namespace holdfast::pages
