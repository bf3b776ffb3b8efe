#include "gateway/domain/retention.h"

namespace holdfast::domain {

Bar bar_to_destroy(const RetentionFacts& facts, Actor by, Time now) {
  if (is_machine(by)) return Bar::machine;
  if (facts.legal_hold) return Bar::legal_hold;
  const bool asked = facts.recipient_asked || by == Actor::recipient;
  if (facts.opened) return asked ? Bar::none : Bar::theirs;
  const bool due = facts.keep_until && now >= *facts.keep_until;
  return due || two_different_people(facts.signed_by) ? Bar::none : Bar::kept;
}

}  // namespace holdfast::domain
