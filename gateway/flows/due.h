// The gateway's own work on holds whose time has come: each in a transaction of its own, so that one that is refused
// holds up no other.
#pragma once

#include <vector>

#include "storage/postgres/holds.h"

namespace holdfast::flows {

inline constexpr int kMostATurn = 64;

// `list(tx, most)` gives holds; `step(tx, worker, hold)` whether it moved. How many did.
template <class List, class Step>
domain::Result<int> each_due(storage::Worker& worker, List list, Step step) {
  using storage::Transaction;
  const auto& system = worker.here->system;
  const auto due = worker.database.run(system, [&](Transaction& tx) { return list(tx, kMostATurn); });
  if (!due) return std::unexpected(due.error());
  int moved = 0;
  for (const auto& hold : *due) {
    const auto done = worker.database.run(system, [&](Transaction& tx) { return step(tx, worker, hold); });
    if (!done && done.error().problem == domain::Problem::unavailable) return std::unexpected(done.error());
    moved += done.value_or(false) ? 1 : 0;
  }
  return moved;
}

}  // namespace holdfast::flows
