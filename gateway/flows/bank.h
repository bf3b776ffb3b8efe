// Banked letters as the office sees them, and the offering of a hold to the person it is for.
#pragma once

#include <vector>

#include "storage/postgres/bank.h"
#include "storage/postgres/principal.h"

namespace holdfast::flows {

domain::Result<std::vector<storage::BankRow>> bank(storage::Worker& worker, const storage::Principal& who,
                                                   std::int64_t after, int limit);

// In the caller's transaction: offers the hold if its person is registered, confirmed, of age and wishes to be told,
// and nothing bars it; then a notice goes the way they chose. False: it goes on waiting, which is no error.
domain::Result<bool> offer_where_wished(storage::Transaction& tx, storage::Worker& worker,
                                        const storage::Principal& who, const domain::HoldId& hold);

}  // namespace holdfast::flows
