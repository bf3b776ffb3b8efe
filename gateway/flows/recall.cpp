#include "gateway/flows/recall.h"

#include "gateway/domain/delivery.h"

namespace holdfast::flows {

using domain::refusal;
using domain::Result;
using storage::Transaction;

Result<void> recall_in(Transaction& tx, storage::Worker& worker, const storage::Principal* who,
                       storage::TakenHold& hold, storage::RecallCause cause) {
  const auto live = storage::live_release(tx, hold);
  if (!live) return std::unexpected(live.error());
  const auto& release = *live;
  if (!release) return {};
  const auto actor = who != nullptr ? domain::actor_of(who->role) : domain::Actor::engine;
  const auto delivery = domain::next(release->state, domain::DeliveryEvent::recall, actor, {});
  if (!delivery) return std::unexpected(refusal(delivery.error()));
  if (const auto done = storage::add_recall(tx, worker, who, hold, *release, cause, *delivery); !done) return done;
  const auto row = domain::next(hold.state, domain::HoldEvent::recall, actor, {});
  if (!row) return std::unexpected(refusal(row.error()));
  hold.state = row->to;
  return storage::move_hold(tx, worker, who, hold, *row, std::string(storage::recall_cause_name(cause)));
}

Result<void> recall(storage::Worker& worker, const storage::Principal& who, const domain::HoldId& hold,
                    storage::RecallCause cause) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<void> {
    auto taken = storage::take_hold(tx, hold);
    if (!taken) return std::unexpected(taken.error());
    return recall_in(tx, worker, &who, *taken, cause);
  });
}

}  // namespace holdfast::flows
