// What is asked while the guard is held does not grow with the bank: an order would wait for it, and every other step
// behind that order. Counted, not timed: rows read and functions called in one transaction that is undone.
#include <gtest/gtest.h>

#include <pqxx/pqxx>

#include "storage/postgres/internal.h"
#include "tests/integration/race/ground.h"

namespace holdfast::race {
namespace {

struct Cost {
  long rows = 0, calls = 0;
};

class GuardCost : public testing::Test {
 protected:
  Cost cost(const storage::Actor& actor, const std::string& statements, const std::string& plans) {
    pqxx::connection superuser(ground_.office().database().conninfo("postgres"));
    pqxx::work work(superuser);
    work.exec("set local track_functions = 'all'");
    work.exec(plans);
    work.exec("select set_config('app.actor', '" + std::to_string(storage::Keys::account(actor)) + "', true)");
    work.exec("set local role holdfast_gateway");
    work.exec(statements);
    work.exec("reset role");
    const auto rows = work.exec1(
        "select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_user_tables where schemaname = 'hf'");
    const auto calls = work.exec1("select sum(calls) from pg_stat_xact_user_functions where schemaname = 'hf'");
    return {rows[0].as<long>(), calls[0].as<long>()};
  }
  void grow() {
    for (int i = 0; i < 60; ++i) ground_.prepare(kStages.at(static_cast<std::size_t>(i) % kStages.size()));
    ground_.put_away();
  }
  static std::string oid(const domain::HoldId& hold) { return "'\\x" + hex(hold.bytes) + "'"; }
  static std::string hex(const domain::IdBytes& bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const auto byte : bytes) (text += kDigits[byte >> 4]) += kDigits[byte & 15];
    return text;
  }

  // `statements` of the pair, in a bank of 60 and in one of 240: anything for each letter would be 180 more at least.
  void expect_no_growth(const storage::Actor& actor, const std::string& statements) {
    grow();
    const auto before = cost(actor, statements, kLarge);
    const auto young_before = cost(actor, statements, kYoung);
    for (int i = 0; i < 3; ++i) grow();
    const auto after = cost(actor, statements, kLarge);
    EXPECT_LT(after.rows, before.rows + 60);
    EXPECT_LT(after.calls, before.calls + 60);
    EXPECT_LT(cost(actor, statements, kYoung).calls, young_before.calls + 60);
  }

  // Of a small table all rows are read at once, whatever there is to find them by: plans as for large ones. And plans
  // of a database whose tables nobody has counted yet: there a function may not be left to the plan to be asked for
  // each row.
  static constexpr auto kLarge =
      "set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off";
  static constexpr auto kYoung =
      "delete from pg_statistic where starelid in (select oid from pg_class where relnamespace = 'hf'::regnamespace); "
      "update pg_class set relpages = 0, reltuples = -1 where relnamespace = 'hf'::regnamespace and relkind in ('r', "
      "'i')";

  Ground ground_;
  Pair pair_ = ground_.prepare(Stage::released);
};

TEST_F(GuardCost, AStepAsksAsMuchInALargerBank) {
  expect_no_growth(
      pair_.recipient.actor,
      "select from hf.take_hold(" + oid(pair_.hold) +
          ") t, hf.hold_facts(t.id, null), hf.hold_choices(t.id), hf.pair_orders(t.offender_id, t.person_id), "
          "hf.bar_of_pair(1, t.offender_id, t.person_id, 'accountability_letter', hf.now()); "
          "select from hf.release r join hf.delivery d on d.agency_id = r.agency_id and d.release_id = r.id "
          "where r.agency_id = 1 and r.hold_id = (select id from hf.hold where agency_id = 1 and oid = " +
          oid(pair_.hold) + ")");
}

TEST_F(GuardCost, AnOrderAsksAsMuchInALargerBank) {
  expect_no_growth(pair_.recipient.actor,
                   "insert into hf.contact_order (agency_id, oid, root_oid, offender_id, person_id, kind, state, "
                   "starts_at, permanent, entered_by) "
                   "select agency_id, oid, oid, offender_id, id, 'stop_contact', 'active', hf.now(), true, hf.actor() "
                   "from hf.person "
                   "where agency_id = 1 and id = hf.my_person()");
}

}  // namespace
}  // namespace holdfast::race
