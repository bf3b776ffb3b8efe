// The log at rest: the leased sequencer that gives leaves their places, and reading for verification.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "audit/verify/verifier.h"
#include "storage/postgres/witness.h"

namespace holdfast::storage {

// One turn of the sequencer, by whoever holds its lease. Claims what no position has yet, fills up with blank leaves
// to a multiple of `step`, writes the new head. Returns how many places it gave (0: nothing new, or another gateway
// holds the lease).
struct SequencerTurn {
  std::string holder;  // this process
  std::int64_t most = 4096;
  std::int64_t step = 16;
  std::chrono::milliseconds lease{10'000};
};
domain::Result<std::int64_t> sequence(Worker& worker, const SequencerTurn& turn);

// Recomputes the log's root from its leaves against every recorded head, as whoever may read the log.
domain::Result<audit::Report> verify_log(Database& database, const Actor& reader);

// Leaves committed and not yet in the tree, and the age of the oldest in the newest head's terms.
struct LogLag {
  std::int64_t waiting = 0;
  std::int64_t size = 0;
};
domain::Result<LogLag> log_lag(Database& database, const Actor& reader);

}  // namespace holdfast::storage
