#include "gateway/domain/approval.h"

namespace holdfast::domain {
namespace {

Bar bar_of_pair(const ApprovalFacts& facts) {
  if (!facts.orders_known) return Bar::order_needs_person;
  return bar_of_orders(facts.orders, Channel::approved_contact, facts.now);
}

}  // namespace

Bar bar_to_agree(const ApprovalFacts& facts) {
  if (const Bar bar = bar_of_pair(facts); bar != Bar::none) return bar;
  if (!facts.recipient_agrees) return Bar::not_agreed;
  return facts.evidence_noted ? Bar::none : Bar::no_evidence;
}

Bar bar_to_activate(const ApprovalFacts& facts) {
  if (const Bar bar = bar_of_pair(facts); bar != Bar::none) return bar;
  if (!facts.recipient_saw) return Bar::not_shown;
  if (!facts.recipient_agrees) return Bar::not_agreed;
  return two_different_people(facts.signed_by) ? Bar::none : Bar::one_person;
}

Judgement<ApprovalState, ApprovalEvent> next(ApprovalState from, ApprovalEvent event, Actor who,
                                             const ApprovalFacts& facts) {
  return judged(std::span<const ApprovalTransition>{kApprovalTransitions}, from, event, who, [&](Guard guard) {
    switch (guard) {
      case Guard::none:
        return Bar::none;
      case Guard::office_agrees:
        return bar_to_agree(facts);
      case Guard::activate:
        return bar_to_activate(facts);
      case Guard::evidence:
        return facts.evidence_noted ? Bar::none : Bar::no_evidence;
      default:
        return Bar::person_first;
    }
  });
}

}  // namespace holdfast::domain
