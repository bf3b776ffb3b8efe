#include "gateway/flows/tasks.h"

#include "storage/postgres/witness.h"

namespace holdfast::flows {

using domain::Result;
using storage::Transaction;

Result<std::vector<storage::TaskRow>> open_tasks(storage::Worker& worker, const storage::Principal& who,
                                                 std::int64_t after, int limit) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::open_tasks(tx, after, limit); });
}

Result<void> finish_task(storage::Worker& worker, const storage::Principal& who, const storage::TaskId& task,
                         std::chrono::days resume) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<void> {
    if (auto done = storage::finish_task(tx, task, resume); !done) return done;
    return storage::witness(tx, worker, who, {.event = "task.done", .object = "task/" + task.text()});
  });
}

}  // namespace holdfast::flows
