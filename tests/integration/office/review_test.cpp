// Review: rule 7 (a person decides, who has read), rule 8 (recusal), and that programmes see nothing of it before the
// next publication.
#include "gateway/flows/review.h"

#include "tests/integration/office/desk.h"

namespace holdfast {
namespace {

using domain::Bar;
using domain::Role;
using flows::Decision;
using test::must;
using test::why;

class ReviewTest : public test::OfficeTest {};

TEST_F(ReviewTest, AnAnalystCannotApproveWhatTheyHaveNotOpened) {
  const auto arrived = letter(office_.facilitator(), "A12345", "I am sorry for what I did.");
  const auto analyst = office_.staff(Role::analyst);
  const auto unread = flows::decide_review(gateway(), analyst.who, arrived.version, {Decision::approve, {}, "none"});
  EXPECT_EQ(why(unread), domain::why(Bar::words_not_opened));
  EXPECT_EQ(state_of("letter_version", arrived.version), "in_review");

  const auto opened = must(flows::open_review(gateway(), analyst.who, arrived.version));
  EXPECT_EQ(opened.words.reveal_text(), "I am sorry for what I did.");
  EXPECT_EQ(opened.cover.addressee, "Rosa Quintero");
  const auto decided =
      must(flows::decide_review(gateway(), analyst.who, arrived.version, {Decision::approve, {}, "none"}));
  EXPECT_EQ(decided.version, domain::VersionState::approved);
  EXPECT_EQ(state_of("letter", arrived.letter), "approved");
  EXPECT_EQ(state_of("letter", arrived.letter, "shown_state"), "received");
}

TEST_F(ReviewTest, WhatAColleagueOpenedIsNotOpenedByMe) {
  const auto arrived = letter(office_.facilitator(), "A12345", "I am sorry.");
  const auto reader = office_.staff(Role::analyst);
  const auto other = office_.staff(Role::analyst);
  must(flows::open_review(gateway(), reader.who, arrived.version));
  EXPECT_EQ(why(flows::decide_review(gateway(), other.who, arrived.version, {Decision::approve, {}, "none"})),
            domain::why(Bar::words_not_opened));
}

TEST_F(ReviewTest, ADecisionEndsEveryAssignmentToTheVersion) {
  const auto arrived = letter(office_.facilitator(), "A12345", "I am sorry.");
  const auto reader = office_.staff(Role::analyst);
  const auto other = office_.staff(Role::analyst);
  must(flows::open_review(gateway(), other.who, arrived.version));
  approve(reader, arrived.version);
  EXPECT_EQ(count("assignment where ended_at is null"), 0);
  EXPECT_FALSE(flows::open_review(gateway(), other.who, arrived.version).has_value());
}

TEST_F(ReviewTest, ALetterGoesBackOnlyWithAReason) {
  const auto arrived = letter(office_.facilitator(), "A12345", "You must forgive me.");
  const auto analyst = office_.staff(Role::analyst);
  must(flows::open_review(gateway(), analyst.who, arrived.version));
  EXPECT_EQ(why(flows::decide_review(gateway(), analyst.who, arrived.version, {Decision::return_, {}, "none"})),
            domain::why(Bar::no_reason));
  must(flows::decide_review(gateway(), analyst.who, arrived.version,
                            {Decision::return_, {domain::ReturnCode::forgive}, "nearly"}));
  EXPECT_EQ(state_of("letter", arrived.letter), "returned");
  EXPECT_EQ(sql("select reasons::text || note from hf.review"), "{FORGIVE}nearly");
}

TEST_F(ReviewTest, WhoIsRecusedFromACaseFindsNothingOfIt) {
  const auto offender = office_.offender("A12345");
  const auto arrived = letter(office_.facilitator(), "A12345", "I am sorry.");
  const auto analyst = office_.staff(Role::analyst);
  EXPECT_EQ(must(flows::review_queue(gateway(), analyst.who, 0, 10)).size(), 1U);
  must(storage::recuse(office_.owner(), analyst.account, offender));
  EXPECT_TRUE(must(flows::review_queue(gateway(), analyst.who, 0, 10)).empty());
  const auto file = flows::review_file(gateway(), analyst.who, arrived.version);
  ASSERT_FALSE(file.has_value());
  EXPECT_EQ(file.error().problem, domain::Problem::not_found);
  EXPECT_FALSE(flows::open_review(gateway(), analyst.who, arrived.version).has_value());
}

TEST_F(ReviewTest, AFacilitatorTurnedAnalystDoesNotJudgeTheirOwnProgramme) {
  const auto facilitator = office_.facilitator();
  const auto arrived = letter(facilitator, "A12345", "I am sorry.");
  const auto analyst = second_account(facilitator, Role::analyst);
  must(flows::open_review(gateway(), analyst.who, arrived.version));
  EXPECT_EQ(why(flows::decide_review(gateway(), analyst.who, arrived.version, {Decision::approve, {}, "none"})),
            domain::why(Bar::own_letter));
}

TEST_F(ReviewTest, WhatScreeningQuarantinedNoAnalystApproves) {
  const auto arrived = letter(office_.facilitator(), "A12345", "I will find you.", "quarantine");
  const auto analyst = office_.staff(Role::analyst);
  EXPECT_EQ(why(flows::decide_review(gateway(), analyst.who, arrived.version, {Decision::approve, {}, "none"})),
            domain::why(Bar::quarantine));
  EXPECT_FALSE(flows::open_review(gateway(), analyst.who, arrived.version).has_value());
}

TEST_F(ReviewTest, AnAnalystsQuarantineOpensOneTicketAtTheHousingInstitution) {
  office_.offender("A12345");
  const auto arrived = letter(office_.facilitator(), "A12345", "I am sorry.");
  const auto analyst = office_.staff(Role::analyst);
  must(flows::open_review(gateway(), analyst.who, arrived.version));
  must(flows::decide_review(gateway(), analyst.who, arrived.version,
                            {Decision::quarantine, {domain::ReturnCode::threat}, "none"}));
  EXPECT_EQ(state_of("letter_version", arrived.version), "quarantined");
  EXPECT_EQ(state_of("letter", arrived.letter), "in_review");
  EXPECT_EQ(count("ticket where state = 'unconfirmed' and severity = 'critical' and institution_id is not null"), 1);
  EXPECT_EQ(count("quarantine where lifted_at is null and account_id is not null"), 1);
}

TEST_F(ReviewTest, AQuarantineIsLiftedByTwoDifferentPeopleNotByTwoAccountsOfOne) {
  letter(office_.facilitator(), "A12345", "I will find you.", "quarantine");
  const auto asks = office_.staff(Role::investigator);
  const auto same = second_account(asks, Role::investigator);
  const auto other = office_.staff(Role::investigator);
  const auto change = [&](const test::Desk& who, const std::string& what) -> std::string {
    pqxx::connection connection(office_.database().conninfo("holdfast_gateway"));
    pqxx::work work(connection);
    const auto key = sql("select id from hf.account where oid = " + id_sql(who.account.bytes));
    work.exec("select set_config('app.actor', '" + key + "', true)");
    try {
      const auto done = work.exec("update hf.quarantine set " + what + "_by = " + key + ", " + what +
                                  "_at = hf.now() where lifted_at is null");
      work.commit();
      return std::to_string(done.affected_rows());
    } catch (const pqxx::sql_error& error) {
      return error.what();
    }
  };
  EXPECT_NE(change(other, "lifted").find("not_yours"), std::string::npos);  // nobody has asked
  EXPECT_EQ(change(asks, "lift_asked"), "1");
  EXPECT_NE(change(asks, "lifted").find("one_person"), std::string::npos);
  EXPECT_NE(change(same, "lifted").find("one_person"), std::string::npos);
  EXPECT_EQ(change(other, "lifted"), "1");
}

TEST_F(ReviewTest, ApprovingANewerVersionSupersedesTheOlder) {
  const auto facilitator = office_.facilitator();
  const auto arrived = letter(facilitator, "A12345", "I am sorry.");
  const auto analyst = office_.staff(Role::analyst);
  approve(analyst, arrived.version);
  must(flows::submit_version(gateway(), facilitator.who, engine_, arrived.letter,
                             {"A12345", "Writer", "", "Rosa Quintero", "en", "I am sorry for what I did to you."}));
  EXPECT_EQ(state_of("letter_version", arrived.version), "approved");
  sql("update hf.letter_version set state = 'in_review', verdict = 'review' where no = 2");
  const auto queue = must(flows::review_queue(gateway(), analyst.who, 0, 10));
  ASSERT_EQ(queue.size(), 1U);
  approve(analyst, queue.front().version);
  EXPECT_EQ(state_of("letter_version", arrived.version), "superseded");
  EXPECT_EQ(state_of("letter", arrived.letter), "approved");
}

TEST_F(ReviewTest, TheQueueShowsWelfareFirstThenTheOldest) {
  const auto writer = office_.facilitator();
  const auto first = letter(writer, "A1", "one");
  const auto second = letter(writer, "A2", "two");
  const auto stopped = letter(writer, "A3", "three", "quarantine");
  const auto worry = letter(writer, "A4", "four");
  sql("update hf.letter_version set welfare = true where oid = " + id_sql(worry.version.bytes));
  const auto analyst = office_.staff(Role::analyst);
  const auto queue = must(flows::review_queue(gateway(), analyst.who, 0, 2));
  ASSERT_EQ(queue.size(), 2U);
  EXPECT_EQ(queue[0].version, worry.version);
  EXPECT_EQ(queue[1].version, first.version);
  const auto rest = must(flows::review_queue(gateway(), analyst.who, queue[1].place, 10));
  ASSERT_EQ(rest.size(), 2U);
  EXPECT_EQ(rest[0].version, second.version);
  EXPECT_EQ(rest[1].version, stopped.version);
}

}  // namespace
}  // namespace holdfast
