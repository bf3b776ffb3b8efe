#include "gateway/flows/bank.h"

namespace holdfast::flows {

domain::Result<std::vector<storage::BankRow>> bank(storage::Worker& worker, const storage::Principal& who,
                                                   std::int64_t after, int limit) {
  return worker.database.run(who.actor, [&](storage::Transaction& tx) { return storage::bank(tx, after, limit); });
}

}  // namespace holdfast::flows
