// An office of one: what waits for the second person whom its profile names, and whether there is one.
#pragma once

#include <vector>

#include "storage/postgres/second.h"

namespace holdfast::flows {

domain::Result<std::vector<storage::SecondRow>> waits_for_second(storage::Worker& worker, const storage::Principal& who,
                                                                 std::int64_t after, int limit);

// The profile names one, and their account is there.
domain::Result<bool> second_is_there(storage::Worker& worker, const storage::Principal& who);

}  // namespace holdfast::flows
