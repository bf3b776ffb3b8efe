#include "gateway/domain/hold.h"

namespace holdfast::domain {
namespace {

bool is_choice(HoldEvent event) {
  return event == HoldEvent::choose_accept || event == HoldEvent::choose_later || event == HoldEvent::choose_never;
}

// Who shows the words follows from the way that the person chose.
Bar bar_of_hands(Actor who, Way way) {
  switch (way) {
    case Way::read_here:
      return who == Actor::recipient ? Bar::none : Bar::another_way;
    case Way::post:
    case Way::email:
      return who == Actor::analyst ? Bar::none : Bar::another_way;
    case Way::read_aloud:
      return who == Actor::reader ? Bar::none : Bar::another_way;
  }
  return Bar::another_way;
}

}  // namespace

Judgement<HoldState, HoldEvent> next(HoldState from, HoldEvent event, Actor who, const HoldFacts& facts) {
  if (is_choice(event) && event_of(facts.choice.kind) != event) return std::unexpected(Bar::no_choice);
  const ReleaseFacts& release = facts.release;
  return judged(std::span<const HoldTransition>{kHoldTransitions}, from, event, who, [&](Guard guard) {
    switch (guard) {
      case Guard::none:
        return Bar::none;
      case Guard::offer:
        return bar_to_offer(release);
      case Guard::pass_on:
        return bar_to_pass_on(release, facts.contact);
      case Guard::choose:
        return bar_to_choose(facts.choice, who, release.opened);
      case Guard::undo_never:
        return bar_to_undo_never(facts.choice, who, release.opened);
      case Guard::release:
        return bar_to_release(release);
      case Guard::open:
        return first_of(bar_to_open(release), bar_of_hands(who, release.way));
      case Guard::evidence:
        return facts.evidence_noted ? Bar::none : Bar::no_evidence;
      case Guard::destroy:
        return bar_to_destroy(facts.retention, who, release.now);
      default:
        return Bar::person_first;
    }
  });
}

int nearness(HoldState state) {
  switch (state) {
    case HoldState::offered:
      return 1;
    case HoldState::accepted:
      return 2;
    case HoldState::released:
      return 3;
    case HoldState::delivered:
      return 4;
    default:
      return 0;
  }
}

}  // namespace holdfast::domain
