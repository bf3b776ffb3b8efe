#include "gateway/domain/approval.h"

#include <algorithm>

namespace holdfast::domain {
namespace {

Bar bar_of_pair(const ApprovalFacts& facts) {
  if (!facts.orders_known) return Bar::order_needs_person;
  return bar_of_orders(facts.orders, facts.channel, facts.now);
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

bool sensible(const ContactLimits& limits) {
  constexpr DayMinutes kDay = std::chrono::days{1};
  return limits.most >= 1 && limits.most <= 31 && limits.longest >= 1 && limits.longest <= 20'000 &&
         limits.from >= DayMinutes{0} && limits.from < limits.until && limits.until <= kDay;
}

bool in_force(const StandingApproval& approval, Time now) {
  return approval.state == ApprovalState::active && approval.begins <= now && now < approval.ends;
}

Bar bar_to_send(const StandingApproval& approval, const ContactMessage& message, Time now) {
  const auto& limits = approval.limits;
  if (!in_force(approval, now) || !sensible(limits)) return Bar::no_approval;
  if (message.characters > limits.longest) return Bar::too_long;
  if (message.local < limits.from || message.local >= limits.until) return Bar::not_yet;
  const Time since = now - length_of(limits.period);
  const auto lately = std::ranges::count_if(message.sent, [&](Time at) { return at > since; });
  return lately < limits.most ? Bar::none : Bar::limit_reached;
}

}  // namespace holdfast::domain
