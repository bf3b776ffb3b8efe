// Sending what is queued: neutral words to the address in a person's sealed record. A notice is attempted at most once:
// it is claimed and committed first, and if whoever claimed it is gone, nobody tries again and a person is told.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "gateway/domain/notice.h"
#include "storage/postgres/notices.h"

namespace holdfast::flows {

struct Mail {
  std::string to;  // as the record has it: the sender checks it
  std::string subject, body;
};

struct NoticeText {
  std::string subject, body;
};

struct NoticeWork {
  bool mail_off = false;        // no mail server: notices wait, held, for a person
  std::function<bool()> ready;  // a mail server answers: asked before anything is claimed
  std::function<NoticeText(std::string_view language)>
      text;                                              // "en", "es"; what nobody can use who looks over a shoulder
  std::function<domain::NoticeEvent(const Mail&)> send;  // accepted, rejected (surely not delivered) or lost
  std::chrono::seconds lost_after{120};                  // longer than any attempt lasts
  int most = 32;
};

// One turn of the background loop. How many notices it moved on. Errors: the database's.
domain::Result<int> work_notices(storage::Worker& worker, const NoticeWork& work);

}  // namespace holdfast::flows
