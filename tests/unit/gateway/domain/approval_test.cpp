// What a standing approval lets through: only what was agreed, and nothing that was left out.
#include "gateway/domain/approval.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/unit/gateway/domain/words.h"

namespace holdfast::domain {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Two messages a week of at most 1,000 characters, from nine to five, from day 1 until day 90.
StandingApproval approval() {
  return {.state = ApprovalState::active,
          .begins = day(1),
          .ends = day(90),
          .limits = {.most = 2, .period = LimitPeriod::week, .longest = 1000, .from = hours{9}, .until = hours{17}}};
}
ContactMessage message(std::span<const Time> sent = {}) {
  return {.characters = 1000, .local = hours{9}, .sent = sent};
}

TEST(StandingApprovals, LetThroughWhatWasAgreed) { EXPECT_EQ(bar_to_send(approval(), message(), day(5)), Bar::none); }

TEST(StandingApprovals, LeftEmptyLetNothingThrough) {
  EXPECT_EQ(bar_to_send({}, message(), day(5)), Bar::no_approval);
  auto without_limits = approval();
  without_limits.limits = {};
  EXPECT_EQ(bar_to_send(without_limits, {}, day(5)), Bar::no_approval);
}

TEST(StandingApprovals, AreInForceOnlyWhileActive) {
  for (std::size_t i = 0; i < kApprovalStateNames.size(); ++i) {
    auto other = approval();
    other.state = static_cast<ApprovalState>(i);
    EXPECT_EQ(in_force(other, day(5)), other.state == ApprovalState::active) << name_of(other.state);
  }
}

TEST(StandingApprovals, BeginAndEndToTheMicrosecond) {
  EXPECT_EQ(bar_to_send(approval(), message(), just_before(day(1))), Bar::no_approval);
  EXPECT_EQ(bar_to_send(approval(), message(), day(1)), Bar::none);
  EXPECT_EQ(bar_to_send(approval(), message(), just_before(day(90))), Bar::none);
  EXPECT_EQ(bar_to_send(approval(), message(), day(90)), Bar::no_approval);
}

TEST(StandingApprovals, KeepTheirLength) {
  auto longer = message();
  longer.characters = 1001;
  EXPECT_EQ(bar_to_send(approval(), longer, day(5)), Bar::too_long);
}

TEST(StandingApprovals, KeepTheirHours) {
  const auto at = [](minutes local) {
    auto sent = message();
    sent.local = local;
    return bar_to_send(approval(), sent, day(5));
  };
  EXPECT_EQ(at(hours{9} - minutes{1}), Bar::not_yet);
  EXPECT_EQ(at(hours{9}), Bar::none);
  EXPECT_EQ(at(hours{17} - minutes{1}), Bar::none);
  EXPECT_EQ(at(hours{17}), Bar::not_yet);
}

// Any seven days, not a calendar's week: Sunday and Monday together are no second lot.
TEST(StandingApprovals, CountWhatWentInAnySevenDays) {
  const std::array sent{day(5), day(8)};
  EXPECT_EQ(bar_to_send(approval(), message(sent), day(11)), Bar::limit_reached);
  EXPECT_EQ(bar_to_send(approval(), message(sent), just_before(day(12))), Bar::limit_reached);
  EXPECT_EQ(bar_to_send(approval(), message(sent), day(12)), Bar::none);
}

TEST(StandingApprovals, CountThirtyDaysWhereAMonthWasAgreed) {
  auto monthly = approval();
  monthly.limits.period = LimitPeriod::month;
  monthly.limits.most = 1;
  const std::array sent{day(5)};
  EXPECT_EQ(bar_to_send(monthly, message(sent), just_before(day(35))), Bar::limit_reached);
  EXPECT_EQ(bar_to_send(monthly, message(sent), day(35)), Bar::none);
}

TEST(StandingApprovals, HaveLimitsThatSayMoreThanNothing) {
  const auto good = approval().limits;
  EXPECT_TRUE(sensible(good));
  const auto but = [&](void (*change)(ContactLimits&)) {
    auto limits = good;
    change(limits);
    return sensible(limits);
  };
  EXPECT_FALSE(but([](ContactLimits& l) { l.most = 0; }));
  EXPECT_FALSE(but([](ContactLimits& l) { l.most = 32; }));
  EXPECT_FALSE(but([](ContactLimits& l) { l.longest = 0; }));
  EXPECT_FALSE(but([](ContactLimits& l) { l.longest = 20'001; }));
  EXPECT_FALSE(but([](ContactLimits& l) { l.until = l.from; }));
  EXPECT_FALSE(but([](ContactLimits& l) { l.from = minutes{-1}; }));
  EXPECT_FALSE(but([](ContactLimits& l) { l.until = hours{24} + minutes{1}; }));
  EXPECT_TRUE(but([](ContactLimits& l) { l.from = minutes{0}, l.until = hours{24}; }));
}

// Which row is asked what: whoever agrees for the institution or the office judges by the channel of this approval.
TEST(StandingApprovals, AreAgreedToByTheirOwnChannel) {
  const std::array orders{Order{.kind = OrderKind::criminal_protective,
                                .begins = day(1),
                                .ends = day(50),
                                .exceptions = {{Channel::dialogue_preparation, day(1), day(50), kTwo}}}};
  ApprovalFacts facts{.orders = orders,
                      .orders_known = true,
                      .channel = Channel::dialogue_preparation,
                      .now = day(5),
                      .recipient_saw = true,
                      .recipient_agrees = true,
                      .signed_by = kTwo,
                      .evidence_noted = true};
  EXPECT_EQ(bar_to_activate(facts), Bar::none);
  facts.channel = Channel::approved_contact;
  EXPECT_EQ(bar_to_activate(facts), Bar::order);
}

}  // namespace
}  // namespace holdfast::domain
