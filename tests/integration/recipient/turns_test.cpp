// Orders that begin and end by themselves: at its beginning one calls back what is in flight; what one held back goes
// on only when a person has looked, however the order ended. Rules 2 and 10.
#include <date/tz.h>
#include <gtest/gtest.h>

#include <pqxx/pqxx>

#include "gateway/flows/choose.h"
#include "gateway/flows/loosen.h"
#include "gateway/flows/offer.h"
#include "gateway/flows/open_letter.h"
#include "gateway/flows/release.h"
#include "gateway/flows/stop_contact.h"
#include "gateway/flows/tasks.h"
#include "gateway/flows/turns.h"
#include "tests/harness/letters.h"

namespace holdfast {
namespace {

using domain::Bar;
using domain::ChoiceKind;
using domain::HoldState;
using test::ask;
using test::must;

const std::string kZone = "America/Los_Angeles";
constexpr std::chrono::hours kDay{24};

class Turns : public testing::Test {
 protected:
  storage::Day day_in(int days) {
    const auto now = must(office.owner().database.run(
        {}, [](storage::Transaction& tx) -> domain::Result<domain::Time> { return tx.now(); }));
    const date::year_month_day local{date::floor<date::days>(date::locate_zone(kZone)->to_local(now + days * kDay))};
    return {std::chrono::year{static_cast<int>(local.year())}, std::chrono::month{static_cast<unsigned>(local.month())},
            std::chrono::day{static_cast<unsigned>(local.day())}};
  }
  storage::EnteredOrder enter(std::optional<int> from, std::optional<int> to) {
    storage::NewOrder order;
    order.kind = domain::OrderKind::criminal_protective;
    order.offender_number = "A12345";
    order.person = person;
    order.conditions = {"05"};
    order.state = domain::OrderState::active;
    if (from) order.starts_on = day_in(*from);
    if (to) order.ends_on = day_in(*to);
    order.permanent = !to;
    return must(flows::enter_order(office.gateway(), analyst.who, kZone, order));
  }
  flows::Chosen choose(ChoiceKind kind) {
    return must(flows::choose(office.gateway(), desk.who, {.hold = banked.hold, .kind = kind, .date = {}}));
  }
  int turns() { return must(flows::take_due_turns(office.gateway())); }
  std::vector<storage::TaskRow> tasks(std::string_view kind) {
    auto open = must(flows::open_tasks(office.gateway(), analyst.who, 0, 100));
    std::erase_if(open, [&](const auto& task) { return task.kind != kind; });
    return open;
  }
  void look() {
    const auto waiting = tasks("resume_after_order");
    ASSERT_EQ(waiting.size(), 1U);
    must(flows::finish_task(office.gateway(), analyst.who, waiting.front().task));
  }
  std::string state() { return ask(office, "select state from hf.hold"); }
  int entries() { return std::stoi(ask(office, "select count(*) from hf.audit_leaf")); }

  test::Office office;
  domain::OffenderId offender = office.offender("A12345");
  domain::PersonId person = office.person(offender);
  test::Desk desk = office.recipient(person);
  test::Desk analyst = office.staff(domain::Role::analyst);
  test::Banked banked = test::banked_letter(office, person, "I am sorry.");
};

TEST_F(Turns, WhatAnOrderHeldBackIsOfferedAfterItsEndOnlyWhenAPersonLooked) {
  enter(-3, 2);
  EXPECT_EQ(must(flows::offer_due(office.gateway())), 0);
  EXPECT_EQ(turns(), 0);
  office.move_clock(4 * kDay);
  EXPECT_EQ(must(flows::offer_due(office.gateway())), 0);
  const auto before = entries();
  EXPECT_EQ(turns(), 1);
  EXPECT_EQ(entries(), before + 1);  // that it ended, and what was asked for
  EXPECT_EQ(turns(), 0);
  EXPECT_EQ(must(flows::offer_due(office.gateway())), 0);
  EXPECT_EQ(state(), "waiting");
  look();
  EXPECT_EQ(must(flows::offer_due(office.gateway())), 1);
}

TEST_F(Turns, TheDatabaseRefusesWhatNobodyLookedAtEvenByHand) {
  enter(-3, 2);
  office.move_clock(4 * kDay);
  turns();
  const auto by_hand = [&] {
    try {
      pqxx::connection gateway(office.database().conninfo("holdfast_gateway"));
      pqxx::work work(gateway);
      work.exec("select set_config('app.actor', '" + ask(office, "select id from hf.account where role = 'analyst'") +
                "', true)");
      work.exec("update hf.hold set state = 'offered'");
      return std::string("done");
    } catch (const pqxx::sql_error& error) {
      return std::string(error.what());
    }
  };
  EXPECT_NE(by_hand().find("order_needs_person"), std::string::npos) << by_hand();
  look();
  EXPECT_EQ(by_hand(), "done");
}

TEST_F(Turns, AnOrderThatBeginsLaterCallsBackAtItsBeginning) {
  ASSERT_EQ(must(flows::offer_due(office.gateway())), 1);
  EXPECT_EQ(choose(ChoiceKind::now).state, HoldState::released);
  EXPECT_EQ(enter(2, 9).recalled, 0);
  EXPECT_EQ(state(), "released");
  office.move_clock(3 * kDay);
  EXPECT_FALSE(flows::open_letter(office.gateway(), desk.who, banked.hold));  // it waits for no turn
  EXPECT_EQ(turns(), 1);
  EXPECT_EQ(state(), "accepted");
  EXPECT_EQ(ask(office, "select cause from hf.recall"), "order");
  EXPECT_EQ(tasks("tell_recipient").size(), 1U);
  office.move_clock(8 * kDay);
  EXPECT_EQ(turns(), 1);
  look();
  EXPECT_EQ(choose(ChoiceKind::now).state, HoldState::released);
}

TEST_F(Turns, AVersionThatWasReplacedTurnsNothing) {
  const auto order = enter(2, 9);
  storage::NewOrder longer;
  longer.conditions = {"05"};
  longer.state = domain::OrderState::active;
  longer.starts_on = day_in(1);
  longer.permanent = true;
  must(flows::enter_version(office.gateway(), analyst.who, kZone, order.id, 1, longer, {"", "", "made permanent"}));
  office.move_clock(12 * kDay);
  EXPECT_EQ(turns(), 3);  // two of a version that no longer stands, and the beginning of the one that does
  EXPECT_EQ(tasks("resume_after_order").size(), 0U);
  EXPECT_EQ(must(flows::offer_due(office.gateway())), 0);
}

TEST_F(Turns, OneThatEndsBesideAnotherInForceAsksNobodyYet) {
  enter(-3, 2);
  enter(-1, 6);
  office.move_clock(4 * kDay);
  EXPECT_EQ(turns(), 1);
  EXPECT_EQ(tasks("resume_after_order").size(), 0U);
  office.move_clock(4 * kDay);
  EXPECT_EQ(turns(), 1);
  look();
  EXPECT_EQ(must(flows::offer_due(office.gateway())), 1);
}

TEST_F(Turns, AHoldThatWasMadeAfterTheOrderEndedWaitsForNobody) {
  enter(-9, -2);
  turns();
  EXPECT_EQ(must(flows::offer_due(office.gateway())), 1);
}

// Two people let one channel through: the bank's letters go on once a person looked, and wait again when it is over.
TEST_F(Turns, AnExceptionLetsItsChannelThroughForItsDaysAndNoOther) {
  const auto order = enter(-3, std::nullopt);
  const auto second = office.staff(domain::Role::analyst);
  const auto let_through = [&](domain::Channel channel, int seen) {
    storage::NewOrder eased;
    eased.conditions = {"05"};
    eased.state = domain::OrderState::active;
    eased.starts_on = day_in(-3);
    eased.permanent = true;
    eased.exceptions = {{channel, day_in(0), day_in(4)}};
    EXPECT_EQ(flows::enter_version(office.gateway(), analyst.who, kZone, order.id, seen, eased, {"", "", "agreed"})
                  .error()
                  .why,
              domain::why(Bar::one_person));
    const auto asked = must(flows::ask_loosening(office.gateway(), analyst.who, kZone, order.id, seen, eased,
                                                 {"", "", "the court agreed"}));
    EXPECT_EQ(flows::confirm_loosening(office.gateway(), analyst.who, kZone, order.id, asked.id).error().why,
              domain::why(Bar::one_person));
    must(flows::confirm_loosening(office.gateway(), second.who, kZone, order.id, asked.id));
  };
  let_through(domain::Channel::dialogue_preparation, 1);
  EXPECT_EQ(tasks("resume_after_order").size(), 0U);
  EXPECT_EQ(must(flows::offer_due(office.gateway())), 0);
  let_through(domain::Channel::accountability_letter, 2);
  EXPECT_EQ(must(flows::offer_due(office.gateway())), 0);
  look();
  EXPECT_EQ(must(flows::offer_due(office.gateway())), 1);
  EXPECT_EQ(choose(ChoiceKind::now).state, HoldState::released);
  office.move_clock(6 * kDay);
  EXPECT_EQ(turns(), 2);  // of this exception, and of the version before it, which stands no longer
  EXPECT_EQ(state(), "accepted");
  EXPECT_EQ(choose(ChoiceKind::now).bar, Bar::order);
}

TEST_F(Turns, WhoResumesContactIsSpokenToBeforeAnythingGoesOn) {
  ASSERT_EQ(must(flows::offer_due(office.gateway())), 1);
  must(flows::stop_contact(office.gateway(), desk.who));
  must(flows::resume_contact(office.gateway(), desk.who));
  EXPECT_EQ(choose(ChoiceKind::now).bar, Bar::order_needs_person);
  EXPECT_EQ(must(flows::release_due(office.gateway())), 0);
  look();
  EXPECT_EQ(must(flows::release_due(office.gateway())), 1);
}

}  // namespace
}  // namespace holdfast
