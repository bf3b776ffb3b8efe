#include "gateway/flows/offer.h"

#include "gateway/domain/hold.h"
#include "storage/postgres/holds.h"
#include "storage/postgres/notices.h"

namespace holdfast::flows {
namespace {

using domain::Result;
using storage::Transaction;
using storage::Worker;

constexpr int kMostATurn = 64;

}  // namespace

Result<bool> offer_where_wished(Transaction& tx, Worker& worker, const storage::Principal* who,
                                const domain::HoldId& id) {
  const auto hold = storage::take_hold(tx, id);
  if (!hold) return std::unexpected(hold.error());
  const auto facts = storage::hold_facts(tx, *hold);
  if (!facts) return std::unexpected(facts.error());
  domain::HoldFacts judged;
  judged.release = facts->release(hold->at, domain::Way::read_here);
  const auto actor = who != nullptr ? domain::Actor::analyst : domain::Actor::job;
  const auto row = domain::next(hold->state, domain::HoldEvent::offer, actor, judged);
  if (!row) return false;
  if (const auto moved = storage::move_hold(tx, worker, who, *hold, *row); !moved)
    return std::unexpected(moved.error());
  if (const auto told = storage::tell_of_offer(tx, worker, *hold); !told) return std::unexpected(told.error());
  return true;
}

Result<int> offer_due(Worker& worker) {
  const auto& system = worker.here->system;
  const auto due = worker.database.run(system, [](Transaction& tx) { return storage::holds_to_offer(tx, kMostATurn); });
  if (!due) return std::unexpected(due.error());
  int offered = 0;
  for (const auto& hold : *due) {
    const auto done =
        worker.database.run(system, [&](Transaction& tx) { return offer_where_wished(tx, worker, nullptr, hold); });
    if (!done && done.error().problem == domain::Problem::unavailable) return std::unexpected(done.error());
    offered += done.value_or(false) ? 1 : 0;
  }
  return offered;
}

}  // namespace holdfast::flows
