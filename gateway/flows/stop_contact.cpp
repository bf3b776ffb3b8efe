#include "gateway/flows/stop_contact.h"

#include "gateway/flows/orders.h"
#include "storage/postgres/approvals.h"
#include "storage/postgres/witness.h"

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

Result<storage::EnteredOrder> record_stop(Worker& worker, const Principal& who, const domain::PersonId& person,
                                          domain::Said said, const std::string& identity) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<storage::EnteredOrder> {
    const auto subject = storage::person_file(tx, person);
    if (!subject) return std::unexpected(subject.error());
    if (storage::is_stopped(tx, person)) return fail(Problem::conflict, "contact is stopped already");
    storage::NewOrder order;
    order.kind = domain::OrderKind::stop_contact;
    order.offender_number = subject->offender_number;
    order.person = person;
    order.state = domain::OrderState::active;
    order.permanent = true;
    order.note = note_text({"", "", identity, std::string(name_of(said))});
    const auto entered = storage::enter_order(tx, worker, "UTC", order);
    if (!entered) return entered;
    const auto told = storage::witness(tx, worker, who,
                                       {.event = std::string(domain::kOrderBegins.entry),
                                        .object = "order/" + entered->id.text(),
                                        .reason = "stop_contact",
                                        .counts = {{"recalled", entered->recalled}, {"tasks", entered->tasks}}});
    if (!told) return std::unexpected(told.error());
    return entered;
  });
}

}  // namespace holdfast::flows
