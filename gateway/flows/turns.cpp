#include "gateway/flows/turns.h"

#include "gateway/flows/due.h"
#include "storage/postgres/turns.h"
#include "storage/postgres/witness.h"

namespace holdfast::flows {

using domain::Result;
using storage::Transaction;

Result<int> take_due_turns(storage::Worker& worker) {
  int taken = 0;
  while (taken < kMostATurn) {
    const auto more = worker.database.run(worker.here->system, [&](Transaction& tx) -> Result<bool> {
      const auto turn = storage::take_turn(tx);
      if (!turn.has_value()) return false;
      if (!turn->order) return true;
      const auto told = storage::witness_service(tx, worker, "gateway",
                                                 {.event = turn->ended ? "order.expired" : "order.turned",
                                                  .object = "order/" + turn->order->text(),
                                                  .reason = turn->kind,
                                                  .counts = {{"recalled", turn->recalled}, {"tasks", turn->tasks}}});
      return told ? Result<bool>(true) : std::unexpected(told.error());
    });
    if (!more) return std::unexpected(more.error());
    if (!*more) break;
    ++taken;
  }
  return taken;
}

}  // namespace holdfast::flows
