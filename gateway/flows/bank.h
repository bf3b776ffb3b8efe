// Banked letters as the office sees them.
#pragma once

#include <vector>

#include "storage/postgres/bank.h"
#include "storage/postgres/principal.h"

namespace holdfast::flows {

domain::Result<std::vector<storage::BankRow>> bank(storage::Worker& worker, const storage::Principal& who,
                                                   std::int64_t after, int limit);

}  // namespace holdfast::flows
