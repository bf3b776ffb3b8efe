// Orders win (rule 2): what bars, from when, until when, and what a person reads of it.
#include "gateway/domain/order.h"

#include <gtest/gtest.h>

#include "tests/unit/gateway/domain/words.h"

namespace holdfast::domain {
namespace {

constexpr Channel kLetter = Channel::accountability_letter;
constexpr Channel kContact = Channel::approved_contact;

// A civil order from day 0 to day 10 that says: no communication.
Order civil(std::vector<OrderTerm> terms = {{Condition::no_communication}}) {
  Order order{.id = OrderId{{7}}, .kind = OrderKind::civil_harassment, .begins = day(0), .ends = day(10)};
  order.terms = std::move(terms);
  return order;
}

template <class Change>
Order civil_but(Change change) {
  Order order = civil();
  change(order);
  return order;
}

Bar bar(const Order& order, Time now, Channel channel = kLetter) {
  return bar_of_orders(std::span{&order, 1}, channel, now);
}

struct Case {
  const char* name;
  Order order;
  Time now;
  Bar expected;
  Channel channel = kLetter;
};
class OrderBars : public testing::TestWithParam<Case> {};
TEST_P(OrderBars, AsWritten) {
  const Case& c = GetParam();
  EXPECT_EQ(bar_name(bar(c.order, c.now, c.channel)), bar_name(c.expected));
  EXPECT_EQ(c.order.bars(c.channel, c.now), c.expected != Bar::none);
}

const auto kNames = [](const auto& row) { return std::string{row.param.name}; };

INSTANTIATE_TEST_SUITE_P(
    Dates, OrderBars,
    testing::ValuesIn(std::vector<Case>{
        {"before_it_begins_nothing", civil(), just_before(day(0)), Bar::none},
        {"beginning_now_is_in_force", civil(), day(0), Bar::order},
        {"in_force_to_the_last_moment", civil(), just_before(day(10)), Bar::order},
        {"ending_now_is_over", civil(), day(10), Bar::none},
        {"permanent_never_ends", civil_but([](Order& o) { o.ends.reset(), o.permanent = true; }), day(9000),
         Bar::order},
        {"no_end_waits_for_a_person", civil_but([](Order& o) { o.ends.reset(); }), day(9000), Bar::order_needs_person},
        {"no_begin_waits_for_a_person", civil_but([](Order& o) { o.begins.reset(); }), day(-9),
         Bar::order_needs_person},
        {"end_before_begin_waits_for_a_person", civil_but([](Order& o) { o.ends = day(-1); }), day(50),
         Bar::order_needs_person},
        {"end_equal_to_begin_waits_for_a_person", civil_but([](Order& o) { o.ends = o.begins; }), day(50),
         Bar::order_needs_person},
        {"permanent_with_an_end_waits_for_a_person", civil_but([](Order& o) { o.permanent = true; }), day(50),
         Bar::order_needs_person},
        {"a_person_found_the_dates_bar", civil_but([](Order& o) { o.ends.reset(), o.dates_looked = Looked::bars; }),
         day(50), Bar::order},
        {"a_person_found_the_dates_over",
         civil_but([](Order& o) { o.ends.reset(), o.dates_looked = Looked::does_not_bar; }), day(50), Bar::none},
        {"a_look_at_dates_does_not_shorten_a_sound_order",
         civil_but([](Order& o) { o.dates_looked = Looked::does_not_bar; }), day(5), Bar::order},
    }),
    kNames);

// Days there are not all as long as each other. The core is told instants; these are what their calendars make of it.
constexpr Time utc(int year, unsigned month, unsigned day_of_month, int hour) {
  return Time{std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) /
                                    static_cast<int>(day_of_month)}} +
         std::chrono::hours{hour};
}
const auto of_one_day = [](Time begins, Time ends) {
  return civil_but([&](Order& o) { o.begins = begins, o.ends = ends; });
};
const Order kLosAngelesSpring = of_one_day(utc(2026, 3, 8, 8), utc(2026, 3, 9, 7));    // 23 hours
const Order kLosAngelesAutumn = of_one_day(utc(2026, 11, 1, 7), utc(2026, 11, 2, 8));  // 25 hours
const Order kLeapDay = of_one_day(utc(2028, 2, 29, 8), utc(2028, 3, 1, 8));

INSTANTIATE_TEST_SUITE_P(
    Days, OrderBars,
    testing::ValuesIn(std::vector<Case>{
        {"a_day_of_23_hours_bars_to_its_end", kLosAngelesSpring, just_before(utc(2026, 3, 9, 7)), Bar::order},
        {"a_day_of_23_hours_ends_at_the_midnight_there", kLosAngelesSpring, utc(2026, 3, 9, 7), Bar::none},
        {"a_day_of_25_hours_bars_in_its_last_hour", kLosAngelesAutumn, utc(2026, 11, 2, 7), Bar::order},
        {"a_day_of_25_hours_bars_to_its_end", kLosAngelesAutumn, just_before(utc(2026, 11, 2, 8)), Bar::order},
        {"a_day_of_25_hours_ends_at_the_midnight_there", kLosAngelesAutumn, utc(2026, 11, 2, 8), Bar::none},
        {"a_29th_of_February_begins", kLeapDay, utc(2028, 2, 29, 8), Bar::order},
        {"a_29th_of_February_is_not_yet_there_the_day_before", kLeapDay, just_before(utc(2028, 2, 29, 8)), Bar::none},
        {"a_29th_of_February_bars_to_its_end", kLeapDay, just_before(utc(2028, 3, 1, 8)), Bar::order},
        {"a_29th_of_February_ends_with_the_1st_of_March", kLeapDay, utc(2028, 3, 1, 8), Bar::none},
    }),
    kNames);

const auto in_state = [](OrderState state, std::optional<Time> replaced_at = {}) {
  Order order = civil();
  order.state = state;
  order.replaced_at = replaced_at;
  return order;
};

INSTANTIATE_TEST_SUITE_P(
    Life, OrderBars,
    testing::ValuesIn(std::vector<Case>{
        {"requested_bars", in_state(OrderState::requested), day(5), Bar::order},
        {"requested_bars_without_dates",
         civil_but([](Order& o) { o.state = OrderState::requested, o.begins.reset(), o.ends.reset(); }), day(5),
         Bar::order},
        {"unserved_bars", in_state(OrderState::unserved), day(5), Bar::order},
        {"expired_is_over", in_state(OrderState::expired), day(10), Bar::none},
        {"expired_before_its_end_waits_for_a_person", in_state(OrderState::expired), day(5), Bar::order_needs_person},
        {"modified_bars_until_the_new_version_begins", in_state(OrderState::modified, day(6)), day(5), Bar::order},
        {"modified_is_over_when_the_new_version_begins", in_state(OrderState::modified, day(6)), day(6), Bar::none},
        {"modified_without_a_date_waits_for_a_person", in_state(OrderState::modified), day(6), Bar::order_needs_person},
        {"superseded_without_a_date_waits_for_a_person", in_state(OrderState::superseded), day(6),
         Bar::order_needs_person},
        {"terminated_is_over_from_then_on", in_state(OrderState::terminated, day(3)), day(3), Bar::none},
        {"terminated_bars_until_then", in_state(OrderState::terminated, day(3)), just_before(day(3)), Bar::order},
        {"entered_in_error_bars_nothing", in_state(OrderState::entered_in_error), day(5), Bar::none},
    }),
    kNames);

INSTANTIATE_TEST_SUITE_P(
    Terms, OrderBars,
    testing::ValuesIn(std::vector<Case>{
        {"code_01_waits_for_a_person", civil({{Condition::no_abuse}}), day(5), Bar::order_needs_person},
        {"code_02_waits_for_a_person", civil({{Condition::no_threats}}), day(5), Bar::order_needs_person},
        {"code_03_bars_nothing", civil({{Condition::home_alone}}), day(5), Bar::none},
        {"code_04_waits_for_a_person", civil({{Condition::stay_away}}), day(5), Bar::order_needs_person},
        {"code_05_bars", civil({{Condition::no_communication}}), day(5), Bar::order},
        {"code_05_bars_whatever_one_person_found", civil({{Condition::no_communication, Looked::does_not_bar}}), day(5),
         Bar::order},
        {"code_06_bars_nothing", civil({{Condition::visits}}), day(5), Bar::none},
        {"code_07_bars_nothing", civil({{Condition::no_weapon}}), day(5), Bar::none},
        {"code_08_unread_bars", civil({{Condition::see_text}}), day(5), Bar::order_unread},
        {"code_08_read_and_barring_bars", civil({{Condition::see_text, Looked::bars}}), day(5), Bar::order},
        {"code_08_read_and_harmless_does_not", civil({{Condition::see_text, Looked::does_not_bar}}), day(5), Bar::none},
        {"code_09_bars_nothing", civil({{Condition::temporary_custody}}), day(5), Bar::none},
        {"unknown_code_bars", civil({{Condition::unknown}}), day(5), Bar::order},
        {"unknown_code_bars_whatever_one_person_found", civil({{Condition::unknown, Looked::does_not_bar}}), day(5),
         Bar::order},
        {"one_barring_term_among_harmless_ones_bars",
         civil({{Condition::no_weapon}, {Condition::no_communication}, {Condition::visits}}), day(5), Bar::order},
        {"the_gravest_term_speaks", civil({{Condition::no_abuse}, {Condition::see_text}}), day(5), Bar::order_unread},
        {"no_term_at_all_waits_for_a_person", civil({}), day(5), Bar::order_needs_person},
    }),
    kNames);

const auto of_kind = [](OrderKind kind) {
  Order order = civil({{Condition::no_weapon}});
  order.kind = kind;
  return order;
};

INSTANTIATE_TEST_SUITE_P(
    Kinds, OrderBars,
    testing::ValuesIn(std::vector<Case>{
        {"emergency_protective_bars_by_itself", of_kind(OrderKind::emergency_protective), day(5), Bar::order},
        {"temporary_restraining_bars_by_itself", of_kind(OrderKind::temporary_restraining), day(5), Bar::order},
        {"criminal_protective_bars_by_itself", of_kind(OrderKind::criminal_protective), day(5), Bar::order},
        {"probation_stay_away_bars_by_itself", of_kind(OrderKind::probation_stay_away), day(5), Bar::order},
        {"parole_condition_bars_by_itself", of_kind(OrderKind::parole_condition), day(5), Bar::order},
        {"domestic_violence_goes_by_its_terms", of_kind(OrderKind::domestic_violence), day(5), Bar::none},
        {"civil_harassment_goes_by_its_terms", of_kind(OrderKind::civil_harassment), day(5), Bar::none},
        {"out_of_state_goes_by_its_terms", of_kind(OrderKind::out_of_state), day(5), Bar::none},
        {"other_goes_by_its_terms", of_kind(OrderKind::other), day(5), Bar::none},
        {"dialogue_is_barred_too", of_kind(OrderKind::criminal_protective), day(5), Bar::order,
         Channel::dialogue_preparation},
    }),
    kNames);

const auto excepted = [](Signatures signed_by, OrderKind kind = OrderKind::civil_harassment) {
  Order order = civil();
  order.kind = kind;
  order.exceptions = {{.channel = kContact, .from = day(2), .until = day(4), .signed_by = signed_by}};
  return order;
};

INSTANTIATE_TEST_SUITE_P(Exceptions, OrderBars,
                         testing::ValuesIn(std::vector<Case>{
                             {"two_people_let_one_channel_through", excepted(kTwo), day(2), Bar::none, kContact},
                             {"the_exception_ends_when_it_ends", excepted(kTwo), day(4), Bar::order, kContact},
                             {"not_before_it_begins", excepted(kTwo), just_before(day(2)), Bar::order, kContact},
                             {"the_other_channels_stay_barred", excepted(kTwo), day(3), Bar::order, kLetter},
                             {"one_person_is_not_enough", excepted(kOne), day(3), Bar::order, kContact},
                             {"one_person_with_two_accounts_is_not_enough", excepted(kOneTwice), day(3), Bar::order,
                              kContact},
                             {"a_stop_contact_request_knows_none", excepted(kTwo, OrderKind::stop_contact), day(3),
                              Bar::stop_contact, kContact},
                         }),
                         kNames);

const auto stop = [](std::optional<Time> ends = {}) {
  return Order{.kind = OrderKind::stop_contact, .begins = day(0), .ends = ends, .dates_looked = Looked::does_not_bar};
};

INSTANTIATE_TEST_SUITE_P(StopContact, OrderBars,
                         testing::ValuesIn(std::vector<Case>{
                             {"bars_letters", stop(), day(5), Bar::stop_contact, kLetter},
                             {"bars_approved_contact", stop(), day(5), Bar::stop_contact, kContact},
                             {"bars_dialogue", stop(), day(5), Bar::stop_contact, Channel::dialogue_preparation},
                             {"needs_no_end", stop(), day(9000), Bar::stop_contact},
                             {"needs_no_begin", Order{.kind = OrderKind::stop_contact}, day(5), Bar::stop_contact},
                             {"ends_on_the_day_they_said", stop(day(8)), day(8), Bar::none},
                         }),
                         kNames);

TEST(Orders, TheEffectiveBarIsTheUnion) {
  Order over = civil();
  over.ends = day(1);
  const std::vector<Order> orders{over, civil({{Condition::no_weapon}}), civil(), stop()};
  EXPECT_EQ(explain_orders(orders, kLetter, day(5)).size(), 2u);
  EXPECT_EQ(bar_of_orders({}, kLetter, day(5)), Bar::none);
}

// Two courts, or two papers of one, that contradict each other: what the one lets through the other still bars.
TEST(Orders, WhatOneLetsThroughAnotherStillBars) {
  const std::array lets_through{
      civil({{Condition::see_text, Looked::does_not_bar}}),
      excepted(kTwo),
      in_state(OrderState::terminated, day(1)),
      in_state(OrderState::entered_in_error),
      civil({{Condition::no_weapon}}),
      civil_but([](Order& o) { o.ends = day(2); }),
  };
  for (const auto& one : lets_through) {
    EXPECT_EQ(bar_of_orders(std::vector{one}, kContact, day(3)), Bar::none);
    EXPECT_EQ(bar_of_orders(std::vector{one, civil()}, kContact, day(3)), Bar::order);
    EXPECT_EQ(bar_of_orders(std::vector{civil(), one}, kContact, day(3)), Bar::order);
  }
}

// The same order entered twice, or one for a person who is there twice: both have to end.
TEST(Orders, EnteredTwiceItBarsUntilBothHaveEnded) {
  const auto first = civil();
  EXPECT_EQ(explain_orders(std::vector{first, first}, kLetter, day(5)).size(), 2U);
  const auto ended = in_state(OrderState::terminated, day(4));
  EXPECT_EQ(bar_of_orders(std::vector{ended, first}, kLetter, day(5)), Bar::order);
  EXPECT_EQ(bar_of_orders(std::vector{ended, ended}, kLetter, day(5)), Bar::none);
}

TEST(Orders, ACourtsOrderSpeaksBeforeAStopContactRequest) {
  const Order court{.kind = OrderKind::criminal_protective, .begins = day(0), .permanent = true};
  EXPECT_EQ(bar_of_orders(std::vector{stop(), court}, kLetter, day(5)), Bar::order);
  EXPECT_EQ(bar_of_orders(std::vector{court, stop()}, kLetter, day(5)), Bar::order);
}

TEST(Orders, AnExplanationNamesTheOrderTheTermTheTimeAndWhatWouldLiftIt) {
  const auto found = civil({{Condition::no_weapon}, {Condition::no_communication}}).explain(kLetter, day(5));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->order, OrderId{{7}});
  EXPECT_EQ(found->kind, OrderKind::civil_harassment);
  EXPECT_EQ(found->term, Condition::no_communication);
  EXPECT_EQ(found->since, day(0));
  EXPECT_EQ(found->until, day(10));
  EXPECT_EQ(found->lift, Lift::its_end);
}

TEST(Orders, WhatWouldLiftABar) {
  const auto lift = [](const Order& order) { return order.explain(kLetter, day(5))->lift; };
  EXPECT_EQ(lift(civil_but([](Order& o) { o.ends.reset(), o.permanent = true; })), Lift::the_court);
  EXPECT_EQ(lift(civil({{Condition::see_text}})), Lift::a_person_looks);
  EXPECT_EQ(lift(civil_but([](Order& o) { o.begins.reset(); })), Lift::a_person_looks);
  EXPECT_EQ(lift(stop()), Lift::the_recipient);
  EXPECT_EQ(in_state(OrderState::modified, day(6)).explain(kLetter, day(5))->until, day(6));
}

TEST(Conditions, AreReadFromTheirCodes) {
  EXPECT_EQ(parse_condition("05"), Condition::no_communication);
  EXPECT_EQ(parse_condition("08"), Condition::see_text);
  for (const char* code : {"", "5", "10", "005", "05 ", "unknown", "A1"}) {
    EXPECT_EQ(gate_of(parse_condition(code)), Gate::bars) << code;
  }
}

struct Ending {
  const char* name;
  OrderState from;
  OrderEvent event;
  Actor who;
  OrderFacts facts;
  Bar expected;
};
class OrderLife : public testing::TestWithParam<Ending> {};
TEST_P(OrderLife, GoesAsWritten) {
  const Ending& c = GetParam();
  const auto row = next(c.from, c.event, c.who, c.facts);
  EXPECT_EQ(bar_name(row ? Bar::none : row.error()), bar_name(c.expected));
}

constexpr OrderKind kCivil = OrderKind::civil_harassment;
constexpr OrderKind kStop = OrderKind::stop_contact;

INSTANTIATE_TEST_SUITE_P(
    TighteningNeedsOneLooseningNeedsTwo, OrderLife,
    testing::ValuesIn(std::vector<Ending>{
        {"served_by_one", OrderState::unserved, OrderEvent::serve, Actor::analyst, {}, Bar::none},
        {"reinstated_by_one", OrderState::terminated, OrderEvent::reinstate, Actor::analyst, {}, Bar::none},
        {"ended_early_by_two",
         OrderState::active,
         OrderEvent::terminate,
         Actor::analyst,
         {kCivil, true, true, kTwo, {}, {}},
         Bar::none},
        {"not_ended_early_by_one",
         OrderState::active,
         OrderEvent::terminate,
         Actor::analyst,
         {kCivil, true, true, kOne, {}, {}},
         Bar::one_person},
        {"not_ended_early_by_one_twice",
         OrderState::active,
         OrderEvent::terminate,
         Actor::analyst,
         {kCivil, true, true, kOneTwice, {}, {}},
         Bar::one_person},
        {"not_ended_early_without_paper",
         OrderState::active,
         OrderEvent::terminate,
         Actor::analyst,
         {kCivil, false, true, kTwo, {}, {}},
         Bar::no_evidence},
        {"an_error_is_found_by_two",
         OrderState::active,
         OrderEvent::mark_error,
         Actor::analyst,
         {kCivil, true, true, kOne, {}, {}},
         Bar::one_person},
        {"a_recipient_ends_no_courts_order",
         OrderState::active,
         OrderEvent::terminate,
         Actor::recipient,
         {kCivil, true, true, kTwo, {}, {}},
         Bar::not_yours},
        {"a_recipient_ends_their_own_request",
         OrderState::active,
         OrderEvent::terminate,
         Actor::recipient,
         {kStop, false, true, kNobody, {}, {}},
         Bar::none},
        {"the_office_alone_ends_no_request",
         OrderState::active,
         OrderEvent::terminate,
         Actor::analyst,
         {kStop, true, true, kOne, {}, {}},
         Bar::one_person},
        {"a_stricter_version_by_one",
         OrderState::active,
         OrderEvent::modify,
         Actor::analyst,
         {kCivil, true, false, kOne, {}, {}},
         Bar::none},
        {"a_weaker_version_by_two",
         OrderState::active,
         OrderEvent::modify,
         Actor::analyst,
         {kCivil, true, true, kOne, {}, {}},
         Bar::one_person},
        {"the_clock_expires_what_has_ended",
         OrderState::active,
         OrderEvent::expire,
         Actor::clock,
         {kCivil, false, true, kNobody, day(1), day(1)},
         Bar::none},
        {"the_clock_expires_nothing_early",
         OrderState::active,
         OrderEvent::expire,
         Actor::clock,
         {kCivil, false, true, kNobody, day(1), just_before(day(1))},
         Bar::not_yet},
        {"the_clock_ends_nothing_else",
         OrderState::active,
         OrderEvent::terminate,
         Actor::clock,
         {kCivil, true, true, kTwo, {}, {}},
         Bar::machine},
        {"a_facilitator_ends_nothing",
         OrderState::active,
         OrderEvent::terminate,
         Actor::facilitator,
         {kCivil, true, true, kTwo, {}, {}},
         Bar::not_yours},
    }),
    kNames);

}  // namespace
}  // namespace holdfast::domain
