#include "storage/postgres/checks.h"

#include "storage/postgres/internal.h"
#include "storage/postgres/witness.h"

namespace holdfast::storage {

using domain::Result;

Result<std::chrono::seconds> record_check(Worker& worker, const Principal& who, const CheckMade& made,
                                          const CheckLimits& limits) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<std::chrono::seconds> {
    const auto row = Keys::work(tx).exec_params1("select hf.count_check($1, $2)", limits.account, limits.programme);
    const std::chrono::seconds wait{row[0].as<int>()};
    if (wait.count() > 0) return wait;
    Event event{.event = "letter.checked", .object = "account/" + who.account.text()};
    event.counts.emplace("characters", made.characters);
    for (const auto& category : made.categories) event.counts.emplace(category, 1);
    if (auto done = witness(tx, worker, who, event); !done) return std::unexpected(done.error());
    return wait;
  });
}

}  // namespace holdfast::storage
