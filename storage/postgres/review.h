// Letters under review: the queue, one version's file, assignments, decisions. Words are not read here; an assignment
// is what the keeper asks for before it unwraps them.
//
// Every call works inside the caller's transaction, as the actor it was begun for: row-level security hides the cases
// they are recused from, which are then not_found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/id.h"
#include "gateway/domain/letter.h"
#include "storage/postgres/database.h"
#include "storage/postgres/principal.h"

namespace holdfast::storage {

struct ReviewRow {
  domain::VersionId version;
  domain::LetterId letter;
  int no = 1;
  domain::VersionState state{};
  std::optional<domain::Verdict> verdict;  // none: unscreened
  std::string language;
  std::vector<std::string> categories;
  bool welfare = false;
  int characters = 0;
  domain::Time received{};
  std::string offender_number, offender_name;
  std::string programme;
  std::string assigned_to;  // who has it open; empty: nobody
  std::int64_t place = 0;   // in the queue's order: sealed into a cursor
};

// What waits, after `place`: welfare first, then the rest, then what is under quarantine (shown apart); each oldest
// first.
domain::Result<std::vector<ReviewRow>> review_queue(Transaction& tx, std::int64_t place, int limit);

struct EarlierVersion {
  int no = 1;
  domain::Time received{};
  std::string state;
  std::vector<std::string> reasons;
};

// Newer rules raised the verdict.
struct RaisedAgain {
  std::optional<domain::Verdict> was;  // none: unscreened
  domain::Time at{};
};

struct ReviewFile {
  ReviewRow row;
  domain::LetterState letter_state{};
  domain::ObjectId object;
  std::string case_number;
  std::string engine, rules;
  std::string barred;                       // the bar's name where an order bars this pair now; empty: none known
  std::vector<EarlierVersion> earlier;      // newest first
  bool own_programme = false;               // this human submitted it, or has an account of its programme
  bool opened = false;                      // by this account, in its live assignment
  domain::Signatures lifted_by;             // of the last quarantine that was lifted
  bool quarantined = false;                 // any version of the letter
  bool addressed = false;                   // a person confirmed whom it is for
  std::optional<RaisedAgain> rescreened{};  // the last time
};
domain::Result<ReviewFile> review_file(Transaction& tx, const Principal& who, const domain::VersionId& version);

// The guard for share, then the letter and the version. The time is the guard's.
domain::Result<domain::Time> lock_version(Transaction& tx, const domain::VersionId& version);

enum class AssignmentKind : std::uint8_t { review, addressing, investigation };
// The live assignment of this account, made if there is none.
domain::Result<domain::GrantId> assign(Transaction& tx, AssignmentKind kind, const domain::VersionId& version);
domain::Result<void> mark_opened(Transaction& tx, const domain::GrantId& assignment);

struct NewReview {
  std::string decision;  // approve, return, quarantine, refuse
  std::vector<std::string> reasons;
  std::string note = "none";
};
// The review's row; every assignment to the version ends.
domain::Result<void> add_review(Transaction& tx, const domain::VersionId& version, const NewReview& review);
domain::Result<void> end_assignments(Transaction& tx, const domain::VersionId& version);
domain::Result<void> set_state(Transaction& tx, const domain::VersionId& version, domain::VersionState state);
domain::Result<void> set_state(Transaction& tx, const domain::LetterId& letter, domain::LetterState state);
// Approved versions of the letter before this one.
domain::Result<void> supersede_older(Transaction& tx, const domain::VersionId& version);
// The quarantine and its one ticket, as intake begins them.
domain::Result<void> quarantine_version(Transaction& tx, const domain::VersionId& version,
                                        const domain::TicketId& ticket, const std::vector<std::string>& categories);
// Takes back what was released and not opened. How many came back. `why`: quarantine, wrong_pairing.
domain::Result<int> recall_letter(Transaction& tx, const domain::LetterId& letter, const std::string& why);

}  // namespace holdfast::storage
