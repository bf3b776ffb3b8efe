// Approved contact: messages that a recipient agreed to beforehand, with the office and, where the profile asks for it,
// the institution. It is the recipient's own wish from the first step; either side ends it at any time; an order pauses
// it at its commit. A message of it is a letter like any other (docs/decisions/0018): the approval is its choice, and
// says how many, how long and when.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

#include "gateway/domain/machine.h"
#include "gateway/domain/order.h"

namespace holdfast::domain {

enum class ApprovalState : std::uint8_t {  // stored by name: never rename
  requested,
  recipient_agreed,
  office_agreed,
  active,
  paused,
  ended,
  refused,
  entered_in_error,
};
inline constexpr std::array<std::string_view, 8> kApprovalStateNames{
    "requested", "recipient_agreed", "office_agreed", "active", "paused", "ended", "refused", "entered_in_error"};
constexpr NameList names_of(ApprovalState /*unused*/) { return kApprovalStateNames; }

enum class ApprovalEvent : std::uint8_t {
  recipient_agrees,
  office_agrees,
  institution_agrees,
  refuse,
  pause,
  resume,
  end,
  mark_error,
  office_activates,  // where the profile asks no institution
};
inline constexpr std::array<std::string_view, 9> kApprovalEventNames{
    "recipient_agrees", "office_agrees", "institution_agrees", "refuse",          "pause",
    "resume",           "end",           "mark_error",         "office_activates"};
constexpr NameList names_of(ApprovalEvent /*unused*/) { return kApprovalEventNames; }

using ApprovalTransition = Transition<ApprovalState, ApprovalEvent>;
inline constexpr Beginning<ApprovalState> kApprovalBegins{ApprovalState::requested,
                                                          by(Actor::recipient, Actor::analyst), "approval.requested"};

namespace approval_table {
using S = ApprovalState;
using E = ApprovalEvent;
using enum Actor;
using G = Guard;
inline constexpr std::array kRows{std::to_array<ApprovalTransition>({
    // clang-format off
    // from                event                  who                               guard             to                   entry
    {S::requested,        E::recipient_agrees,   by(recipient),                    G::none,          S::recipient_agreed, "approval.recipient_agreed"},
    {S::requested,        E::refuse,             by(recipient, analyst),           G::none,          S::refused,          "approval.refused"},
    {S::requested,        E::mark_error,         by(analyst),                      G::evidence,      S::entered_in_error, "approval.in_error"},
    {S::recipient_agreed, E::office_agrees,      by(analyst),                      G::office_agrees, S::office_agreed,    "approval.office_agreed"},
    {S::recipient_agreed, E::office_activates,   by(analyst),                      G::activate,      S::active,           "approval.active"},
    {S::recipient_agreed, E::refuse,             by(analyst),                      G::none,          S::refused,          "approval.refused"},
    {S::recipient_agreed, E::end,                by(recipient),                    G::none,          S::ended,            "approval.ended"},
    {S::recipient_agreed, E::mark_error,         by(analyst),                      G::evidence,      S::entered_in_error, "approval.in_error"},
    {S::office_agreed,    E::institution_agrees, by(institution),                  G::activate,      S::active,           "approval.active"},
    {S::office_agreed,    E::refuse,             by(institution, analyst),         G::none,          S::refused,          "approval.refused"},
    {S::office_agreed,    E::end,                by(recipient),                    G::none,          S::ended,            "approval.ended"},
    {S::office_agreed,    E::mark_error,         by(analyst),                      G::evidence,      S::entered_in_error, "approval.in_error"},
    {S::active,           E::pause,              by(recipient, analyst, institution, investigator, order), G::none, S::paused, "approval.paused"},
    {S::active,           E::end,                by(recipient, facilitator, analyst, institution), G::none, S::ended, "approval.ended"},
    {S::active,           E::mark_error,         by(analyst),                      G::evidence,      S::entered_in_error, "approval.in_error"},
    {S::paused,           E::pause,              by(recipient, analyst, institution, investigator, order), G::none, S::paused, "approval.paused"},
    {S::paused,           E::recipient_agrees,   by(recipient),                    G::none,          S::paused,           "approval.recipient_agreed"},
    {S::paused,           E::resume,             by(analyst),                      G::activate,      S::active,           "approval.resumed"},
    {S::paused,           E::end,                by(recipient, facilitator, analyst, institution), G::none, S::ended, "approval.ended"},
    {S::paused,           E::mark_error,         by(analyst),                      G::evidence,      S::entered_in_error, "approval.in_error"},
    // clang-format on
})};
}  // namespace approval_table
inline constexpr auto& kApprovalTransitions = approval_table::kRows;
static_assert(one_row_each(kApprovalTransitions));

struct ApprovalFacts {
  std::span<const Order> orders{};  // of the pair
  bool orders_known = false;
  Channel channel = Channel::approved_contact;
  Time now{};
  bool recipient_saw = false;     // exactly what the institution will read
  bool recipient_agrees = false;  // now, and still; of one that is resumed, since it was paused
  Signatures signed_by{};  // the office's and the institution's; where none is asked, the recipient's and the office's
  bool evidence_noted = false;
};
Bar bar_to_agree(const ApprovalFacts& facts);
Bar bar_to_activate(const ApprovalFacts& facts);
Judgement<ApprovalState, ApprovalEvent> next(ApprovalState from, ApprovalEvent event, Actor who,
                                             const ApprovalFacts& facts);

// ---- what it lets through ----

enum class ContactPurpose : std::uint8_t {
  children,
  family,
  property,
  questions,
  dialogue
};  // stored by name: never rename
inline constexpr std::array<std::string_view, 5> kContactPurposeNames{"children", "family", "property", "questions",
                                                                      "dialogue"};
constexpr NameList names_of(ContactPurpose /*unused*/) { return kContactPurposeNames; }

enum class LimitPeriod : std::uint8_t {
  week,
  month
};  // any 7 days, any 30: no first of the month lets two lots through
inline constexpr std::array<std::string_view, 2> kLimitPeriodNames{"week", "month"};
constexpr NameList names_of(LimitPeriod /*unused*/) { return kLimitPeriodNames; }
constexpr std::chrono::days length_of(LimitPeriod period) {
  return std::chrono::days{period == LimitPeriod::week ? 7 : 30};
}

using DayMinutes = std::chrono::minutes;  // since midnight in the agency's zone

// As agreed. Left out, it lets nothing through.
struct ContactLimits {
  int most = 0;  // messages in one period
  LimitPeriod period = LimitPeriod::month;
  int longest = 0;    // characters
  DayMinutes from{};  // the hours of the day: from, until (exclusive)
  DayMinutes until{};
  bool operator==(const ContactLimits&) const = default;
};
// Whether such limits can be agreed: 1 to 31 messages of 1 to 20,000 characters, some minute between midnight and
// midnight.
bool sensible(const ContactLimits& limits);

struct StandingApproval {
  ApprovalState state = ApprovalState::ended;
  Time begins{};
  Time ends{};  // exclusive
  ContactLimits limits{};
};
bool in_force(const StandingApproval& approval, Time now);

struct ContactMessage {
  int characters = 0;
  DayMinutes local{};            // what the clock shows now, there
  std::span<const Time> sent{};  // when earlier messages of this pair and channel were passed on
};
// Why this message may not be passed on now, or Bar::none: no_approval, too_long, not_yet (the hours), limit_reached.
Bar bar_to_send(const StandingApproval& approval, const ContactMessage& message, Time now);

}  // namespace holdfast::domain
