// What is left for a person of the office to do by hand.
#pragma once

#include <vector>

#include "storage/postgres/principal.h"
#include "storage/postgres/tasks.h"

namespace holdfast::flows {

domain::Result<std::vector<storage::TaskRow>> open_tasks(storage::Worker& worker, const storage::Principal& who,
                                                         std::int64_t after, int limit);
// conflict: done already.
domain::Result<void> finish_task(storage::Worker& worker, const storage::Principal& who, const storage::TaskId& task);

}  // namespace holdfast::flows
