#include "gateway/flows/stop_contact.h"

#include "storage/postgres/approvals.h"

namespace holdfast::flows {

using domain::fail;
using domain::Problem;
using domain::Result;
using storage::Principal;
using storage::Transaction;
using storage::Worker;

Result<std::optional<domain::Time>> stopped_since(Worker& worker, const Principal& who) {
  return worker.database.run(who.actor, [](Transaction& tx) -> Result<std::optional<domain::Time>> {
    const auto stops = storage::my_stops(tx);
    if (!stops) return std::unexpected(stops.error());
    if (stops->empty()) return std::nullopt;
    return stops->front().since;
  });
}

Result<void> stop_contact_in(Transaction& tx, Worker& worker, const Principal& who) {
  const auto stops = storage::my_stops(tx);
  if (!stops) return std::unexpected(stops.error());
  if (!stops->empty()) return {};
  const auto made = storage::stop_contact(tx, worker, who);
  return made ? storage::witness_pauses(tx, worker, who, *made) : Result<void>(std::unexpected(made.error()));
}

Result<void> stop_contact(Worker& worker, const Principal& who) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return stop_contact_in(tx, worker, who); });
}

Result<void> resume_contact(Worker& worker, const Principal& who) {
  if (who.role != domain::Role::recipient) return fail(Problem::forbidden, "this is a recipient's own act");
  if (!who.stepped_up) return fail(Problem::step_up_needed, "this wants the passphrase or a code again");
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<void> {
    const auto stops = storage::my_stops(tx);
    if (!stops) return std::unexpected(stops.error());
    for (const auto& stop : *stops) {
      if (const auto done = storage::resume_contact(tx, worker, who, stop); !done) return done;
    }
    return {};
  });
}

}  // namespace holdfast::flows
