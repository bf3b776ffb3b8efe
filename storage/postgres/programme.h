// What a facilitator's programme sees and does: the published projection of its letters, new versions, withdrawal.
// Nothing here reads a hold, an order or a choice.
#pragma once

#include <string>
#include <vector>

#include "storage/postgres/intake.h"

namespace holdfast::storage {

struct ProgrammeLetter {
  domain::LetterId letter;
  std::int64_t place = 0;  // for cursors; grows with time
  std::string offender_number;
  std::string state;  // received, in_review, returned, banked, not_accepted, withdrawn
  std::vector<std::string> reasons;
  std::string note;  // a prepared note's code, or empty
  domain::Time shown_at{};
  domain::Time received_at{};
  int version = 1;
};

// Newest first, those before `place` (0: from the newest), at most `most`.
domain::Result<std::vector<ProgrammeLetter>> programme_letters(Worker& worker, const Principal& who,
                                                               std::int64_t before, int most);
// not_found for another programme's.
domain::Result<ProgrammeLetter> programme_letter(Worker& worker, const Principal& who, const domain::LetterId& letter);
domain::Result<std::string> programme_name(Worker& worker, const Principal& who);

// A further version: `from` as for intake (key, request and token are not used). The answer is the same whatever became
// of the earlier version. `number` is the version it was sealed as. not_found: no such letter of this programme, or one
// that takes no more versions; conflict: another version came first.
struct VersionSeal {
  int number = 0;
  std::uint32_t epoch = 0;
  std::string engine;
  std::string rules;
};
domain::Result<void> add_version(Worker& worker, const Principal& who, const domain::LetterId& letter,
                                 const IntakeLetter& from, const VersionSeal& seal);
domain::Result<void> withdraw_letter(Worker& worker, const Principal& who, const domain::LetterId& letter);

// Idempotency for single acts: what was answered for this key, or nothing; kept in the act's own transaction.
struct Replay {
  RequestHash request{};
  int status = 0;
  std::string answer;
};
domain::Result<std::optional<Replay>> find_replay(Worker& worker, const Principal& who, const std::string& key);
domain::Result<void> keep_replay(Transaction& tx, const std::string& key, const Replay& replay);

// The projection's turn, as the system: how many letters' published state moved.
domain::Result<int> publish(Worker& worker);
// The same for a moment of publication that may have had its turn already, here or at another gateway.
domain::Result<void> publish_once(Worker& worker, domain::Time moment);

}  // namespace holdfast::storage
