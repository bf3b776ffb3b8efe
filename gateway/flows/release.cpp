#include "gateway/flows/release.h"

#include <functional>

#include "storage/postgres/releases.h"

namespace holdfast::flows {
namespace {

using domain::HoldEvent;
using domain::HoldState;
using domain::refusal;
using domain::Result;
using storage::Transaction;
using storage::Worker;

constexpr int kMostATurn = 64;

using List = Result<std::vector<domain::HoldId>> (*)(Transaction&, int);
using Step = Result<void> (*)(Transaction&, Worker&, const domain::HoldId&);

Result<int> each(Worker& worker, List list, Step step) {
  const auto& system = worker.here->system;
  const auto due = worker.database.run(system, [&](Transaction& tx) { return list(tx, kMostATurn); });
  if (!due) return std::unexpected(due.error());
  int moved = 0;
  for (const auto& hold : *due) {
    const auto done = worker.database.run(system, [&](Transaction& tx) { return step(tx, worker, hold); });
    if (!done && done.error().problem == domain::Problem::unavailable) return std::unexpected(done.error());
    moved += done ? 1 : 0;
  }
  return moved;
}

Result<void> release_one(Transaction& tx, Worker& worker, const domain::HoldId& id) {
  const auto hold = storage::take_hold(tx, id);
  if (!hold) return std::unexpected(hold.error());
  const auto facts = storage::hold_facts(tx, *hold);
  if (!facts) return std::unexpected(facts.error());
  const auto* latest = domain::latest_choice(facts->choices);
  if (latest == nullptr) return std::unexpected(refusal(domain::Bar::no_choice));
  const auto released = release_in(tx, worker, nullptr, *hold, *facts, latest->way);
  return released ? Result<void>{} : std::unexpected(released.error());
}

Result<void> reoffer_one(Transaction& tx, Worker& worker, const domain::HoldId& id) {
  const auto hold = storage::take_hold(tx, id);
  if (!hold) return std::unexpected(hold.error());
  const auto facts = storage::hold_facts(tx, *hold);
  if (!facts) return std::unexpected(facts.error());
  domain::HoldFacts judged;
  judged.release = facts->release(hold->at, domain::Way::read_here);
  const auto row = domain::next(hold->state, HoldEvent::offer, domain::Actor::job, judged);
  if (!row) return std::unexpected(refusal(row.error()));
  return storage::move_hold(tx, worker, nullptr, *hold, *row, "its_date");
}

}  // namespace

Result<HoldState> release_in(Transaction& tx, Worker& worker, const storage::Principal* who,
                             const storage::TakenHold& hold, const storage::HoldFacts& facts, domain::Way way) {
  domain::HoldFacts judged;
  judged.release = facts.release(hold.at, way);
  // A date that comes is no decision of the gateway's: it carries out the recipient's.
  const auto actor = who != nullptr ? domain::actor_of(who->role) : domain::Actor::recipient;
  const auto row = domain::next(hold.state, HoldEvent::release, actor, judged);
  if (!row) return std::unexpected(refusal(row.error()));
  const auto made = storage::add_release(tx, worker, who, hold, facts.version, facts.latest_choice, way);
  if (!made) return std::unexpected(made.error());
  const auto moved = storage::move_hold(tx, worker, who, hold, *row);
  if (!moved) return std::unexpected(moved.error());
  return row->to;
}

Result<int> release_due(Worker& worker) { return each(worker, storage::holds_to_release, release_one); }
Result<int> reoffer_due(Worker& worker) { return each(worker, storage::holds_to_reoffer, reoffer_one); }

}  // namespace holdfast::flows
