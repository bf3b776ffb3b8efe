#include "gateway/flows/notice.h"

#include "gateway/json/value.h"
#include "storage/postgres/sealed.h"

namespace holdfast::flows {
namespace {

using domain::NoticeEvent;
using domain::Result;
using storage::Worker;

struct Address {
  std::string email, language;
};

Result<Address> address_of(Worker& worker, const storage::ClaimedNotice& notice) {
  const auto& here = *worker.here;
  const auto object = storage::OpenedObject::ask(worker, here.system, here.system_account,
                                                 {.kind = sealing::GrantKind::notice,
                                                  .grant = domain::GrantId{notice.id.bytes},
                                                  .object = notice.record,
                                                  .purpose = sealing::Purpose::person});
  if (!object) return std::unexpected(object.error());
  const auto record = object->part(worker, sealing::Purpose::person);
  if (!record) return std::unexpected(record.error());
  const auto parsed = json::parse(record->reveal_text());
  if (!parsed) return std::unexpected(parsed.error());
  const auto text = [&](std::string_view key) {
    const auto* value = parsed->find(key);
    return value != nullptr && value->text() != nullptr ? *value->text() : std::string{};
  };
  return Address{text("email"), text("language")};
}

// Between claim and result there is no transaction. Without an address nothing was attempted, surely.
NoticeEvent attempt(Worker& worker, const NoticeWork& work, const storage::ClaimedNotice& notice) {
  const auto address = address_of(worker, notice);
  if (!address || address->email.empty()) return NoticeEvent::rejected;
  auto text = work.text(address->language);
  return work.send({address->email, std::move(text.subject), std::move(text.body)});
}

Result<int> give_up_lost(Worker& worker, std::chrono::seconds limit) {
  const auto lost = storage::lost_notices(worker, limit);
  if (!lost) return std::unexpected(lost.error());
  for (const auto& notice : *lost) {
    const auto done = storage::finish_notice(worker, notice, NoticeEvent::lost);
    if (!done && done.error().problem == domain::Problem::unavailable) return std::unexpected(done.error());
  }
  return static_cast<int>(lost->size());
}

bool can_send(Worker& worker, const NoticeWork& work) {
  return work.mail_off || (worker.here->keeper->reachable() && work.ready());
}

}  // namespace

Result<int> work_notices(Worker& worker, const NoticeWork& work) {
  auto moved = give_up_lost(worker, work.lost_after);
  for (int i = 0; moved && i < work.most; ++i) {
    const auto due = storage::notice_due(worker);
    if (!due) return std::unexpected(due.error());
    if (!*due || !can_send(worker, work)) break;
    const auto turn = storage::claim_notice(worker, work.mail_off);
    if (!turn) return std::unexpected(turn.error());
    if (!turn->found) break;
    if (const auto& claimed = turn->claimed) {
      const auto done = storage::finish_notice(worker, claimed->id, attempt(worker, work, *claimed));
      if (!done) return std::unexpected(done.error());
    }
    ++*moved;
  }
  return moved;
}

}  // namespace holdfast::flows
