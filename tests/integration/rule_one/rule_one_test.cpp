// Rule 1, by hand: somebody with the gateway's own role in the database, past every flow and page, tries to release a
// letter. The database refuses each way and says which bar; only the lawful one goes through.
#include "tests/integration/office/desk.h"

namespace holdfast {
namespace {

using domain::Role;
using test::must;

class RuleOneTest : public test::OfficeTest {
 protected:
  void SetUp() override {
    offender_ = office_.offender("A12345");
    person_ = office_.person(offender_);
    recipient_ = office_.recipient(person_);
    arrived_ = letter(office_.facilitator(), "A12345", "I am sorry.");
  }

  std::string key(const std::string& table, const domain::IdBytes& id) {
    return sql("select id from hf." + table + " where oid = " + id_sql(id));
  }

  // One statement as holdfast_gateway with this account as the actor. "done", or the bar, or what else refused.
  std::string by_hand(const test::Desk& actor, const std::string& statement) {
    pqxx::connection connection(office_.database().conninfo("holdfast_gateway"));
    pqxx::work work(connection);
    work.exec("select set_config('app.actor', '" + key("account", actor.account.bytes) + "', true)");
    try {
      work.exec(statement);
      work.commit();
      return "done";
    } catch (const pqxx::sql_error& error) {
      std::string what = error.what();
      const auto at = what.find("DETAIL:  ");
      if (std::string_view(error.sqlstate()) != "HF001" || at == std::string::npos) return what;
      return what.substr(at + 9, what.find('\n', at) - at - 9);
    }
  }

  std::string hold_by_hand() {
    const auto made =
        by_hand(analyst_, "insert into hf.hold (agency_id, oid, letter_id, person_id, offender_id) values (" +
                              agency() + ", uuid_send(gen_random_uuid()), " + key("letter", arrived_.letter.bytes) +
                              ", " + key("person", person_.bytes) + ", " + key("offender", offender_.bytes) + ")");
    if (made != "done") throw std::runtime_error(made);
    return sql("select max(id) from hf.hold");
  }
  std::string agency() { return sql("select min(id) from hf.agency"); }
  std::string version() { return key("letter_version", arrived_.version.bytes); }

  void choose(const std::string& kind, const std::string& not_before = "null") {
    const auto made =
        by_hand(recipient_,
                "insert into hf.choice (agency_id, hold_id, version_id, kind, way, not_before, person_id, recorded_by) "
                "values (" +
                    agency() + ", " + sql("select max(id) from hf.hold") + ", " + version() + ", '" + kind + "', " +
                    (kind == "now" || kind == "on_date" ? "'read_here'" : "null") + ", " + not_before + ", " +
                    key("person", person_.bytes) + ", " + key("account", recipient_.account.bytes) + ")");
    if (made != "done") throw std::runtime_error(made);
  }
  std::string release() {
    return by_hand(
        recipient_,
        "insert into hf.release (agency_id, oid, hold_id, version_id, choice_id, person_id, by_account) values (" +
            agency() + ", uuid_send(gen_random_uuid()), " + sql("select max(id) from hf.hold") + ", " + version() +
            ", " + sql("select coalesce(max(id), 0) from hf.choice") + ", " + key("person", person_.bytes) + ", " +
            key("account", recipient_.account.bytes) + ")");
  }
  // Approved, addressed, offered: everything but the choice.
  void offer() {
    approve(analyst_, arrived_.version);
    must(flows::address_letter(gateway(), analyst_.who, {arrived_.letter, person_, "court file"}));
  }
  storage::EnteredOrder bar_it() {
    storage::NewOrder order;
    order.kind = domain::OrderKind::criminal_protective;
    order.offender_number = "A12345";
    order.conditions = {"05"};
    order.state = domain::OrderState::active;
    order.starts_on = storage::Day{std::chrono::year{2020}, std::chrono::month{1}, std::chrono::day{1}};
    order.permanent = true;
    return must(flows::enter_order(gateway(), analyst_.who, test::kZone, order));
  }

  test::Desk analyst_ = office_.staff(Role::analyst);
  test::Desk recipient_;
  domain::OffenderId offender_;
  domain::PersonId person_;
  test::Arrived arrived_;
};

TEST_F(RuleOneTest, WithEverythingInOrderTheReleaseGoesThrough) {
  offer();
  choose("now");
  EXPECT_EQ(release(), "done");
}

TEST_F(RuleOneTest, NotTwice) {
  offer();
  choose("now");
  EXPECT_EQ(release(), "done");
  EXPECT_EQ(release(), "not_in_state");
}

// What was called back waits for a new word.
TEST_F(RuleOneTest, NotTwiceUnderOneChoice) {
  offer();
  choose("now");
  ASSERT_EQ(release(), "done");
  sql("insert into hf.delivery (agency_id, release_id, way) select agency_id, id, 'read_here' from hf.release");
  sql("update hf.hold set state = 'released'");
  sql("insert into hf.recall (agency_id, release_id, cause) select agency_id, id, 'choice' from hf.release");
  sql("update hf.delivery set state = 'recalled'");
  sql("update hf.hold set state = 'accepted'");
  EXPECT_EQ(release(), "not_in_state");
  choose("now");
  EXPECT_EQ(release(), "done");
}

TEST_F(RuleOneTest, NotWithoutAnApproval) {
  hold_by_hand();
  choose("now");
  EXPECT_EQ(release(), "not_approved");
}

TEST_F(RuleOneTest, NotWithoutAConfirmedAddressee) {
  approve(analyst_, arrived_.version);
  hold_by_hand();
  choose("now");
  EXPECT_EQ(release(), "not_addressed");
}

TEST_F(RuleOneTest, NotToSomebodyWhoHasNotRegistered) {
  offer();
  choose("now");
  sql("update hf.person set confirmed_by = null");
  EXPECT_EQ(release(), "not_registered");
}

TEST_F(RuleOneTest, NotWithoutAChoice) {
  offer();
  EXPECT_EQ(release(), "no_choice");
}

TEST_F(RuleOneTest, NotAfterNever) {
  offer();
  choose("never");
  EXPECT_EQ(release(), "never");
}

TEST_F(RuleOneTest, NotOnAChoiceThatALaterOneReplaced) {
  offer();
  choose("now");
  choose("not_now");
  EXPECT_EQ(release(), "deferred");
}

TEST_F(RuleOneTest, NotBeforeItsDate) {
  offer();
  choose("on_date", "hf.now() + interval '1 hour'");
  EXPECT_EQ(release(), "not_yet");
  office_.move_clock(std::chrono::seconds(3601));
  EXPECT_EQ(release(), "done");
}

TEST_F(RuleOneTest, NotOverAnOrder) {
  offer();
  choose("now");
  bar_it();
  EXPECT_EQ(release(), "order");
}

TEST_F(RuleOneTest, NotUnderQuarantine) {
  offer();
  choose("now");
  sql("insert into hf.quarantine (agency_id, version_id) values (" + agency() + ", " + version() + ")");
  EXPECT_EQ(release(), "quarantine");
}

TEST_F(RuleOneTest, NoHoldIsCalledReleasedOrDeliveredWithoutAReleaseToShow) {
  offer();
  EXPECT_EQ(by_hand(analyst_, "update hf.hold set state = 'released'"), "not_in_state");
  EXPECT_EQ(by_hand(analyst_, "update hf.hold set state = 'delivered'"), "not_opened");
}

TEST_F(RuleOneTest, NoOfferBeginsOverAnOrder) {
  approve(analyst_, arrived_.version);
  hold_by_hand();
  bar_it();
  EXPECT_EQ(by_hand(analyst_, "update hf.hold set state = 'offered'"), "order");
}

TEST_F(RuleOneTest, AnOrderClosesAgainWhatWasReleasedAndNotOpened) {
  offer();
  choose("now");
  ASSERT_EQ(release(), "done");
  sql("insert into hf.delivery (agency_id, release_id, way) select agency_id, id, 'read_here' from hf.release");
  sql("update hf.hold set state = 'released'");
  const auto entered = bar_it();
  EXPECT_EQ(entered.recalled, 1);
  EXPECT_EQ(count("recall where cause = 'order'"), 1);
  EXPECT_EQ(sql("select state from hf.hold"), "accepted");
  EXPECT_EQ(sql("select state from hf.delivery"), "recalled");
  EXPECT_EQ(count("task where kind = 'tell_recipient'"), 1);
  EXPECT_NE(by_hand(recipient_, "insert into hf.opening (agency_id, oid, release_id, account_id) values (" + agency() +
                                    ", uuid_send(gen_random_uuid()), " + sql("select max(id) from hf.release") + ", " +
                                    key("account", recipient_.account.bytes) + ")"),
            "done");
}

TEST_F(RuleOneTest, APersonsQuarantineClosesAgainWhatWasReleasedAndNotOpened) {
  offer();
  choose("now");
  ASSERT_EQ(release(), "done");
  sql("insert into hf.delivery (agency_id, release_id, way) select agency_id, id, 'read_here' from hf.release");
  sql("update hf.hold set state = 'released'");
  must(flows::decide_review(gateway(), analyst_.who, arrived_.version,
                            {flows::Decision::quarantine, {domain::ReturnCode::coded}, "none"}));
  EXPECT_EQ(count("recall where cause = 'quarantine'"), 1);
  EXPECT_EQ(sql("select state from hf.hold"), "accepted");
  EXPECT_EQ(sql("select state from hf.letter"), "in_review");
  EXPECT_EQ(release(), "quarantine");
}

TEST_F(RuleOneTest, WhatWasSaidAndDoneIsNotRewritten) {
  offer();
  choose("never");
  for (const std::string statement :
       {"update hf.choice set kind = 'now', way = 'read_here'", "delete from hf.choice", "delete from hf.hold",
        "update hf.review set decision = 'approve'", "update hf.contact_order set state = 'terminated'"}) {
    EXPECT_NE(by_hand(analyst_, statement).find("permission denied"), std::string::npos) << statement;
  }
}

}  // namespace
}  // namespace holdfast
