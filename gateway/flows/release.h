// Release: the one step that makes a letter openable. The person's choice does it, at once or when its date has come;
// nothing else does.
#pragma once

#include "gateway/domain/hold.h"
#include "storage/postgres/holds.h"

namespace holdfast::flows {

// Inside the transaction that locked `hold` and read `facts` (the chosen version, the latest choice last). `who` null:
// the gateway, for a choice whose date has come. The domain and the database's triggers both judge.
domain::Result<domain::HoldState> release_in(storage::Transaction& tx, storage::Worker& worker,
                                             const storage::Principal* who, const storage::TakenHold& hold,
                                             const storage::HoldFacts& facts, domain::Way way);

// The gateway's own turns, one transaction a hold, as the system account. They answer how many they moved; a hold that
// something bars is passed by, not an error.
// Accepted, and the date that the person gave has come. What was recalled waits for that person to say it again.
domain::Result<int> release_due(storage::Worker& worker);
// "Not now, until": from that date on it lies there as an offer again. No notice says so.
domain::Result<int> reoffer_due(storage::Worker& worker);

}  // namespace holdfast::flows
