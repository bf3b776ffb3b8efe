#include "gateway/domain/delivery.h"

namespace holdfast::domain {
namespace {

bool fits(DeliveryEvent event, Way way) {
  switch (event) {
    case DeliveryEvent::open:
      return way == Way::read_here;
    case DeliveryEvent::print:
    case DeliveryEvent::mail:
      return way == Way::post || way == Way::email;
    case DeliveryEvent::read_aloud:
      return way == Way::read_aloud;
    default:
      return true;
  }
}

}  // namespace

Judgement<DeliveryState, DeliveryEvent> next(DeliveryState from, DeliveryEvent event, Actor who,
                                             const DeliveryFacts& facts) {
  const ReleaseFacts& release = facts.release;
  return judged(std::span<const DeliveryTransition>{kDeliveryTransitions}, from, event, who, [&](Guard guard) {
    const Bar way = fits(event, release.way) ? Bar::none : Bar::another_way;
    switch (guard) {
      case Guard::none:
        return Bar::none;
      case Guard::open:
        return first_of(bar_to_open(release), way);
      case Guard::print:
        return first_of(bar_to_print(release), way);
      case Guard::read_again:
        return bar_to_read_again(release);
      case Guard::evidence:
        return facts.evidence_noted ? Bar::none : Bar::no_evidence;
      case Guard::destroy:
        return bar_to_destroy(facts.retention, who, release.now);
      default:
        return Bar::person_first;
    }
  });
}

RecallEffect recall_effect(DeliveryState state) {
  switch (state) {
    case DeliveryState::released:
      return RecallEffect::closed_again;
    case DeliveryState::printing:
      return RecallEffect::print_cancelled;
    case DeliveryState::mailed:
      return RecallEffect::task_for_person;
    case DeliveryState::opened:
    case DeliveryState::read_aloud:
    case DeliveryState::closed:
      return RecallEffect::stays_theirs;
    default:
      return RecallEffect::nothing;
  }
}

}  // namespace holdfast::domain
