#include "gateway/domain/letter.h"

namespace holdfast::domain {
namespace {

constexpr Bar if_not(bool holds, Bar bar) { return holds ? Bar::none : bar; }

Bar bar_of_standing(const AddressingFacts& facts) {
  if (facts.quarantined) return Bar::quarantine;
  return if_not(facts.version_approved, Bar::not_approved);
}

}  // namespace

Judgement<VersionState, VersionEvent> next(VersionState from, VersionEvent event, Actor who,
                                           const VersionFacts& facts) {
  return judged(std::span<const VersionTransition>{kVersionTransitions}, from, event, who, [&](Guard guard) {
    switch (guard) {
      case Guard::none:
        return Bar::none;
      case Guard::approve:
        return bar_to_approve(facts.review, who);
      case Guard::reasons:
        return bar_without_reasons(facts.codes, who);
      case Guard::two_people:
        return if_not(two_different_people(facts.signed_by), Bar::one_person);
      case Guard::evidence:
        return if_not(facts.evidence_noted, Bar::no_evidence);
      case Guard::destroy:
        return bar_to_destroy(facts.retention, who, facts.now);
      default:
        return Bar::person_first;
    }
  });
}

Judgement<LetterState, LetterEvent> next(LetterState from, LetterEvent event, Actor who, const LetterFacts& facts) {
  return judged(std::span<const LetterTransition>{kLetterTransitions}, from, event, who, [&](Guard guard) {
    switch (guard) {
      case Guard::none:
        return Bar::none;
      case Guard::version_stands:
        return bar_of_standing(facts.addressing);
      case Guard::bank:
        return bar_to_bank(facts.addressing, who);
      case Guard::reasons:
        return bar_without_reasons(facts.codes, who);
      case Guard::two_people:
        return if_not(two_different_people(facts.signed_by), Bar::one_person);
      case Guard::evidence:
        return if_not(facts.evidence_noted, Bar::no_evidence);
      case Guard::destroy:
        return bar_to_destroy(facts.retention, who, facts.now);
      default:
        return Bar::person_first;
    }
  });
}

}  // namespace holdfast::domain
