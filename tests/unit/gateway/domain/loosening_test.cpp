// Tightening needs one person, loosening needs two: what counts as loosening, and who may confirm it.
#include "gateway/domain/loosening.h"

#include <gtest/gtest.h>

#include "tests/unit/gateway/domain/words.h"

namespace holdfast::domain {
namespace {

Order order(std::optional<Time> begins, std::optional<Time> ends, OrderState state = OrderState::active) {
  Order made;
  made.kind = OrderKind::criminal_protective;
  made.state = state;
  made.begins = begins;
  made.ends = ends;
  made.permanent = !ends;
  if (state == OrderState::terminated) made.replaced_at = day(5);
  return made;
}

struct Case {
  std::string_view name;
  Order from, to;
  bool fewer_people;
  bool loosens;
};
class Loosens : public testing::TestWithParam<Case> {};
TEST_P(Loosens, AtDayFive) {
  const Case& c = GetParam();
  EXPECT_EQ(loosens(c.from, c.to, c.fewer_people, day(5)), c.loosens);
}

Order excepted(Time from, Time until) {
  auto made = order(day(1), {});
  made.exceptions.push_back({Channel::approved_contact, from, until, {kOne.first, kTwo.second}});
  return made;
}

INSTANTIATE_TEST_SUITE_P(
    Table, Loosens,
    testing::ValuesIn(std::vector<Case>{
        {"the_same", order(day(1), day(9)), order(day(1), day(9)), false, false},
        {"ended", order(day(1), day(9)), order(day(1), day(9), OrderState::terminated), false, true},
        {"in_error", order(day(1), day(9)), order(day(1), day(9), OrderState::entered_in_error), false, true},
        {"shorter", order(day(1), day(9)), order(day(1), day(8)), false, true},
        {"longer", order(day(1), day(9)), order(day(1), day(10)), false, false},
        {"permanent_no_more", order(day(1), {}), order(day(1), day(9)), false, true},
        {"begins_later", order(day(1), day(9)), order(day(6), day(9)), false, true},
        {"began_another_day", order(day(1), day(9)), order(day(3), day(9)), false, false},
        {"not_begun_yet_and_ended", order(day(7), day(9)), order(day(7), day(9), OrderState::terminated), false, true},
        {"over_and_ended", order(day(1), day(4)), order(day(1), day(4), OrderState::terminated), false, false},
        {"over_and_in_error", order(day(1), day(4)), order(day(1), day(4), OrderState::entered_in_error), false, false},
        {"fewer_people", order(day(1), day(9)), order(day(1), day(9)), true, true},
        {"fewer_people_when_over", order(day(1), day(4)), order(day(1), day(4)), true, false},
        {"one_channel_later", order(day(1), {}), excepted(day(7), day(8)), false, true},
        {"one_channel_long_ago", order(day(1), {}), excepted(day(2), day(3)), false, false},
    }),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(Loosening, IsConfirmedByAnotherPersonAndByNoSecondAccount) {
  const auto judge = [](const Signatures& by) {
    return next(LooseningState::waiting, LooseningEvent::confirm, Actor::analyst, by);
  };
  EXPECT_TRUE(judge(kTwo));
  EXPECT_EQ(judge(kOne).error(), Bar::one_person);
  EXPECT_EQ(judge(kOneTwice).error(), Bar::one_person);
  EXPECT_EQ(judge({}).error(), Bar::one_person);
}

TEST(Loosening, IsRefusedByOneAndOverForGood) {
  EXPECT_TRUE(next(LooseningState::waiting, LooseningEvent::refuse, Actor::analyst, kOne));
  EXPECT_TRUE(next(LooseningState::waiting, LooseningEvent::overtake, Actor::order, {}));
  for (const auto over : {LooseningState::confirmed, LooseningState::refused, LooseningState::overtaken}) {
    EXPECT_EQ(next(over, LooseningEvent::confirm, Actor::analyst, kTwo).error(), Bar::not_in_state);
  }
  EXPECT_EQ(next(LooseningState::waiting, LooseningEvent::confirm, Actor::recipient, kTwo).error(), Bar::not_yours);
  EXPECT_EQ(next(LooseningState::waiting, LooseningEvent::confirm, Actor::job, kTwo).error(), Bar::machine);
}

}  // namespace
}  // namespace holdfast::domain
