// "Stop contact": one act of the person concerned, which bars every channel from its commit on and calls back what is
// in flight. Only that person undoes it; what it held back goes on when somebody of the office has spoken with them
// alone (the task resume_after_stop, no sooner than the profile's wait). Holds keep their states: being barred is a
// condition.
#pragma once

#include <optional>
#include <string>

#include "gateway/domain/choice.h"
#include "storage/postgres/orders.h"
#include "storage/postgres/stop_contact.h"

namespace holdfast::flows {

// Since when contact is stopped; nothing where it is not.
domain::Result<std::optional<domain::Time>> stopped_since(storage::Worker& worker, const storage::Principal& who);
// Stopping what is stopped changes nothing.
domain::Result<void> stop_contact(storage::Worker& worker, const storage::Principal& who);
// step_up_needed unless they signed in anew just now. Nothing that was called back moves by this: they choose again.
domain::Result<void> resume_contact(storage::Worker& worker, const storage::Principal& who);

// Written down by the office: how they said it, and how it was made sure who they are (sealed). conflict where contact
// is stopped already; not_found for nobody's id.
domain::Result<storage::EnteredOrder> record_stop(storage::Worker& worker, const storage::Principal& who,
                                                  const domain::PersonId& person, domain::Said said,
                                                  const std::string& identity);

// For a flow that stops contact together with something else.
domain::Result<void> stop_contact_in(storage::Transaction& tx, storage::Worker& worker, const storage::Principal& who);

}  // namespace holdfast::flows
