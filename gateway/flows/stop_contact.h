// "Stop contact": one act of the person concerned, which bars every channel from its commit on and calls back what is
// in flight. Only that person undoes it. Holds keep their states: being barred is a condition, not a state.
#pragma once

#include <optional>

#include "gateway/domain/time.h"
#include "storage/postgres/stop_contact.h"

namespace holdfast::flows {

// Since when contact is stopped; nothing where it is not.
domain::Result<std::optional<domain::Time>> stopped_since(storage::Worker& worker, const storage::Principal& who);
// Stopping what is stopped changes nothing.
domain::Result<void> stop_contact(storage::Worker& worker, const storage::Principal& who);
// step_up_needed unless they signed in anew just now. Nothing that was called back moves by this: they choose again.
domain::Result<void> resume_contact(storage::Worker& worker, const storage::Principal& who);

// For a flow that stops contact together with something else.
domain::Result<void> stop_contact_in(storage::Transaction& tx, storage::Worker& worker, const storage::Principal& who);

}  // namespace holdfast::flows
