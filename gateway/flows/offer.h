// Asking: a banked letter is offered to a person who is registered, confirmed, of age and wishes to be asked, once, and
// never under a bar. Then they are told, once for all that waits, the way they chose.
#pragma once

#include <optional>
#include <string>

#include "storage/postgres/holds.h"
#include "storage/postgres/principal.h"

namespace holdfast::flows {

// In the caller's transaction. The hold, if its table lets it be offered now; nobody is told. `who` null: the gateway
// itself.
domain::Result<std::optional<storage::TakenHold>> offer_in(storage::Transaction& tx, storage::Worker& worker,
                                                           const storage::Principal* who, const domain::HoldId& hold,
                                                           const std::string& why);
// The same, and they are told. False: it goes on waiting, which is no error.
domain::Result<bool> offer_where_wished(storage::Transaction& tx, storage::Worker& worker,
                                        const storage::Principal* who, const domain::HoldId& hold);

// The gateway's own turn: what waited for a registration, a wish or the end of an order. How many it offered.
domain::Result<int> offer_due(storage::Worker& worker);

}  // namespace holdfast::flows
