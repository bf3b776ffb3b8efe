#include "gateway/domain/rule_set.h"

namespace holdfast::domain {

Judgement<RuleSetState, RuleSetEvent> next(RuleSetState from, RuleSetEvent event, Actor who,
                                           const RuleSetFacts& facts) {
  return judged(std::span<const RuleSetTransition>{kRuleSetTransitions}, from, event, who, [&](Guard guard) {
    if (guard == Guard::no_weaker) return facts.weaker ? Bar::one_person : Bar::none;
    if (guard == Guard::two_people) return two_different_people(facts.signed_by) ? Bar::none : Bar::one_person;
    return Bar::none;
  });
}

}  // namespace holdfast::domain
