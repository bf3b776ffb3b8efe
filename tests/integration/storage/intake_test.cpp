// Intake at the database: rule 4 (nothing lost, nothing twice), the session checked with the letter, one entry each.
#include "storage/postgres/intake.h"

#include <gtest/gtest.h>

#include <future>
#include <pqxx/pqxx>

#include "gateway/flows/intake.h"
#include "storage/postgres/log.h"
#include "tests/harness/office.h"
#include "tests/harness/rules.h"
#include "tests/harness/source.h"

namespace holdfast {
namespace {

using test::must;
using test::Office;

class IntakeTest : public testing::Test {
 protected:
  flows::Submission letter(const std::string& words) {
    return {"A12345", "Writer One", "SCR-2019-1", "the woman at the till", "en", words};
  }
  domain::Result<flows::Received> send(const test::Desk& desk, const std::string& key,
                                       const flows::Submission& letter) {
    std::promise<domain::Result<flows::Received>> answered;
    auto waiting = answered.get_future();
    const auto request = sealing::keyed_hash(secret_, "request", letter.words);
    EXPECT_TRUE(intake_.submit(desk.token, key, request, letter,
                               [&](domain::Result<flows::Received> answer) { answered.set_value(std::move(answer)); }));
    return waiting.get();
  }
  std::int64_t count(const std::string& table) {
    pqxx::connection postgres(office_.database().conninfo("postgres"));
    pqxx::work work(postgres);
    return work.exec1("select count(*) from hf." + table)[0].as<std::int64_t>();
  }

  Office office_;
  sealing::HashKey secret_ = sealing::random_secret<32>();
  flows::Intake intake_{office_.database().settings("holdfast_gateway"), office_.here(), test::our_rules(), 2, 64, 16};
};

TEST_F(IntakeTest, ALetterIsStoredSealedWithItsVerdictAndOneEntry) {
  const auto desk = office_.facilitator();
  const auto before = count("audit_leaf");
  const auto got = must(send(desk, "key-00000001", letter("I broke your window. I am sorry for what I did.")));
  EXPECT_FALSE(got.replayed);
  EXPECT_EQ(count("letter"), 1);
  EXPECT_EQ(count("letter_version"), 1);
  EXPECT_EQ(count("sealed_chunk"), 2);
  EXPECT_EQ(count("ticket"), 0);
  EXPECT_EQ(count("audit_leaf"), before + 1);
}

TEST_F(IntakeTest, TheSameKeyNeverMakesASecondLetterAndGivesTheFirstOnesId) {
  const auto desk = office_.facilitator();
  const auto first = must(send(desk, "key-00000001", letter("I am sorry.")));
  const auto again = must(send(desk, "key-00000001", letter("I am sorry.")));
  EXPECT_EQ(first.letter, again.letter);
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(count("letter"), 1);
}

TEST_F(IntakeTest, TheSameKeyWithOtherWordsIsRefused) {
  const auto desk = office_.facilitator();
  must(send(desk, "key-00000001", letter("I am sorry.")));
  const auto other = send(desk, "key-00000001", letter("Something else."));
  ASSERT_FALSE(other.has_value());
  EXPECT_EQ(other.error().field, "Idempotency-Key");
  EXPECT_EQ(count("letter"), 1);
}

TEST_F(IntakeTest, AThreatOpensExactlyOneUnconfirmedTicketAtTheHousingInstitution) {
  office_.offender("A12345");
  const auto desk = office_.facilitator();
  must(send(desk, "key-00000001", letter("When I get out I am going to kill you.")));
  EXPECT_EQ(count("ticket where state = 'unconfirmed' and institution_id is not null"), 1);
  EXPECT_EQ(count("letter_version where state = 'quarantined'"), 1);
  EXPECT_EQ(count("quarantine where lifted_at is null"), 1);
}

TEST_F(IntakeTest, AnEndedSessionStoresNothing) {
  const auto desk = office_.facilitator();
  must(storage::session_end(office_.gateway(), desk.who, desk.token));
  const auto got = send(desk, "key-00000001", letter("I am sorry."));
  ASSERT_FALSE(got.has_value());
  EXPECT_EQ(got.error().problem, domain::Problem::not_signed_in);
  EXPECT_EQ(count("letter"), 0);
  EXPECT_EQ(count("offender"), 0);
}

TEST_F(IntakeTest, AnAnalystCannotSubmit) {
  const auto desk = office_.staff(domain::Role::analyst);
  EXPECT_FALSE(send(desk, "key-00000001", letter("I am sorry.")).has_value());
  EXPECT_EQ(count("letter"), 0);
}

TEST_F(IntakeTest, ManyAtOnceAreAllThereOnceAndTheLogVerifies) {
  const auto desk = office_.facilitator();
  std::vector<std::future<bool>> answers;
  for (int i = 0; i < 60; ++i) {
    auto done = std::make_shared<std::promise<bool>>();
    answers.push_back(done->get_future());
    ASSERT_TRUE(intake_.submit(desk.token, "key-many-" + std::to_string(i % 50), {}, letter("Letter of its own."),
                               [done](domain::Result<flows::Received> got) { done->set_value(got.has_value()); }));
  }
  for (auto& answer : answers) EXPECT_TRUE(answer.get());
  EXPECT_EQ(count("letter"), 50);
  const auto leaves = count("audit_leaf");
  std::int64_t placed = 0;
  while (const auto n = must(storage::sequence(office_.gateway(), {.holder = "one"}))) placed += n;
  EXPECT_GE(placed, leaves);
  EXPECT_EQ(placed % 16, 0);
  const auto report = must(storage::verify_log(office_.gateway().database, office_.here().system));
  EXPECT_TRUE(report.good());
  EXPECT_EQ(static_cast<std::int64_t>(report.proven), placed);
}

TEST_F(IntakeTest, AnotherHolderDoesNotSequenceWhileTheLeaseIsHeld) {
  const auto desk = office_.facilitator();
  must(send(desk, "key-00000001", letter("I am sorry.")));
  EXPECT_GT(must(storage::sequence(office_.gateway(), {.holder = "one"})), 0);
  must(send(desk, "key-00000002", letter("I am sorry.")));
  EXPECT_EQ(must(storage::sequence(office_.gateway(), {.holder = "two"})), 0);
  office_.move_clock(std::chrono::seconds(11));
  EXPECT_GT(must(storage::sequence(office_.gateway(), {.holder = "two"})), 0);
}

}  // namespace
}  // namespace holdfast
