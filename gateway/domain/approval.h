// Approved contact: letters both ways that a recipient wished for, with the office and the institution agreeing. It is
// the recipient's own wish from the first step; either side ends it at any time; an order pauses it at its commit.
#pragma once

#include <array>
#include <cstdint>
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
};
inline constexpr std::array<std::string_view, 8> kApprovalEventNames{
    "recipient_agrees", "office_agrees", "institution_agrees", "refuse", "pause", "resume", "end", "mark_error"};
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
  Time now{};
  bool recipient_saw = false;     // exactly what the institution will read
  bool recipient_agrees = false;  // now, and still
  Signatures signed_by{};         // for the office and for the institution, or for the two who resume it
  bool evidence_noted = false;
};
Bar bar_to_agree(const ApprovalFacts& facts);
Bar bar_to_activate(const ApprovalFacts& facts);
Judgement<ApprovalState, ApprovalEvent> next(ApprovalState from, ApprovalEvent event, Actor who,
                                             const ApprovalFacts& facts);

}  // namespace holdfast::domain
