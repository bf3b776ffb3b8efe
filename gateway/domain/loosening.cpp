#include "gateway/domain/loosening.h"

#include <algorithm>
#include <vector>

namespace holdfast::domain {
namespace {

void add_turns(std::vector<Time>& turns, const Order& order) {
  for (const auto& turn : {order.begins, order.ends, order.replaced_at}) {
    if (turn) turns.push_back(*turn);
  }
  for (const auto& exception : order.exceptions) {
    turns.push_back(exception.from);
    turns.push_back(exception.until);
  }
}

}  // namespace

// What an order bars changes at its own times alone: to ask at each of them, and now, is to ask always.
bool loosens(const Order& from, const Order& to, bool fewer_people, Time now) {
  std::vector<Time> turns{now};
  add_turns(turns, from);
  add_turns(turns, to);
  const auto lets_through = [&](Time at) {
    return at >= now &&
           std::ranges::any_of(
               std::array{Channel::accountability_letter, Channel::approved_contact, Channel::dialogue_preparation},
               [&](Channel channel) { return from.bars(channel, at) && (fewer_people || !to.bars(channel, at)); });
  };
  return std::ranges::any_of(turns, lets_through);
}

Judgement<LooseningState, LooseningEvent> next(LooseningState from, LooseningEvent event, Actor who,
                                               const Signatures& signed_by) {
  return judged(std::span<const LooseningTransition>{kLooseningTransitions}, from, event, who, [&](Guard guard) {
    if (guard == Guard::none) return Bar::none;
    return two_different_people(signed_by) ? Bar::none : Bar::one_person;
  });
}

}  // namespace holdfast::domain
