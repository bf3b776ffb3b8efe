#include "gateway/domain/notice.h"

namespace holdfast::domain {
namespace {

Bar bar_of_attempts(const NoticeFacts& facts) {
  const int allowed = facts.urgent ? facts.attempts_allowed : 1;
  return facts.attempts < allowed ? Bar::none : Bar::attempted;
}

Bar bar_of_pair(const NoticeFacts& facts) {
  if (!facts.about_letter) return Bar::none;
  if (!facts.orders_known) return Bar::order_needs_person;
  return bar_of_orders(facts.orders, facts.channel, facts.now);
}

}  // namespace

Bar bar_to_send_notice(const NoticeFacts& facts) {
  if (facts.recalled) return Bar::recalled;
  if (const Bar bar = bar_of_pair(facts); bar != Bar::none) return bar;
  return facts.wanted ? bar_of_attempts(facts) : Bar::no_notice;
}

Bar bar_to_repeat(const NoticeFacts& facts) {
  if (!facts.urgent) return Bar::attempted;
  return bar_to_send_notice(facts);
}

Judgement<NoticeState, NoticeEvent> next(NoticeState from, NoticeEvent event, Actor who, const NoticeFacts& facts) {
  return judged(std::span<const NoticeTransition>{kNoticeTransitions}, from, event, who, [&](Guard guard) {
    switch (guard) {
      case Guard::none:
        return Bar::none;
      case Guard::send:
        return bar_to_send_notice(facts);
      case Guard::repeat:
        return bar_to_repeat(facts);
      case Guard::evidence:
        return facts.evidence_noted ? Bar::none : Bar::no_evidence;
      default:
        return Bar::person_first;
    }
  });
}

NoticeRecall recall_effect(NoticeState state) {
  switch (state) {
    case NoticeState::queued:
    case NoticeState::held:
    case NoticeState::failed:
      return NoticeRecall::dropped;
    case NoticeState::sending:
    case NoticeState::doubtful:
      return NoticeRecall::task_for_person;
    case NoticeState::sent:
    case NoticeState::cancelled:
    case NoticeState::bounced:
      break;
  }
  return NoticeRecall::nothing;
}

}  // namespace holdfast::domain
