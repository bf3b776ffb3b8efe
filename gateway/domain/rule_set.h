// A set of screening rules that somebody asked for. What stops no less than the rules in force takes their place at
// once; what would stop less waits for another person, and letters are judged as before until they agree.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "gateway/domain/machine.h"

namespace holdfast::domain {

enum class RuleSetState : std::uint8_t {  // stored by name: never rename
  waiting,                                // for the second person
  in_force,                               // one at most
  replaced,
  refused,
  overtaken,
};
inline constexpr std::array<std::string_view, 5> kRuleSetStateNames{"waiting", "in_force", "replaced", "refused",
                                                                    "overtaken"};
constexpr NameList names_of(RuleSetState /*unused*/) { return kRuleSetStateNames; }

enum class RuleSetEvent : std::uint8_t { take, confirm, refuse, overtake, replace };
inline constexpr std::array<std::string_view, 5> kRuleSetEventNames{"take", "confirm", "refuse", "overtake", "replace"};
constexpr NameList names_of(RuleSetEvent /*unused*/) { return kRuleSetEventNames; }

using RuleSetTransition = Transition<RuleSetState, RuleSetEvent>;
inline constexpr Beginning<RuleSetState> kRuleSetBegins{RuleSetState::waiting, by(Actor::administrator), "rules.asked"};
namespace rule_set_table {
using S = RuleSetState;
using E = RuleSetEvent;
using enum Actor;
using G = Guard;
inline constexpr Actors kPeople = by(administrator, second_person);
inline constexpr Actors kAnyone = by(administrator, second_person, job);
inline constexpr std::array kRows{std::to_array<RuleSetTransition>({
    // clang-format off
    // from         event         who                     guard           to             entry
    {S::waiting,    E::take,      by(administrator, job), G::no_weaker,   S::in_force,   "rules.taken"},
    {S::waiting,    E::confirm,   kPeople,                G::two_people,  S::in_force,   "rules.confirmed"},
    {S::waiting,    E::refuse,    kPeople,                G::none,        S::refused,    "rules.refused"},
    {S::waiting,    E::overtake,  by(administrator, job), G::none,        S::overtaken,  "rules.overtaken"},
    {S::in_force,   E::replace,   kAnyone,                G::none,        S::replaced,   "rules.replaced"},
    // clang-format on
})};
}  // namespace rule_set_table
inline constexpr auto& kRuleSetTransitions = rule_set_table::kRows;
static_assert(one_row_each(kRuleSetTransitions));

struct RuleSetFacts {
  bool weaker = true;  // it stops less than what it was compared with, or nobody knows
  Signatures signed_by{};
};

Judgement<RuleSetState, RuleSetEvent> next(RuleSetState from, RuleSetEvent event, Actor who, const RuleSetFacts& facts);

}  // namespace holdfast::domain
