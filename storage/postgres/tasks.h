// What is left for a named person to do by hand. Tasks of a case that the actor is kept from are not shown.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "gateway/domain/id.h"
#include "storage/postgres/database.h"

namespace holdfast::storage {

using TaskId = domain::Id<struct TaskTag>;

struct TaskRow {
  TaskId task;
  std::string kind;  // mailed_under_bar, tell_recipient, doubtful_notice, resume_after_order, wrong_pairing ...
  std::string offender_number, offender_name;  // empty: not about one letter
  std::string hold_state;
  std::string feed;  // that fell silent, or says that an order bars less
  domain::Time since{};
  std::int64_t place = 0;
};
// Open ones, oldest first, after `place`.
domain::Result<std::vector<TaskRow>> open_tasks(Transaction& tx, std::int64_t place, int limit);
// By the actor, now. conflict: done already; not_found; refused (not_yet) for a resume_after_stop that is younger than
// `resume`.
domain::Result<void> finish_task(Transaction& tx, const TaskId& task, std::chrono::days resume);

}  // namespace holdfast::storage
