// A letter and its versions. A letter has one addressee; each version is reviewed for itself, and an approved one
// stays approved while a newer one is under review: the person it is for decides which arrives (Penal Code 5034).
//
// An update or a withdrawal has the same answer whatever the recipient did: both are taken in every state but
// `withdrawn`, which is the writer's own. What a recipient has opened lives on in their delivery (delivery.h). A letter
// destroyed (a recipient may ask for that, of what they opened) takes new words too: the old ones stay destroyed.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "gateway/domain/machine.h"
#include "gateway/domain/retention.h"
#include "gateway/domain/review.h"

namespace holdfast::domain {

enum class VersionState : std::uint8_t {  // stored by name: never rename
  received,                               // inside the transaction of intake, before the verdict
  unscreened,                             // the engine failed: held until it has screened
  in_review,
  approved,
  returned,     // with reasons; a newer version may follow
  quarantined,  // never forwarded while it is; stays so as evidence when the writer replaces or withdraws
  refused,
  superseded,  // a newer version came before this one was decided
  withdrawn,
  entered_in_error,
  destroyed,  // its key is gone
};
inline constexpr std::array<std::string_view, 11> kVersionStateNames{
    "received", "unscreened", "in_review", "approved",         "returned", "quarantined",
    "refused",  "superseded", "withdrawn", "entered_in_error", "destroyed"};
constexpr NameList names_of(VersionState /*unused*/) { return kVersionStateNames; }

enum class VersionEvent : std::uint8_t {
  screened_clear,
  screened_review,
  screened_quarantine,
  screening_failed,
  approve,
  return_to_writer,
  refuse,
  quarantine,        // by a person
  lift_quarantine,   // by two; back to review, never to approved
  retract_approval,  // an approval regretted
  replace,           // a newer version of the letter is received
  withdraw,
  mark_error,
  reinstate,  // what was marked in error resumes, from review on
  destroy,
};
inline constexpr std::array<std::string_view, 15> kVersionEventNames{
    "screened_clear",   "screened_review", "screened_quarantine", "screening_failed", "approve",
    "return_to_writer", "refuse",          "quarantine",          "lift_quarantine",  "retract_approval",
    "replace",          "withdraw",        "mark_error",          "reinstate",        "destroy"};
constexpr NameList names_of(VersionEvent /*unused*/) { return kVersionEventNames; }

using VersionTransition = Transition<VersionState, VersionEvent>;
inline constexpr Beginning<VersionState> kVersionBegins{VersionState::received, by(Actor::facilitator),
                                                        "version.received"};

namespace version_table {
using S = VersionState;
using E = VersionEvent;
using enum Actor;
using G = Guard;
inline constexpr std::array kRows{std::to_array<VersionTransition>({
    // clang-format off
    // from            event                   who                        guard          to                   entry
    {S::received,     E::screened_clear,      by(engine),                G::none,       S::in_review,        "version.screened"},
    {S::received,     E::screened_review,     by(engine),                G::none,       S::in_review,        "version.screened"},
    {S::received,     E::screened_quarantine, by(engine),                G::none,       S::quarantined,      "version.quarantined"},
    {S::received,     E::screening_failed,    by(engine),                G::none,       S::unscreened,       "version.unscreened"},

    {S::unscreened,   E::screened_clear,      by(engine),                G::none,       S::in_review,        "version.screened"},
    {S::unscreened,   E::screened_review,     by(engine),                G::none,       S::in_review,        "version.screened"},
    {S::unscreened,   E::screened_quarantine, by(engine),                G::none,       S::quarantined,      "version.quarantined"},
    {S::unscreened,   E::screening_failed,    by(engine),                G::none,       S::unscreened,       "version.unscreened"},
    {S::unscreened,   E::return_to_writer,    by(analyst),               G::reasons,    S::returned,         "version.returned"},
    {S::unscreened,   E::quarantine,          by(analyst, investigator), G::none,       S::quarantined,      "version.quarantined"},
    {S::unscreened,   E::replace,             by(facilitator),           G::none,       S::superseded,       "version.superseded"},
    {S::unscreened,   E::withdraw,            by(facilitator),           G::none,       S::withdrawn,        "version.withdrawn"},
    {S::unscreened,   E::mark_error,          by(analyst),               G::evidence,   S::entered_in_error, "version.in_error"},
    {S::unscreened,   E::destroy,             by(analyst, administrator), G::destroy,   S::destroyed,        "version.destroyed"},

    {S::in_review,    E::screened_clear,      by(engine),                G::none,       S::in_review,        "version.screened"},
    {S::in_review,    E::screened_review,     by(engine),                G::none,       S::in_review,        "version.screened"},
    {S::in_review,    E::screened_quarantine, by(engine),                G::none,       S::quarantined,      "version.quarantined"},
    {S::in_review,    E::screening_failed,    by(engine),                G::none,       S::unscreened,       "version.unscreened"},
    {S::in_review,    E::approve,             by(analyst),               G::approve,    S::approved,         "version.approved"},
    {S::in_review,    E::return_to_writer,    by(analyst),               G::reasons,    S::returned,         "version.returned"},
    {S::in_review,    E::refuse,              by(analyst),               G::reasons,    S::refused,          "version.refused"},
    {S::in_review,    E::quarantine,          by(analyst, investigator), G::none,       S::quarantined,      "version.quarantined"},
    {S::in_review,    E::replace,             by(facilitator),           G::none,       S::superseded,       "version.superseded"},
    {S::in_review,    E::withdraw,            by(facilitator),           G::none,       S::withdrawn,        "version.withdrawn"},
    {S::in_review,    E::mark_error,          by(analyst),               G::evidence,   S::entered_in_error, "version.in_error"},
    {S::in_review,    E::destroy,             by(analyst, administrator), G::destroy,   S::destroyed,        "version.destroyed"},

    {S::approved,     E::screened_clear,      by(engine),                G::none,       S::approved,         "version.screened"},
    {S::approved,     E::screened_review,     by(engine),                G::none,       S::in_review,        "version.screened"},
    {S::approved,     E::screened_quarantine, by(engine),                G::none,       S::quarantined,      "version.quarantined"},
    {S::approved,     E::retract_approval,    by(analyst),               G::none,       S::in_review,        "version.approval_retracted"},
    {S::approved,     E::quarantine,          by(analyst, investigator), G::none,       S::quarantined,      "version.quarantined"},
    {S::approved,     E::replace,             by(facilitator),           G::none,       S::approved,         "version.newer_received"},
    {S::approved,     E::withdraw,            by(facilitator),           G::none,       S::withdrawn,        "version.withdrawn"},
    {S::approved,     E::mark_error,          by(analyst),               G::evidence,   S::entered_in_error, "version.in_error"},
    {S::approved,     E::destroy,             by(analyst, administrator), G::destroy,   S::destroyed,        "version.destroyed"},

    {S::returned,     E::quarantine,          by(analyst, investigator), G::none,       S::quarantined,      "version.quarantined"},
    {S::returned,     E::replace,             by(facilitator),           G::none,       S::superseded,       "version.superseded"},
    {S::returned,     E::withdraw,            by(facilitator),           G::none,       S::withdrawn,        "version.withdrawn"},
    {S::returned,     E::mark_error,          by(analyst),               G::evidence,   S::entered_in_error, "version.in_error"},
    {S::returned,     E::destroy,             by(analyst, administrator), G::destroy,   S::destroyed,        "version.destroyed"},

    {S::quarantined,  E::screened_clear,      by(engine),                G::none,       S::quarantined,      "version.screened"},
    {S::quarantined,  E::screened_review,     by(engine),                G::none,       S::quarantined,      "version.screened"},
    {S::quarantined,  E::screened_quarantine, by(engine),                G::none,       S::quarantined,      "version.screened"},
    {S::quarantined,  E::lift_quarantine,     by(analyst, investigator, second_person), G::two_people, S::in_review,        "version.quarantine_lifted"},
    {S::quarantined,  E::return_to_writer,    by(investigator),          G::reasons,    S::returned,         "version.returned"},
    {S::quarantined,  E::refuse,              by(investigator),          G::reasons,    S::refused,          "version.refused"},
    {S::quarantined,  E::replace,             by(facilitator),           G::none,       S::quarantined,      "version.newer_received"},
    {S::quarantined,  E::withdraw,            by(facilitator),           G::none,       S::quarantined,      "version.withdrawal_noted"},
    {S::quarantined,  E::mark_error,          by(analyst, investigator), G::two_people, S::entered_in_error, "version.in_error"},

    {S::refused,      E::quarantine,          by(analyst, investigator), G::none,       S::quarantined,      "version.quarantined"},
    {S::refused,      E::reinstate,           by(analyst),               G::two_people, S::in_review,        "version.reinstated"},
    {S::refused,      E::withdraw,            by(facilitator),           G::none,       S::refused,          "version.withdrawal_noted"},
    {S::refused,      E::replace,             by(facilitator),           G::none,       S::refused,          "version.newer_received"},
    {S::refused,      E::destroy,             by(analyst, administrator), G::destroy,   S::destroyed,        "version.destroyed"},
    {S::superseded,   E::quarantine,          by(analyst, investigator), G::none,       S::quarantined,      "version.quarantined"},
    {S::superseded,   E::replace,             by(facilitator),           G::none,       S::superseded,       "version.newer_received"},
    {S::superseded,   E::withdraw,            by(facilitator),           G::none,       S::withdrawn,        "version.withdrawn"},
    {S::superseded,   E::destroy,             by(analyst, administrator), G::destroy,   S::destroyed,        "version.destroyed"},
    {S::withdrawn,    E::quarantine,          by(analyst, investigator), G::none,       S::quarantined,      "version.quarantined"},
    {S::withdrawn,    E::destroy,             by(analyst, administrator), G::destroy,   S::destroyed,        "version.destroyed"},
    {S::entered_in_error, E::reinstate,       by(analyst),               G::two_people, S::in_review,        "version.reinstated"},
    {S::entered_in_error, E::replace,         by(facilitator),           G::none,       S::entered_in_error, "version.newer_received"},
    {S::entered_in_error, E::withdraw,        by(facilitator),           G::none,       S::withdrawn,        "version.withdrawn"},
    {S::entered_in_error, E::destroy,         by(analyst, administrator), G::destroy,   S::destroyed,        "version.destroyed"},
    {S::destroyed,    E::replace,             by(facilitator),           G::none,       S::destroyed,        "version.newer_received"},
    {S::destroyed,    E::withdraw,            by(facilitator),           G::none,       S::destroyed,        "version.withdrawal_noted"},
    // clang-format on
})};
}  // namespace version_table
inline constexpr auto& kVersionTransitions = version_table::kRows;
static_assert(one_row_each(kVersionTransitions));

struct VersionFacts {
  ReviewFacts review{};
  std::span<const ReturnCode> codes{};
  Signatures signed_by{};
  bool evidence_noted = false;
  RetentionFacts retention{};
  Time now{};
};
Judgement<VersionState, VersionEvent> next(VersionState from, VersionEvent event, Actor who, const VersionFacts& facts);

// ---- the letter ----

enum class LetterState : std::uint8_t {  // stored by name: never rename
  in_review,                             // its latest version is being screened, reviewed, or is under quarantine
  returned,
  approved,  // waits for addressing
  banked,    // with a hold, or without one while nobody knows who it is for
  refused,
  withdrawn,
  entered_in_error,
  destroyed,
};
inline constexpr std::array<std::string_view, 8> kLetterStateNames{
    "in_review", "returned", "approved", "banked", "refused", "withdrawn", "entered_in_error", "destroyed"};
constexpr NameList names_of(LetterState /*unused*/) { return kLetterStateNames; }

enum class LetterEvent : std::uint8_t {
  approve,  // its latest version was approved
  return_to_writer,
  refuse,
  reopen,  // an approval retracted, a version quarantined or screened again: back to review
  new_version,
  address,           // a person says who it is for: banked with a hold
  bank_unaddressed,  // nobody knows who it is for: banked without a hold
  unaddress,         // a wrong pairing
  withdraw,
  mark_error,
  reinstate,
  destroy,
};
inline constexpr std::array<std::string_view, 12> kLetterEventNames{
    "approve",          "return_to_writer", "refuse",   "reopen",     "new_version", "address",
    "bank_unaddressed", "unaddress",        "withdraw", "mark_error", "reinstate",   "destroy"};
constexpr NameList names_of(LetterEvent /*unused*/) { return kLetterEventNames; }

using LetterTransition = Transition<LetterState, LetterEvent>;
inline constexpr Beginning<LetterState> kLetterBegins{LetterState::in_review, by(Actor::facilitator),
                                                      "letter.received"};

namespace letter_table {
using S = LetterState;
using E = LetterEvent;
using enum Actor;
using G = Guard;
inline constexpr std::array kRows{std::to_array<LetterTransition>({
    // clang-format off
    // from            event                 who                        guard              to                   entry
    {S::in_review,    E::approve,           by(analyst),                G::version_stands, S::approved,         "letter.approved"},
    {S::in_review,    E::return_to_writer,  by(analyst, investigator),  G::reasons,        S::returned,         "letter.returned"},
    {S::in_review,    E::refuse,            by(analyst, investigator),  G::reasons,        S::refused,          "letter.refused"},
    {S::in_review,    E::reopen,            by(analyst, investigator, engine), G::none,    S::in_review,        "letter.reopened"},
    {S::in_review,    E::new_version,       by(facilitator),            G::none,           S::in_review,        "letter.new_version"},
    {S::in_review,    E::unaddress,         by(analyst),                G::evidence,       S::in_review,        "letter.unaddressed"},
    {S::in_review,    E::withdraw,          by(facilitator),            G::none,           S::withdrawn,        "letter.withdrawn"},
    {S::in_review,    E::mark_error,        by(analyst),                G::evidence,       S::entered_in_error, "letter.in_error"},
    {S::in_review,    E::destroy,           by(analyst, administrator), G::destroy,        S::destroyed,        "letter.destroyed"},

    {S::returned,     E::reopen,            by(analyst, investigator),  G::none,           S::in_review,        "letter.reopened"},
    {S::returned,     E::new_version,       by(facilitator),            G::none,           S::in_review,        "letter.new_version"},
    {S::returned,     E::withdraw,          by(facilitator),            G::none,           S::withdrawn,        "letter.withdrawn"},
    {S::returned,     E::mark_error,        by(analyst),                G::evidence,       S::entered_in_error, "letter.in_error"},
    {S::returned,     E::destroy,           by(analyst, administrator), G::destroy,        S::destroyed,        "letter.destroyed"},

    {S::approved,     E::address,           by(analyst),                G::bank,           S::banked,           "letter.addressed"},
    {S::approved,     E::bank_unaddressed,  by(analyst),                G::version_stands, S::banked,           "letter.banked_unaddressed"},
    {S::approved,     E::return_to_writer,  by(analyst),                G::reasons,        S::returned,         "letter.returned"},
    {S::approved,     E::reopen,            by(analyst, investigator, engine), G::none,    S::in_review,        "letter.reopened"},
    {S::approved,     E::new_version,       by(facilitator),            G::none,           S::in_review,        "letter.new_version"},
    {S::approved,     E::withdraw,          by(facilitator),            G::none,           S::withdrawn,        "letter.withdrawn"},
    {S::approved,     E::mark_error,        by(analyst),                G::evidence,       S::entered_in_error, "letter.in_error"},
    {S::approved,     E::destroy,           by(analyst, administrator), G::destroy,        S::destroyed,        "letter.destroyed"},

    {S::banked,       E::address,           by(analyst),                G::bank,           S::banked,           "letter.addressed"},
    {S::banked,       E::unaddress,         by(analyst),                G::evidence,       S::approved,         "letter.unaddressed"},
    {S::banked,       E::reopen,            by(analyst, investigator, engine), G::none,    S::in_review,        "letter.reopened"},
    {S::banked,       E::new_version,       by(facilitator),            G::none,           S::in_review,        "letter.new_version"},
    {S::banked,       E::withdraw,          by(facilitator),            G::none,           S::withdrawn,        "letter.withdrawn"},
    {S::banked,       E::mark_error,        by(analyst),                G::evidence,       S::entered_in_error, "letter.in_error"},
    {S::banked,       E::destroy,           by(analyst, administrator), G::destroy,        S::destroyed,        "letter.destroyed"},

    {S::refused,      E::reinstate,         by(analyst),                G::two_people,     S::in_review,        "letter.reinstated"},
    {S::refused,      E::new_version,       by(facilitator),            G::none,           S::in_review,        "letter.new_version"},
    {S::refused,      E::withdraw,          by(facilitator),            G::none,           S::withdrawn,        "letter.withdrawn"},
    {S::refused,      E::destroy,           by(analyst, administrator), G::destroy,        S::destroyed,        "letter.destroyed"},
    {S::withdrawn,    E::destroy,           by(analyst, administrator), G::destroy,        S::destroyed,        "letter.destroyed"},
    {S::entered_in_error, E::reinstate,     by(analyst),                G::two_people,     S::in_review,        "letter.reinstated"},
    {S::entered_in_error, E::new_version,   by(facilitator),            G::none,           S::entered_in_error, "letter.new_version"},
    {S::entered_in_error, E::withdraw,      by(facilitator),            G::none,           S::withdrawn,        "letter.withdrawn"},
    {S::entered_in_error, E::destroy,       by(analyst, administrator), G::destroy,        S::destroyed,        "letter.destroyed"},
    {S::destroyed,    E::new_version,       by(facilitator),            G::none,           S::in_review,        "letter.new_version"},
    {S::destroyed,    E::withdraw,          by(facilitator),            G::none,           S::withdrawn,        "letter.withdrawn"},
    // clang-format on
})};
}  // namespace letter_table
inline constexpr auto& kLetterTransitions = letter_table::kRows;
static_assert(one_row_each(kLetterTransitions));

struct LetterFacts {
  AddressingFacts addressing{};
  std::span<const ReturnCode> codes{};
  Signatures signed_by{};
  bool evidence_noted = false;
  RetentionFacts retention{};
  Time now{};
};
Judgement<LetterState, LetterEvent> next(LetterState from, LetterEvent event, Actor who, const LetterFacts& facts);

// Whether a letter in this state can still bring words to its addressee. A newer version under review does not take an
// approved one from the person (in_review, returned, refused and approved stand); these three do.
constexpr bool stands(LetterState state) {
  return state != LetterState::withdrawn && state != LetterState::entered_in_error && state != LetterState::destroyed;
}

}  // namespace holdfast::domain
