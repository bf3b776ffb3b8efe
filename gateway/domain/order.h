// No-contact orders and stop-contact requests: their life, and what they bar.
//
// Being barred is no state of a letter: it is asked at every step, of every order between this offender and this
// person, with the order's own dates, terms, exceptions and channels. The effective bar is the union; unknown bars.
// Intervals are half open: an order that ends now is over, one that begins now is in force.
//
// Sources: NCIC protection order condition codes 01-09 (NIEM j:ProtectionOrderConditionCode); California Penal Code
// 136.2, 1203.1, 5034; Family Code 6300 ff. The gate of each code is ours, on the side of holding.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "gateway/domain/id.h"
#include "gateway/domain/machine.h"
#include "gateway/domain/time.h"

namespace holdfast::domain {

enum class Channel : std::uint8_t { accountability_letter, approved_contact, dialogue_preparation };
inline constexpr std::array<std::string_view, 3> kChannelNames{"accountability_letter", "approved_contact",
                                                               "dialogue_preparation"};
constexpr NameList names_of(Channel /*unused*/) { return kChannelNames; }

enum class OrderKind : std::uint8_t {  // stored by name: never rename
  emergency_protective,
  temporary_restraining,
  domestic_violence,
  civil_harassment,  // with school violence orders
  elder_abuse,
  workplace_violence,
  juvenile,
  criminal_protective,  // by one of several statutes, which is noted beside it
  probation_stay_away,
  parole_condition,
  out_of_state,  // valid unregistered, as a tribal one is
  tribal,
  agency_hold,   // the office's own, without a court
  stop_contact,  // the recipient's own request: bars every channel, knows no exception, ends when they say so
  other,
};
inline constexpr std::array<std::string_view, 15> kOrderKindNames{"emergency_protective",
                                                                  "temporary_restraining",
                                                                  "domestic_violence",
                                                                  "civil_harassment",
                                                                  "elder_abuse",
                                                                  "workplace_violence",
                                                                  "juvenile",
                                                                  "criminal_protective",
                                                                  "probation_stay_away",
                                                                  "parole_condition",
                                                                  "out_of_state",
                                                                  "tribal",
                                                                  "agency_hold",
                                                                  "stop_contact",
                                                                  "other"};
constexpr NameList names_of(OrderKind /*unused*/) { return kOrderKindNames; }
// Kinds that bar whatever their terms say. The others bar by their terms, and without any term until a person looked.
bool bars_by_kind(OrderKind kind);

enum class OrderState : std::uint8_t {  // stored by name: never rename
  requested,                            // asked of a court: bars, as unknown does, until it is issued or refused
  unserved,                             // issued: bars; the offender's side may not know
  active,
  modified,  // a newer version of the same order took its place at `replaced_at`
  expired,
  terminated,  // ended before its date at `replaced_at`, by the court or by the person who asked
  superseded,  // another order took its place at `replaced_at`
  entered_in_error,
};
inline constexpr std::array<std::string_view, 8> kOrderStateNames{
    "requested", "unserved", "active", "modified", "expired", "terminated", "superseded", "entered_in_error"};
constexpr NameList names_of(OrderState /*unused*/) { return kOrderStateNames; }

// NCIC codes 01 to 09, the terms that California's CR-160 prints for each protected person, and everything that is none
// of them.
enum class Condition : std::uint8_t {
  unknown,
  no_abuse,           // 01: person looks
  no_threats,         // 02: person looks
  home_alone,         // 03: bars nothing
  stay_away,          // 04: person looks
  no_communication,   // 05: bars
  visits,             // 06: bars nothing (an exception's data)
  no_weapon,          // 07: bars nothing
  see_text,           // 08: bars until a person has read it
  temporary_custody,  // 09: bars nothing
  direct_contact,     // bars
  third_party,        // no contact through others: bars, for the office is another
  near_person,        // stay-away from the person: person looks
  peaceful_contact,   // for a purpose the order names: bars nothing and lets nothing through
};
inline constexpr std::array<std::string_view, 14> kConditionNames{"unknown",
                                                                  "01",
                                                                  "02",
                                                                  "03",
                                                                  "04",
                                                                  "05",
                                                                  "06",
                                                                  "07",
                                                                  "08",
                                                                  "09",
                                                                  "direct_contact",
                                                                  "third_party",
                                                                  "stay_away",
                                                                  "peaceful_contact"};
constexpr NameList names_of(Condition /*unused*/) { return kConditionNames; }
// "05", "third_party"; anything else that is no code is unknown, and bars.
Condition parse_condition(std::string_view code);

enum class Gate : std::uint8_t { none, person_looks, read_first, bars };
Gate gate_of(Condition condition);

// What a person found who looked at a term or at dates that do not add up.
enum class Looked : std::uint8_t { not_yet, bars, does_not_bar };
inline constexpr std::array<std::string_view, 3> kLookedNames{"not_yet", "bars", "does_not_bar"};
constexpr NameList names_of(Looked /*unused*/) { return kLookedNames; }

struct OrderTerm {
  Condition condition = Condition::unknown;
  Looked looked = Looked::not_yet;  // heard for 01, 02, 04 and 08; 05 and unknown codes bar whatever it says
};

// Lets one channel through for a while. Loosening: counts only with two different people's names.
struct OrderException {
  Channel channel = Channel::accountability_letter;
  Time from{};
  Time until{};
  Signatures signed_by{};
};

enum class Lift : std::uint8_t {  // what would lift a bar
  its_end,                        // it ends by itself, at `until`
  the_court,                      // no end: the court, or two people's exception
  a_person_looks,
  the_recipient,  // who asked for contact to stop
};
inline constexpr std::array<std::string_view, 4> kLiftNames{"its_end", "the_court", "a_person_looks", "the_recipient"};
constexpr NameList names_of(Lift /*unused*/) { return kLiftNames; }

// For staff: which order, which term, since when, what would lift it.
struct Explanation {
  Bar bar = Bar::none;  // order, order_unread, order_needs_person or stop_contact
  OrderId order{};
  OrderKind kind = OrderKind::other;
  std::optional<Condition> term{};  // none: the kind itself, the dates, or the lack of terms
  std::optional<Time> since{};
  std::optional<Time> until{};
  Lift lift = Lift::the_court;
};

struct Order {
  OrderId id{};
  OrderKind kind = OrderKind::other;
  OrderState state = OrderState::active;
  std::optional<Time> begins{};
  std::optional<Time> ends{};             // exclusive: the midnight after the last day, in the court's zone
  bool permanent = false;                 // the court set no end
  std::optional<Time> replaced_at{};      // for modified, terminated, superseded
  Looked dates_looked = Looked::not_yet;  // asked only where dates are missing or do not add up
  std::vector<OrderTerm> terms{};
  std::vector<OrderException> exceptions{};

  bool bars(Channel channel, Time now) const { return explain(channel, now).has_value(); }
  // The gravest reason why this order bars, or nothing.
  std::optional<Explanation> explain(Channel channel, Time now) const;
};

// Every order of the pair that bars now: the union. As given, and what the person asked for themselves last: beside a
// court's order a stop-contact request must not show.
std::vector<Explanation> explain_orders(std::span<const Order> orders, Channel channel, Time now);
// The first of them, or Bar::none.
Bar bar_of_orders(std::span<const Order> orders, Channel channel, Time now);

// ---- the life of an order ----

enum class OrderEvent : std::uint8_t {
  issue,
  serve,
  refuse,     // the court did not issue it
  modify,     // a new version is entered: the old one bars until the new one begins
  expire,     // its end came: a record only, dates decide
  terminate,  // ended early by the court, or by the person who asked for contact to stop
  supersede,  // another order is entered in its place
  mark_error,
  reinstate,
};
inline constexpr std::array<std::string_view, 9> kOrderEventNames{
    "issue", "serve", "refuse", "modify", "expire", "terminate", "supersede", "mark_error", "reinstate"};
constexpr NameList names_of(OrderEvent /*unused*/) { return kOrderEventNames; }

// The entry of a version that follows another: what its state became, or that it was changed.
std::string_view entry_of_version(OrderState from, OrderState to);

using OrderTransition = Transition<OrderState, OrderEvent>;
inline constexpr Beginning<OrderState> kOrderBegins{OrderState::active, by(Actor::analyst, Actor::recipient),
                                                    "order.entered"};  // or requested, or unserved
namespace order_table {
using S = OrderState;
using E = OrderEvent;
using enum Actor;
using G = Guard;
inline constexpr std::array kRows{std::to_array<OrderTransition>({
    // clang-format off
    // from               event           who                     guard             to                   entry
    {S::requested,        E::issue,       by(analyst),             G::none,           S::unserved,          "order.issued"},
    {S::requested,        E::serve,       by(analyst),             G::none,           S::active,            "order.served"},
    {S::requested,        E::refuse,      by(analyst),             G::end_order,      S::terminated,        "order.not_issued"},
    {S::requested,        E::mark_error,  by(analyst),             G::end_order,      S::entered_in_error,  "order.in_error"},
    {S::unserved,         E::serve,       by(analyst),             G::none,           S::active,            "order.served"},
    {S::unserved,         E::modify,      by(analyst),             G::replace_order,  S::modified,          "order.modified"},
    {S::unserved,         E::expire,      by(clock),               G::end_came,       S::expired,           "order.expired"},
    {S::unserved,         E::terminate,   by(analyst),             G::end_order,      S::terminated,        "order.terminated"},
    {S::unserved,         E::supersede,   by(analyst),             G::replace_order,  S::superseded,        "order.superseded"},
    {S::unserved,         E::mark_error,  by(analyst),             G::end_order,      S::entered_in_error,  "order.in_error"},
    {S::active,           E::modify,      by(analyst),             G::replace_order,  S::modified,          "order.modified"},
    {S::active,           E::expire,      by(clock),               G::end_came,       S::expired,           "order.expired"},
    {S::active,           E::terminate,   by(analyst, recipient),  G::end_order,      S::terminated,        "order.terminated"},
    {S::active,           E::supersede,   by(analyst),             G::replace_order,  S::superseded,        "order.superseded"},
    {S::active,           E::mark_error,  by(analyst),             G::end_order,      S::entered_in_error,  "order.in_error"},
    {S::expired,          E::reinstate,   by(analyst),             G::none,           S::active,            "order.reinstated"},
    {S::terminated,       E::reinstate,   by(analyst),             G::none,           S::active,            "order.reinstated"},
    {S::superseded,       E::reinstate,   by(analyst),             G::none,           S::active,            "order.reinstated"},
    {S::entered_in_error, E::reinstate,   by(analyst),             G::none,           S::active,            "order.reinstated"},
    // clang-format on
})};
}  // namespace order_table
inline constexpr auto& kOrderTransitions = order_table::kRows;
static_assert(one_row_each(kOrderTransitions));

struct OrderFacts {
  OrderKind kind = OrderKind::other;
  bool evidence_noted = false;  // the court's paper, or the person's own word
  bool loosens = true;          // what takes its place bars less, or nothing does
  Signatures signed_by{};
  std::optional<Time> ends{};
  Time now{};
};
// Ending an order early is loosening: two people and the court's paper. A stop-contact request is ended by who made
// it; the office does it for them only with their own word noted, and two people.
Bar bar_to_end_order(const OrderFacts& facts, Actor by);
Bar bar_to_replace_order(const OrderFacts& facts);
Bar bar_to_expire(const OrderFacts& facts);
Judgement<OrderState, OrderEvent> next(OrderState from, OrderEvent event, Actor who, const OrderFacts& facts);

}  // namespace holdfast::domain
