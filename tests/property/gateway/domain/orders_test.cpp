// Orders and notices under any circumstances.
#include <gtest/gtest.h>
// after gtest
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>

#include "gateway/domain/notice.h"

namespace rc {

using namespace holdfast::domain;

constexpr Time moment(int hour) { return Time{std::chrono::hours{480'000 + hour}}; }

template <class E>
Gen<E> any_of() {
  const auto count = names_of(E{}).size();
  return gen::map(gen::resize(kNominalSize, gen::inRange<std::size_t>(0, count)),
                  [](std::size_t n) { return static_cast<E>(n); });
}

inline Gen<Time> any_time() {
  return gen::map(gen::resize(kNominalSize, gen::inRange(0, 40)), [](int hour) { return moment(hour); });
}
inline Gen<std::optional<Time>> perhaps_time() {
  return gen::weightedOneOf<std::optional<Time>>(
      {{1, gen::just(std::optional<Time>{})}, {3, gen::map(any_time(), [](Time t) { return std::optional{t}; })}});
}

template <>
struct Arbitrary<Order> {
  static Gen<Order> arbitrary() {
    return gen::exec([] {
      Order order;
      order.kind = *any_of<OrderKind>();
      order.state = *any_of<OrderState>();
      order.begins = *perhaps_time();
      order.ends = *perhaps_time();
      order.permanent = *gen::arbitrary<bool>();
      order.replaced_at = *perhaps_time();
      order.dates_looked = *any_of<Looked>();
      const auto terms =
          *gen::container<std::vector<std::pair<Condition, Looked>>>(gen::pair(any_of<Condition>(), any_of<Looked>()));
      for (const auto& [condition, looked] : terms) order.terms.push_back({condition, looked});
      return order;
    });
  }
};

}  // namespace rc

namespace holdfast::domain {

void showValue(const Order& order, std::ostream& out) { out << name_of(order.kind) << " " << name_of(order.state); }

namespace {

constexpr Channel kLetter = Channel::accountability_letter;

// One more order never lifts a bar; the bar of all is there exactly when one of them bars.
RC_GTEST_PROP(Orders, TheUnionBarsExactlyWhenOneBars, (const std::vector<Order>& orders)) {
  const Time now = *rc::any_time();
  const bool one = std::ranges::any_of(orders, [&](const Order& o) { return o.bars(kLetter, now); });
  RC_ASSERT((bar_of_orders(orders, kLetter, now) != Bar::none) == one);
}

// Neither the order in which they are listed nor one that is there twice changes whether anything bars.
RC_GTEST_PROP(Orders, ListedOtherwiseOrTwiceTheyBarAlike, (std::vector<Order> orders)) {
  const Time now = *rc::any_time();
  const bool barred = bar_of_orders(orders, kLetter, now) != Bar::none;
  auto again = orders;
  again.insert(again.end(), orders.rbegin(), orders.rend());
  std::ranges::reverse(orders);
  RC_ASSERT((bar_of_orders(orders, kLetter, now) != Bar::none) == barred);
  RC_ASSERT((bar_of_orders(again, kLetter, now) != Bar::none) == barred);
}

// A day may have 23 hours, 24 or 25: an order of whole days bars from the first midnight to the last, hour for hour.
RC_GTEST_PROP(Orders, AnOrderOfDaysBarsEachHourOfThem, ()) {
  const auto days = *rc::gen::container<std::vector<int>>(rc::gen::inRange(23, 26));
  RC_PRE(!days.empty());
  const Time from = *rc::any_time();
  Time until = from;
  for (const int hours : days) until += std::chrono::hours{hours};
  Order order{.kind = OrderKind::civil_harassment, .begins = from, .ends = until};
  order.terms = {{Condition::no_communication}};
  for (Time now = from - std::chrono::hours{1}; now <= until; now += std::chrono::hours{1}) {
    RC_ASSERT(order.bars(kLetter, now) == (from <= now && now < until));
  }
}

// A sound order that says "no communication" bars in [begins, ends) and at no other moment.
RC_GTEST_PROP(Orders, ASoundOrderBarsInItsHalfOpenInterval, ()) {
  const Time from = *rc::any_time();
  const Time until = from + std::chrono::hours{*rc::gen::inRange(1, 20)};
  const Time now = *rc::gen::oneOf(rc::any_time(), rc::gen::just(from), rc::gen::just(until));
  Order order{.kind = OrderKind::civil_harassment, .begins = from, .ends = until};
  order.terms = {{Condition::no_communication}};
  RC_ASSERT(order.bars(kLetter, now) == (from <= now && now < until));
}

// Whatever a request for contact to stop lacks, it bars until its person ended it or its own end came.
RC_GTEST_PROP(Orders, AStopContactRequestBarsWhateverItLacks, (Order order)) {
  order.kind = OrderKind::stop_contact;
  order.begins.reset();
  order.ends.reset();
  order.state = *rc::gen::element(OrderState::requested, OrderState::unserved, OrderState::active);
  for (const Channel channel : {kLetter, Channel::approved_contact, Channel::dialogue_preparation}) {
    RC_ASSERT(order.bars(channel, *rc::any_time()));
  }
}

// One person's exception, or one person's twice, lifts nothing.
RC_GTEST_PROP(Orders, AnExceptionByOnePersonLiftsNothing, (Order order)) {
  const Time now = *rc::any_time();
  const bool before = order.bars(kLetter, now);
  const NaturalId one{{1}};
  order.exceptions.push_back({.channel = kLetter, .from = Time::min(), .until = Time::max(), .signed_by = {one, one}});
  order.exceptions.push_back({.channel = kLetter, .from = Time::min(), .until = Time::max(), .signed_by = {one, {}}});
  RC_ASSERT(order.bars(kLetter, now) == before);
}

// An order that bars says why, and a refusal always says what would lift it.
RC_GTEST_PROP(Orders, ABarIsExplained, (const Order& order)) {
  const auto found = order.explain(kLetter, *rc::any_time());
  if (!found) return;
  RC_ASSERT(found->bar == Bar::order || found->bar == Bar::order_unread || found->bar == Bar::order_needs_person ||
            found->bar == Bar::stop_contact);
  RC_ASSERT((found->lift == Lift::its_end) <= found->until.has_value());
}

// A discreet notice begins once at most; none begins after a recall or under an order (rules 2 and 4).
RC_GTEST_PROP(Notices, ADiscreetOneBeginsOnceAndNoneAfterARecall, ()) {
  NoticeState state = NoticeState::queued;
  NoticeFacts facts;
  facts.orders_known = facts.wanted = facts.evidence_noted = true;
  facts.recalled = false;
  facts.now = rc::moment(1);
  const std::array order{Order{.kind = OrderKind::criminal_protective, .begins = rc::moment(0), .permanent = true}};
  const auto events = *rc::gen::container<std::vector<NoticeEvent>>(rc::any_of<NoticeEvent>());
  for (const NoticeEvent event : events) {
    if (*rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, 8)) == 0)
      facts.orders = order;  // it may come before anybody recalls this notice
    const Actor who = *rc::gen::oneOf(rc::gen::just(Actor::job), rc::gen::just(Actor::analyst), rc::any_of<Actor>());
    const auto row = next(state, event, who, facts);
    if (!row) continue;
    if (event == NoticeEvent::claim) {
      RC_ASSERT(!facts.recalled && facts.orders.empty());
      RC_ASSERT(++facts.attempts == 1);
    }
    if (event == NoticeEvent::recall) {
      facts.recalled = true;
      facts.orders = order;
    }
    state = row->to;
  }
}

}  // namespace
}  // namespace holdfast::domain
