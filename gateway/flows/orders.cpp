#include "gateway/flows/orders.h"

#include "gateway/flows/registrations.h"
#include "storage/postgres/witness.h"

namespace holdfast::flows {
namespace {

using domain::fail;
using domain::Problem;
using domain::refusal;
using domain::Result;
using storage::Transaction;

ExplainedOrder explained(storage::OrderRow row, domain::Time now) {
  auto bars = row.order.explain(domain::Channel::accountability_letter, now);
  return {std::move(row), bars};
}

// Days may be missing (an order whose dates nobody knows bars until a person has looked), but not contradict each
// other.
Result<void> check_days(const storage::NewOrder& order) {
  if (order.permanent && order.ends_on)
    return fail(Problem::invalid_field, "a permanent order has no last day", "ends_on");
  if (order.starts_on && order.ends_on && *order.ends_on < *order.starts_on) {
    return fail(Problem::invalid_field, "the last day lies before the first", "ends_on");
  }
  return {};
}

Result<storage::EnteredOrder> enter(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                                    const std::string& zone, const storage::NewOrder& order) {
  const auto entered = storage::enter_order(tx, zone, order);
  if (!entered) return std::unexpected(entered.error());
  const bool again = order.root.has_value();
  const auto told = storage::witness(tx, worker, who,
                                     {.event = again ? "order.modified" : std::string(domain::kOrderBegins.entry),
                                      .object = "order/" + order.root.value_or(entered->id).text(),
                                      .reason = std::string(domain::name_of(order.kind)),
                                      .counts = {{"recalled", entered->recalled}, {"tasks", entered->tasks}}});
  if (!told) return std::unexpected(told.error());
  return *entered;
}

}  // namespace

Result<std::vector<ExplainedOrder>> orders(storage::Worker& worker, const storage::Principal& who,
                                           const std::string& zone, std::int64_t after, int limit) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<std::vector<ExplainedOrder>> {
    auto rows = storage::orders(tx, zone, after, limit);
    if (!rows) return std::unexpected(rows.error());
    std::vector<ExplainedOrder> found;
    for (auto& row : *rows) found.push_back(explained(std::move(row), tx.now()));
    return found;
  });
}

Result<ExplainedOrder> order(storage::Worker& worker, const storage::Principal& who, const std::string& zone,
                             const domain::OrderId& id) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<ExplainedOrder> {
    auto row = storage::order_file(tx, zone, id);
    if (!row) return std::unexpected(row.error());
    return explained(std::move(*row), tx.now());
  });
}

Result<storage::EnteredOrder> enter_order(storage::Worker& worker, const storage::Principal& who,
                                          const std::string& zone, storage::NewOrder order) {
  if (auto days = check_days(order); !days) return std::unexpected(days.error());
  order.root.reset();
  return worker.database.run(who.actor, [&](Transaction& tx) { return enter(tx, worker, who, zone, order); });
}

Result<storage::EnteredOrder> enter_version(storage::Worker& worker, const storage::Principal& who,
                                            const std::string& zone, const domain::OrderId& of, int seen,
                                            storage::NewOrder order) {
  if (auto days = check_days(order); !days) return std::unexpected(days.error());
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<storage::EnteredOrder> {
    const auto newest = storage::order_file(tx, zone, of);
    if (!newest) return std::unexpected(newest.error());
    if (newest->version != seen)
      return fail(Problem::conflict, "a newer version of this order was entered; look again");
    // What a person asked to stop, that person alone lets begin again.
    if (newest->order.kind == domain::OrderKind::stop_contact) return std::unexpected(refusal(domain::Bar::not_yours));
    order.root = newest->root;
    order.kind = newest->order.kind;
    order.offender_number = newest->offender_number;
    order.person = newest->person;
    return enter(tx, worker, who, zone, order);
  });
}

Result<OrderSubjects> order_subjects(storage::Worker& worker, const storage::Principal& who,
                                     const std::string& offender_number) {
  OrderSubjects subjects;
  auto rows = worker.database.run(who.actor, [&](Transaction& tx) -> Result<std::vector<storage::PersonRow>> {
    auto offender = storage::offender_name(tx, offender_number);
    if (!offender) return std::unexpected(offender.error());
    subjects.offender = std::move(*offender);
    return storage::persons_of_offender(tx, offender_number);
  });
  if (!rows) return std::unexpected(rows.error());
  for (auto& row : *rows) {
    auto record = open_record(worker, who, row.person, row.record);
    if (!record) return std::unexpected(record.error());
    subjects.persons.push_back({std::move(row), std::move(record->name)});
  }
  return subjects;
}

}  // namespace holdfast::flows
