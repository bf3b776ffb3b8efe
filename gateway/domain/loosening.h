// A change of an order that bars less: ended, entered in error, eased, a channel let through. One person asks for it
// and says why; the order bars as before until another person confirms. A newer version of the order overtakes the
// question: what was asked was asked of another order.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "gateway/domain/machine.h"
#include "gateway/domain/order.h"

namespace holdfast::domain {

// Whether `to` in the place of `from` lets anything through, now or later, that `from` would have barred.
// `fewer_people`: it protects fewer people. What is over by then loosens nothing.
bool loosens(const Order& from, const Order& to, bool fewer_people, Time now);

enum class LooseningState : std::uint8_t {  // stored by name: never rename
  waiting,                                  // for the second person
  confirmed,                                // and is the order's next version
  refused,
  overtaken,
};
inline constexpr std::array<std::string_view, 4> kLooseningStateNames{"waiting", "confirmed", "refused", "overtaken"};
constexpr NameList names_of(LooseningState /*unused*/) { return kLooseningStateNames; }

enum class LooseningEvent : std::uint8_t { confirm, refuse, overtake };
inline constexpr std::array<std::string_view, 3> kLooseningEventNames{"confirm", "refuse", "overtake"};
constexpr NameList names_of(LooseningEvent /*unused*/) { return kLooseningEventNames; }

using LooseningTransition = Transition<LooseningState, LooseningEvent>;
inline constexpr Beginning<LooseningState> kLooseningBegins{LooseningState::waiting, by(Actor::analyst),
                                                            "loosening.asked"};
namespace loosening_table {
using S = LooseningState;
using E = LooseningEvent;
using enum Actor;
using G = Guard;
inline constexpr std::array kRows{std::to_array<LooseningTransition>({
    // clang-format off
    // from         event         who                         guard          to             entry
    {S::waiting,    E::confirm,   by(analyst, second_person), G::two_people, S::confirmed,  "loosening.confirmed"},
    {S::waiting,    E::refuse,    by(analyst, second_person), G::none,       S::refused,    "loosening.refused"},
    {S::waiting,    E::overtake,  by(order),                  G::none,       S::overtaken,  "loosening.overtaken"},
    // clang-format on
})};
}  // namespace loosening_table
inline constexpr auto& kLooseningTransitions = loosening_table::kRows;
static_assert(one_row_each(kLooseningTransitions));

Judgement<LooseningState, LooseningEvent> next(LooseningState from, LooseningEvent event, Actor who,
                                               const Signatures& signed_by);

}  // namespace holdfast::domain
