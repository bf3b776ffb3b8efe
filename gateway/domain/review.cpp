#include "gateway/domain/review.h"

namespace holdfast::domain {

Bar bar_to_approve(const ReviewFacts& facts, Actor by) {
  if (is_machine(by)) return Bar::machine;
  if (by != Actor::analyst) return Bar::not_yours;
  if (!facts.screened) return Bar::unscreened;
  if (facts.verdict == Verdict::quarantine && !two_different_people(facts.lifted_by)) return Bar::quarantine;
  if (facts.submitted_it) return Bar::own_letter;
  if (facts.recused) return Bar::recused;
  return facts.words_opened ? Bar::none : Bar::words_not_opened;
}

Bar bar_without_reasons(std::span<const ReturnCode> codes, Actor by) {
  if (is_machine(by)) return Bar::machine;
  return codes.empty() ? Bar::no_reason : Bar::none;
}

Bar bar_to_bank(const AddressingFacts& facts, Actor by) {
  if (is_machine(by)) return Bar::machine;
  if (facts.quarantined) return Bar::quarantine;
  if (!facts.version_approved) return Bar::not_approved;
  if (!facts.person_confirmed) return Bar::not_addressed;
  return facts.evidence_noted ? Bar::none : Bar::no_evidence;
}

}  // namespace holdfast::domain
