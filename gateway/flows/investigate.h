// Flagged contact at the office: what waits, opening what it is about, confirming or dismissing, lifting a quarantine
// by a second person, closing what the institution answered.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/flows/review.h"
#include "storage/postgres/flagged.h"
#include "storage/postgres/principal.h"
#include "storage/sealing/secret.h"

namespace holdfast::flows {

domain::Result<std::vector<storage::FlaggedRow>> investigations(storage::Worker& worker, const storage::Principal& who,
                                                                std::int64_t after, int limit);

// The file alone: nothing that was said is opened.
domain::Result<storage::FlaggedFile> investigation_file(storage::Worker& worker, const storage::Principal& who,
                                                        const domain::TicketId& ticket);

struct Investigation {
  storage::FlaggedFile file;
  sealing::SecretBytes answer;  // what the institution last said; empty: nothing yet
};
// A look at the institution's answer is witnessed before the keeper is asked.
domain::Result<Investigation> investigation(storage::Worker& worker, const storage::Principal& who,
                                            const domain::TicketId& ticket);

struct OpenedInvestigation {
  Investigation about;
  sealing::SecretBytes words;                 // of the letter, byte for byte, or of the report
  Cover cover;                                // a report has none
  std::vector<storage::FindingMark> marks{};  // what this person said of the findings
};
// Commits the assignment (of a letter) and the entry first, then asks the keeper. The person must have stepped up.
domain::Result<OpenedInvestigation> open_investigation(storage::Worker& worker, const storage::Principal& who,
                                                       const domain::TicketId& ticket);

enum class TicketDecision : std::uint8_t { confirm, dismiss };
inline constexpr std::array<std::string_view, 2> kTicketDecisionNames{"confirm", "dismiss"};
constexpr domain::NameList names_of(TicketDecision /*unused*/) { return kTicketDecisionNames; }

// Whether the table has a row for it from here at all.
bool may_decide(const storage::FlaggedRow& row, TicketDecision decision);
bool may_close(const storage::FlaggedRow& row);
// A dismissed ticket's quarantine stands, and somebody else than this human asked for its lift.
bool may_lift(const storage::FlaggedFile& file);

// Confirm: by who opened the words; the institution acts from here on. Dismiss: the lift of the quarantine is asked
// for. `reason` is a code of the closed sets (pages/views/staff.h).
domain::Result<domain::TicketState> decide_investigation(storage::Worker& worker, const storage::Principal& who,
                                                         const domain::TicketId& ticket, TicketDecision decision,
                                                         const std::string& reason);
// The second of two people: the version goes back to review; if its writer has meanwhile replaced or withdrawn it, that
// takes effect. Answers the version's state. refused (one_person) for who asked; conflict where there is nothing to
// lift.
domain::Result<domain::VersionState> lift_quarantine(storage::Worker& worker, const storage::Principal& who,
                                                     const domain::TicketId& ticket);
domain::Result<domain::TicketState> close_investigation(storage::Worker& worker, const storage::Principal& who,
                                                        const domain::TicketId& ticket, const std::string& outcome);

}  // namespace holdfast::flows
