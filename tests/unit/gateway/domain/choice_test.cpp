// The recipient's clock (rule 9).
#include "gateway/domain/choice.h"

#include <gtest/gtest.h>

#include "tests/unit/gateway/domain/words.h"

namespace holdfast::domain {
namespace {

Choice choice(ChoiceKind kind, std::optional<Time> date = {}) {
  return {.version = version(1), .kind = kind, .date = date, .made_at = day(1)};
}
Choice told(Said said, bool noted = true, bool office_asked = false) {
  Choice c = choice(ChoiceKind::now);
  c.said = said;
  c.evidence_noted = noted;
  c.office_asked = office_asked;
  return c;
}

struct Making {
  const char* name;
  Choice choice;
  Actor by;
  bool opened;
  Bar to_choose;
  Bar to_undo_never;
};
class MakingAChoice : public testing::TestWithParam<Making> {};
TEST_P(MakingAChoice, IsTheirs) {
  const Making& c = GetParam();
  EXPECT_EQ(bar_name(bar_to_choose(c.choice, c.by, c.opened)), bar_name(c.to_choose));
  EXPECT_EQ(bar_name(bar_to_undo_never(c.choice, c.by, c.opened)), bar_name(c.to_undo_never));
}

INSTANTIATE_TEST_SUITE_P(
    Table, MakingAChoice,
    testing::ValuesIn(std::vector<Making>{
        {"signed_in", choice(ChoiceKind::now), Actor::recipient, false, Bar::none, Bar::none},
        {"after_opening", choice(ChoiceKind::never), Actor::recipient, true, Bar::already_opened, Bar::already_opened},
        {"on_a_date", choice(ChoiceKind::on_date, day(9)), Actor::recipient, false, Bar::none, Bar::none},
        {"on_no_date", choice(ChoiceKind::on_date), Actor::recipient, false, Bar::no_date, Bar::no_date},
        {"not_until_no_date", choice(ChoiceKind::not_now_until), Actor::recipient, false, Bar::no_date, Bar::no_date},
        {"by_telephone", told(Said::telephone), Actor::analyst, false, Bar::none, Bar::none},
        {"by_telephone_without_a_note", told(Said::telephone, false), Actor::analyst, false, Bar::no_evidence,
         Bar::no_evidence},
        {"by_telephone_when_the_office_asked", told(Said::telephone, true, true), Actor::analyst, false, Bar::none,
         Bar::nobody_asks},
        {"an_analyst_is_not_the_person", told(Said::signed_in), Actor::analyst, false, Bar::not_yours, Bar::not_yours},
        {"a_recipient_is_not_the_telephone", told(Said::telephone), Actor::recipient, false, Bar::not_yours,
         Bar::not_yours},
        {"a_facilitator", choice(ChoiceKind::now), Actor::facilitator, false, Bar::not_yours, Bar::not_yours},
        {"a_reader", told(Said::in_person), Actor::reader, false, Bar::not_yours, Bar::not_yours},
        {"the_clock", choice(ChoiceKind::now), Actor::clock, false, Bar::machine, Bar::machine},
    }),
    [](const auto& row) { return std::string{row.param.name}; });

struct Reading {
  const char* name;
  std::optional<Choice> latest;
  Bar expected;
};
class ReadingAChoice : public testing::TestWithParam<Reading> {};
TEST_P(ReadingAChoice, OnDayFiveForVersionOneHere) {
  const Reading& c = GetParam();
  const Bar bar = bar_of_choice(c.latest ? &*c.latest : nullptr, version(1), Way::read_here, day(5));
  EXPECT_EQ(bar_name(bar), bar_name(c.expected));
}

Choice of_version_two() {
  Choice c = choice(ChoiceKind::now);
  c.version = version(2);
  return c;
}
Choice by_post() {
  Choice c = choice(ChoiceKind::now);
  c.way = Way::post;
  return c;
}

INSTANTIATE_TEST_SUITE_P(Table, ReadingAChoice,
                         testing::ValuesIn(std::vector<Reading>{
                             {"silence_is_no", {}, Bar::no_choice},
                             {"now", choice(ChoiceKind::now), Bar::none},
                             {"accepted_for_today", choice(ChoiceKind::on_date, day(5)), Bar::none},
                             {"accepted_for_tomorrow", choice(ChoiceKind::on_date, day(6)), Bar::not_yet},
                             {"accepted_for_no_date", choice(ChoiceKind::on_date), Bar::not_yet},
                             {"not_now", choice(ChoiceKind::not_now), Bar::deferred},
                             {"not_now_until_yesterday_is_no_yes", choice(ChoiceKind::not_now_until, day(4)),
                              Bar::deferred},
                             {"never", choice(ChoiceKind::never), Bar::never},
                             {"another_version", of_version_two(), Bar::another_version},
                             {"another_way", by_post(), Bar::another_way},
                         }),
                         [](const auto& row) { return std::string{row.param.name}; });

TEST(Choices, TheLatestWinsAndOfTwoAtOnceTheLastWritten) {
  std::vector<Choice> choices{choice(ChoiceKind::now), choice(ChoiceKind::never), choice(ChoiceKind::not_now)};
  choices[0].made_at = day(3);
  EXPECT_EQ(latest_choice(choices)->kind, ChoiceKind::now);
  choices[1].made_at = day(3);
  EXPECT_EQ(latest_choice(choices)->kind, ChoiceKind::never);
  EXPECT_EQ(latest_choice({}), nullptr);
}

}  // namespace
}  // namespace holdfast::domain
