// A notice: neutral words by mail, text or telephone. Claiming is the beginning: a notice that is `sending` has begun,
// and no attempt starts after a recall. A discreet one is attempted at most once, and doubt goes to a person; an
// urgent one repeats only as its recipient allowed.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "gateway/domain/delivery.h"
#include "gateway/domain/machine.h"
#include "gateway/domain/order.h"

namespace holdfast::domain {

enum class NoticeState : std::uint8_t {  // stored by name: never rename
  queued,
  held,  // waits for a person
  sending,
  sent,
  failed,    // surely not delivered
  doubtful,  // perhaps delivered: a person decides
  cancelled,
  bounced,
};
inline constexpr std::array<std::string_view, 8> kNoticeStateNames{"queued", "held",     "sending",   "sent",
                                                                   "failed", "doubtful", "cancelled", "bounced"};
constexpr NameList names_of(NoticeState /*unused*/) { return kNoticeStateNames; }

enum class NoticeEvent : std::uint8_t {
  claim,
  hold,
  allow,
  accepted,    // the mail server took it
  rejected,    // the mail server, surely, did not
  lost,        // no answer, a crash, a lease that ran out
  found_sent,  // a person found that it went
  found_unsent,
  retry,
  recall,
  bounce,
};
inline constexpr std::array<std::string_view, 11> kNoticeEventNames{"claim",    "hold",   "allow",      "accepted",
                                                                    "rejected", "lost",   "found_sent", "found_unsent",
                                                                    "retry",    "recall", "bounce"};
constexpr NameList names_of(NoticeEvent /*unused*/) { return kNoticeEventNames; }

using NoticeTransition = Transition<NoticeState, NoticeEvent>;
inline constexpr Beginning<NoticeState> kNoticeBegins{NoticeState::queued, by(Actor::analyst, Actor::job, Actor::clock),
                                                      "notice.queued"};

namespace notice_table {
using S = NoticeState;
using E = NoticeEvent;
using enum Actor;
using G = Guard;
constexpr Actors kRecall = by(order, recipient, facilitator, analyst, investigator, engine);
inline constexpr std::array kRows{std::to_array<NoticeTransition>({
    // clang-format off
    // from         event            who               guard         to             entry
    {S::queued,    E::claim,        by(job),          G::send,      S::sending,    "notice.sending"},
    {S::queued,    E::hold,         by(job, analyst), G::none,      S::held,       "notice.held"},
    {S::queued,    E::recall,       kRecall,          G::none,      S::cancelled,  "notice.cancelled"},
    {S::held,      E::allow,        by(analyst),      G::evidence,  S::queued,     "notice.allowed"},
    {S::held,      E::recall,       kRecall,          G::none,      S::cancelled,  "notice.cancelled"},
    {S::sending,   E::accepted,     by(job),          G::none,      S::sent,       "notice.sent"},
    {S::sending,   E::rejected,     by(job),          G::none,      S::failed,     "notice.failed"},
    {S::sending,   E::lost,         by(job),          G::none,      S::doubtful,   "notice.doubtful"},
    {S::sending,   E::recall,       kRecall,          G::none,      S::doubtful,   "notice.recall_too_late"},
    {S::doubtful,  E::accepted,     by(job),          G::none,      S::sent,       "notice.sent"},
    {S::doubtful,  E::rejected,     by(job),          G::none,      S::failed,     "notice.failed"},
    {S::doubtful,  E::found_sent,   by(analyst),      G::evidence,  S::sent,       "notice.found_sent"},
    {S::doubtful,  E::found_unsent, by(analyst),      G::evidence,  S::failed,     "notice.found_unsent"},
    {S::doubtful,  E::recall,       kRecall,          G::none,      S::doubtful,   "notice.recall_too_late"},
    {S::failed,    E::retry,        by(job, analyst), G::repeat,    S::queued,     "notice.queued_again"},
    {S::failed,    E::recall,       kRecall,          G::none,      S::cancelled,  "notice.cancelled"},
    {S::sent,      E::bounce,       by(job),          G::none,      S::bounced,    "notice.bounced"},
    {S::sent,      E::recall,       kRecall,          G::none,      S::sent,       "notice.recall_too_late"},
    {S::bounced,   E::recall,       kRecall,          G::none,      S::bounced,    "notice.recall_too_late"},
    // clang-format on
})};
}  // namespace notice_table
inline constexpr auto& kNoticeTransitions = notice_table::kRows;
static_assert(one_row_each(kNoticeTransitions));

struct NoticeFacts {
  bool about_letter = true;         // says, however neutrally, that something of the offender's waits
  std::span<const Order> orders{};  // of the pair; asked only if about_letter
  bool orders_known = false;
  Channel channel = Channel::accountability_letter;
  Time now{};
  bool wanted = false;   // the recipient asked for notices of this kind, this way
  bool recalled = true;  // since it was queued
  bool evidence_noted = false;
  bool urgent = false;
  int attempts = 0;          // begun already
  int attempts_allowed = 1;  // as the recipient allowed, for urgent ones
};
Bar bar_to_send_notice(const NoticeFacts& facts);
Bar bar_to_repeat(const NoticeFacts& facts);
Judgement<NoticeState, NoticeEvent> next(NoticeState from, NoticeEvent event, Actor who, const NoticeFacts& facts);

// What an order or a change of mind does to a notice: dropped, or a person's task.
enum class NoticeRecall : std::uint8_t { nothing, dropped, task_for_person };
inline constexpr std::array<std::string_view, 3> kNoticeRecallNames{"nothing", "dropped", "task_for_person"};
constexpr NameList names_of(NoticeRecall /*unused*/) { return kNoticeRecallNames; }
NoticeRecall recall_effect(NoticeState state);

}  // namespace holdfast::domain
