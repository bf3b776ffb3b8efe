// Asking: a banked letter is offered to a person who is registered, confirmed, of age and wishes to be asked, once, and
// never under a bar. If they wish notices, one neutral notice is queued with it.
#pragma once

#include "gateway/domain/id.h"
#include "storage/postgres/principal.h"

namespace holdfast::flows {

// By an analyst, right after banking. Refused with the bar; not_found outside of their cases.
domain::Result<void> offer(storage::Worker& worker, const storage::Principal& analyst, const domain::HoldId& hold);

// The gateway's own turn: what waited for a registration, a wish or the end of an order. How many it offered.
domain::Result<int> offer_due(storage::Worker& worker);

}  // namespace holdfast::flows
