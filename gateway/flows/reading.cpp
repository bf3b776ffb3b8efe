#include "gateway/flows/reading.h"

#include "storage/postgres/releases.h"
#include "storage/postgres/witness.h"

namespace holdfast::flows {
namespace {

using domain::Bar;
using domain::refusal;
using domain::Result;
using storage::Transaction;

Result<domain::GrantId> assign(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                               const domain::HoldId& id, const domain::AccountId& reader) {
  const auto hold = storage::take_hold(tx, id);
  if (!hold) return std::unexpected(hold.error());
  const auto facts = storage::hold_facts(tx, *hold);
  if (!facts) return std::unexpected(facts.error());
  const auto bar = domain::bar_to_assign(facts->release(hold->at, domain::Way::read_aloud));
  if (bar != Bar::none) return std::unexpected(refusal(bar));
  const auto given = storage::assign_reading(tx, *hold, facts->version, reader);
  if (!given) return given;
  const auto told = storage::witness(
      tx, worker, who, {.event = "reading.assigned", .object = "hold/" + id.text(), .reason = reader.text()});
  if (!told) return std::unexpected(told.error());
  return given;
}

Result<void> finish(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                    const domain::GrantId& assignment) {
  const auto mine = storage::my_reading(tx, assignment);
  if (!mine) return std::unexpected(mine.error());
  const auto hold = storage::take_hold(tx, mine->hold);
  if (!hold) return std::unexpected(hold.error());
  const auto live = storage::live_release(tx, *hold);
  if (!live) return std::unexpected(live.error());
  const auto& release = *live;
  if (!release) return std::unexpected(refusal(Bar::not_opened));
  const auto row = domain::next(release->state, domain::DeliveryEvent::close, domain::actor_of(who.role), {});
  if (!row) return std::unexpected(refusal(row.error()));
  return storage::close_delivery(tx, worker, who, *release, *row);
}

}  // namespace

Result<std::vector<storage::WishedReading>> wished_readings(storage::Worker& worker, const storage::Principal& who,
                                                            std::int64_t after, int limit) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::wished_readings(tx, after, limit); });
}

Result<domain::GrantId> assign_reading(storage::Worker& worker, const storage::Principal& who,
                                       const domain::HoldId& hold, const domain::AccountId& reader) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return assign(tx, worker, who, hold, reader); });
}

Result<std::vector<storage::ReadingRow>> readings(storage::Worker& worker, const storage::Principal& who,
                                                  std::int64_t after, int limit) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::my_readings(tx, after, limit); });
}

Result<storage::ReadingRow> reading(storage::Worker& worker, const storage::Principal& who,
                                    const domain::GrantId& assignment) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::my_reading(tx, assignment); });
}

Result<OpenedLetter> open_reading(storage::Worker& worker, const storage::Principal& who,
                                  const domain::GrantId& assignment) {
  const auto mine = reading(worker, who, assignment);
  if (!mine) return std::unexpected(mine.error());
  return open_letter(worker, who, mine->hold);
}

Result<void> finish_reading(storage::Worker& worker, const storage::Principal& who, const domain::GrantId& assignment) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return finish(tx, worker, who, assignment); });
}

}  // namespace holdfast::flows
