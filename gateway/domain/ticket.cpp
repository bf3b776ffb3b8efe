#include "gateway/domain/ticket.h"

namespace holdfast::domain {

Bar bar_to_confirm(const TicketFacts& facts) {
  if (!facts.read_by_person) return Bar::not_read;
  if (!facts.from_report) return Bar::none;
  if (!facts.reporter_saw) return Bar::not_shown;
  return facts.reporter_agreed ? Bar::none : Bar::not_agreed;
}

Judgement<TicketState, TicketEvent> next(TicketState from, TicketEvent event, Actor who, const TicketFacts& facts) {
  return judged(std::span<const TicketTransition>{kTicketTransitions}, from, event, who, [&](Guard guard) {
    switch (guard) {
      case Guard::none:
        return Bar::none;
      case Guard::read_by_person:
        return bar_to_confirm(facts);
      case Guard::evidence:
        return facts.evidence_noted ? Bar::none : Bar::no_evidence;
      default:
        return Bar::person_first;
    }
  });
}

}  // namespace holdfast::domain
