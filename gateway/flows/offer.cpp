#include "gateway/flows/offer.h"

#include "gateway/domain/hold.h"
#include "storage/postgres/holds.h"
#include "storage/postgres/notices.h"

namespace holdfast::flows {
namespace {

using domain::refusal;
using domain::Result;
using storage::Transaction;
using storage::Worker;

constexpr int kMostATurn = 64;

Result<void> offer_in(Transaction& tx, Worker& worker, const storage::Principal* who, const domain::HoldId& id) {
  const auto hold = storage::take_hold(tx, id);
  if (!hold) return std::unexpected(hold.error());
  const auto facts = storage::hold_facts(tx, *hold);
  if (!facts) return std::unexpected(facts.error());
  domain::HoldFacts judged;
  judged.release = facts->release(hold->at, domain::Way::read_here);
  const auto actor = who != nullptr ? domain::Actor::analyst : domain::Actor::job;
  const auto row = domain::next(hold->state, domain::HoldEvent::offer, actor, judged);
  if (!row) return std::unexpected(refusal(row.error()));
  if (const auto moved = storage::move_hold(tx, worker, who, *hold, *row); !moved) return moved;
  return storage::queue_notice(tx, worker, *hold, storage::NoticeKind::something_is_waiting);
}

}  // namespace

Result<void> offer(Worker& worker, const storage::Principal& analyst, const domain::HoldId& hold) {
  return worker.database.run(analyst.actor, [&](Transaction& tx) { return offer_in(tx, worker, &analyst, hold); });
}

Result<int> offer_due(Worker& worker) {
  const auto& system = worker.here->system;
  const auto due = worker.database.run(system, [](Transaction& tx) { return storage::holds_to_offer(tx, kMostATurn); });
  if (!due) return std::unexpected(due.error());
  int offered = 0;
  for (const auto& hold : *due) {
    const auto done = worker.database.run(system, [&](Transaction& tx) { return offer_in(tx, worker, nullptr, hold); });
    if (!done && done.error().problem == domain::Problem::unavailable) return std::unexpected(done.error());
    offered += done ? 1 : 0;
  }
  return offered;
}

}  // namespace holdfast::flows
