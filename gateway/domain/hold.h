// A hold is a letter waiting for its person, one for each letter. Only that person's choice moves it forward: never
// age, never a restart, never the office. Silence is no.
//
// Two things are not states: being barred by an order (order.h, asked at every step) and being frozen (a flag: a wrong
// pairing, or a recall by an order found to be in error; freezing takes one person, thawing one who noted evidence).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "gateway/domain/machine.h"
#include "gateway/domain/release.h"
#include "gateway/domain/retention.h"

namespace holdfast::domain {

enum class HoldState : std::uint8_t {  // stored by name: never rename
  waiting,                             // not registered, or asked not to be asked
  offered,
  deferred,  // until a date, or without one
  declined,
  accepted,
  released,
  delivered,
  withdrawn,  // by the writer, or unpaired
  destroyed,
};
inline constexpr std::array<std::string_view, 9> kHoldStateNames{
    "waiting", "offered", "deferred", "declined", "accepted", "released", "delivered", "withdrawn", "destroyed"};
constexpr NameList names_of(HoldState /*unused*/) { return kHoldStateNames; }

enum class HoldEvent : std::uint8_t {
  offer,
  stop_asking,    // no longer wishes to be asked, or is no longer registered
  choose_accept,  // now, on_date
  choose_later,   // not_now, not_now_until
  choose_never,
  release,
  open,      // pressed "show me the words", the reader began, the envelope went to the post
  recall,    // an order, a quarantine, a new doubt: back to the choice, which stands
  returned,  // the post brought the envelope back unopened
  freeze,
  thaw,
  withdraw,
  unpair,
  destroy,
  pass_on,  // a message of approved contact: its person agreed to it beforehand
};
inline constexpr std::array<std::string_view, 15> kHoldEventNames{
    "offer",    "stop_asking", "choose_accept", "choose_later", "choose_never", "release", "open",   "recall",
    "returned", "freeze",      "thaw",          "withdraw",     "unpair",       "destroy", "pass_on"};
constexpr NameList names_of(HoldEvent /*unused*/) { return kHoldEventNames; }

constexpr HoldEvent event_of(ChoiceKind kind) {
  if (accepts(kind)) return HoldEvent::choose_accept;
  return kind == ChoiceKind::never ? HoldEvent::choose_never : HoldEvent::choose_later;
}

using HoldTransition = Transition<HoldState, HoldEvent>;
inline constexpr Beginning<HoldState> kHoldBegins{HoldState::waiting, by(Actor::analyst), "hold.made"};

namespace hold_table {
using S = HoldState;
using E = HoldEvent;
using enum Actor;
using G = Guard;
constexpr Actors kOffice = by(analyst, investigator);
constexpr Actors kRecall = by(order, analyst, investigator, engine);
constexpr Actors kKeepers = by(analyst, administrator);
inline constexpr std::array kRows{std::to_array<HoldTransition>({
    // clang-format off
    // from         event             who                     guard           to             entry
    {S::waiting,   E::offer,         by(analyst, job),       G::offer,       S::offered,    "hold.offered"},
    {S::waiting,   E::pass_on,       by(job),                G::pass_on,     S::accepted,   "hold.passed_on"},
    {S::waiting,   E::freeze,        kOffice,                G::none,        S::waiting,    "hold.frozen"},
    {S::waiting,   E::thaw,          by(analyst),            G::evidence,    S::waiting,    "hold.thawed"},
    {S::waiting,   E::withdraw,      by(facilitator),        G::none,        S::withdrawn,  "hold.withdrawn"},
    {S::waiting,   E::unpair,        by(analyst),            G::evidence,    S::withdrawn,  "hold.unpaired"},
    {S::waiting,   E::destroy,       kKeepers,               G::destroy,     S::destroyed,  "hold.destroyed"},

    {S::offered,   E::choose_accept, by(recipient, analyst), G::choose,      S::accepted,   "hold.accepted"},
    {S::offered,   E::choose_later,  by(recipient, analyst), G::choose,      S::deferred,   "hold.deferred"},
    {S::offered,   E::choose_never,  by(recipient, analyst), G::choose,      S::declined,   "hold.declined"},
    {S::offered,   E::stop_asking,   by(recipient, analyst), G::none,        S::waiting,    "hold.not_asked"},
    {S::offered,   E::freeze,        kOffice,                G::none,        S::offered,    "hold.frozen"},
    {S::offered,   E::thaw,          by(analyst),            G::evidence,    S::offered,    "hold.thawed"},
    {S::offered,   E::withdraw,      by(facilitator),        G::none,        S::withdrawn,  "hold.withdrawn"},
    {S::offered,   E::unpair,        by(analyst),            G::evidence,    S::withdrawn,  "hold.unpaired"},
    {S::offered,   E::destroy,       kKeepers,               G::destroy,     S::destroyed,  "hold.destroyed"},

    {S::deferred,  E::offer,         by(analyst, job),       G::offer,       S::offered,    "hold.offered"},
    {S::deferred,  E::choose_accept, by(recipient, analyst), G::choose,      S::accepted,   "hold.accepted"},
    {S::deferred,  E::choose_later,  by(recipient, analyst), G::choose,      S::deferred,   "hold.deferred"},
    {S::deferred,  E::choose_never,  by(recipient, analyst), G::choose,      S::declined,   "hold.declined"},
    {S::deferred,  E::stop_asking,   by(recipient, analyst), G::none,        S::waiting,    "hold.not_asked"},
    {S::deferred,  E::freeze,        kOffice,                G::none,        S::deferred,   "hold.frozen"},
    {S::deferred,  E::thaw,          by(analyst),            G::evidence,    S::deferred,   "hold.thawed"},
    {S::deferred,  E::withdraw,      by(facilitator),        G::none,        S::withdrawn,  "hold.withdrawn"},
    {S::deferred,  E::unpair,        by(analyst),            G::evidence,    S::withdrawn,  "hold.unpaired"},
    {S::deferred,  E::destroy,       kKeepers,               G::destroy,     S::destroyed,  "hold.destroyed"},

    {S::declined,  E::choose_accept, by(recipient, analyst), G::undo_never,  S::accepted,   "hold.accepted"},
    {S::declined,  E::choose_later,  by(recipient, analyst), G::undo_never,  S::deferred,   "hold.deferred"},
    {S::declined,  E::choose_never,  by(recipient, analyst), G::choose,      S::declined,   "hold.declined"},
    {S::declined,  E::freeze,        kOffice,                G::none,        S::declined,   "hold.frozen"},
    {S::declined,  E::thaw,          by(analyst),            G::evidence,    S::declined,   "hold.thawed"},
    {S::declined,  E::withdraw,      by(facilitator),        G::none,        S::withdrawn,  "hold.withdrawn"},
    {S::declined,  E::unpair,        by(analyst),            G::evidence,    S::withdrawn,  "hold.unpaired"},
    {S::declined,  E::destroy,       kKeepers,               G::destroy,     S::destroyed,  "hold.destroyed"},

    {S::accepted,  E::choose_accept, by(recipient, analyst), G::choose,      S::accepted,   "hold.accepted"},
    {S::accepted,  E::choose_later,  by(recipient, analyst), G::choose,      S::deferred,   "hold.deferred"},
    {S::accepted,  E::choose_never,  by(recipient, analyst), G::choose,      S::declined,   "hold.declined"},
    {S::accepted,  E::release,       by(recipient, analyst, reader), G::release, S::released, "hold.released"},
    {S::accepted,  E::freeze,        kOffice,                G::none,        S::accepted,   "hold.frozen"},
    {S::accepted,  E::thaw,          by(analyst),            G::evidence,    S::accepted,   "hold.thawed"},
    {S::accepted,  E::withdraw,      by(facilitator),        G::none,        S::withdrawn,  "hold.withdrawn"},
    {S::accepted,  E::unpair,        by(analyst),            G::evidence,    S::withdrawn,  "hold.unpaired"},
    {S::accepted,  E::destroy,       kKeepers,               G::destroy,     S::destroyed,  "hold.destroyed"},

    {S::released,  E::choose_accept, by(recipient, analyst), G::choose,      S::accepted,   "hold.accepted"},
    {S::released,  E::choose_later,  by(recipient, analyst), G::choose,      S::deferred,   "hold.deferred"},
    {S::released,  E::choose_never,  by(recipient, analyst), G::choose,      S::declined,   "hold.declined"},
    {S::released,  E::open,          by(recipient, analyst, reader), G::open, S::delivered, "hold.opened"},
    {S::released,  E::recall,        kRecall,                G::none,        S::accepted,   "hold.recalled"},
    {S::released,  E::freeze,        kOffice,                G::none,        S::accepted,   "hold.frozen"},
    {S::released,  E::withdraw,      by(facilitator),        G::none,        S::withdrawn,  "hold.withdrawn"},
    {S::released,  E::unpair,        by(analyst),            G::evidence,    S::withdrawn,  "hold.unpaired"},

    {S::delivered, E::recall,        kRecall,                G::none,        S::delivered,  "hold.recall_too_late"},
    {S::delivered, E::returned,      by(analyst),            G::evidence,    S::accepted,   "hold.mail_returned"},
    {S::delivered, E::freeze,        kOffice,                G::none,        S::delivered,  "hold.frozen"},
    {S::delivered, E::thaw,          by(analyst),            G::evidence,    S::delivered,  "hold.thawed"},
    {S::delivered, E::withdraw,      by(facilitator),        G::none,        S::delivered,  "hold.withdrawn_too_late"},
    {S::delivered, E::unpair,        by(analyst),            G::evidence,    S::withdrawn,  "hold.unpaired"},
    {S::delivered, E::destroy,       by(recipient, analyst), G::destroy,     S::destroyed,  "hold.destroyed"},

    {S::withdrawn, E::destroy,       kKeepers,               G::destroy,     S::destroyed,  "hold.destroyed"},
    // clang-format on
})};
}  // namespace hold_table
inline constexpr auto& kHoldTransitions = hold_table::kRows;
static_assert(one_row_each(kHoldTransitions));

struct HoldFacts {
  ReleaseFacts release{};
  Choice choice{};                 // the one being made, for choose_*
  Bar contact = Bar::no_approval;  // for pass_on: what approval.h bar_to_send said
  bool evidence_noted = false;
  RetentionFacts retention{};
};
Judgement<HoldState, HoldEvent> next(HoldState from, HoldEvent event, Actor who, const HoldFacts& facts);

// The way from silence to words: a hold moves forward when this grows.
int nearness(HoldState state);

}  // namespace holdfast::domain
