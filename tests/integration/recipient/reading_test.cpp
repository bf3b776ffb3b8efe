// The recipient's way: rules 1, 2, 5 and 9 from the offer to the words, on a real database with a real keeper.
#include <gtest/gtest.h>

#include <future>
#include <pqxx/pqxx>
#include <thread>

#include "gateway/flows/choose.h"
#include "gateway/flows/offer.h"
#include "gateway/flows/open_letter.h"
#include "gateway/flows/recall.h"
#include "gateway/flows/release.h"
#include "gateway/flows/report.h"
#include "gateway/flows/stop_contact.h"
#include "gateway/flows/tasks.h"
#include "storage/postgres/programme.h"
#include "tests/harness/letters.h"

namespace holdfast {
namespace {

using domain::ChoiceKind;
using domain::HoldState;
using domain::Problem;
using test::ask;
using test::must;

constexpr auto kWords = "I did it. There is no excuse.\r\n\tI am sorry. \xE2\x80\x94 M.";

class Recipient : public testing::Test {
 protected:
  domain::Result<flows::Chosen> choose(ChoiceKind kind, std::optional<domain::Time> date = {}) {
    return flows::choose(office.gateway(), desk.who, {.hold = banked.hold, .kind = kind, .date = date});
  }
  domain::Result<flows::OpenedLetter> open() { return flows::open_letter(office.gateway(), desk.who, banked.hold); }
  void withdraw() { must(storage::withdraw_letter(office.gateway(), office.facilitator().who, banked.letter)); }
  std::string state() { return ask(office, "select state from hf.hold"); }
  std::string count(const std::string& table) { return ask(office, "select count(*) from hf." + table); }
  std::string why(const domain::Error& error) { return std::string(error.why); }
  domain::Time now() {
    return must(office.owner().database.run(
        {}, [](storage::Transaction& tx) -> domain::Result<domain::Time> { return tx.now(); }));
  }

  test::Office office;
  domain::OffenderId offender = office.offender("A12345");
  domain::PersonId person = office.person(offender);
  test::Desk desk = office.recipient(person);
  test::Banked banked = test::banked_letter(office, person, kWords);
};

class Offered : public Recipient {
 protected:
  void SetUp() override { ASSERT_EQ(must(flows::offer_due(office.gateway())), 1); }
};

TEST_F(Recipient, SeesNothingThatIsNotOffered) {
  EXPECT_EQ(must(office.gateway().database.run(desk.who.actor,
                                               [](storage::Transaction& tx) { return storage::my_offers(tx); }))
                .size(),
            0u);
  EXPECT_EQ(choose(ChoiceKind::now).error().problem, Problem::not_found);
  EXPECT_EQ(open().error().problem, Problem::not_found);
  EXPECT_EQ(state(), "waiting");
}

TEST_F(Recipient, IsAskedOnceByAnAnalystWithOneNotice) {
  const auto analyst = office.staff(domain::Role::analyst);
  const auto offer = [&] {
    return must(office.gateway().database.run(analyst.who.actor, [&](storage::Transaction& tx) {
      return flows::offer_where_wished(tx, office.gateway(), &analyst.who, banked.hold);
    }));
  };
  EXPECT_TRUE(offer());
  EXPECT_EQ(state(), "offered");
  EXPECT_EQ(count("notice"), "1");
  EXPECT_FALSE(offer());
  EXPECT_EQ(must(flows::offer_due(office.gateway())), 0);
  EXPECT_EQ(count("notice"), "1");
}

TEST_F(Recipient, IsOfferedNothingUnderAnOrder) {
  test::order_in_force(office, person);
  EXPECT_EQ(must(flows::offer_due(office.gateway())), 0);
  EXPECT_EQ(state(), "waiting");
  EXPECT_EQ(count("notice"), "0");
}

TEST_F(Offered, WhoSaysNowCanOpenItAndReadItAgain) {
  EXPECT_EQ(must(choose(ChoiceKind::now)).state, HoldState::released);
  EXPECT_EQ(count("opening"), "0");
  const auto opened = must(open());
  EXPECT_EQ(opened.words.reveal_text(), kWords);
  EXPECT_EQ(opened.from, "Writer A12345");
  EXPECT_EQ(state(), "delivered");
  EXPECT_EQ(must(open()).words.reveal_text(), kWords);
  EXPECT_EQ(count("opening"), "2");
  EXPECT_EQ(ask(office, "select state from hf.delivery"), "opened");
}

TEST_F(Offered, WithoutAChoiceNothingOpens) {
  EXPECT_EQ(open().error().problem, Problem::refused);
  EXPECT_EQ(count("opening"), "0");
}

TEST_F(Offered, AnOrderAfterReleaseRecallsItAndBarsTheOpening) {
  must(choose(ChoiceKind::now));
  test::order_in_force(office, person);
  EXPECT_EQ(ask(office, "select cause from hf.recall"), "order");
  const auto opened = open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(why(opened.error()), domain::why(domain::Bar::order));
  EXPECT_EQ(count("opening"), "0");
  EXPECT_EQ(state(), "accepted");
  EXPECT_EQ(ask(office, "select count(*) from hf.task where kind = 'tell_recipient'"), "1");
}

// No window: an opening that comes while an order is being entered waits for it, and then there is nothing to open.
TEST_F(Offered, AnOpeningWaitsForAnOrderThatIsBeingEnteredAndIsBarred) {
  must(choose(ChoiceKind::now));
  pqxx::connection clerk(office.database().conninfo("holdfast_owner"));
  pqxx::work entering(clerk);
  entering.exec(
      "insert into hf.contact_order (agency_id, oid, root_oid, offender_id, person_id, kind, state, conditions, "
      "starts_at, permanent, entered_by) select p.agency_id, decode(repeat('ab', 16), 'hex'), decode(repeat('ab', 16), "
      "'hex'), p.offender_id, p.id, 'domestic_violence', 'active', '{05}', hf.now() - interval '1 hour', true, "
      "p.confirmed_by from hf.person p");
  auto opening = std::async(std::launch::async, [&] { return open(); });
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  const std::string waiting =
      "select count(*) from pg_locks l join pg_stat_activity a on a.pid = l.pid where a.datname = current_database() "
      "and not l.granted";
  while (ask(office, waiting) == "0" && std::chrono::steady_clock::now() < until) std::this_thread::yield();
  entering.commit();
  const auto opened = opening.get();
  ASSERT_FALSE(opened);
  EXPECT_EQ(why(opened.error()), domain::why(domain::Bar::order));
  EXPECT_EQ(count("opening"), "0");
  EXPECT_EQ(ask(office, "select cause from hf.recall"), "order");
}

// A writer takes back what was not opened, accepted or not; what was opened is its reader's.
TEST_F(Offered, AWithdrawalTakesWhatWasReleasedAndNotOpened) {
  must(choose(ChoiceKind::now));
  withdraw();
  EXPECT_EQ(state(), "withdrawn");
  EXPECT_EQ(ask(office, "select state from hf.letter"), "withdrawn");
  EXPECT_EQ(ask(office, "select state from hf.delivery"), "recalled");
  EXPECT_FALSE(open());
  EXPECT_EQ(count("opening"), "0");
  EXPECT_EQ(must(flows::release_due(office.gateway())), 0);
}

TEST_F(Offered, AWithdrawalTakesWhatWasAcceptedUnderAnOrder) {
  test::order_in_force(office, person);
  must(choose(ChoiceKind::now));
  EXPECT_EQ(state(), "accepted");
  withdraw();
  EXPECT_EQ(state(), "withdrawn");
}

TEST_F(Offered, AWithdrawalLeavesWhatWasOpened) {
  must(choose(ChoiceKind::now));
  must(open());
  withdraw();
  EXPECT_EQ(state(), "delivered");
  EXPECT_EQ(ask(office, "select shown_state from hf.letter"), "withdrawn");
  EXPECT_EQ(must(open()).words.reveal_text(), kWords);
}

TEST_F(Offered, WhatWasOpenedStaysReadableUnderALaterOrder) {
  must(choose(ChoiceKind::now));
  must(open());
  test::order_in_force(office, person);
  EXPECT_EQ(must(open()).words.reveal_text(), kWords);
  EXPECT_EQ(count("recall"), "0");
  EXPECT_EQ(state(), "delivered");
}

TEST_F(Offered, UnderAnOrderTheChoiceStandsAndTheBarIsSaid) {
  test::order_in_force(office, person);
  const auto chosen = must(choose(ChoiceKind::now));
  EXPECT_EQ(chosen.state, HoldState::accepted);
  EXPECT_EQ(chosen.bar, domain::Bar::order);
  EXPECT_EQ(count("release"), "0");
  EXPECT_EQ(must(flows::release_due(office.gateway())), 0);
}

TEST_F(Offered, StopContactRecallsAndBarsUntilThatPersonUndoesIt) {
  must(choose(ChoiceKind::now));
  must(flows::stop_contact(office.gateway(), desk.who));
  must(flows::stop_contact(office.gateway(), desk.who));
  EXPECT_EQ(count("contact_order"), "1");
  EXPECT_EQ(ask(office, "select cause from hf.recall"), "stop_contact");
  EXPECT_FALSE(open());
  EXPECT_EQ(must(choose(ChoiceKind::now)).bar, domain::Bar::stop_contact);
  EXPECT_EQ(count("release"), "1");

  const auto other = office.recipient(office.person(offender));
  must(flows::resume_contact(office.gateway(), other.who));
  EXPECT_TRUE(must(flows::stopped_since(office.gateway(), desk.who)));
  auto unsure = desk.who;
  unsure.stepped_up = false;
  EXPECT_EQ(flows::resume_contact(office.gateway(), unsure).error().problem, Problem::step_up_needed);
  must(flows::resume_contact(office.gateway(), desk.who));
  EXPECT_FALSE(must(flows::stopped_since(office.gateway(), desk.who)));
  EXPECT_EQ(must(choose(ChoiceKind::now)).bar, domain::Bar::order_needs_person);
  const auto analyst = office.staff(domain::Role::analyst);
  for (const auto& task : must(flows::open_tasks(office.gateway(), analyst.who, 0, 10))) {
    if (task.kind == "resume_after_order") must(flows::finish_task(office.gateway(), analyst.who, task.task));
  }
  EXPECT_EQ(must(choose(ChoiceKind::now)).state, HoldState::released);
  EXPECT_EQ(must(open()).words.reveal_text(), kWords);
}

TEST_F(Offered, TheOfficeCannotUndoAPersonsStop) {
  must(flows::stop_contact(office.gateway(), desk.who));
  const auto analyst = office.staff(domain::Role::analyst);
  EXPECT_FALSE(flows::resume_contact(office.gateway(), analyst.who));
  EXPECT_TRUE(must(flows::stopped_since(office.gateway(), desk.who)));
}

TEST_F(Offered, AChoiceCanBeChangedUntilTheLetterIsOpened) {
  must(choose(ChoiceKind::now));
  EXPECT_EQ(must(choose(ChoiceKind::never)).state, HoldState::declined);
  EXPECT_EQ(ask(office, "select cause from hf.recall"), "choice");
  EXPECT_EQ(ask(office, "select state from hf.delivery"), "recalled");
  EXPECT_FALSE(open());
  EXPECT_EQ(must(choose(ChoiceKind::not_now)).state, HoldState::deferred);
  EXPECT_EQ(must(choose(ChoiceKind::now)).state, HoldState::released);
  must(open());
  EXPECT_FALSE(choose(ChoiceKind::never));
  EXPECT_EQ(state(), "delivered");
  EXPECT_EQ(count("choice"), "4");
}

TEST_F(Offered, NeverIsUndoneByThatPersonAloneAndNobodyAsks) {
  must(choose(ChoiceKind::never));
  office.move_clock(std::chrono::days(3));
  EXPECT_EQ(must(flows::offer_due(office.gateway())), 0);
  EXPECT_EQ(must(flows::reoffer_due(office.gateway())), 0);
  EXPECT_EQ(must(flows::release_due(office.gateway())), 0);
  const auto analyst = office.staff(domain::Role::analyst);
  flows::NewChoice recorded{.hold = banked.hold,
                            .kind = ChoiceKind::now,
                            .said = domain::Said::telephone,
                            .office_asked = true,
                            .evidence = "called 3 May, knew the code word"};
  EXPECT_EQ(why(flows::choose(office.gateway(), analyst.who, recorded).error()), domain::why(domain::Bar::nobody_asks));
  recorded.evidence.clear();
  recorded.office_asked = false;
  EXPECT_EQ(why(flows::choose(office.gateway(), analyst.who, recorded).error()), domain::why(domain::Bar::no_evidence));
  EXPECT_EQ(state(), "declined");
  EXPECT_EQ(must(choose(ChoiceKind::now)).state, HoldState::released);
}

TEST_F(Offered, TheOfficeWritesDownWhatWasSaidByTelephone) {
  const auto analyst = office.staff(domain::Role::analyst);
  const flows::NewChoice recorded{.hold = banked.hold,
                                  .kind = ChoiceKind::now,
                                  .way = domain::Way::post,
                                  .said = domain::Said::telephone,
                                  .evidence = "called 3 May"};
  EXPECT_EQ(must(flows::choose(office.gateway(), analyst.who, recorded)).state, HoldState::released);
  EXPECT_EQ(ask(office, "select way from hf.delivery"), "post");
  EXPECT_EQ(why(open().error()), domain::why(domain::Bar::another_way));
}

TEST_F(Offered, AnAnalystsWordIsNotThePersonsAtTheDatabaseEither) {
  const auto analyst = office.staff(domain::Role::analyst);
  const auto forged =
      office.gateway().database.run(analyst.who.actor, [&](storage::Transaction& tx) -> domain::Result<void> {
        auto hold = storage::take_hold(tx, banked.hold);
        auto facts = storage::hold_facts(tx, *hold);
        domain::Choice forged_choice;
        forged_choice.kind = ChoiceKind::now;
        const auto made = storage::add_choice(tx, office.gateway(), *hold, facts->version, forged_choice);
        return made ? domain::Result<void>{} : std::unexpected(made.error());
      });
  EXPECT_EQ(forged.error().problem, Problem::forbidden);
  EXPECT_EQ(count("choice"), "0");
}

TEST_F(Offered, AnotherPersonsHoldIsNotThere) {
  const auto other = office.recipient(office.person(offender));
  EXPECT_EQ(flows::choose(office.gateway(), other.who, {.hold = banked.hold, .kind = ChoiceKind::now}).error().problem,
            Problem::not_found);
  must(choose(ChoiceKind::now));
  EXPECT_EQ(flows::open_letter(office.gateway(), other.who, banked.hold).error().problem, Problem::not_found);
  EXPECT_EQ(count("opening"), "0");
}

TEST_F(Offered, WithoutTheKeeperNoWordIsShownAndTheOpeningStaysWitnessed) {
  must(choose(ChoiceKind::now));
  office.stop_keeper();
  EXPECT_EQ(open().error().problem, Problem::unavailable);
  EXPECT_EQ(count("opening"), "1");
}

TEST_F(Offered, OnADateItIsReleasedOnThatDateAndOnce) {
  const auto chosen = must(choose(ChoiceKind::on_date, now() + std::chrono::days(2)));
  EXPECT_EQ(chosen.state, HoldState::accepted);
  EXPECT_EQ(chosen.bar, domain::Bar::not_yet);
  EXPECT_EQ(must(flows::release_due(office.gateway())), 0);
  EXPECT_FALSE(open());
  office.move_clock(std::chrono::days(2) + std::chrono::minutes(1));
  EXPECT_EQ(must(flows::release_due(office.gateway())), 1);
  EXPECT_EQ(must(flows::release_due(office.gateway())), 0);
  EXPECT_EQ(must(open()).words.reveal_text(), kWords);
}

TEST_F(Offered, WhatAnOrderRecalledIsNotReleasedAgainByItself) {
  must(choose(ChoiceKind::now));
  test::order_in_force(office, person);
  office.move_clock(std::chrono::days(1));
  EXPECT_EQ(must(flows::release_due(office.gateway())), 0);
  EXPECT_EQ(state(), "accepted");
}

TEST_F(Offered, NotNowUntilComesBackAsAnOfferWithoutANotice) {
  EXPECT_EQ(must(choose(ChoiceKind::not_now_until, now() + std::chrono::days(2))).state, HoldState::deferred);
  const auto notices = count("notice");
  EXPECT_EQ(must(flows::reoffer_due(office.gateway())), 0);
  office.move_clock(std::chrono::days(3));
  EXPECT_EQ(must(flows::reoffer_due(office.gateway())), 1);
  EXPECT_EQ(state(), "offered");
  EXPECT_EQ(count("notice"), notices);
}

TEST_F(Offered, AChoiceIsForOneVersionAndANewerOneIsAskedFor) {
  must(choose(ChoiceKind::on_date, now() + std::chrono::days(2)));
  test::newer_version(office, banked, "Again, and better.");
  office.move_clock(std::chrono::days(3));
  EXPECT_EQ(must(flows::release_due(office.gateway())), 0);
  EXPECT_TRUE(must(office.gateway().database.run(desk.who.actor, [&](storage::Transaction& tx) {
                return storage::my_offer(tx, banked.hold);
              })).replaced);
  must(choose(ChoiceKind::now));
  EXPECT_EQ(must(open()).words.reveal_text(), "Again, and better.");
}

TEST_F(Offered, TheOfficeCallsBackWhatNobodyOpened) {
  must(choose(ChoiceKind::now));
  const auto analyst = office.staff(domain::Role::analyst);
  must(flows::recall(office.gateway(), analyst.who, banked.hold, storage::RecallCause::wrong_pairing));
  EXPECT_EQ(state(), "accepted");
  EXPECT_FALSE(open());
  EXPECT_EQ(count("opening"), "0");
}

TEST_F(Offered, AReportIsATicketThatNoInstitutionSeesWithoutTheirYes) {
  must(flows::report(office.gateway(), desk.who,
                     {.channel = "call", .what = "He had his cousin call me.", .share = false, .stop = true}));
  EXPECT_EQ(ask(office, "select state from hf.ticket where shared_at is null"), "unconfirmed");
  EXPECT_TRUE(must(flows::stopped_since(office.gateway(), desk.who)));
  must(flows::report(office.gateway(), desk.who, {.channel = "call", .what = "Again.", .share = true}));
  EXPECT_EQ(ask(office, "select count(*) from hf.ticket where shared_at is not null"), "1");
  EXPECT_EQ(ask(office, "select count(*) from hf.task where kind = 'report_received'"), "2");
}

TEST_F(Offered, EveryStepIsWitnessed) {
  const auto entries = [&] { return std::stoi(count("audit_leaf")); };
  const int before = entries();
  must(choose(ChoiceKind::now));  // hold.accepted, delivery.released, hold.released
  EXPECT_EQ(entries() - before, 3);
  must(open());  // delivery.opened, hold.opened, and the keeper's own
  EXPECT_EQ(entries() - before, 6);
}

}  // namespace
}  // namespace holdfast
