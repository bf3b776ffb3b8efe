#include "gateway/flows/loosen.h"

#include "storage/postgres/witness.h"

namespace holdfast::flows {
namespace {

using domain::fail;
using domain::LooseningEvent;
using domain::LooseningState;
using domain::Problem;
using domain::refusal;
using domain::Result;
using storage::Transaction;

Result<void> tell(Transaction& tx, storage::Worker& worker, const storage::Principal& who, std::string_view entry,
                  const storage::LooseningId& loosening) {
  return storage::witness(tx, worker, who, {.event = std::string(entry), .object = "loosening/" + loosening.text()});
}

bool same(const storage::Loosening& waiting, const storage::NewOrder& order) {
  return waiting.state == order.state && waiting.conditions == order.conditions && waiting.looked == order.looked &&
         waiting.starts_on == order.starts_on && waiting.ends_on == order.ends_on &&
         waiting.permanent == order.permanent && waiting.exceptions == order.exceptions;
}

Result<void> check_asked(Transaction& tx, const std::string& zone, const storage::OrderRow& newest, int seen,
                         const storage::NewOrder& order, domain::Time now) {
  if (newest.version != seen) return fail(Problem::conflict, "a newer version of this order was entered; look again");
  // What a person asked to stop, that person alone lets begin again.
  if (newest.order.kind == domain::OrderKind::stop_contact) return std::unexpected(refusal(domain::Bar::not_yours));
  const auto to = storage::order_to_be(tx, zone, order, now);
  if (!to) return std::unexpected(to.error());
  if (domain::loosens(newest.order, *to, false, now)) return {};
  return fail(Problem::conflict, "this bars no less: one person enters it as a new version");
}

Result<AskedLoosening> ask(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                           const std::string& zone, const domain::OrderId& of, int seen, storage::NewOrder& order) {
  const auto now = storage::lock_order(tx, of);
  if (!now) return std::unexpected(now.error());
  const auto newest = storage::order_file(tx, zone, of);
  if (!newest) return std::unexpected(newest.error());
  follow(*newest, order);
  if (auto fits = check_asked(tx, zone, *newest, seen, order, *now); !fits) return std::unexpected(fits.error());
  const auto waiting = storage::waiting_loosening(tx, who, zone, of);
  if (!waiting) return std::unexpected(waiting.error());
  if (const auto& waits = *waiting; waits && same(*waits, order)) return AskedLoosening{waits->id, waits->asked};
  if (waiting->has_value()) return fail(Problem::conflict, "another change of this order waits for a second person");
  const auto asked = storage::ask_loosening(tx, worker, zone, order);
  if (!asked) return std::unexpected(asked.error());
  if (auto told = tell(tx, worker, who, domain::kLooseningBegins.entry, *asked); !told)
    return std::unexpected(told.error());
  const auto entered = storage::waiting_loosening(tx, who, zone, of);
  if (!entered) return std::unexpected(entered.error());
  const auto& waits = *entered;
  return AskedLoosening{*asked, waits ? waits->asked : *now};
}

// What waits, if it is what this person saw; then the table's row for the answer, and its entry.
Result<storage::Loosening> answer(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                                  const std::string& zone, const domain::OrderId& of, const storage::LooseningId& seen,
                                  LooseningEvent event) {
  if (auto locked = storage::lock_order(tx, of); !locked) return std::unexpected(locked.error());
  const auto waiting = storage::waiting_loosening(tx, who, zone, of);
  if (!waiting) return std::unexpected(waiting.error());
  const auto& waits = *waiting;
  if (!waits || waits->id != seen) return fail(Problem::conflict, "this no longer waits; look again");
  const auto row = domain::next(LooseningState::waiting, event, domain::actor_of(who.role), waits->signed_by);
  if (!row) return std::unexpected(refusal(row.error()));
  if (auto told = tell(tx, worker, who, row->entry, seen); !told) return std::unexpected(told.error());
  return *waits;
}

Result<storage::EnteredOrder> confirm(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                                      const std::string& zone, const domain::OrderId& of,
                                      const storage::LooseningId& seen) {
  const auto asked = answer(tx, worker, who, zone, of, seen, LooseningEvent::confirm);
  if (!asked) return std::unexpected(asked.error());
  const auto newest = storage::order_file(tx, zone, of);
  if (!newest) return std::unexpected(newest.error());
  const auto entered = storage::confirm_loosening(tx, seen);
  if (!entered) return entered;
  const auto told = storage::witness(tx, worker, who,
                                     {.event = std::string(domain::entry_of_version(newest->order.state, asked->state)),
                                      .object = "order/" + newest->root.text(),
                                      .reason = std::string(domain::name_of(newest->order.kind)),
                                      .counts = {{"recalled", entered->recalled}, {"tasks", entered->tasks}}});
  if (!told) return std::unexpected(told.error());
  return entered;
}

}  // namespace

Result<AskedLoosening> ask_loosening(storage::Worker& worker, const storage::Principal& who, const std::string& zone,
                                     const domain::OrderId& of, int seen, storage::NewOrder order,
                                     const OrderNote& note) {
  if (auto days = check_days(order); !days) return std::unexpected(days.error());
  if (note.reason.empty()) return std::unexpected(refusal(domain::Bar::no_evidence));
  order.note = note_text(note);
  return worker.database.run(who.actor, [&](Transaction& tx) { return ask(tx, worker, who, zone, of, seen, order); });
}

Result<storage::Loosening> waiting_loosening(storage::Worker& worker, const storage::Principal& who,
                                             const std::string& zone, const domain::OrderId& of) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<storage::Loosening> {
    auto waiting = storage::waiting_loosening(tx, who, zone, of);
    if (!waiting) return std::unexpected(waiting.error());
    if (!*waiting) return fail(Problem::conflict, "this no longer waits; look again");
    return std::move(**waiting);
  });
}

Result<storage::EnteredOrder> confirm_loosening(storage::Worker& worker, const storage::Principal& who,
                                                const std::string& zone, const domain::OrderId& of,
                                                const storage::LooseningId& seen) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return confirm(tx, worker, who, zone, of, seen); });
}

Result<void> refuse_loosening(storage::Worker& worker, const storage::Principal& who, const std::string& zone,
                              const domain::OrderId& of, const storage::LooseningId& seen) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<void> {
    const auto asked = answer(tx, worker, who, zone, of, seen, LooseningEvent::refuse);
    if (!asked) return std::unexpected(asked.error());
    return storage::refuse_loosening(tx, seen);
  });
}

}  // namespace holdfast::flows
