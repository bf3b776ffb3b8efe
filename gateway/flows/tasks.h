// What is left for a person of the office to do by hand.
#pragma once

#include <vector>

#include "storage/postgres/principal.h"
#include "storage/postgres/tasks.h"

namespace holdfast::flows {

domain::Result<std::vector<storage::TaskRow>> open_tasks(storage::Worker& worker, const storage::Principal& who,
                                                         std::int64_t after, int limit);
// conflict: done already. To end resume_after_order or resume_after_stop says that a person has looked, and lets what
// was held back go on; the latter no sooner than `resume` after it was asked for.
domain::Result<void> finish_task(storage::Worker& worker, const storage::Principal& who, const storage::TaskId& task,
                                 std::chrono::days resume);

}  // namespace holdfast::flows
