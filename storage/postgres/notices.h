// Notices at rest, and the claiming that is their beginning: a notice that is `sending` has begun, whatever became of
// who sent it. What happens between claim and result happens outside of any transaction.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/notice.h"
#include "storage/postgres/holds.h"

namespace holdfast::storage {

// In the transaction of the offer, the way that this hold's person wishes: a notice by e-mail with its job, if none is
// on its way to them already; a task for the office where they are told by post; or nothing.
domain::Result<void> tell_of_offer(Transaction& tx, Worker& worker, const TakenHold& hold);

struct ClaimedNotice {
  domain::NoticeId id;
  domain::ObjectId record;  // the person's, sealed
};
// What became of one turn: nothing was due, one was dropped or held, or one is ours to send.
struct NoticeTurn {
  bool found = false;
  std::optional<ClaimedNotice> claimed;
};
// Whether any is due: asked before the mail server is, so that an idle gateway rings at no door.
domain::Result<bool> notice_due(Worker& worker);
// Takes the oldest due notice under the guard and lets the domain judge it: claimed (commits as `sending`), cancelled
// under a bar, or held where no mail can leave (`mail_off`).
domain::Result<NoticeTurn> claim_notice(Worker& worker, bool mail_off);

// What the network said. `event` is accepted, rejected or lost; doubt and failure become a named person's task.
domain::Result<void> finish_notice(Worker& worker, const domain::NoticeId& notice, domain::NoticeEvent event);
// Those that have been `sending` for longer than `limit`: whoever sent them is gone, and nobody knows how far it came.
domain::Result<std::vector<domain::NoticeId>> lost_notices(Worker& worker, std::chrono::seconds limit);

struct SentNotice {
  domain::Time at{};
  std::string way;
};
domain::Result<std::vector<SentNotice>> my_notices(Transaction& tx);  // newest first: sent, perhaps sent, bounced

}  // namespace holdfast::storage
