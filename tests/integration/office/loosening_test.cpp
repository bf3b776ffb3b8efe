// Loosening takes two people: an order is ended or eased only by another person's confirmation, bars as before until
// then, and hand-written SQL as the gateway's role does it no sooner. What its paper says is sealed.
#include "gateway/flows/loosen.h"
#include "storage/postgres/sealed.h"
#include "tests/integration/office/desk.h"

namespace holdfast {
namespace {

using domain::Bar;
using domain::OrderState;
using domain::Problem;
using domain::Role;
using test::must;
using test::why;

class LooseningTest : public test::OfficeTest {
 protected:
  void SetUp() override {
    order_.kind = domain::OrderKind::criminal_protective;
    order_.offender_number = "A12345";
    order_.conditions = {"05"};
    order_.state = OrderState::active;
    order_.starts_on = storage::Day{std::chrono::year{2020}, std::chrono::month{1}, std::chrono::day{1}};
    order_.permanent = true;
    id_ = must(flows::enter_order(gateway(), first_.who, test::kZone, order_,
                                  {"Superior Court", "CR-77", "protects Rosa Quintero"}))
              .id;
  }
  storage::NewOrder ended() {
    auto made = order_;
    made.state = OrderState::terminated;
    return made;
  }
  domain::Result<flows::AskedLoosening> ask(const test::Desk& who, const storage::NewOrder& order, int seen = 1) {
    return flows::ask_loosening(gateway(), who.who, test::kZone, id_, seen, order, {"", "", "the court ended it"});
  }
  domain::Result<storage::EnteredOrder> confirm(const test::Desk& who, const storage::LooseningId& what) {
    return flows::confirm_loosening(gateway(), who.who, test::kZone, id_, what);
  }
  bool bars() { return must(flows::order(gateway(), first_.who, test::kZone, id_)).row.bars; }
  std::string outcome() { return sql("select outcome from hf.order_loosening order by id desc limit 1"); }
  // As the gateway's role, by hand; what the database says.
  std::string by_hand(const test::Desk& who, const std::string& statement) {
    const auto account = sql("select id from hf.account where oid = " + id_sql(who.account.bytes));
    try {
      pqxx::connection gateway_role(office_.database().conninfo("holdfast_gateway"));
      pqxx::work work(gateway_role);
      work.exec("select set_config('app.actor', '" + account + "', true)");
      const auto done = work.exec(statement);
      work.commit();
      return std::to_string(done.affected_rows());
    } catch (const pqxx::sql_error& error) {
      return error.what();
    }
  }

  test::Desk first_ = office_.staff(Role::analyst);
  test::Desk second_ = office_.staff(Role::analyst);
  storage::NewOrder order_;
  domain::OrderId id_;
};

TEST_F(LooseningTest, AnOrderEndsWhenAnotherPersonConfirmsAndNoSooner) {
  const auto asked = must(ask(first_, ended()));
  EXPECT_TRUE(bars());
  EXPECT_EQ(must(flows::order(gateway(), second_.who, test::kZone, id_)).row.loosening_asked, asked.asked);
  EXPECT_EQ(why(confirm(first_, asked.id)), domain::why(Bar::one_person));
  const auto same_human = second_account(first_, Role::analyst);
  EXPECT_EQ(why(confirm(same_human, asked.id)), domain::why(Bar::one_person));
  EXPECT_TRUE(bars());
  const auto before = count("audit_leaf");
  const auto entered = must(confirm(second_, asked.id));
  EXPECT_EQ(entered.version, 2);
  EXPECT_FALSE(entered.bars);
  EXPECT_FALSE(bars());
  EXPECT_EQ(outcome(), "confirmed");
  EXPECT_GE(count("audit_leaf"), before + 2);  // the confirmation, and the order's end
  EXPECT_EQ(confirm(second_, asked.id).error().problem, Problem::conflict);
}

TEST_F(LooseningTest, AskedTwiceIsAskedOnceAndSomethingElseHasToWait) {
  const auto asked = must(ask(first_, ended()));
  const auto leaves = count("audit_leaf");
  EXPECT_EQ(must(ask(first_, ended())).id, asked.id);
  EXPECT_EQ(must(ask(second_, ended())).id, asked.id);
  EXPECT_EQ(count("order_loosening"), 1);
  EXPECT_EQ(count("audit_leaf"), leaves);
  auto other = ended();
  other.state = OrderState::entered_in_error;
  EXPECT_EQ(ask(second_, other).error().problem, Problem::conflict);
}

TEST_F(LooseningTest, ANoLeavesTheOrderAsItIs) {
  const auto asked = must(ask(first_, ended()));
  must(flows::refuse_loosening(gateway(), second_.who, test::kZone, id_, asked.id));
  EXPECT_EQ(outcome(), "refused");
  EXPECT_EQ(confirm(second_, asked.id).error().problem, Problem::conflict);
  EXPECT_TRUE(bars());
  must(ask(first_, ended()));  // may be asked again
}

TEST_F(LooseningTest, ATighteningOvertakesWhatWasAsked) {
  const auto asked = must(ask(first_, ended()));
  auto tighter = order_;
  tighter.conditions = {"05", "01"};
  EXPECT_EQ(
      must(flows::enter_version(gateway(), second_.who, test::kZone, id_, 1, tighter, {"", "", "read again"})).version,
      2);
  EXPECT_EQ(outcome(), "overtaken");
  EXPECT_EQ(confirm(second_, asked.id).error().problem, Problem::conflict);
  EXPECT_TRUE(bars());
  EXPECT_EQ(ask(first_, ended()).error().problem, Problem::conflict);  // about a version that stands no more
}

TEST_F(LooseningTest, WhatBarsNoLessIsNotAskedFor) {
  auto tighter = order_;
  tighter.conditions = {"05", "01"};
  EXPECT_EQ(ask(first_, tighter).error().problem, Problem::conflict);
  auto without = flows::ask_loosening(gateway(), first_.who, test::kZone, id_, 1, ended(), {});
  EXPECT_EQ(why(without), domain::why(Bar::no_evidence));
}

// An order that begins next year is loosened as one that is in force is.
TEST_F(LooseningTest, OnePersonAloneDoesNotEndWhatHasNotBegun) {
  auto later = order_;
  later.starts_on = storage::Day{std::chrono::year{2090}, std::chrono::month{1}, std::chrono::day{1}};
  id_ = must(flows::enter_order(gateway(), first_.who, test::kZone, later)).id;
  EXPECT_FALSE(bars());
  later.state = OrderState::terminated;
  EXPECT_EQ(why(flows::enter_version(gateway(), first_.who, test::kZone, id_, 1, later, {"", "", "x"})),
            domain::why(Bar::one_person));
  must(confirm(second_, must(ask(first_, later)).id));
}

TEST_F(LooseningTest, TheDatabaseItselfWantsTwoPeople) {
  const std::string version =
      "insert into hf.contact_order (agency_id, oid, root_oid, version, offender_id, person_id, kind, state, "
      "conditions, "
      "looked, note_id, starts_at, ends_at, permanent, entered_by, loosening_id) select n.agency_id, hf.random(), "
      "n.root_oid, n.version + 1, n.offender_id, n.person_id, n.kind, STATE, n.conditions, n.looked, w.note_id, "
      "n.starts_at, "
      "n.ends_at, n.permanent, hf.actor(), LOOSENING from hf.contact_order n left join hf.order_loosening w on "
      "w.order_id = n.id "
      "where n.version = 1";
  const auto insert = [&](const std::string& state, const std::string& loosening) {
    auto text = version;
    const auto put = [&](const std::string& mark, const std::string& value) {
      text.replace(text.find(mark), mark.size(), value);
    };
    put("hf.random()", "uuid_send(gen_random_uuid())");
    put("STATE", state);
    put("LOOSENING", loosening);
    return text;
  };
  EXPECT_NE(by_hand(first_, insert("'terminated'", "null")).find("one_person"), std::string::npos);
  must(ask(first_, ended()));
  EXPECT_NE(by_hand(first_, insert("'terminated'", "w.id")).find("one_person"), std::string::npos);
  EXPECT_NE(by_hand(second_account(first_, Role::analyst), insert("'terminated'", "w.id")).find("one_person"),
            std::string::npos);
  EXPECT_NE(by_hand(second_, insert("'terminated'", "null")).find("one_person"), std::string::npos);
  // Another text than the one that was asked for.
  EXPECT_NE(by_hand(second_, insert("'entered_in_error'", "w.id")).find("superseded"), std::string::npos);
  // In somebody else's name, and confirmed without a version.
  const auto owner_of = sql("select asked_by from hf.order_loosening");
  EXPECT_NE(by_hand(second_,
                    "insert into hf.order_loosening (agency_id, oid, order_id, state, conditions, looked, permanent, "
                    "note_id, asked_by) select agency_id, uuid_send(gen_random_uuid()), order_id, state, conditions, "
                    "looked, permanent, note_id, " +
                        owner_of + " from hf.order_loosening")
                .find("policy"),
            std::string::npos);
  EXPECT_NE(
      by_hand(second_,
              "update hf.order_loosening set outcome = 'confirmed', decided_by = hf.actor(), decided_at = hf.now()"),
      "1");
  EXPECT_EQ(outcome(), "waiting");
  EXPECT_TRUE(bars());
  EXPECT_EQ(by_hand(second_, insert("'terminated'", "w.id")), "1");
  EXPECT_FALSE(bars());
}

TEST_F(LooseningTest, SomebodyRecusedConfirmsNothing) {
  const auto asked = must(ask(first_, ended()));
  sql("insert into hf.recusal (agency_id, account_id, offender_id) select a.agency_id, a.id, o.id from hf.account a, "
      "hf.offender o where a.oid = " +
      id_sql(second_.account.bytes));
  EXPECT_EQ(confirm(second_, asked.id).error().problem, Problem::not_found);
  EXPECT_EQ(flows::open_order(gateway(), second_.who, test::kZone, id_).error().problem, Problem::not_found);
}

// Rule 5: what an order's paper says may name a protected person. It is in no column, and opens to who sees orders.
TEST_F(LooseningTest, WhatAnOrderSaysIsSealedAndOpensWitnessed) {
  must(ask(first_, ended()));
  EXPECT_EQ(sql("select count(*) from hf.contact_order t where t::text like '%Rosa%' or t::text like '%CR-77%'"), "0");
  EXPECT_EQ(sql("select count(*) from hf.order_loosening t where t::text like '%court ended%'"), "0");
  const auto before = count("audit_leaf");
  const auto opened = must(flows::open_order(gateway(), second_.who, test::kZone, id_));
  EXPECT_EQ(opened.note.court, "Superior Court");
  EXPECT_EQ(opened.note.number, "CR-77");
  EXPECT_EQ(opened.note.reason, "protects Rosa Quintero");
  EXPECT_EQ(opened.loosening_note.reason, "the court ended it");
  EXPECT_EQ(count("audit_leaf"), before + 3);  // the look, and the keeper's two
  // The keeper opens it for nobody who does not see orders.
  const storage::Look look{sealing::GrantKind::order_note, domain::GrantId{id_.bytes},
                           opened.order.row.note.value_or(domain::ObjectId{}), sealing::Purpose::order_note, 1};
  const auto reader = office_.staff(Role::reader);
  EXPECT_FALSE(storage::OpenedObject::ask(gateway(), reader.who.actor, reader.who.account, look));
  const auto auditor = office_.staff(Role::auditor);
  EXPECT_FALSE(storage::OpenedObject::ask(gateway(), auditor.who.actor, auditor.who.account, look));
  const auto investigator = office_.staff(Role::investigator);
  EXPECT_TRUE(storage::OpenedObject::ask(gateway(), investigator.who.actor, investigator.who.account, look));
}

}  // namespace
}  // namespace holdfast
