// Asking: a banked letter is offered to a person who is registered, confirmed, of age and wishes to be asked, once, and
// never under a bar. Then they are told, once for all that waits, the way they chose.
#pragma once

#include "gateway/domain/id.h"
#include "storage/postgres/principal.h"

namespace holdfast::flows {

// In the caller's transaction. `who` null: the gateway itself. False: it goes on waiting, which is no error.
domain::Result<bool> offer_where_wished(storage::Transaction& tx, storage::Worker& worker,
                                        const storage::Principal* who, const domain::HoldId& hold);

// The gateway's own turn: what waited for a registration, a wish or the end of an order. How many it offered.
domain::Result<int> offer_due(storage::Worker& worker);

}  // namespace holdfast::flows
