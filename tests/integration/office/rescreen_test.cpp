// Rules change, and held letters are screened again: what is worse goes nowhere until a person looked (rules 1 and 7),
// what was opened is its person's, nobody is told who has not read (rule 3), and no gateway opens letters by itself
// (rule 5).
#include "gateway/flows/rescreen.h"

#include "gateway/flows/choose.h"
#include "gateway/flows/investigate.h"
#include "gateway/flows/open_letter.h"
#include "gateway/flows/release.h"
#include "storage/postgres/tasks.h"
#include "tests/integration/office/desk.h"

namespace holdfast {
namespace {

using domain::Bar;
using domain::Role;
using domain::Verdict;
using flows::Decision;
using storage::Rescreened;
using test::must;
using test::why;

constexpr std::string_view kWords = "I am sorry. I still think of the burning barn.";

using Rules = std::shared_ptr<const screening::Engine>;

// Rules under which a burning barn asks for this; without a level, rules that say nothing of it.
Rules rules(const std::string& level) {
  const std::string words = level.empty() ? "silver tractor" : "burning barn";
  const screening::RuleFile file{
      "threat.any.toml", "category = \"threat\"\nlanguage = \"any\"\n[[rule]]\nid = \"threat.barn\"\nlevel = \"" +
                             (level.empty() ? "review" : level) + "\"\npatterns = [\"" + words +
                             "\"]\nen = \"Speaks of it.\"\nes = \"Habla de eso.\"\nmust_match = [\"" + words +
                             "\", \"The " + words + "\"]\nmust_not_match = [\"Nothing here.\", \"Nor here.\"]\n"};
  auto built = screening::Engine::build({&file, 1});
  if (!built) throw std::runtime_error(built.error().what);
  return std::make_shared<const screening::Engine>(std::move(*built));
}

struct Released {
  test::Arrived letter;
  test::Desk recipient;
  domain::HoldId hold;
};

class RescreenTest : public test::OfficeTest {
 protected:
  // A gateway that has these rules in force works until nothing is left.
  int work(const std::function<Rules()>& in_force, const std::string& holder = "gateway:1", int most = 16) {
    flows::RescreenWork work{holder, in_force};
    work.most = most;
    int letters = 0;
    while (const int turn = must(flows::work_rescreen(gateway(), work))) letters += turn;
    return letters;
  }
  std::vector<Rescreened> again(const std::string& level, bool apply) {
    run_ = must(storage::begin_rescreen(office_.owner(), apply));
    work([in_force = rules(level)] { return in_force; });
    EXPECT_TRUE(state().ended);
    return must(storage::rescreened(office_.owner(), run_));
  }
  storage::RescreenState state() { return must(storage::rescreen_state(office_.owner(), run_)); }

  test::Arrived clear_letter() { return letter(office_.facilitator(), "A12345", std::string(kWords), "clear"); }
  std::string version(const test::Arrived& arrived) {
    return state_of("letter_version", arrived.version) + " " +
           sql("select coalesce(verdict, 'unscreened') from hf.letter_version where oid = " +
               id_sql(arrived.version.bytes));
  }
  Released released() {
    const auto person = office_.person(office_.offender("A12345"));
    Released made{clear_letter(), office_.recipient(person), {}};
    approve(analyst_, made.letter.version);
    made.hold = *must(flows::address_letter(gateway(), analyst_.who, {made.letter.letter, person, "court file"})).hold;
    must(flows::choose(gateway(), made.recipient.who, {.hold = made.hold, .kind = domain::ChoiceKind::now}));
    EXPECT_EQ(state_of("hold", made.hold), "released");
    return made;
  }
  // One statement with this role and the gateway's own account as the actor. "done", or why not.
  std::string by_hand(const std::string& role, const std::string& statement) {
    pqxx::connection connection(office_.database().conninfo(role));
    pqxx::work work(connection);
    work.exec("select set_config('app.actor', '" + sql("select id from hf.account where role = 'system'") + "', true)");
    try {
      const auto rows = work.exec(statement);
      work.commit();
      return rows.empty() || rows.columns() == 0 || rows[0][0].is_null() ? "done" : rows[0][0].as<std::string>();
    } catch (const pqxx::sql_error& error) {
      return error.what();
    }
  }
  std::int64_t unwrapped() { return count("keeper_question where granted"); }

  test::Desk analyst_ = office_.staff(Role::analyst);
  storage::RescreenId run_;
};

TEST_F(RescreenTest, ListsWhatWouldChangeAndTouchesNothing) {
  const auto arrived = clear_letter();
  const auto found = again("quarantine", false);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].version, arrived.version);
  EXPECT_EQ(found[0].letter, arrived.letter);
  EXPECT_EQ(found[0].was, Verdict::clear);
  EXPECT_EQ(found[0].now, Verdict::quarantine);
  EXPECT_EQ(found[0].rules, std::vector<std::string>{"threat.barn"});
  EXPECT_FALSE(found[0].applied);
  EXPECT_EQ(version(arrived), "in_review clear");
  EXPECT_EQ(count("ticket") + count("quarantine") + count("sealed_chunk where part in (17, 18)"), 0);
  EXPECT_EQ(sql("select concat_ws('|', x.*) from hf.rescreened x").find("barn."), std::string::npos);  // no words
  EXPECT_EQ(state().held, 1);
  EXPECT_EQ(state().screened, 1);
}

TEST_F(RescreenTest, WhatTheSameRulesJudgedIsNotOpened) {
  clear_letter();
  sql("update hf.letter_version set rules = '" + std::string(rules("review")->rules_hash()) + "', engine = '" +
      std::string(screening::Engine::version()) + "'");
  EXPECT_TRUE(again("review", true).empty());
  EXPECT_EQ(state().alike, 1);
  EXPECT_EQ(unwrapped(), 0);
}

TEST_F(RescreenTest, TheReviewerSeesWhatNewerRulesFound) {
  const auto arrived = clear_letter();
  const auto found = again("review", true);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].applied);
  EXPECT_EQ(version(arrived), "in_review review");
  EXPECT_EQ(state_of("letter_version", arrived.version, "rules"), rules("review")->rules_hash());
  const auto opened = must(flows::open_review(gateway(), analyst_.who, arrived.version));
  ASSERT_EQ(opened.cover.findings.size(), 1U);
  EXPECT_EQ(opened.cover.findings[0].quote, "burning barn");
  EXPECT_EQ(opened.cover.addressee, "Rosa Quintero");
  ASSERT_TRUE(opened.file.rescreened);
  EXPECT_EQ(opened.file.rescreened->was, Verdict::clear);
  // Worse still, a second time; and a third time there is nothing left to change.
  EXPECT_EQ(again("quarantine", true).size(), 1U);
  EXPECT_EQ(version(arrived), "quarantined quarantine");
  EXPECT_TRUE(again("quarantine", true).empty());
}

TEST_F(RescreenTest, WhatNobodyLetPassIsQuarantinedAsIntakeWouldHave) {
  office_.offender("A12345");
  const auto arrived = clear_letter();
  again("quarantine", true);
  EXPECT_EQ(version(arrived), "quarantined quarantine");
  EXPECT_EQ(count("quarantine where account_id is null and lifted_at is null"), 1);
  EXPECT_EQ(count("ticket where state = 'unconfirmed' and severity = 'critical' and shared_at is not null"), 1);
  const auto investigator = office_.staff(Role::investigator);
  const auto tickets = must(flows::investigations(gateway(), investigator.who, 0, 10));
  ASSERT_EQ(tickets.size(), 1U);
  const auto opened = must(flows::open_investigation(gateway(), investigator.who, tickets[0].ticket));
  ASSERT_EQ(opened.cover.findings.size(), 1U);
  EXPECT_EQ(opened.cover.findings[0].rule, "threat.barn");
}

TEST_F(RescreenTest, WhatAPersonApprovedGoesBackBeforeAPersonAndNoInstitutionHears) {
  const auto arrived = clear_letter();
  approve(analyst_, arrived.version);
  const auto found = again("quarantine", true);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(version(arrived), "in_review quarantine");
  EXPECT_EQ(state_of("letter", arrived.letter), "in_review");
  EXPECT_EQ(count("ticket") + count("quarantine"), 0);
  // One analyst alone does not let it go on; their quarantine begins the ticket.
  must(flows::open_review(gateway(), analyst_.who, arrived.version));
  EXPECT_EQ(why(flows::decide_review(gateway(), analyst_.who, arrived.version, {Decision::approve, {}, "none"})),
            domain::why(Bar::quarantine));
  must(flows::decide_review(gateway(), analyst_.who, arrived.version,
                            {Decision::quarantine, {domain::ReturnCode::threat}, "none"}));
  EXPECT_EQ(count("ticket"), 1);
}

TEST_F(RescreenTest, WhatIsOnItsWayIsClosedAgainAndResumesOnlyAfterAPersonAndItsRecipient) {
  const auto made = released();
  again("review", true);
  EXPECT_EQ(version(made.letter), "in_review review");
  EXPECT_EQ(state_of("hold", made.hold), "accepted");
  EXPECT_EQ(sql("select state from hf.delivery"), "recalled");
  EXPECT_EQ(sql("select cause from hf.recall"), "rescreened");
  EXPECT_EQ(count("task where kind = 'tell_recipient' and hold_id is not null"), 1);
  EXPECT_FALSE(flows::open_letter(gateway(), made.recipient.who, made.hold).has_value());
  EXPECT_EQ(must(flows::release_due(gateway())), 0);
  approve(analyst_, made.letter.version);
  EXPECT_EQ(state_of("letter", made.letter.letter), "banked");
  EXPECT_EQ(must(flows::release_due(gateway())), 0);  // not by itself: the recall ended that choice's release
  must(flows::choose(gateway(), made.recipient.who, {.hold = made.hold, .kind = domain::ChoiceKind::now}));
  EXPECT_EQ(state_of("hold", made.hold), "released");
  must(flows::open_letter(gateway(), made.recipient.who, made.hold));
}

TEST_F(RescreenTest, WhatWasOpenedIsTheirs) {
  const auto made = released();
  must(flows::open_letter(gateway(), made.recipient.who, made.hold));
  const auto before = unwrapped();
  EXPECT_TRUE(again("quarantine", true).empty());
  EXPECT_EQ(state().held, 0);
  EXPECT_EQ(unwrapped(), before);
  EXPECT_EQ(version(made.letter), "approved clear");
  EXPECT_EQ(state_of("hold", made.hold), "delivered");
}

TEST_F(RescreenTest, NothingBecomesBetterByItself) {
  const auto arrived = letter(office_.facilitator(), "A12345", std::string(kWords), "review");
  const auto found = again("", true);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].now, Verdict::clear);
  EXPECT_FALSE(found[0].applied);
  EXPECT_TRUE(found[0].rules.empty());
  EXPECT_EQ(version(arrived), "in_review review");
}

TEST_F(RescreenTest, WhatWasNeverScreenedGetsItsFirstVerdict) {
  const auto arrived = letter(office_.facilitator(), "A12345", std::string(kWords), "");
  EXPECT_EQ(version(arrived), "unscreened unscreened");
  again("", false);
  EXPECT_EQ(version(arrived), "unscreened unscreened");
  const auto found = again("", true);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_FALSE(found[0].was);
  EXPECT_EQ(version(arrived), "in_review clear");
}

TEST_F(RescreenTest, WhatTheAdviserRaisedStaysRaised) {
  const auto arrived = letter(office_.facilitator(), "A12345", std::string(kWords), "review");
  sql("insert into hf.job (agency_id, kind, key, run_at, state, note) select agency_id, 'advice', encode(oid, 'hex'), "
      "hf.now(), 'done', 'raised' from hf.letter_version");
  EXPECT_TRUE(again("", true).empty());
  EXPECT_EQ(again("quarantine", true).size(), 1U);
  EXPECT_EQ(version(arrived), "quarantined quarantine");
}

TEST_F(RescreenTest, WhatAPersonDecidedMeanwhileStays) {
  const auto arrived = clear_letter();
  must(flows::open_review(gateway(), analyst_.who, arrived.version));
  run_ = must(storage::begin_rescreen(office_.owner(), true));
  auto in_force = rules("quarantine");
  bool decided = false;
  work([&] {
    if (!decided) {
      must(flows::decide_review(gateway(), analyst_.who, arrived.version,
                                {Decision::return_, {domain::ReturnCode::forgive}, "none"}));
    }
    decided = true;
    return in_force;
  });
  EXPECT_TRUE(must(storage::rescreened(office_.owner(), run_)).empty());
  EXPECT_EQ(version(arrived), "returned clear");
  EXPECT_EQ(state().failed, 0);
}

TEST_F(RescreenTest, OneGatewayWorksAtATimeAndAnotherGoesOnWhereItStopped) {
  for (int i = 0; i < 3; ++i) clear_letter();
  run_ = must(storage::begin_rescreen(office_.owner(), true));
  const auto left = must(storage::claim_rescreen(gateway(), {"gateway:1"}, 2));
  ASSERT_TRUE(left);
  EXPECT_EQ(left->versions.size(), 2U);
  auto in_force = rules("review");
  EXPECT_EQ(work([&] { return in_force; }, "gateway:2", 2), 0);
  office_.move_clock(std::chrono::minutes(2));
  EXPECT_EQ(work([&] { return in_force; }, "gateway:2", 2), 3);
  EXPECT_EQ(must(storage::rescreened(office_.owner(), run_)).size(), 3U);
  // The first one's lease has moved on: it writes nothing any more.
  EXPECT_EQ(storage::finish_turn(gateway(), *left, {}, {}).error().problem, domain::Problem::refused);
}

TEST_F(RescreenTest, TwoThatAskForTheSameAreOneAndOtherwiseTheSecondWaits) {
  const auto listing = must(storage::begin_rescreen(office_.owner(), false));
  EXPECT_EQ(must(storage::begin_rescreen(office_.owner(), false)), listing);
  EXPECT_EQ(storage::begin_rescreen(office_.owner(), true).error().problem, domain::Problem::conflict);
  must(storage::give_up_rescreen(office_.owner(), listing));
  EXPECT_NE(must(storage::begin_rescreen(office_.owner(), true)), listing);
}

TEST_F(RescreenTest, TheKeeperOpensOnlyWhatIsHeldWhileTheOwnersWordAndTheLeaseLast) {
  const auto arrived = clear_letter();
  const auto object = must(flows::review_file(gateway(), analyst_.who, arrived.version)).object;
  const auto opens = [&](const storage::RescreenId& run) {
    return storage::OpenedObject::ask(
               gateway(), office_.here().system, office_.here().system_account,
               {sealing::GrantKind::rescreen, domain::GrantId{run.bytes}, object, sealing::Purpose::letter, 1})
        .has_value();
  };
  EXPECT_FALSE(opens({}));
  run_ = must(storage::begin_rescreen(office_.owner(), false));
  EXPECT_FALSE(opens(run_));  // nobody works it
  ASSERT_TRUE(must(storage::claim_rescreen(gateway(), {"gateway:1"}, 1)));
  EXPECT_TRUE(opens(run_));
  EXPECT_FALSE(opens({}));
  office_.move_clock(std::chrono::minutes(2));
  EXPECT_FALSE(opens(run_));  // the lease has ended
  ASSERT_TRUE(must(storage::claim_rescreen(gateway(), {"gateway:1"}, 1)));
  EXPECT_TRUE(opens(run_));
  must(storage::give_up_rescreen(office_.owner(), run_));
  EXPECT_FALSE(opens(run_));
  run_ = must(storage::begin_rescreen(office_.owner(), false));
  office_.move_clock(std::chrono::hours(25));
  EXPECT_FALSE(must(storage::claim_rescreen(gateway(), {"gateway:1"}, 1)));  // forgotten after a day
  EXPECT_NE(must(storage::begin_rescreen(office_.owner(), false)), run_);
  run_ = must(storage::begin_rescreen(office_.owner(), false));
  ASSERT_TRUE(must(storage::claim_rescreen(gateway(), {"gateway:1"}, 1)));
  EXPECT_TRUE(opens(run_));
  must(flows::open_review(gateway(), analyst_.who, arrived.version));
  must(flows::decide_review(gateway(), analyst_.who, arrived.version,
                            {Decision::return_, {domain::ReturnCode::forgive}, "none"}));
  EXPECT_FALSE(opens(run_));  // decided: held no more
}

TEST_F(RescreenTest, NoGatewayCanAskForItselfNorRaiseAVerdictByHand) {
  const auto arrived = clear_letter();
  const auto raise = "select hf.screen_again(" + id_sql(arrived.version.bytes) +
                     ", 1, 'quarantine', '{}', 'quarantined', '{}', false, 'r', 'e', " + id_sql(arrived.letter.bytes) +
                     ")";
  EXPECT_NE(by_hand("holdfast_gateway",
                    "insert into hf.rescreen (agency_id, oid, apply) select agency_id, oid, true "
                    "from hf.letter_version")
                .find("permission denied"),
            std::string::npos);
  EXPECT_NE(by_hand("holdfast_gateway", raise).find("not_yours"), std::string::npos);  // nobody asked
  run_ = must(storage::begin_rescreen(office_.owner(), false));
  ASSERT_TRUE(must(storage::claim_rescreen(gateway(), {"gateway:1"}, 1)));
  EXPECT_NE(by_hand("holdfast_gateway", raise).find("not_in_state"), std::string::npos);  // for a list only
  EXPECT_EQ(version(arrived), "in_review clear");
  EXPECT_EQ(count("rescreened"), 0);
  must(storage::give_up_rescreen(office_.owner(), run_));
  EXPECT_NE(by_hand("holdfast_gateway", "update hf.rescreen set ended_at = null").find("not_in_state"),
            std::string::npos);
  EXPECT_NE(by_hand("holdfast_gateway", "update hf.rescreen set asked_at = hf.now()").find("permission denied"),
            std::string::npos);
}

TEST_F(RescreenTest, AnApprovalThatIsOlderThanTheVerdictReleasesNothingByHandEither) {
  const auto made = released();
  again("review", true);
  EXPECT_EQ(by_hand("holdfast_gateway", "update hf.letter_version set state = 'approved'"), "done");
  const auto bar =
      "select coalesce(hf.bar_to_release(h.agency_id, h.id, v.id, hf.now()), 'none') from hf.hold h, hf.letter_version "
      "v";
  EXPECT_EQ(by_hand("holdfast_gateway", bar), "not_approved");
  EXPECT_NE(by_hand("holdfast_gateway", "delete from hf.rescreened").find("permission denied"), std::string::npos);
  EXPECT_NE(by_hand("holdfast_owner", "delete from hf.rescreened").find("append-only"), std::string::npos);
  sql("update hf.letter_version set state = 'in_review'");
  approve(analyst_, made.letter.version);
  EXPECT_EQ(by_hand("holdfast_gateway", bar), "none");
}

TEST_F(RescreenTest, EveryLookAndEveryChangeIsWitnessed) {
  clear_letter();
  const auto leaves = count("audit_leaf where sealed is not null");
  again("review", true);
  // asked, key.unwrapped, version.screened, ended
  EXPECT_EQ(count("audit_leaf where sealed is not null"), leaves + 4);
}

TEST(EventOfScreening, LeavesTicketsToPeopleWhereOneApproved) {
  using domain::VersionEvent;
  struct Case {
    Verdict verdict;
    bool passed;
    VersionEvent event;
  };
  for (const auto& one : {Case{Verdict::clear, false, VersionEvent::screened_clear},
                          Case{Verdict::clear, true, VersionEvent::screened_clear},
                          Case{Verdict::review, false, VersionEvent::screened_review},
                          Case{Verdict::review, true, VersionEvent::screened_review},
                          Case{Verdict::quarantine, false, VersionEvent::screened_quarantine},
                          Case{Verdict::quarantine, true, VersionEvent::screened_review}}) {
    EXPECT_EQ(flows::event_of_screening(one.verdict, one.passed), one.event)
        << domain::name_of(one.verdict) << one.passed;
  }
}

}  // namespace
}  // namespace holdfast
