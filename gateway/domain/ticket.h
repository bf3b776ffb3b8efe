// A ticket: an investigation at the institution that houses the offender. Begun by screening, by staff or by a report,
// which it does not say. The institution sees it from the first, as `unconfirmed` until a person of the office has read
// what it is about: the offender's side and the first category, and nothing to do yet.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "gateway/domain/machine.h"

namespace holdfast::domain {

enum class TicketState : std::uint8_t {  // stored by name: never rename
  unconfirmed,
  open,
  acknowledged,
  investigating,
  substantiated,
  not_substantiated,
  referred,
  closed,
  reopened,
  dismissed,  // withdrawn by the office
};
inline constexpr std::array<std::string_view, 10> kTicketStateNames{
    "unconfirmed",       "open",     "acknowledged", "investigating", "substantiated",
    "not_substantiated", "referred", "closed",       "reopened",      "dismissed"};
constexpr NameList names_of(TicketState /*unused*/) { return kTicketStateNames; }
// An institution acts only on what a person has read.
constexpr bool institution_acts(TicketState state) { return state != TicketState::unconfirmed; }

enum class TicketEvent : std::uint8_t {
  confirm,
  dismiss,
  acknowledge,
  investigate,
  substantiate,
  not_substantiate,
  refer,
  close,
  reopen,
  reroute,  // the offender is housed elsewhere now; the history goes along
};
inline constexpr std::array<std::string_view, 10> kTicketEventNames{
    "confirm",          "dismiss", "acknowledge", "investigate", "substantiate",
    "not_substantiate", "refer",   "close",       "reopen",      "reroute"};
constexpr NameList names_of(TicketEvent /*unused*/) { return kTicketEventNames; }

using TicketTransition = Transition<TicketState, TicketEvent>;
inline constexpr Beginning<TicketState> kTicketBegins{
    TicketState::unconfirmed, by(Actor::engine, Actor::analyst, Actor::investigator, Actor::recipient), "ticket.begun"};

namespace ticket_table {
using S = TicketState;
using E = TicketEvent;
using enum Actor;
using G = Guard;
inline constexpr std::array kRows{std::to_array<TicketTransition>({
    // clang-format off
    // from                event                who                            guard              to                    entry
    {S::unconfirmed,       E::confirm,          by(investigator),              G::read_by_person, S::open,              "ticket.confirmed"},
    {S::unconfirmed,       E::dismiss,          by(investigator),              G::evidence,       S::dismissed,         "ticket.dismissed"},
    {S::unconfirmed,       E::reroute,          by(job, investigator),         G::none,           S::unconfirmed,       "ticket.rerouted"},
    {S::open,              E::acknowledge,      by(institution),               G::none,           S::acknowledged,      "ticket.acknowledged"},
    {S::open,              E::dismiss,          by(investigator),              G::evidence,       S::dismissed,         "ticket.dismissed"},
    {S::open,              E::reroute,          by(job, investigator),         G::none,           S::open,              "ticket.rerouted"},
    {S::acknowledged,      E::investigate,      by(institution),               G::none,           S::investigating,     "ticket.investigating"},
    {S::acknowledged,      E::dismiss,          by(investigator),              G::evidence,       S::dismissed,         "ticket.dismissed"},
    {S::acknowledged,      E::reroute,          by(job, investigator),         G::none,           S::open,              "ticket.rerouted"},
    {S::investigating,     E::substantiate,     by(institution),               G::evidence,       S::substantiated,     "ticket.substantiated"},
    {S::investigating,     E::not_substantiate, by(institution),               G::evidence,       S::not_substantiated, "ticket.not_substantiated"},
    {S::investigating,     E::refer,            by(institution, investigator), G::evidence,       S::referred,          "ticket.referred"},
    {S::investigating,     E::dismiss,          by(investigator),              G::evidence,       S::dismissed,         "ticket.dismissed"},
    {S::investigating,     E::reroute,          by(job, investigator),         G::none,           S::open,              "ticket.rerouted"},
    {S::substantiated,     E::close,            by(investigator),              G::none,           S::closed,            "ticket.closed"},
    {S::substantiated,     E::refer,            by(institution, investigator), G::evidence,       S::referred,          "ticket.referred"},
    {S::substantiated,     E::reopen,           by(investigator),              G::evidence,       S::reopened,          "ticket.reopened"},
    {S::not_substantiated, E::close,            by(investigator),              G::none,           S::closed,            "ticket.closed"},
    {S::not_substantiated, E::reopen,           by(investigator),              G::evidence,       S::reopened,          "ticket.reopened"},
    {S::referred,          E::close,            by(investigator),              G::none,           S::closed,            "ticket.closed"},
    {S::referred,          E::reopen,           by(investigator),              G::evidence,       S::reopened,          "ticket.reopened"},
    {S::closed,            E::reopen,           by(investigator),              G::evidence,       S::reopened,          "ticket.reopened"},
    {S::dismissed,         E::reopen,           by(investigator),              G::evidence,       S::unconfirmed,       "ticket.reopened"},
    {S::reopened,          E::acknowledge,      by(institution),               G::none,           S::acknowledged,      "ticket.acknowledged"},
    {S::reopened,          E::dismiss,          by(investigator),              G::evidence,       S::dismissed,         "ticket.dismissed"},
    {S::reopened,          E::reroute,          by(job, investigator),         G::none,           S::reopened,          "ticket.rerouted"},
    // clang-format on
})};
}  // namespace ticket_table
inline constexpr auto& kTicketTransitions = ticket_table::kRows;
static_assert(one_row_each(kTicketTransitions));

struct TicketFacts {
  bool read_by_person = false;  // the words, by the person who confirms
  bool from_report = true;      // a recipient's report: they see first what the institution will read, and may say no
  bool reporter_saw = false;
  bool reporter_agreed = false;
  bool evidence_noted = false;  // the finding, or why it is dismissed, referred or taken up again
};
Bar bar_to_confirm(const TicketFacts& facts);
Judgement<TicketState, TicketEvent> next(TicketState from, TicketEvent event, Actor who, const TicketFacts& facts);

}  // namespace holdfast::domain
