// A letter read to its person by a reader: rules 1, 2 and 8, and that nobody of the writer's side is that reader.
#include <gtest/gtest.h>

#include <pqxx/pqxx>

#include "gateway/flows/choose.h"
#include "gateway/flows/offer.h"
#include "gateway/flows/reading.h"
#include "gateway/flows/release.h"
#include "storage/postgres/programme.h"
#include "tests/harness/letters.h"

namespace holdfast {
namespace {

using domain::ChoiceKind;
using domain::Problem;
using domain::Role;
using test::ask;
using test::must;

constexpr auto kWords = "I did it. I am sorry.";

class ReadAloud : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(must(flows::offer_due(office.gateway())), 1);
    choose(ChoiceKind::now, domain::Way::read_aloud);
  }
  void choose(ChoiceKind kind, domain::Way way, std::optional<domain::Time> date = {}) {
    must(flows::choose(office.gateway(), desk.who, {.hold = banked.hold, .kind = kind, .way = way, .date = date}));
  }
  domain::Result<domain::GrantId> give(const test::Desk& to) {
    return flows::assign_reading(office.gateway(), analyst.who, banked.hold, to.account);
  }
  domain::Result<flows::OpenedLetter> open(const domain::GrantId& reading, const test::Desk& by) {
    return flows::open_reading(office.gateway(), by.who, reading);
  }
  std::size_t seen_by(const test::Desk& who) { return must(flows::readings(office.gateway(), who.who, 0, 10)).size(); }
  std::vector<storage::Reader> offered() {
    const auto wished = must(flows::wished_readings(office.gateway(), analyst.who, 0, 10));
    return wished.empty() ? std::vector<storage::Reader>{} : wished.front().readers;
  }
  static std::string oid(const domain::AccountId& id) {
    std::string hex;
    for (const auto byte : id.bytes) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      hex += kDigits[byte >> 4U];
      hex += kDigits[byte & 15U];
    }
    return "(select id from hf.account where oid = decode('" + hex + "', 'hex'))";
  }
  // One statement as holdfast_gateway with this account as the actor: "done", the bar, or what else refused.
  std::string by_hand(const test::Desk& actor, const std::string& statement) {
    pqxx::connection connection(office.database().conninfo("holdfast_gateway"));
    pqxx::work work(connection);
    work.exec("select set_config('app.actor', '" + ask(office, "select " + oid(actor.account)) + "', true)");
    try {
      const auto done = work.exec(statement);
      work.commit();
      return done.columns() == 1 ? done.front()[0].as<std::string>() : "done";
    } catch (const pqxx::sql_error& error) {
      const std::string what = error.what();
      const auto at = what.find("DETAIL:  ");
      return at == std::string::npos ? what : what.substr(at + 9, what.find('\n', at) - at - 9);
    }
  }
  std::string give_by_hand(const test::Desk& to) {
    return by_hand(analyst,
                   "insert into hf.assignment (agency_id, oid, kind, version_id, hold_id, account_id, assigned_by) "
                   "select h.agency_id, uuid_send(gen_random_uuid()), 'reading', v.id, h.id, " +
                       ask(office, "select " + oid(to.account)) + ", " + ask(office, "select " + oid(analyst.account)) +
                       " from hf.hold h join hf.letter_version v on v.letter_id = h.letter_id");
  }
  void same_human(const test::Desk& one, const test::Desk& other) {
    ask(office, "update hf.account set human_id = (select human_id from hf.account where id = " + oid(other.account) +
                    ") where id = " + oid(one.account) + " returning 1");
  }
  domain::Time now() {
    return must(office.owner().database.run(
        {}, [](storage::Transaction& tx) -> domain::Result<domain::Time> { return tx.now(); }));
  }

  test::Office office;
  domain::OffenderId offender = office.offender("A12345");
  domain::PersonId person = office.person(offender);
  test::Desk desk = office.recipient(person);
  test::Banked banked = test::banked_letter(office, person, kWords);
  test::Desk analyst = office.staff(Role::analyst);
  test::Desk reader = office.staff(Role::reader);
};

TEST_F(ReadAloud, TheReaderSeesTheCaseUntilItIsDone) {
  EXPECT_EQ(seen_by(reader), 0u);
  const auto reading = must(give(reader));
  EXPECT_EQ(seen_by(reader), 1u);
  EXPECT_EQ(flows::finish_reading(office.gateway(), reader.who, reading).error().problem, Problem::conflict);
  EXPECT_EQ(must(open(reading, reader)).words.reveal_text(), kWords);
  EXPECT_EQ(ask(office, "select state from hf.delivery"), "read_aloud");
  EXPECT_EQ(ask(office, "select state from hf.hold"), "delivered");
  EXPECT_EQ(must(open(reading, reader)).words.reveal_text(), kWords);
  must(flows::finish_reading(office.gateway(), reader.who, reading));
  EXPECT_EQ(ask(office, "select state from hf.delivery"), "closed");
  EXPECT_EQ(seen_by(reader), 0u);
  EXPECT_EQ(open(reading, reader).error().problem, Problem::not_found);
  EXPECT_EQ(by_hand(reader, "select count(*) from hf.hold"), "0");
  // Neither by an opening written by hand: the keeper asks whether it is still theirs.
  EXPECT_NE(by_hand(reader,
                    "insert into hf.opening (agency_id, oid, release_id, account_id) select agency_id, "
                    "uuid_send(gen_random_uuid()), id, " +
                        ask(office, "select " + oid(reader.account)) + " from (values (" +
                        ask(office, "select agency_id from hf.release") + "::bigint, " +
                        ask(office, "select id from hf.release") + "::bigint)) r (agency_id, id)"),
            "done");
}

// The database too: what a person chose to have read opens to no account of their own.
TEST_F(ReadAloud, TheirOwnAccountOpensNothingThatTheyChoseToHaveRead) {
  const auto open_by_hand = [&] {
    return by_hand(desk,
                   "insert into hf.opening (agency_id, oid, release_id, account_id) select r.agency_id, "
                   "uuid_send(gen_random_uuid()), r.id, " +
                       ask(office, "select " + oid(desk.account)) + " from hf.release r order by r.id desc limit 1");
  };
  must(give(reader));
  ASSERT_EQ(ask(office, "select state from hf.hold"), "released");
  EXPECT_EQ(open_by_hand(), "another_way");
  choose(ChoiceKind::now, domain::Way::read_here);
  EXPECT_EQ(open_by_hand(), "done");
}

TEST_F(ReadAloud, OnlyWhoWasGivenItOpensItAndItIsGivenToOneAtATime) {
  const auto other = office.staff(Role::reader);
  const auto first = must(give(other));
  const auto reading = must(give(reader));
  EXPECT_EQ(seen_by(other), 0u);
  EXPECT_EQ(open(first, other).error().problem, Problem::not_found);
  EXPECT_EQ(open(reading, other).error().problem, Problem::not_found);
  for (const std::string table : {"hold", "release", "delivery", "choice", "offender", "letter", "assignment"}) {
    EXPECT_EQ(by_hand(office.staff(Role::reader), "select count(*) from hf." + table), "0") << table;
  }
  EXPECT_EQ(by_hand(reader, "select count(*) from hf.hold"), "1");
  EXPECT_EQ(ask(office, "select count(*) from hf.opening"), "0");
}

TEST_F(ReadAloud, NobodyOfTheProgrammeReadsNorIsOffered) {
  const auto writer = office.facilitator();  // of the programme; somebody else submitted it
  same_human(reader, writer);
  EXPECT_TRUE(offered().empty());
  EXPECT_EQ(std::string(give(reader).error().why), domain::why(domain::Bar::writers_side));
  EXPECT_EQ(give_by_hand(reader), "writers_side");
  ask(office, "update hf.account set disabled_at = now() where id = " + oid(writer.account) + " returning 1");
  EXPECT_EQ(give_by_hand(reader), "writers_side") << "not when that account is closed either";
}

TEST_F(ReadAloud, WhoBecomesOneOfTheProgrammeLosesIt) {
  const auto reading = must(give(reader));
  same_human(reader, office.facilitator());
  EXPECT_EQ(seen_by(reader), 0u);
  EXPECT_EQ(open(reading, reader).error().problem, Problem::not_found);
}

TEST_F(ReadAloud, ByHandOnlyToAReaderAndOnlyByTheOffice) {
  EXPECT_EQ(offered().size(), 1u);
  EXPECT_EQ(give_by_hand(office.staff(Role::analyst)), "not_yours");
  EXPECT_EQ(give_by_hand(office.facilitator()), "not_yours");
  ask(office,
      "insert into hf.recusal (agency_id, account_id, offender_id) select a.agency_id, a.id, o.id from "
      "hf.account a, hf.offender o where a.id = " +
          oid(reader.account) + " returning 1");
  EXPECT_EQ(give_by_hand(reader), "recused");
  const auto other = office.staff(Role::reader);
  EXPECT_NE(by_hand(other,
                    "insert into hf.assignment (agency_id, oid, kind, version_id, hold_id, account_id, assigned_by) "
                    "values (" +
                        ask(office, "select agency_id from hf.hold") +
                        ", uuid_send(gen_random_uuid()), "
                        "'reading', " +
                        ask(office, "select id from hf.letter_version") + ", " + ask(office, "select id from hf.hold") +
                        ", " + ask(office, "select " + oid(other.account)) + ", " +
                        ask(office, "select " + oid(other.account)) + ")")
                .find("row-level security"),
            std::string::npos);
  EXPECT_EQ(give_by_hand(other), "done");
}

TEST_F(ReadAloud, OnlyWhatItsPersonWantsReadIsGiven) {
  choose(ChoiceKind::now, domain::Way::read_here);
  EXPECT_TRUE(must(flows::wished_readings(office.gateway(), analyst.who, 0, 10)).empty());
  EXPECT_EQ(std::string(give(reader).error().why), domain::why(domain::Bar::another_way));
  EXPECT_EQ(give_by_hand(reader), "another_way");
}

TEST_F(ReadAloud, AChangeOfMindTakesItFromTheReaderAtOnce) {
  const auto reading = must(give(reader));
  choose(ChoiceKind::never, domain::Way::read_aloud);
  EXPECT_EQ(seen_by(reader), 0u);
  EXPECT_EQ(open(reading, reader).error().problem, Problem::not_found);
}

TEST_F(ReadAloud, AWithdrawalTakesItFromTheReaderToo) {
  must(give(reader));
  must(storage::withdraw_letter(office.gateway(), office.facilitator().who, banked.letter));
  EXPECT_EQ(seen_by(reader), 0u);
}

TEST_F(ReadAloud, AnOrderBarsGivingAndBeginningAndNotWhatWasBegun) {
  const auto reading = must(give(reader));
  const auto begun = [&] { return open(reading, reader); };
  test::order_in_force(office, person);
  EXPECT_EQ(std::string(begun().error().why), domain::why(domain::Bar::order));
  EXPECT_EQ(std::string(give(office.staff(Role::reader)).error().why), domain::why(domain::Bar::order));
  EXPECT_EQ(give_by_hand(office.staff(Role::reader)), "order");
  EXPECT_EQ(ask(office, "select count(*) from hf.opening"), "0");
}

TEST_F(ReadAloud, WhatWasBegunIsNotClosedByALaterOrder) {
  const auto reading = must(give(reader));
  must(open(reading, reader));
  test::order_in_force(office, person);
  EXPECT_EQ(must(open(reading, reader)).words.reveal_text(), kWords);
}

TEST_F(ReadAloud, BeforeItsDayItIsGivenAndNotOpened) {
  choose(ChoiceKind::on_date, domain::Way::read_aloud, now() + std::chrono::days(2));
  const auto reading = must(give(reader));
  EXPECT_EQ(must(flows::reading(office.gateway(), reader.who, reading)).state, "accepted");
  EXPECT_EQ(std::string(open(reading, reader).error().why), domain::why(domain::Bar::not_yet));
  office.move_clock(std::chrono::days(2) + std::chrono::minutes(1));
  EXPECT_EQ(must(flows::release_due(office.gateway())), 1);
  EXPECT_EQ(must(open(reading, reader)).words.reveal_text(), kWords);
}

}  // namespace
}  // namespace holdfast
