#include "gateway/domain/release.h"

namespace holdfast::domain {
namespace {

Bar bar_of_version(VersionState state) {
  switch (state) {
    case VersionState::approved:
      return Bar::none;
    case VersionState::received:
    case VersionState::unscreened:
      return Bar::unscreened;
    case VersionState::quarantined:
      return Bar::quarantine;
    case VersionState::superseded:
      return Bar::superseded;
    case VersionState::withdrawn:
      return Bar::withdrawn;
    case VersionState::entered_in_error:
      return Bar::entered_in_error;
    case VersionState::destroyed:
      return Bar::destroyed;
    default:
      return Bar::not_approved;
  }
}

Bar bar_of_letter_state(LetterState state) { return stands(state) ? Bar::none : bar_of_state(name_of(state)); }

Bar bar_of_person(const ReleaseFacts& facts) {
  if (!facts.registered) return Bar::not_registered;
  return facts.of_age ? Bar::none : Bar::not_of_age;
}

// An earlier "never" or "not now" outlives the version it was said of: nobody asks again because the writer wrote anew.
Bar bar_to_ask_again(const Choice* latest, Time now) {
  if (latest == nullptr || accepts(latest->kind)) return Bar::none;
  if (latest->kind == ChoiceKind::never) return Bar::never;
  if (latest->kind == ChoiceKind::not_now || !latest->date) return Bar::deferred;
  return now < *latest->date ? Bar::not_yet : Bar::none;
}

}  // namespace

Bar bar_of_pair(const ReleaseFacts& facts) {
  if (!facts.orders_known) return Bar::order_needs_person;
  const Bar bar = bar_of_orders(facts.orders, facts.channel, facts.now);
  return first_of(bar, facts.held_back ? Bar::order_needs_person : Bar::none);
}

Bar bar_of_letter(const ReleaseFacts& facts) {
  if (const Bar bar = bar_of_letter_state(facts.letter); bar != Bar::none) return bar;
  if (facts.quarantined) return Bar::quarantine;
  if (const Bar bar = bar_of_version(facts.version_state); bar != Bar::none) return bar;
  if (!facts.addressed) return Bar::not_addressed;
  return facts.frozen ? Bar::frozen : Bar::none;
}

Bar bar_to_offer(const ReleaseFacts& facts) {
  if (const Bar bar = first_of(bar_of_pair(facts), bar_of_letter(facts)); bar != Bar::none) return bar;
  if (facts.opened) return Bar::already_opened;
  if (const Bar bar = bar_of_person(facts); bar != Bar::none) return bar;
  if (!facts.wants_to_be_asked) return Bar::not_asked;
  return bar_to_ask_again(latest_choice(facts.choices), facts.now);
}

Bar bar_to_release(const ReleaseFacts& facts) {
  if (const Bar bar = first_of(bar_of_pair(facts), bar_of_letter(facts)); bar != Bar::none) return bar;
  if (facts.opened) return Bar::already_opened;
  if (const Bar bar = bar_of_person(facts); bar != Bar::none) return bar;
  return bar_of_choice(latest_choice(facts.choices), facts.version, facts.way, facts.now);
}

Bar bar_to_open(const ReleaseFacts& facts) { return bar_to_release(facts); }

Bar bar_to_print(const ReleaseFacts& facts) {
  const Bar bar = bar_to_release(facts);
  return first_of(bar, facts.way == Way::post || facts.way == Way::email ? Bar::none : Bar::another_way);
}

Bar bar_to_assign(const ReleaseFacts& facts) {
  if (const Bar bar = first_of(bar_of_pair(facts), bar_of_letter(facts)); bar != Bar::none) return bar;
  if (facts.opened) return Bar::already_opened;
  if (const Bar bar = bar_of_person(facts); bar != Bar::none) return bar;
  const Choice* latest = latest_choice(facts.choices);
  const bool dated = latest != nullptr && latest->kind == ChoiceKind::on_date && latest->date;
  return bar_of_choice(latest, facts.version, Way::read_aloud, dated ? *latest->date : facts.now);
}

Bar bar_to_read_again(const ReleaseFacts& facts) {
  if (!facts.opened) return Bar::not_opened;
  if (facts.letter == LetterState::destroyed || facts.version_state == VersionState::destroyed) return Bar::destroyed;
  return facts.frozen ? Bar::frozen : Bar::none;
}

}  // namespace holdfast::domain
