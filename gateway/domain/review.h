// What a person decides about a letter: that its words may go (review), and who it is for (addressing).
// Screening points and stops; it never approves (rule 7).
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "gateway/domain/bar.h"
#include "gateway/domain/people.h"
#include "gateway/domain/reasons.h"

namespace holdfast::domain {

enum class Verdict : std::uint8_t { clear, review, quarantine };  // stored by name: never rename
inline constexpr std::array<std::string_view, 3> kVerdictNames{"clear", "review", "quarantine"};
constexpr NameList names_of(Verdict /*unused*/) { return kVerdictNames; }

struct ReviewFacts {
  bool screened = false;                  // by the pack in force, to the end
  Verdict verdict = Verdict::quarantine;  // the latest
  Signatures lifted_by{};                 // who lifted the quarantine of that verdict, if it was one
  bool words_opened = false;              // by the person who decides, in this assignment
  bool submitted_it = false;              // this person submitted it, or is of its programme
  bool recused = true;                    // from this offender, person or case
};

// Why this person may not approve this version now. Order: machine, screening, quarantine, the person, the reading.
Bar bar_to_approve(const ReviewFacts& facts, Actor by);

// Returned or not accepted only with codes, and codes that the deciding person may give.
Bar bar_without_reasons(std::span<const ReturnCode> codes, Actor by);

struct AddressingFacts {
  bool version_approved = false;
  bool quarantined = true;        // any version of the letter
  bool person_confirmed = false;  // a person, not the matcher, said who it is for
  bool evidence_noted = false;    // court or registration record
};
// Why a letter may not be banked with a hold for this person.
Bar bar_to_bank(const AddressingFacts& facts, Actor by);

}  // namespace holdfast::domain
