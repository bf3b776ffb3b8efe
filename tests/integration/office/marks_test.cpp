// What readers say of findings: only by who has the words open, one word a person, and nothing of the letter with it
// (rules 5 and 8).
#include "gateway/flows/marks.h"

#include "gateway/flows/investigate.h"
#include "tests/integration/office/desk.h"

namespace holdfast {
namespace {

using domain::Bar;
using domain::Role;
using flows::Decision;
using storage::FindingMark;
using test::must;
using test::why;

const FindingMark kRight{"threat.en.kill-you", false, 3, 20, true};
const FindingMark kWrong{"threat.en.kill-you", false, 3, 20, false};
const FindingMark kOther{"coercion.en.tell-anyone", true, 0, 9, false};

class MarksTest : public test::OfficeTest {
 protected:
  domain::Result<void> mark(const test::Desk& who, const std::vector<FindingMark>& marks) {
    return flows::mark_findings(gateway(), who.who, arrived_.version, marks);
  }
  std::vector<FindingMark> opened(const test::Desk& who) {
    return must(flows::open_review(gateway(), who.who, arrived_.version)).marks;
  }

  test::Arrived arrived_ = letter(office_.facilitator(), "A12345", "You will regret the green door.");
  test::Desk analyst_ = office_.staff(Role::analyst);
};

TEST_F(MarksTest, OneWordAFindingAndPersonAndTheLatestCounts) {
  EXPECT_TRUE(opened(analyst_).empty());
  must(mark(analyst_, {kWrong, kOther}));
  must(mark(analyst_, {kRight}));
  EXPECT_EQ(opened(analyst_), (std::vector{kRight, kOther}));
  // Another account of the same human being is no second voice; another person is.
  const auto same = second_account(analyst_, Role::analyst);
  opened(same);
  must(mark(same, {kWrong}));
  EXPECT_EQ(count("finding_mark"), 2);
  const auto colleague = office_.staff(Role::analyst);
  EXPECT_TRUE(opened(colleague).empty());
  must(mark(colleague, {kRight}));
  EXPECT_EQ(count("finding_mark"), 3);
}

TEST_F(MarksTest, WhoHasNotTheWordsOpenMarksNothing) {
  EXPECT_EQ(why(mark(analyst_, {kRight})), domain::why(Bar::words_not_opened));
  opened(analyst_);
  must(mark(analyst_, {kRight}));
  must(flows::decide_review(gateway(), analyst_.who, arrived_.version,
                            {Decision::return_, {domain::ReturnCode::threat}, "none"}));
  EXPECT_EQ(why(mark(analyst_, {kWrong})), domain::why(Bar::words_not_opened));  // what is decided is not open any more
  EXPECT_EQ(count("finding_mark where is_right"), 1);
}

TEST_F(MarksTest, AnAssignmentWhoseWordsNeverOpenedIsNotEnough) {
  office_.stop_keeper();
  EXPECT_FALSE(flows::open_review(gateway(), analyst_.who, arrived_.version).has_value());
  EXPECT_EQ(count("assignment where ended_at is null"), 1);
  EXPECT_EQ(why(mark(analyst_, {kRight})), domain::why(Bar::words_not_opened));
}

TEST_F(MarksTest, HoldRuleAndPlaceAndNothingOfTheLetter) {
  opened(analyst_);
  must(mark(analyst_, {kRight}));
  EXPECT_EQ(sql("select concat_ws(' ', rule, part, starts, ends, is_right, rules, verdict) from hf.finding_mark"),
            "threat.en.kill-you words 3 20 t rules review");
  auto words = kRight;
  words.rule = "the green door";  // no rule's name
  EXPECT_FALSE(mark(analyst_, {kOther, words}).has_value());
  EXPECT_EQ(count("finding_mark"), 1);  // all or nothing
}

TEST_F(MarksTest, AreWitnessedOnceForAllOfThem) {
  opened(analyst_);
  const auto leaves = count("audit_leaf where sealed is not null");
  must(mark(analyst_, {kRight, kOther}));
  EXPECT_EQ(count("audit_leaf where sealed is not null"), leaves + 1);
}

TEST_F(MarksTest, NobodyElseMarksByHand) {
  opened(analyst_);
  const auto by_hand = [&](const test::Desk& who, const std::string& statement) -> std::string {
    pqxx::connection connection(office_.database().conninfo("holdfast_gateway"));
    pqxx::work work(connection);
    const auto key = sql("select id from hf.account where oid = " + id_sql(who.account.bytes));
    work.exec("select set_config('app.actor', '" + key + "', true)");
    try {
      work.exec(statement);
      return "done";
    } catch (const pqxx::sql_error& error) {
      return error.what();
    }
  };
  const auto statement =
      "select hf.mark_finding(" + id_sql(arrived_.version.bytes) + ", 'threat.en.kill-you', 'words', 1, 2, true)";
  EXPECT_EQ(by_hand(analyst_, statement), "done");
  EXPECT_NE(by_hand(office_.facilitator(), statement).find("not_yours"), std::string::npos);
  EXPECT_NE(by_hand(office_.staff(Role::auditor), statement).find("not_yours"), std::string::npos);
  EXPECT_NE(by_hand(analyst_, "delete from hf.finding_mark").find("permission denied"), std::string::npos);
  EXPECT_NE(by_hand(analyst_, "update hf.finding_mark set is_right = true").find("permission denied"),
            std::string::npos);
  must(storage::recuse(office_.owner(), analyst_.account, office_.offender("B1")));
  EXPECT_EQ(by_hand(analyst_, statement), "done");  // recused from somebody else
}

TEST_F(MarksTest, AnInvestigatorMarksWhatScreeningStopped) {
  letter(office_.facilitator(), "A12345", "I will find you.", "quarantine");
  const auto investigator = office_.staff(Role::investigator);
  const auto ticket = must(flows::investigations(gateway(), investigator.who, 0, 10)).at(0).ticket;
  EXPECT_EQ(why(flows::mark_flagged(gateway(), investigator.who, ticket, {&kRight, 1})),
            domain::why(Bar::words_not_opened));
  must(flows::open_investigation(gateway(), investigator.who, ticket));
  must(flows::mark_flagged(gateway(), investigator.who, ticket, {&kRight, 1}));
  EXPECT_EQ(must(flows::open_investigation(gateway(), investigator.who, ticket)).marks, std::vector{kRight});
  EXPECT_EQ(sql("select verdict from hf.finding_mark"), "quarantine");
}

TEST_F(MarksTest, AreCountedForWhoWritesRules) {
  opened(analyst_);
  must(mark(analyst_, {kRight, kOther}));
  const auto colleague = office_.staff(Role::analyst);
  opened(colleague);
  must(mark(colleague, {kWrong}));
  const auto counts = must(storage::mark_counts(office_.owner()));
  ASSERT_EQ(counts.size(), 2U);
  EXPECT_EQ(counts[0].rule, kOther.rule);
  EXPECT_EQ(counts[0].wrong, 1U);
  EXPECT_EQ(counts[1].rule, kRight.rule);
  EXPECT_EQ(counts[1].rules, "rules");
  EXPECT_EQ(counts[1].verdict, "review");
  EXPECT_EQ(counts[1].right, 1U);
  EXPECT_EQ(counts[1].wrong, 1U);
}

}  // namespace
}  // namespace holdfast
