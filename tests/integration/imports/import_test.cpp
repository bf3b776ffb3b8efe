// Files taken: the same row does nothing twice, a changed row is a new version, what would bar less waits for two
// people, absence clears nothing; whole or row by row; a dry run leaves nothing; a feed that falls silent is told of.
#include "gateway/flows/import.h"

#include <gmock/gmock.h>

#include <fstream>
#include <future>
#include <iterator>

#include "gateway/flows/choose.h"
#include "gateway/flows/import_report.h"
#include "gateway/flows/loosen.h"
#include "gateway/flows/offer.h"
#include "storage/postgres/feeds.h"
#include "tests/harness/letters.h"
#include "tests/integration/office/desk.h"

namespace holdfast {
namespace {

using domain::Role;
using flows::ImportedRow;
using flows::ImportReport;
using imports::Format;
using imports::Kind;
using test::must;
using testing::ElementsAre;
using Outcome = ImportedRow::Outcome;

const std::string kOrders = "record,kind,offender_number,person_record,conditions,state,starts_on,ends_on,permanent\n";
const std::string kPeople = "record,offender_number,case_number,kind,name,email,phone,adult,tell,notices\n";
const std::string kHousing = "offender_number,name,institution,custody\n";
const std::string kBars = "R1,criminal_protective,A12345,,05,active,2020-01-01,,true\n";
const std::string kEnded = "R1,criminal_protective,A12345,,05,terminated,2020-01-01,,true\n";

class ImportTest : public test::OfficeTest {
 protected:
  struct How {
    bool whole = true, dry_run = false, operators = false;
    std::string feed = "courts";
    std::optional<std::size_t> rows{};
    Format format = Format::csv;
  };
  ImportReport take(Kind kind, const std::string& file, const How& how) {
    flows::ImportOrder asked{kind, how.format, how.feed, how.whole, how.dry_run, how.rows};
    auto& worker = how.operators ? office_.owner() : gateway();
    return must(flows::import_file(worker, how.operators ? nullptr : &analyst_.who, test::kZone, asked, file));
  }
  ImportReport orders(const std::string& rows) { return take(Kind::orders, kOrders + rows, {}); }
  ImportReport orders(const std::string& rows, const How& how) { return take(Kind::orders, kOrders + rows, how); }

  bool barred(const std::string& number = "A12345") {
    return sql("select exists (select from hf.contact_order n join hf.offender o on o.id = n.offender_id where "
               "o.number = '" +
               number +
               "' and hf.order_bars(n, hf.now()) and not exists (select from hf.contact_order m where m.root_oid = "
               "n.root_oid and m.version > n.version))") == "t";
  }
  // Everything that an import could write, but for entries of the log.
  std::string state() {
    std::string all;
    for (const auto* table : {"contact_order", "order_loosening", "person", "offender", "court_case", "sealed_object",
                              "task", "recall", "feed", "feed_run", "feed_row"}) {
      all += sql("select md5(coalesce(string_agg(x::text, '|' order by x::text), '')) from hf." + std::string(table) +
                 " x") +
             " ";
    }
    return all;
  }
  std::string event_counts() { return sql("select count(*) from hf.audit_leaf"); }

  test::Desk analyst_ = office_.staff(Role::analyst);
};

TEST_F(ImportTest, TheSameFileDoesNothingASecondTime) {
  const auto first = orders(kBars);
  EXPECT_EQ(first.taken, 1);
  EXPECT_TRUE(first.committed && first.whole_answer());
  EXPECT_TRUE(barred());
  for (const bool whole : {true, false}) {
    const auto again = orders(kBars, {.whole = whole});
    EXPECT_EQ(again.taken + again.versions + again.refused + again.waiting, 0);
    EXPECT_EQ(again.unchanged, 1);
  }
  EXPECT_EQ(count("contact_order"), 1);
  // The same content in another format is the same.
  const auto json = take(Kind::orders,
                         R"([{"record":"R1","kind":"criminal_protective","offender_number":"A12345","conditions":["05"],
                             "state":"active","starts_on":"2020-01-01","permanent":true}])",
                         {.format = Format::json});
  EXPECT_EQ(json.unchanged, 1);
}

TEST_F(ImportTest, TwoFeedsWithOneRecordAreTwoOrders) {
  orders(kBars);
  EXPECT_EQ(orders(kBars, {.feed = "other-county"}).taken, 1);
  EXPECT_EQ(count("contact_order"), 2);
}

TEST_F(ImportTest, AChangedRowIsANewVersionOfTheSameOrder) {
  const auto id = orders(kBars).rows.at(0).id;
  const auto changed = orders("R1,criminal_protective,A12345,,05 01,active,2020-01-01,,true\n");
  EXPECT_EQ(changed.versions, 1);
  EXPECT_EQ(changed.rows.at(0).id, id);
  EXPECT_EQ(sql("select count(distinct root_oid) || '/' || max(version) from hf.contact_order"), "1/2");
}

TEST_F(ImportTest, AbsenceFromAFileClearsNobody) {
  orders(kBars + "R2,criminal_protective,B22222,,05,active,2020-01-01,,true\n");
  const auto next = orders("R3,criminal_protective,C33333,,05,active,2020-01-01,,true\n");
  EXPECT_EQ(next.taken, 1);
  EXPECT_EQ(next.versions, 0);
  orders("");
  EXPECT_TRUE(barred("A12345"));
  EXPECT_TRUE(barred("B22222"));
  EXPECT_EQ(count("contact_order"), 3);
}

TEST_F(ImportTest, WhatWouldBarLessWaitsForTwoPeople) {
  const auto id = *domain::OrderId::parse(orders(kBars).rows.at(0).id);
  const auto report = orders(kEnded);
  EXPECT_EQ(report.waiting, 1);
  EXPECT_EQ(report.versions, 0);
  EXPECT_FALSE(report.whole_answer());
  EXPECT_TRUE(report.committed);
  EXPECT_TRUE(barred());
  EXPECT_EQ(count("order_loosening"), 1);
  // Nobody is asked twice, and who imported is one of the two.
  EXPECT_EQ(orders(kEnded).waiting, 1);
  EXPECT_EQ(count("order_loosening"), 1);
  const auto asked = must(flows::waiting_loosening(gateway(), analyst_.who, test::kZone, id));
  EXPECT_FALSE(flows::confirm_loosening(gateway(), analyst_.who, test::kZone, id, asked.id));
  const auto second = office_.staff(Role::analyst);
  must(flows::confirm_loosening(gateway(), second.who, test::kZone, id, asked.id));
  EXPECT_FALSE(barred());
}

TEST_F(ImportTest, ANarrowerTermAShorterEndAndALookedAtKindWaitToo) {
  orders("R1,domestic_violence,A12345,,05,active,2020-01-01,2090-01-01,\n");
  for (const auto* row : {"R1,domestic_violence,A12345,,03,active,2020-01-01,2090-01-01,\n",
                          "R1,domestic_violence,A12345,,05,active,2020-01-01,2080-01-01,\n",
                          "R1,domestic_violence,A12345,,05,active,2085-01-01,2090-01-01,\n",
                          "R1,domestic_violence,A12345,,05,entered_in_error,2020-01-01,2090-01-01,\n"}) {
    EXPECT_EQ(orders(row).waiting, 1) << row;
    EXPECT_TRUE(barred());
  }
  EXPECT_EQ(sql("select max(version) from hf.contact_order"), "1");
}

// The operator is nobody of the office: nothing is asked in anybody's name, and the office has a task, once.
TEST_F(ImportTest, WhatTheOperatorsFileWouldLoosenIsATask) {
  orders(kBars, {.operators = true});
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(orders(kEnded, {.operators = true}).waiting, 1);
    EXPECT_EQ(count("order_loosening"), 0);
    EXPECT_EQ(sql("select count(*) from hf.task where kind = 'feed_bars_less' and order_id is not null"), "1");
  }
  EXPECT_TRUE(barred());
}

TEST_F(ImportTest, AnotherKindOrOffenderUnderARecordIsAnotherOrderBesideIt) {
  orders(kBars);
  const auto other = orders("R1,domestic_violence,A12345,,05,active,2020-01-01,,true\n");
  EXPECT_EQ(other.taken, 1);
  EXPECT_EQ(other.rows.at(0).looks.at(0).field, "kind");
  const auto moved = orders("R1,domestic_violence,B22222,,05,active,2020-01-01,,true\n");
  EXPECT_EQ(moved.rows.at(0).looks.at(0).field, "offender_number");
  EXPECT_TRUE(barred("A12345"));
  EXPECT_TRUE(barred("B22222"));
  EXPECT_EQ(count("contact_order"), 3);
}

// Of two that contradict each other in one file the one that bars stays.
TEST_F(ImportTest, ContradictoryRowsOfOneRecordBar) {
  const auto report = orders(kBars + kEnded);
  EXPECT_EQ(report.taken, 1);
  EXPECT_EQ(report.waiting, 1);
  EXPECT_TRUE(barred());
}

TEST_F(ImportTest, WhatIsUnclearIsTakenBarsAndIsNamed) {
  const auto report = orders("R1,domestic_violence,A12345,,03,active,2026-02-30,,true\n");
  EXPECT_EQ(report.taken, 1);
  EXPECT_TRUE(report.whole_answer());
  EXPECT_EQ(report.rows.at(0).looks.at(0).field, "starts_on");
  EXPECT_TRUE(barred());
}

TEST_F(ImportTest, AWholeFileIsTakenWholeOrNotAtAll) {
  orders("R9,criminal_protective,A12345,,05,active,2020-01-01,,true\n");
  const auto before = state();
  const std::string file = kBars + "R2,criminal_protective,,,05,active,2020-01-01,,true\n" +
                           "R3,stop_contact,B22222,,05,active,2020-01-01,,true\n" +
                           "R4,criminal_protective,C33333,,05,active,2020-01-01,,true\n";
  const auto report = orders(file);
  EXPECT_FALSE(report.committed);
  EXPECT_EQ(report.refused, 2);  // each is told, not the first alone
  EXPECT_EQ(report.rows.at(1).field, "offender_number");
  EXPECT_EQ(report.rows.at(1).place, 3U);
  EXPECT_EQ(state(), before);
  for (const auto& row : report.rows) EXPECT_TRUE(row.outcome != Outcome::taken || row.id.empty());

  const auto by_row = orders(file, {.whole = false});
  EXPECT_TRUE(by_row.committed);
  EXPECT_EQ(by_row.taken, 2);
  EXPECT_EQ(by_row.refused, 2);
  EXPECT_TRUE(barred("C33333"));
}

TEST_F(ImportTest, AFileThatIsCutIsRefusedWholeAndItsWholeRowsAreTakenRowByRow) {
  const auto cut = kBars + "R2,criminal_protective,B22222,,05,active,2020-01";
  const auto before = state();
  const auto whole = orders(cut);
  EXPECT_FALSE(whole.committed);
  ASSERT_TRUE(whole.fault);
  EXPECT_EQ(whole.fault->place, 3U);
  EXPECT_EQ(state(), before);
  const auto by_row = orders(cut, {.whole = false});
  EXPECT_EQ(by_row.taken, 1);
  EXPECT_TRUE(by_row.fault);
  EXPECT_FALSE(barred("B22222"));
}

// Cut between two lines nobody sees it but who knows how many there were.
TEST_F(ImportTest, AFileOfAnotherNumberOfRowsIsRefused) {
  EXPECT_FALSE(orders(kBars, {.rows = 2}).committed);
  EXPECT_EQ(count("contact_order"), 0);
  EXPECT_TRUE(orders(kBars, {.rows = 1}).committed);
}

TEST_F(ImportTest, ADryRunLeavesNothingAndSaysTheSame) {
  orders(kBars);
  const auto before = state();
  const auto leaves = std::stoll(event_counts());
  const std::string file = kEnded + "R2,criminal_protective,B22222,,05,active,2020-01-01,,true\n";
  for (const bool whole : {true, false}) {
    const auto dry = orders(file, {.whole = whole, .dry_run = true});
    EXPECT_FALSE(dry.committed);
    EXPECT_EQ(dry.taken, 1);
    EXPECT_EQ(dry.waiting, 1);
    EXPECT_EQ(state(), before);
  }
  EXPECT_EQ(std::stoll(event_counts()), leaves + 2);  // that it was tried, each time
  const auto done = orders(file);
  EXPECT_EQ(done.taken, 1);
  EXPECT_EQ(done.waiting, 1);
  EXPECT_NE(state(), before);
}

TEST_F(ImportTest, ADryRunNamesTheHoldsThatWouldBeBarredAndTheLettersThatWouldBeCalledBack) {
  const auto person = office_.person(office_.offender("A12345"));
  const auto released = test::banked_letter(office_, person, "I am sorry.");
  must(flows::offer_due(gateway()));
  const auto chosen = must(flows::choose(gateway(), office_.recipient(person).who,
                                         {.hold = released.hold, .kind = domain::ChoiceKind::now, .date = {}}));
  ASSERT_EQ(chosen.state, domain::HoldState::released);
  const auto banked = test::banked_letter(office_, person, "I was wrong.");
  const auto before = state();
  const auto dry = orders(kBars, {.dry_run = true});
  ASSERT_EQ(dry.rows.size(), 1U);
  EXPECT_THAT(dry.rows[0].barred, ElementsAre(released.hold, banked.hold));
  EXPECT_THAT(dry.rows[0].recalled, ElementsAre(released.hold));
  EXPECT_EQ(state(), before);
  EXPECT_EQ(sql("select state from hf.hold order by id limit 1"), "released");
  const auto done = orders(kBars);
  EXPECT_EQ(done.rows.at(0).barred, dry.rows[0].barred);
  EXPECT_EQ(done.rows.at(0).recalled, dry.rows[0].recalled);
  EXPECT_EQ(sql("select state from hf.hold order by id limit 1"), "accepted");
  // What is barred already is not barred again.
  EXPECT_TRUE(orders("R2,criminal_protective,A12345,,05,active,2020-01-01,,true\n").rows.at(0).barred.empty());
}

// The rows of one court paper, and the court's own days.
TEST_F(ImportTest, RowsOfOnePaperAreTiedAndDaysAreTheCourts) {
  const std::string heads =
      "record,kind,offender_number,conditions,state,starts_on,ends_on,permanent,paper,zone,statute\n";
  const std::string rest = ",domestic_violence,A12345,05,active,2026-01-05,2026-03-04,,";
  const auto report =
      take(Kind::orders,
           heads + "R1" + rest + "26CR1,Pacific/Honolulu,PC 136.2\nR2" + rest + "26CR1,,\nR3" + rest + ",,\n", {});
  ASSERT_TRUE(report.whole_answer() && report.committed) << report_json({}, report);
  EXPECT_EQ(sql("select count(distinct paper_oid) from hf.contact_order"), "2");
  EXPECT_EQ(sql("select paper_oid = root_oid from hf.contact_order order by id limit 1"), "t");
  EXPECT_EQ(sql("select ends_at at time zone 'Pacific/Honolulu' from hf.contact_order order by id limit 1"),
            "2026-03-05 00:00:00");
  EXPECT_EQ(sql("select statute from hf.contact_order order by id limit 1"), "PC 136.2");
  EXPECT_EQ(sql("select ends_at at time zone 'America/Los_Angeles' from hf.contact_order order by id desc limit 1"),
            "2026-03-05 00:00:00");
  // The clocks change on 8 March: the day of the court ends at its own midnight.
  const auto spring = take(
      Kind::orders, heads + "R4,domestic_violence,A12345,05,active,2026-03-08,2026-03-08,,,America/Los_Angeles,\n", {});
  EXPECT_EQ(spring.taken, 1);
  EXPECT_EQ(sql("select ends_at - starts_at from hf.contact_order order by id desc limit 1"), "23:00:00");
}

TEST_F(ImportTest, AZoneNobodyKnowsBarsAndAnotherZoneIsAnotherOrder) {
  const std::string heads = "record,kind,offender_number,conditions,state,starts_on,ends_on,permanent,zone\n";
  const std::string rest = "R1,domestic_violence,A12345,03,active,2020-01-05,2020-03-04,,";
  const auto nowhere = take(Kind::orders, heads + rest + "Mars/Olympus\n", {});
  EXPECT_EQ(nowhere.rows.at(0).looks.at(0).field, "zone");
  EXPECT_TRUE(barred());
  const auto again = take(Kind::orders, heads + rest + "America/Denver\n", {});
  EXPECT_EQ(again.taken, 1);
  EXPECT_EQ(again.rows.at(0).looks.at(0).field, "zone");
  EXPECT_TRUE(barred());  // the first still stands
}

TEST_F(ImportTest, PeopleAreTakenOnceChangedWhileNobodyConfirmedThemAndLeftToPeopleAfterwards) {
  const std::string row = "P1,A12345,SCR-1,victim,Rosa Quintero,,1-916-555-0101,true,true,none\n";
  const std::string moved = "P1,A12345,SCR-1,victim,Rosa Quintero,,1-916-555-0199,true,true,none\n";
  const std::string again = "P1,A12345,SCR-1,victim,Rosa Quintero,,1-916-555-0177,true,true,none\n";
  const auto first = take(Kind::people, kPeople + row, {});
  EXPECT_EQ(first.taken, 1);
  EXPECT_EQ(take(Kind::people, kPeople + row, {}).unchanged, 1);
  EXPECT_EQ(take(Kind::people, kPeople + moved, {}).versions, 1);
  EXPECT_EQ(count("person"), 1);
  const auto person = *domain::PersonId::parse(first.rows.at(0).id);
  const auto opened = must(flows::open_registration(gateway(), analyst_.who, person));
  EXPECT_EQ(opened.record.phone, "1-916-555-0199");
  EXPECT_FALSE(opened.row.confirmed);  // a feed confirms nobody
  must(flows::confirm_registration(gateway(), analyst_.who, person, true));
  const auto late = take(Kind::people, kPeople + again, {});
  EXPECT_EQ(late.waiting, 1);
  EXPECT_EQ(must(flows::open_registration(gateway(), analyst_.who, person)).record.phone, "1-916-555-0199");
  EXPECT_EQ(take(Kind::people, kPeople + again, {}).waiting, 1);  // it stays said until somebody entered it
}

TEST_F(ImportTest, ARecordIsNeverMovedToSomebodyElse) {
  take(Kind::people, kPeople + "P1,A12345,,victim,Rosa Quintero,,,true,true,none\n", {});
  const auto moved = take(Kind::people, kPeople + "P1,B22222,,victim,Rosa Quintero,,,true,true,none\n", {});
  EXPECT_EQ(moved.waiting, 1);
  EXPECT_EQ(count("person"), 1);
}

TEST_F(ImportTest, AnOrderProtectsThePersonOfItsRecordAndEverybodyWhereNobodyIsKnown) {
  take(Kind::people, kPeople + "P1,A12345,,victim,Rosa Quintero,,,true,true,none\n", {.feed = "registry"});
  const auto report = orders(
      "R1,criminal_protective,A12345,P1,05,active,2020-01-01,,true\n"
      "R2,criminal_protective,A12345,P9,05,active,2020-01-01,,true\n"
      "R3,criminal_protective,B22222,P1,05,active,2020-01-01,,true\n");
  EXPECT_EQ(report.taken, 3);
  EXPECT_TRUE(report.rows.at(0).looks.empty());
  EXPECT_EQ(report.rows.at(1).looks.at(0).field, "person_record");
  EXPECT_EQ(report.rows.at(2).looks.at(0).field, "person_record");  // another offender's person
  EXPECT_EQ(sql("select string_agg(case when person_id is null then 'all' else 'one' end, ' ' order by id) from "
                "hf.contact_order"),
            "one all all");
}

TEST_F(ImportTest, HousingSaysWhereAndUnknownInstitutionsAreRefusedByRow) {
  office_.institution();
  const auto code = sql("select code from hf.institution limit 1");
  const std::string file = kHousing + "A12345,Writer One," + code + ",\nB22222,,NOWHERE,institution\nC33333,,,parole\n";
  const auto whole = take(Kind::housing, file, {});
  EXPECT_FALSE(whole.committed);
  EXPECT_EQ(count("offender"), 0);
  const auto by_row = take(Kind::housing, file, {.whole = false});
  EXPECT_EQ(by_row.taken, 2);
  ASSERT_EQ(by_row.refused, 1);
  EXPECT_EQ(by_row.rows.at(1).field, "institution");
  EXPECT_FALSE(by_row.rows.at(1).accepted.empty());
  EXPECT_EQ(sql("select name || ' ' || custody || ' ' || (institution_id is not null) from hf.offender where number = "
                "'A12345'"),
            "Writer One institution true");
  const auto moved = take(Kind::housing, kHousing + "A12345,,,parole\n", {.operators = true});
  EXPECT_EQ(moved.versions, 1);
  EXPECT_EQ(sql("select name || ' ' || custody || ' ' || (institution_id is not null) from hf.offender where number = "
                "'A12345'"),
            "Writer One parole false");
}

TEST_F(ImportTest, WhoIsKeptFromACaseImportsNothingIntoIt) {
  office_.offender("A12345");
  sql("insert into hf.recusal (agency_id, account_id, offender_id) select a.agency_id, a.id, o.id from hf.account a, "
      "hf.offender o "
      "where o.number = 'A12345' and a.oid = " +
      id_sql(analyst_.account.bytes));
  const auto report = orders(kBars);
  EXPECT_EQ(report.refused, 1);
  EXPECT_FALSE(report.rows.at(0).accepted.empty());
  EXPECT_EQ(count("contact_order"), 0);
}

TEST_F(ImportTest, OnlyTheOfficeImports) {
  for (const auto role : {Role::investigator, Role::administrator, Role::auditor}) {
    const auto other = office_.staff(role);
    const flows::ImportOrder asked{Kind::orders, Format::csv, "courts"};
    EXPECT_FALSE(flows::import_file(gateway(), &other.who, test::kZone, asked, kOrders + kBars));
  }
  EXPECT_EQ(count("contact_order"), 0);
}

TEST_F(ImportTest, KeysAndContentLieNowhereReadable) {
  take(Kind::people, kPeople + "Q-Rosa-77,A12345,,victim,Rosa Quintero,rosa@example.org,,true,true,email\n", {});
  const auto rows = sql("select string_agg(x::text, ' ') from hf.feed_row x");
  for (const auto* word : {"Rosa", "Quintero", "Q-Rosa"}) EXPECT_EQ(rows.find(word), std::string::npos);
  EXPECT_EQ(sql("select count(*) from hf.sealed_chunk where position('Quintero'::bytea in body) > 0"), "0");
}

TEST_F(ImportTest, TheSamplesOfTheDocumentAreTaken) {
  sql("insert into hf.institution (agency_id, oid, code, name) select id, hf.random_oid(), 'SCR', 'Sample' from "
      "hf.agency");
  for (const auto& [kind, name] :
       {std::pair{Kind::people, "people"}, std::pair{Kind::orders, "orders"}, std::pair{Kind::housing, "housing"}}) {
    for (const auto& [format, ending] : {std::pair{Format::csv, ".csv"}, std::pair{Format::json, ".json"}}) {
      std::ifstream in(test::source_path("docs/samples/" + std::string(name) + ending));
      const std::string file{std::istreambuf_iterator<char>(in), {}};
      const auto report = take(kind, file, {.format = format});
      EXPECT_TRUE(report.whole_answer() && report.committed) << name << ending << report_json({}, report);
      EXPECT_EQ(report.unchanged > 0, format == Format::json) << name;
    }
  }
  std::ifstream in(test::source_path("docs/samples/orders.xml"));
  const std::string file{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(take(Kind::orders, file, {.format = Format::xml}).taken, 1);
}

TEST_F(ImportTest, TwoFilesOfOneFeedAtOnceTakeEachRowOnce) {
  std::string rows;
  for (int i = 0; i < 40; ++i)
    rows +=
        "R" + std::to_string(i) + ",criminal_protective,N" + std::to_string(i % 7) + ",,05,active,2020-01-01,,true\n";
  const flows::ImportOrder asked{Kind::orders, Format::csv, "courts"};
  const auto run = [&] {
    storage::Worker worker(office_.database().settings("holdfast_gateway"), office_.here());
    return flows::import_file(worker, &analyst_.who, test::kZone, asked, kOrders + rows);
  };
  auto other = std::async(std::launch::async, run);
  const auto mine = must(run());
  const auto theirs = must(other.get());
  EXPECT_EQ(mine.taken + theirs.taken, 40);
  EXPECT_EQ(mine.unchanged + theirs.unchanged, 40);
  EXPECT_EQ(count("contact_order"), 40);
}

// ---- silence ----

class FeedTest : public ImportTest {
 protected:
  bool watch() {
    return must(gateway().database.run(office_.here().system,
                                       [](auto& tx) { return storage::watch_feed(tx, "orders", "courts", 26); }));
  }
  std::string tasks() { return sql("select count(*) from hf.task where kind = 'feed_silent'"); }
};

TEST_F(FeedTest, ASilentFeedIsATaskOnceForEachSilence) {
  EXPECT_FALSE(watch());  // expected from now on
  office_.move_clock(std::chrono::hours(25));
  EXPECT_FALSE(watch());
  office_.move_clock(std::chrono::hours(2));
  EXPECT_TRUE(watch());
  EXPECT_FALSE(watch());
  EXPECT_EQ(tasks(), "1");
  orders(kBars);
  EXPECT_FALSE(watch());
  office_.move_clock(std::chrono::hours(25));
  EXPECT_FALSE(watch());
  office_.move_clock(std::chrono::hours(2));
  EXPECT_TRUE(watch());
  EXPECT_EQ(tasks(), "2");
}

// A file of which nothing was taken, or that was only tried, is silence.
TEST_F(FeedTest, RefusedFilesAndDryRunsAreNoSignOfLife) {
  watch();
  office_.move_clock(std::chrono::hours(25));
  orders("R1,criminal_protective,,,05,active,2020-01-01,,true\n");
  orders("R1,criminal_protective,,,05,active,2020-01-01,,true\n", {.whole = false});
  orders(kBars, {.dry_run = true});
  orders(kBars, {.feed = "other-county"});
  office_.move_clock(std::chrono::hours(2));
  EXPECT_TRUE(watch());
}

TEST_F(FeedTest, NobodySignedInWatches) {
  EXPECT_FALSE(gateway().database.run(analyst_.who.actor,
                                      [](auto& tx) { return storage::watch_feed(tx, "orders", "courts", 1); }));
}

}  // namespace
}  // namespace holdfast
