#include "gateway/flows/second.h"

namespace holdfast::flows {

using domain::Result;
using storage::Transaction;

Result<std::vector<storage::SecondRow>> waits_for_second(storage::Worker& worker, const storage::Principal& who,
                                                         std::int64_t after, int limit) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::waits_for_second(tx, after, limit); });
}

Result<bool> second_is_there(storage::Worker& worker, const storage::Principal& who) {
  if (!worker.here->second_person) return false;
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::second_is_there(tx); });
}

}  // namespace holdfast::flows
