// Screening held letters again. The operator asks, as the owner: that row is what the keeper opens for. A gateway works
// it in turns, under the lease `rescreen`; where it stopped, it or another goes on.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/letter.h"
#include "storage/postgres/here.h"
#include "storage/postgres/holds.h"

namespace holdfast::storage {

using RescreenId = domain::Id<struct RescreenTag>;

// ---- the operator's side: `owner` is a Worker whose connection has the owner's role ----

// `apply`: what is worse is set before a person; else it is only listed. One that is under way and asks for the same is
// joined; conflict where it asks for something else.
domain::Result<RescreenId> begin_rescreen(Worker& owner, bool apply);

struct RescreenState {
  bool ended = false;
  std::chrono::seconds idle{0};  // since a gateway last worked it, or since it was asked for
  int held = 0;                  // versions that may still go on, when it began
  int screened = 0;              // opened and judged
  int alike = 0;                 // judged by the same rules before: not opened
  int failed = 0;                // could not be opened or judged: as they were
  std::string rules, engine;
};
domain::Result<RescreenState> rescreen_state(Worker& owner, const RescreenId& run);

struct Rescreened {
  domain::LetterId letter;
  domain::VersionId version;
  std::string state;                   // of the version, now
  std::optional<domain::Verdict> was;  // none: unscreened
  domain::Verdict now{};
  std::vector<std::string> rules;  // those that ask for the new verdict
  bool applied = false;
};
domain::Result<std::vector<Rescreened>> rescreened(Worker& owner, const RescreenId& run);
// Ended by the operator: nobody works it.
domain::Result<void> give_up_rescreen(Worker& owner, const RescreenId& run);

// ---- the gateway's side ----

struct HeldVersion {
  domain::VersionId version;
  domain::LetterId letter;
  domain::ObjectId object;
  std::uint32_t no = 1;
  domain::VersionState state{};
  domain::LetterState letter_state{};
  std::optional<domain::Verdict> verdict;
  std::string language, rules, engine;
  bool passed = false;   // a person approved it once
  bool advised = false;  // the agency's adviser raised its verdict
  std::int64_t place = 0;
};

struct RescreenLease {
  std::string holder;
  std::chrono::seconds ttl{30};
};
struct RescreenTurn {
  RescreenId run;
  bool apply = false;
  std::string holder;
  std::int64_t lease = 0;  // its epoch
  std::vector<HeldVersion> versions;
};
// The next versions in order; an empty turn is the last one. None: nothing is asked for, or another gateway is at it.
domain::Result<std::optional<RescreenTurn>> claim_rescreen(Worker& worker, const RescreenLease& lease, int most);

// What a turn has done so far, as it is counted.
struct RescreenCounts {
  int screened = 0, alike = 0, failed = 0;
  std::int64_t place = 0;
};
struct JudgedBy {
  std::string rules, engine;
};
// The last one ends the run and gives the lease back. refused: another gateway took over, or the operator ended it.
domain::Result<void> finish_turn(Worker& worker, const RescreenTurn& turn, const RescreenCounts& counts,
                                 const JudgedBy& by);

// Locked by the caller. None: it is held no more.
domain::Result<std::optional<HeldVersion>> held_version(Transaction& tx, const domain::VersionId& version);

struct NewVerdict {
  domain::Verdict verdict{};
  std::vector<std::string> categories;
  bool welfare = false;
  std::vector<std::string> rules;          // ids of those that ask for it
  std::optional<domain::VersionState> to;  // none: only listed
};
// The row that lists it; with `to`, the verdict too, and a quarantine with its ticket where that is where it goes.
domain::Result<void> screen_again(Transaction& tx, const RescreenTurn& turn, const domain::VersionId& version,
                                  const NewVerdict& found, const JudgedBy& by, const domain::TicketId& ticket);
// The hold whose release is of this version, if one is out and not opened.
domain::Result<std::optional<domain::HoldId>> released_hold(Transaction& tx, const domain::VersionId& version);
// Somebody tells the person that what was there is not.
domain::Result<void> ask_to_tell(Transaction& tx, const TakenHold& hold);

}  // namespace holdfast::storage
