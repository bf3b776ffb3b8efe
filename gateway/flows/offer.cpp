#include "gateway/flows/offer.h"

#include "gateway/domain/hold.h"
#include "gateway/flows/due.h"
#include "storage/postgres/notices.h"

namespace holdfast::flows {

using domain::Result;
using storage::Transaction;
using storage::Worker;

Result<std::optional<storage::TakenHold>> offer_in(Transaction& tx, Worker& worker, const storage::Principal* who,
                                                   const domain::HoldId& id, const std::string& why) {
  const auto hold = storage::take_hold(tx, id);
  if (!hold) return std::unexpected(hold.error());
  const auto facts = storage::hold_facts(tx, *hold);
  if (!facts) return std::unexpected(facts.error());
  domain::HoldFacts judged;
  judged.release = facts->release(hold->at, domain::Way::read_here);
  const auto actor = who != nullptr ? domain::Actor::analyst : domain::Actor::job;
  const auto row = domain::next(hold->state, domain::HoldEvent::offer, actor, judged);
  if (!row) return std::nullopt;
  if (const auto moved = storage::move_hold(tx, worker, who, *hold, *row, why); !moved)
    return std::unexpected(moved.error());
  return *hold;
}

Result<bool> offer_where_wished(Transaction& tx, Worker& worker, const storage::Principal* who,
                                const domain::HoldId& id) {
  const auto offered = offer_in(tx, worker, who, id, "");
  if (!offered) return std::unexpected(offered.error());
  const auto& hold = *offered;
  if (!hold) return false;
  if (const auto told = storage::tell_of_offer(tx, worker, *hold); !told) return std::unexpected(told.error());
  return true;
}

Result<int> offer_due(Worker& worker) {
  return each_due(worker, storage::holds_to_offer, [](Transaction& tx, Worker& by, const domain::HoldId& hold) {
    return offer_where_wished(tx, by, nullptr, hold);
  });
}

}  // namespace holdfast::flows
