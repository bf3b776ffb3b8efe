#include "gateway/flows/bank.h"

#include "gateway/domain/hold.h"
#include "storage/postgres/witness.h"

namespace holdfast::flows {
namespace {

using domain::Result;
using storage::Transaction;

domain::HoldFacts facts_of(const storage::OfferFile& file) {
  domain::HoldFacts facts;
  auto& release = facts.release;
  release.orders = file.orders;
  release.orders_known = true;
  release.now = file.now;
  release.letter = file.letter;
  release.version = file.version;
  release.version_state = file.version_state;
  release.quarantined = file.quarantined;
  release.addressed = file.addressed;
  release.frozen = file.frozen;
  release.registered = file.registered;
  release.wants_to_be_asked = file.wants_to_be_asked;
  release.of_age = file.of_age;
  release.choices = file.choices;
  return facts;
}

// At most one notice waits for a person: a second letter needs no second "something is waiting".
Result<void> tell(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                  const storage::OfferFile& file) {
  if (file.notices == "post") return storage::task_to_tell(tx, file.hold);
  if (file.notices != "email" || file.notice_waits) return {};
  const auto notice = storage::queue_notice(tx, file.hold);
  if (!notice) return std::unexpected(notice.error());
  return storage::witness(tx, worker, who, {.event = "notice.queued", .object = "notice/" + notice->text()});
}

}  // namespace

Result<std::vector<storage::BankRow>> bank(storage::Worker& worker, const storage::Principal& who, std::int64_t after,
                                           int limit) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::bank(tx, after, limit); });
}

Result<bool> offer_where_wished(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                                const domain::HoldId& hold) {
  const auto file = storage::offer_file(tx, hold);
  if (!file) return std::unexpected(file.error());
  const auto row = domain::next(file->state, domain::HoldEvent::offer, domain::Actor::analyst, facts_of(*file));
  if (!row || file->barred) return false;
  if (auto done = storage::mark_offered(tx, hold); !done) return std::unexpected(done.error());
  if (auto told =
          storage::witness(tx, worker, who, {.event = std::string(row->entry), .object = "hold/" + hold.text()});
      !told) {
    return std::unexpected(told.error());
  }
  if (auto told = tell(tx, worker, who, *file); !told) return std::unexpected(told.error());
  return true;
}

}  // namespace holdfast::flows
