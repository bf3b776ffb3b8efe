#include "gateway/flows/release.h"

#include "gateway/flows/due.h"
#include "gateway/flows/offer.h"
#include "storage/postgres/releases.h"

namespace holdfast::flows {
namespace {

using domain::HoldEvent;
using domain::HoldState;
using domain::refusal;
using domain::Result;
using storage::Transaction;
using storage::Worker;

Result<bool> release_one(Transaction& tx, Worker& worker, const domain::HoldId& id) {
  const auto hold = storage::take_hold(tx, id);
  if (!hold) return std::unexpected(hold.error());
  const auto facts = storage::hold_facts(tx, *hold);
  if (!facts) return std::unexpected(facts.error());
  const auto* latest = domain::latest_choice(facts->choices);
  if (latest == nullptr) return std::unexpected(refusal(domain::Bar::no_choice));
  // Another gateway may have released it since it was listed, and somebody called it back.
  if (storage::was_released(tx, facts->latest_choice)) return false;
  const auto released = release_in(tx, worker, nullptr, *hold, *facts, latest->way);
  return released ? Result<bool>(true) : std::unexpected(released.error());
}

// Nobody is told: what they deferred is there again, and no reminder comes (rule 9).
Result<bool> reoffer_one(Transaction& tx, Worker& worker, const domain::HoldId& id) {
  const auto offered = offer_in(tx, worker, nullptr, id, "its_date");
  return offered ? Result<bool>(offered->has_value()) : std::unexpected(offered.error());
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

Result<int> release_due(Worker& worker) { return each_due(worker, storage::holds_to_release, release_one); }
Result<int> reoffer_due(Worker& worker) { return each_due(worker, storage::holds_to_reoffer, reoffer_one); }

}  // namespace holdfast::flows
