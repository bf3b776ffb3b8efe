// A released letter is closed again: a quarantine, a wrong pairing, a withdrawal, newer rules of screening. What cannot
// be called back is a named person's task; what was opened stays its reader's.
#pragma once

#include "gateway/domain/id.h"
#include "storage/postgres/releases.h"

namespace holdfast::flows {

// In a transaction that locked `hold`. Nothing to recall is no error. `who` null: screening.
domain::Result<void> recall_in(storage::Transaction& tx, storage::Worker& worker, const storage::Principal* who,
                               storage::TakenHold& hold, storage::RecallCause cause);
domain::Result<void> recall(storage::Worker& worker, const storage::Principal& who, const domain::HoldId& hold,
                            storage::RecallCause cause);

}  // namespace holdfast::flows
