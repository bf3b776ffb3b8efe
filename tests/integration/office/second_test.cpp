// An office of one: the second person whom the profile names sees what waits for them, answers it, and sees nothing
// else, by any hand; without one it stays held.
#include "gateway/flows/second.h"

#include "gateway/flows/loosen.h"
#include "storage/postgres/sealed.h"
#include "tests/integration/office/desk.h"

namespace holdfast {
namespace {

using domain::OrderState;
using domain::Problem;
using domain::Role;
using storage::SecondKind;
using test::must;

class SecondPersonTest : public test::OfficeTest {
 protected:
  domain::OrderId order(const std::string& number) {
    storage::NewOrder made;
    made.kind = domain::OrderKind::criminal_protective;
    made.offender_number = number;
    made.conditions = {"05"};
    made.state = OrderState::active;
    made.starts_on = storage::Day{std::chrono::year{2020}, std::chrono::month{1}, std::chrono::day{1}};
    made.permanent = true;
    last_ = made;
    return must(flows::enter_order(gateway(), alone_.who, test::kZone, made, {"Superior Court", "CR-77", "a paper"}))
        .id;
  }
  storage::LooseningId ask(const test::Desk& who, const domain::OrderId& order) {
    auto ended = last_;
    ended.state = OrderState::terminated;
    return must(flows::ask_loosening(gateway(), who.who, test::kZone, order, 1, ended, {"", "", "the court ended it"}))
        .id;
  }
  std::vector<storage::SecondRow> waits(const test::Desk& who) {
    return must(flows::waits_for_second(gateway(), who.who, 0, 10));
  }
  // As the gateway's role, by hand: how many rows this person sees of a table.
  int rows(const test::Desk& who, const std::string& table) {
    const auto account = sql("select id from hf.account where oid = " + id_sql(who.account.bytes));
    pqxx::connection gateway_role(office_.database().conninfo("holdfast_gateway"));
    pqxx::work work(gateway_role);
    work.exec("select set_config('app.actor', '" + account + "', true)");
    return work.exec1("select count(*) from hf." + table)[0].as<int>();
  }

  test::Desk alone_ = office_.staff(Role::analyst);
  test::Desk second_ = office_.staff(Role::second_person);
  storage::NewOrder last_;
};

TEST_F(SecondPersonTest, SeesWhatWaitsAndNothingElseAndItsAnswerCounts) {
  const auto other = order("B77777");
  const auto mine = order("A12345");
  EXPECT_TRUE(waits(second_).empty());
  EXPECT_EQ(flows::open_order(gateway(), second_.who, test::kZone, mine).error().problem, Problem::not_found);
  const auto asked = ask(alone_, mine);
  const auto waiting = waits(second_);
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting.front().kind, SecondKind::order);
  EXPECT_EQ(waiting.front().id, mine.text());
  EXPECT_EQ(waiting.front().offender_number, "A12345");
  EXPECT_EQ(waiting.front().asked_by, "A analyst");
  const auto opened = must(flows::open_order(gateway(), second_.who, test::kZone, mine));
  EXPECT_EQ(opened.note.number, "CR-77");
  EXPECT_EQ(opened.loosening_note.reason, "the court ended it");
  EXPECT_EQ(flows::open_order(gateway(), second_.who, test::kZone, other).error().problem, Problem::not_found);
  EXPECT_EQ(rows(second_, "contact_order"), 1);
  EXPECT_EQ(rows(second_, "offender"), 1);
  for (const auto* table : {"letter", "letter_version", "hold", "choice", "task", "ticket", "report", "review"})
    EXPECT_EQ(rows(second_, table), 0) << table;
  const auto entered = must(flows::confirm_loosening(gateway(), second_.who, test::kZone, mine, asked));
  EXPECT_EQ(entered.version, 2);
  EXPECT_FALSE(entered.bars);
  EXPECT_EQ(state_of("contact_order", entered.id), "terminated");
  // What is answered is no longer theirs to see: not the rows, not the paper.
  EXPECT_TRUE(waits(second_).empty());
  for (const auto* table : {"contact_order", "order_loosening", "offender", "person"})
    EXPECT_EQ(rows(second_, table), 0) << table;
  const storage::Look look{sealing::GrantKind::order_note, domain::GrantId{mine.bytes},
                           opened.order.row.note.value_or(domain::ObjectId{}), sealing::Purpose::order_note, 1};
  EXPECT_FALSE(storage::OpenedObject::ask(gateway(), second_.who.actor, second_.who.account, look));
}

TEST_F(SecondPersonTest, MaySayNo) {
  const auto id = order("A12345");
  const auto asked = ask(alone_, id);
  must(flows::refuse_loosening(gateway(), second_.who, test::kZone, id, asked));
  EXPECT_EQ(sql("select outcome from hf.order_loosening"), "refused");
  EXPECT_TRUE(waits(second_).empty());
}

TEST_F(SecondPersonTest, OnePersonWithTwoAccountsStaysOne) {
  const auto id = order("A12345");
  const auto asked = ask(alone_, id);
  sql("update hf.account set human_id = (select human_id from hf.account where oid = " + id_sql(alone_.account.bytes) +
      ") where oid = " + id_sql(second_.account.bytes));
  second_.who = must(storage::principal_of(gateway(), second_.token));
  EXPECT_TRUE(waits(second_).empty());
  EXPECT_FALSE(flows::confirm_loosening(gateway(), second_.who, test::kZone, id, asked));
  EXPECT_EQ(sql("select outcome from hf.order_loosening"), "waiting");
}

TEST_F(SecondPersonTest, AsksForNothingAndIsKeptFromWhomTheyAreRecused) {
  const auto id = order("A12345");
  ask(alone_, id);
  auto ended = last_;
  ended.state = OrderState::entered_in_error;
  EXPECT_FALSE(flows::ask_loosening(gateway(), second_.who, test::kZone, id, 1, ended, {"", "", "x"}));
  EXPECT_FALSE(flows::enter_order(gateway(), second_.who, test::kZone, last_, {}));
  sql("insert into hf.recusal (agency_id, account_id, offender_id) select a.agency_id, a.id, o.id from hf.account a, "
      "hf.offender o where a.oid = " +
      id_sql(second_.account.bytes));
  EXPECT_TRUE(waits(second_).empty());
}

// The newest that the harness made is whom the "profile" names; the one before is nobody any more.
TEST_F(SecondPersonTest, WhomTheProfileDoesNotNameIsNotSignedIn) {
  EXPECT_TRUE(must(flows::second_is_there(gateway(), alone_.who)));
  office_.staff(Role::second_person);
  EXPECT_EQ(storage::principal_of(gateway(), second_.token).error().problem, Problem::not_signed_in);
}

TEST_F(SecondPersonTest, WithoutOneItStaysHeld) {
  sql("update hf.account set disabled_at = hf.now() where role = 'second_person'");
  EXPECT_FALSE(must(flows::second_is_there(gateway(), alone_.who)));
  const auto id = order("A12345");
  ask(alone_, id);
  EXPECT_TRUE(must(flows::order(gateway(), alone_.who, test::kZone, id)).row.loosening_asked.has_value());
  EXPECT_TRUE(must(flows::order(gateway(), alone_.who, test::kZone, id)).row.bars);
}

}  // namespace
}  // namespace holdfast
