// Addressing: a person says who a letter is for, on evidence; an order stops it there already; a wrong pairing closes
// at once. And registrations: what waited is offered when, and only when, its person is confirmed and wishes it.
#include "gateway/flows/address.h"

#include "gateway/flows/offer.h"
#include "gateway/flows/stop_contact.h"
#include "tests/integration/office/desk.h"

namespace holdfast {
namespace {

using domain::Bar;
using domain::Role;
using test::must;
using test::why;

class AddressingTest : public test::OfficeTest {
 protected:
  test::Arrived approved(const std::string& number) {
    const auto arrived = letter(office_.facilitator(), number, "I am sorry.");
    approve(analyst_, arrived.version);
    return arrived;
  }
  storage::NewOrder order(const std::string& number) {
    storage::NewOrder made;
    made.kind = domain::OrderKind::criminal_protective;
    made.offender_number = number;
    made.conditions = {"05"};
    made.state = domain::OrderState::active;
    made.starts_on = storage::Day{std::chrono::year{2020}, std::chrono::month{1}, std::chrono::day{1}};
    made.permanent = true;
    return made;
  }
  test::Desk analyst_ = office_.staff(Role::analyst);
};

TEST_F(AddressingTest, AnAddressedLetterIsOfferedAndANoticeIsQueued) {
  const auto person = office_.person(office_.offender("A12345"));
  const auto arrived = approved("A12345");
  const auto opened = must(flows::open_addressing(gateway(), analyst_.who, arrived.letter));
  EXPECT_EQ(opened.addressee, "Rosa Quintero");
  ASSERT_EQ(opened.candidates.size(), 1U);
  EXPECT_EQ(opened.candidates[0].name, "Rosa Quintero");
  EXPECT_EQ(opened.candidates[0].evidence.front(), "name_exact");
  const auto done =
      must(flows::address_letter(gateway(), analyst_.who, {arrived.letter, person, "court file SCR-2019-1"}));
  EXPECT_TRUE(done.offered);
  EXPECT_EQ(state_of("letter", arrived.letter), "banked");
  EXPECT_EQ(state_of("hold", *done.hold), "offered");
  EXPECT_EQ(count("notice where state = 'queued' and kind = 'something_is_waiting'"), 1);
  EXPECT_EQ(
      count("job j join hf.notice n on j.kind = 'notice' and j.key = encode(n.oid, 'hex') where j.state = 'waiting'"),
      1);
  EXPECT_EQ(state_of("letter", arrived.letter, "shown_state"), "received");
}

TEST_F(AddressingTest, WithoutEvidenceNobodyIsAddressed) {
  const auto person = office_.person(office_.offender("A12345"));
  const auto arrived = approved("A12345");
  EXPECT_EQ(why(flows::address_letter(gateway(), analyst_.who, {arrived.letter, person, ""})),
            domain::why(Bar::no_evidence));
  EXPECT_EQ(count("hold"), 0);
}

TEST_F(AddressingTest, ABarredPairIsRefusedAndTheLetterStaysApproved) {
  const auto person = office_.person(office_.offender("A12345"));
  const auto arrived = approved("A12345");
  must(flows::enter_order(gateway(), analyst_.who, test::kZone, order("A12345")));
  EXPECT_EQ(why(flows::address_letter(gateway(), analyst_.who, {arrived.letter, person, "court file"})),
            domain::why(Bar::order));
  EXPECT_EQ(state_of("letter", arrived.letter), "approved");
  EXPECT_EQ(count("hold"), 0);
  EXPECT_EQ(count("notice"), 0);
}

// Rule 3: who was not served must not notice. The letter is banked like any other, and its hold waits under the bar.
TEST_F(AddressingTest, UnderAnOrderThatNobodyServedTheLetterIsBankedAndItsHoldWaits) {
  const auto person = office_.person(office_.offender("A12345"));
  auto unserved = order("A12345");
  for (const auto state : {domain::OrderState::requested, domain::OrderState::unserved}) {
    unserved.state = state;
    must(flows::enter_order(gateway(), analyst_.who, test::kZone, unserved));
  }
  const auto arrived = approved("A12345");
  const auto done = must(flows::address_letter(gateway(), analyst_.who, {arrived.letter, person, "court file"}));
  EXPECT_FALSE(done.offered);
  EXPECT_EQ(state_of("letter", arrived.letter), "banked");
  EXPECT_EQ(state_of("hold", *done.hold), "waiting");
  EXPECT_EQ(must(flows::offer_due(gateway())), 0);
  EXPECT_EQ(count("notice"), 0);
}

// Rule 3: what a person asked for themselves must not show, neither alone nor beside a court's order.
TEST_F(AddressingTest, AStopContactRequestAloneIsNotSeenWhereLettersAreAddressed) {
  const auto person = office_.person(office_.offender("A12345"));
  const auto arrived = approved("A12345");
  must(flows::stop_contact(gateway(), office_.recipient(person).who));
  const auto done = must(flows::address_letter(gateway(), analyst_.who, {arrived.letter, person, "court file"}));
  EXPECT_FALSE(done.offered);
  EXPECT_EQ(state_of("letter", arrived.letter), "banked");
  EXPECT_EQ(state_of("hold", *done.hold), "waiting");
}

TEST_F(AddressingTest, ACourtsOrderIsRefusedAlikeWithAndWithoutAStopContactRequest) {
  const auto offender = office_.offender("A12345");
  const auto before = office_.person(offender);
  const auto after = office_.person(offender);
  const auto neither = office_.person(offender);
  const auto arrived = approved("A12345");
  must(flows::stop_contact(gateway(), office_.recipient(before).who));
  must(flows::enter_order(gateway(), analyst_.who, test::kZone, order("A12345")));
  must(flows::stop_contact(gateway(), office_.recipient(after).who));
  for (const auto& person : {before, after, neither}) {
    EXPECT_EQ(why(flows::address_letter(gateway(), analyst_.who, {arrived.letter, person, "court file"})),
              domain::why(Bar::order));
  }
  EXPECT_EQ(state_of("letter", arrived.letter), "approved");
  EXPECT_EQ(count("hold"), 0);
}

TEST_F(AddressingTest, AnotherWritersPersonCannotBeNamed) {
  const auto stranger = office_.person(office_.offender("B99999"));
  const auto arrived = approved("A12345");
  const auto done = flows::address_letter(gateway(), analyst_.who, {arrived.letter, stranger, "court file"});
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().problem, domain::Problem::invalid_field);
}

TEST_F(AddressingTest, ALetterForNobodyIsBankedWithoutAHoldAndComesBackToTheQueue) {
  const auto person = office_.person(office_.offender("A12345"));
  const auto arrived = approved("A12345");
  const auto done =
      must(flows::address_letter(gateway(), analyst_.who, {arrived.letter, std::nullopt, "no record found"}));
  EXPECT_FALSE(done.hold.has_value());
  EXPECT_EQ(state_of("letter", arrived.letter), "banked");
  ASSERT_EQ(must(flows::addressing_queue(gateway(), analyst_.who, 0, 10)).size(), 1U);
  EXPECT_TRUE(must(flows::address_letter(gateway(), analyst_.who, {arrived.letter, person, "registered since"}))
                  .hold.has_value());
  EXPECT_TRUE(must(flows::addressing_queue(gateway(), analyst_.who, 0, 10)).empty());
}

TEST_F(AddressingTest, AWrongPairingClosesAtOnceAndTheRightOneMayFollow) {
  const auto offender = office_.offender("A12345");
  const auto wrong = office_.person(offender);
  const auto right = office_.person(offender);
  const auto arrived = approved("A12345");
  const auto first = must(flows::address_letter(gateway(), analyst_.who, {arrived.letter, wrong, "court file"}));
  must(flows::undo_addressing(gateway(), analyst_.who, arrived.letter, "the other sister"));
  EXPECT_EQ(state_of("hold", *first.hold), "withdrawn");
  EXPECT_EQ(count("hold where frozen_at is not null"), 1);
  EXPECT_EQ(count("task where kind = 'wrong_pairing' and done_at is null"), 1);
  EXPECT_EQ(count("notice where state = 'cancelled'"), 1);
  EXPECT_EQ(state_of("letter", arrived.letter), "approved");
  const auto second =
      must(flows::address_letter(gateway(), analyst_.who, {arrived.letter, right, "court file, read again"}));
  EXPECT_EQ(state_of("hold", *second.hold), "offered");
}

TEST_F(AddressingTest, ConfirmingARegistrationOffersWhatWaited) {
  const auto arrived = approved("A12345");
  flows::Registration sent;
  sent.offender_number = "A12345";
  sent.kind = "victim";
  sent.record = {"Rosa Quintero", "rosa@mail.example", "", "", "en"};
  sent.tell = true;
  sent.notices = "email";
  const auto person = must(flows::enter_registration(gateway(), analyst_.who, sent));
  const auto done = must(flows::address_letter(gateway(), analyst_.who, {arrived.letter, person, "court file"}));
  EXPECT_FALSE(done.offered);
  EXPECT_EQ(state_of("hold", *done.hold), "waiting");
  EXPECT_EQ(must(flows::open_registration(gateway(), analyst_.who, person)).record.name, "Rosa Quintero");
  EXPECT_EQ(must(flows::confirm_registration(gateway(), analyst_.who, person, true)).offered, 1);
  EXPECT_EQ(state_of("hold", *done.hold), "offered");
  EXPECT_FALSE(flows::confirm_registration(gateway(), analyst_.who, person, true).has_value());
}

// The gateway's own offers are made as an analyst's are: by post somebody of the office tells, and a second letter
// needs no second notice.
TEST_F(AddressingTest, WhatIsOfferedLaterIsToldTheWayThePersonWishes) {
  const auto by_post = office_.person(office_.offender("A12345"));
  const auto by_mail = office_.person(office_.offender("B12345"));
  sql("update hf.person set tell = false, notices = 'post' where oid = " + id_sql(by_post.bytes));
  sql("update hf.person set tell = false where oid = " + id_sql(by_mail.bytes));
  for (const auto& [number, person] :
       {std::pair{"A12345", by_post}, std::pair{"B12345", by_mail}, std::pair{"B12345", by_mail}}) {
    const auto arrived = approved(number);
    must(flows::address_letter(gateway(), analyst_.who, {arrived.letter, person, "court file"}));
  }
  sql("update hf.person set tell = true");
  EXPECT_EQ(must(flows::offer_due(gateway())), 3);
  EXPECT_EQ(count("task where kind = 'tell_recipient' and hold_id is not null"), 1);
  EXPECT_EQ(count("notice"), 1);
  EXPECT_EQ(must(flows::offer_due(gateway())), 0);
}

TEST_F(AddressingTest, WhoDoesNotWishToBeToldIsNotOfferedAnything) {
  const auto arrived = approved("A12345");
  flows::Registration sent;
  sent.offender_number = "A12345";
  sent.kind = "victim";
  sent.record = {"Rosa Quintero", "", "", "", "en"};
  const auto person = must(flows::enter_registration(gateway(), analyst_.who, sent));
  const auto done = must(flows::address_letter(gateway(), analyst_.who, {arrived.letter, person, "court file"}));
  EXPECT_EQ(must(flows::confirm_registration(gateway(), analyst_.who, person, true)).offered, 0);
  EXPECT_EQ(state_of("hold", *done.hold), "waiting");
  EXPECT_EQ(count("notice"), 0);
}

TEST_F(AddressingTest, AnOrderOfDaysEndsAtTheNextMidnightOfTheOffice) {
  auto dated = order("A12345");
  dated.permanent = false;
  dated.ends_on = storage::Day{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{22}};
  const auto entered = must(flows::enter_order(gateway(), analyst_.who, test::kZone, dated));
  EXPECT_EQ(sql("select (ends_at at time zone 'utc')::text from hf.contact_order"), "2026-11-23 08:00:00");
  const auto read = must(flows::order(gateway(), analyst_.who, test::kZone, entered.id));
  EXPECT_EQ(read.row.ends_on, dated.ends_on);
  EXPECT_EQ(read.row.starts_on, dated.starts_on);
}

// "Until the end of that day there": days of 23 and of 25 hours, a midnight that does not exist, a leap day, and years
// that were written with few figures.
TEST_F(AddressingTest, AnOrdersDaysAreDaysOfItsZone) {
  struct Days {
    const char *zone, *first, *last, *begins, *ends;
  };
  const auto day = [](const std::string& text) {
    return storage::Day{std::chrono::year{std::stoi(text.substr(0, 4))},
                        std::chrono::month{static_cast<unsigned>(std::stoi(text.substr(5, 2)))},
                        std::chrono::day{static_cast<unsigned>(std::stoi(text.substr(8, 2)))}};
  };
  for (const auto& [zone, first, last, begins, ends] : std::vector<Days>{
           {"America/Los_Angeles", "2026-03-08", "2026-03-08", "2026-03-08 08:00:00", "2026-03-09 07:00:00"},
           {"America/Los_Angeles", "2026-11-01", "2026-11-01", "2026-11-01 07:00:00", "2026-11-02 08:00:00"},
           {"America/Los_Angeles", "2028-02-29", "2028-02-29", "2028-02-29 08:00:00", "2028-03-01 08:00:00"},
           {"America/Phoenix", "2026-03-08", "2026-11-01", "2026-03-08 07:00:00", "2026-11-02 07:00:00"},
           {"America/Havana", "2026-03-08", "2026-03-08", "2026-03-08 05:00:00", "2026-03-09 04:00:00"},
           {"Pacific/Kiritimati", "2026-12-31", "2026-12-31", "2026-12-30 10:00:00", "2026-12-31 10:00:00"},
           {"Etc/UTC", "0099-12-31", "0100-01-01", "0099-12-31 00:00:00", "0100-01-02 00:00:00"},
           {"Etc/UTC", "2026-01-01", "9999-12-31", "2026-01-01 00:00:00", "10000-01-01 00:00:00"},
       }) {
    auto dated = order("A12345");
    dated.permanent = false;
    dated.starts_on = day(first);
    dated.ends_on = day(last);
    const auto entered = must(flows::enter_order(gateway(), analyst_.who, zone, dated));
    EXPECT_EQ(sql("select (starts_at at time zone 'utc')::text from hf.contact_order order by id desc"), begins)
        << zone;
    EXPECT_EQ(sql("select (ends_at at time zone 'utc')::text from hf.contact_order order by id desc"), ends) << zone;
    const auto read = must(flows::order(gateway(), analyst_.who, zone, entered.id)).row;
    EXPECT_TRUE(read.starts_on == day(first) && (read.ends_on == day(last) || std::string(last) == "9999-12-31"))
        << first;
  }
}

TEST_F(AddressingTest, OnePersonAloneDoesNotLoosenAnOrder) {
  const auto entered = must(flows::enter_order(gateway(), analyst_.who, test::kZone, order("A12345")));
  EXPECT_TRUE(entered.bars);
  auto ended = order("A12345");
  ended.state = domain::OrderState::terminated;
  EXPECT_EQ(why(flows::enter_version(gateway(), analyst_.who, test::kZone, entered.id, 1, ended,
                                     {"", "", "the court ended it"})),
            domain::why(Bar::one_person));
  EXPECT_EQ(must(flows::enter_version(gateway(), analyst_.who, test::kZone, entered.id, 1, order("A12345"),
                                      {"", "CR-77", "read again"}))
                .version,
            2);
  EXPECT_EQ(must(flows::orders(gateway(), analyst_.who, test::kZone, 0, 10)).size(), 1U);
}

}  // namespace
}  // namespace holdfast
