// The agency's adviser over a real HTTP server: it raises clear to review and adds findings for reviewers, and whatever
// else it does leaves everything as it was (rules 3, 5 and 7).
#include "gateway/flows/advise.h"

#include "gateway/advice/adviser.h"
#include "tests/harness/adviser_server.h"
#include "tests/integration/office/desk.h"

namespace holdfast {
namespace {

using domain::Role;
using test::AdviserServer;
using test::must;

constexpr std::string_view kWords = "I am sorry. I still think of the house with the green door.";

std::string pointing_at(std::string_view category, std::string_view quote) {
  return R"({"findings":[{"category":")" + std::string(category) + R"(","quote":")" + std::string(quote) +
         R"(","why":"a word of the letter: green"}]})";
}

class Advice : public test::OfficeTest {
 protected:
  // One turn of a gateway with an adviser at this address. How many letters it was done with.
  int turn(const std::string& url, std::chrono::milliseconds patience = std::chrono::seconds(20),
           const std::string& holder = "gateway:1") {
    advice::Settings settings;
    settings.url = url;
    settings.instructions = "Point at passages.";
    settings.answer_time = patience;
    advice::Adviser adviser(std::move(settings));
    return turn([&] { return adviser.ready(); }, [&](std::string_view letter) { return adviser.ask(letter); }, holder);
  }
  int turn(const std::function<bool()>& ready, const std::function<flows::AdviceAnswer(std::string_view)>& ask,
           const std::string& holder = "gateway:1") {
    flows::AdviceWork work;
    work.holder = holder;
    work.ready = ready;
    work.ask = ask;
    work.failed = [&](flows::AdviceFailure why) { failures_.push_back(why); };
    return must(flows::work_advice(gateway(), work, tally_));
  }
  int turn_saying(const std::string& content) {
    AdviserServer server([&](const std::string&) { return test::said(content); });
    return turn(server.url());
  }
  test::Arrived clear_letter(const std::string& words = std::string(kWords)) {
    return letter(office_.facilitator(), "A12345", words, "clear");
  }
  std::string verdict(const test::Arrived& arrived) { return state_of("letter_version", arrived.version, "verdict"); }
  std::string job() {
    return sql(
        "select string_agg(state || ' ' || note || ' ' || attempts, ', ' order by id) from hf.job "
        "where kind = 'advice'");
  }
  std::int64_t advice_parts() { return count("sealed_chunk where part = 16"); }
  // Everything of the letter that anybody can see, in every table.
  std::string state_of_letters() {
    return sql("select string_agg(concat_ws('|', l.*, v.*), '#' order by v.id) from hf.letter l "
               "join hf.letter_version v on v.letter_id = l.id") +
           sql("select concat_ws('|', (select count(*) from hf.ticket), (select count(*) from hf.quarantine), "
               "(select count(*) from hf.task), (select count(*) from hf.sealed_chunk))");
  }
  // The same with only the verdict let out.
  std::string shown(const test::Arrived& arrived) {
    return sql(
        "select concat_ws('|', shown_state, shown_reasons, shown_note, shown_at, state, version) from hf.letter "
        "where oid = " +
        id_sql(arrived.letter.bytes));
  }

  flows::AdviceTally tally_;
  std::vector<flows::AdviceFailure> failures_;
};

TEST_F(Advice, RaisesClearToReviewAndShowsTheReviewerWhere) {
  const auto arrived = clear_letter();
  const auto before = shown(arrived);
  EXPECT_EQ(turn_saying(pointing_at("surveillance", "the house with the green door")), 1);
  EXPECT_EQ(verdict(arrived), "review");
  EXPECT_EQ(job(), "done raised 1");
  EXPECT_EQ(tally_.raised, 1U);
  EXPECT_EQ(shown(arrived), before);  // rule 3: not a word to the programme

  const auto analyst = office_.staff(Role::analyst);
  const auto opened = must(flows::open_review(gateway(), analyst.who, arrived.version));
  ASSERT_EQ(opened.cover.findings.size(), 1U);
  const auto& found = opened.cover.findings.front();
  EXPECT_EQ(found.rule, "adviser.surveillance");
  EXPECT_EQ(found.level, "review");
  EXPECT_EQ(found.quote, "the house with the green door");
  EXPECT_EQ(found.start, 29U);
  EXPECT_EQ(found.end, 58U);
  // And it waits for a person like any other.
  approve(analyst, arrived.version);
  EXPECT_EQ(state_of("letter_version", arrived.version), "approved");
}

TEST_F(Advice, IsOffByDefaultAndThenIntakeMakesNoJob) {
  EXPECT_TRUE(config::Config{}.adviser.off());
  clear_letter();
  EXPECT_EQ(count("job"), 0);
  EXPECT_EQ(count("lease where name = 'advice'"), 0);
}

TEST_F(Advice, IsAskedOnceAboutALetterAndSentNothingButItsWords) {
  clear_letter();
  AdviserServer server([](const std::string&) { return test::said(R"({"findings":[]})"); });
  EXPECT_EQ(turn(server.url()), 1);
  EXPECT_EQ(turn(server.url()), 0);
  ASSERT_EQ(server.asked().size(), 1U);
  EXPECT_NE(server.asked().front().find("green door"), std::string::npos);
  for (const auto* other : {"A12345", "Writer", "Rosa", "Quintero", "SCR-2019-1"}) {
    EXPECT_EQ(server.asked().front().find(other), std::string::npos) << other;
  }
  EXPECT_EQ(job(), "done nothing 1");
  EXPECT_EQ(advice_parts(), 0);
}

TEST_F(Advice, AddsToWhatScreeningFoundAndTakesNothingFromIt) {
  const auto words = "You will regret it. I still think of the house with the green door.";
  const auto arrived = letter(office_.facilitator(), "A12345", words, "review");
  const auto analyst = office_.staff(Role::analyst);
  const auto before = must(flows::open_review(gateway(), analyst.who, arrived.version)).cover.findings;
  ASSERT_FALSE(before.empty());
  EXPECT_EQ(turn_saying(pointing_at("surveillance", "the green door")), 1);
  EXPECT_EQ(verdict(arrived), "review");
  EXPECT_EQ(job(), "done added 1");
  const auto after = must(flows::open_review(gateway(), analyst.who, arrived.version)).cover.findings;
  EXPECT_EQ(after.size(), before.size() + 1);
  for (const auto& found : before) {
    EXPECT_TRUE(std::ranges::any_of(after, [&](const auto& other) { return other.rule == found.rule; })) << found.rule;
  }
}

TEST_F(Advice, FindsNothingAndLowersNothing) {
  const auto arrived = letter(office_.facilitator(), "A12345", std::string(kWords), "review");
  EXPECT_EQ(turn_saying(R"({"findings":[]})"), 1);
  EXPECT_EQ(verdict(arrived), "review");
}

TEST_F(Advice, NeverQuarantinesAndOpensNoTicket) {
  const auto arrived = clear_letter();
  EXPECT_EQ(turn_saying(R"({"findings":[{"category":"threat","level":"quarantine","verdict":"quarantine",
    "quote":"green door","why":"w"}]})"),
            1);
  EXPECT_EQ(verdict(arrived), "review");
  EXPECT_EQ(state_of("letter_version", arrived.version), "in_review");
  EXPECT_EQ(count("ticket") + count("quarantine"), 0);
}

TEST_F(Advice, ALieLeavesEverythingAsItWas) {
  clear_letter();
  const auto before = state_of_letters();
  EXPECT_EQ(turn_saying(pointing_at("threat", "I will kill you")), 1);
  EXPECT_EQ(state_of_letters(), before);
  EXPECT_EQ(job(), "done nothing 1");
}

TEST_F(Advice, EveryFailureLeavesEverythingAsItWasAndIsCounted) {
  using namespace std::chrono_literals;
  struct Case {
    AdviserServer::Behave behave;
    std::chrono::milliseconds patience;
    flows::AdviceFailure why;
  };
  const std::vector<Case> cases{
      {[](const std::string&) { return test::http_reply(500, "no"); }, 20s, flows::AdviceFailure::refused},
      {[](const std::string&) { return test::said("As a model I cannot"); }, 20s, flows::AdviceFailure::malformed},
      {AdviserServer::hang(), 50ms, flows::AdviceFailure::timed_out},
      {AdviserServer::endless(), 20s, flows::AdviceFailure::talkative},
  };
  int letters = 0;
  for (const auto& one : cases) {
    const auto arrived =
        letter(office_.facilitator(), "A1000" + std::to_string(++letters), std::string(kWords), "clear");
    const auto before = state_of_letters();
    AdviserServer server(one.behave);
    EXPECT_EQ(turn(server.url(), one.patience), 1);
    EXPECT_EQ(state_of_letters(), before);
    EXPECT_EQ(verdict(arrived), "clear");
    ASSERT_FALSE(failures_.empty());
    EXPECT_EQ(failures_.back(), one.why);
    EXPECT_EQ(sql("select state || ' ' || note from hf.job where kind = 'advice' order by id desc limit 1"),
              "waiting " + std::string(domain::name_of(one.why)));
  }
  EXPECT_EQ(tally_.failed, cases.size());
}

TEST_F(Advice, IsTriedThreeTimesAndThenLeftAlone) {
  const auto arrived = clear_letter();
  AdviserServer server([](const std::string&) { return test::said("no"); });
  for (int tries = 0; tries < 5; ++tries) {
    turn(server.url());
    EXPECT_EQ(turn(server.url()), 0);  // not before its time
    office_.move_clock(std::chrono::minutes(10));
  }
  EXPECT_EQ(server.asked().size(), 3U);
  EXPECT_EQ(job(), "dead malformed 3");
  EXPECT_EQ(verdict(arrived), "clear");
}

TEST_F(Advice, WithNobodyAtTheDoorNoLetterIsOpened) {
  clear_letter();
  const auto leaves = count("audit_leaf");
  EXPECT_EQ(turn("unix:/nowhere/adviser.sock"), 0);
  EXPECT_EQ(job(), "waiting  0");
  EXPECT_EQ(count("audit_leaf"), leaves);
}

TEST_F(Advice, EveryLookAndEveryAnswerIsWitnessed) {
  clear_letter();
  const auto leaves = count("audit_leaf");
  turn_saying(pointing_at("surveillance", "green door"));
  EXPECT_EQ(count("audit_leaf"), leaves + 2);  // key.unwrapped by the keeper, advice.given by the gateway
}

TEST_F(Advice, WhatAPersonDecidedMeanwhileStays) {
  const auto arrived = clear_letter();
  const auto analyst = office_.staff(Role::analyst);
  const auto answered = [&](std::string_view words) -> flows::AdviceAnswer {
    approve(analyst, arrived.version);
    screening::Finding found;
    found.level = screening::Verdict::review;
    found.quote = words.substr(0, 4);
    return std::vector{found};
  };
  EXPECT_EQ(turn([] { return true; }, answered), 1);
  EXPECT_EQ(state_of("letter_version", arrived.version), "approved");
  EXPECT_EQ(verdict(arrived), "clear");
  EXPECT_EQ(job(), "cancelled late 1");
  EXPECT_EQ(advice_parts(), 0);
}

TEST_F(Advice, WhatIsDecidedOrStoppedIsNeverAskedAbout) {
  const auto stopped = letter(office_.facilitator(), "A12345", "I will find you.", "quarantine");
  const auto decided = clear_letter();
  const auto analyst = office_.staff(Role::analyst);
  AdviserServer server([](const std::string&) { return test::said(R"({"findings":[]})"); });
  must(storage::queue_advice(gateway(), 10));
  approve(analyst, decided.version);
  turn(server.url());
  EXPECT_TRUE(server.asked().empty());
  EXPECT_EQ(job(), "cancelled late 0");
  EXPECT_EQ(verdict(stopped), "quarantine");
}

TEST_F(Advice, OneGatewayAsksAtATimeAndTakesOverWhatAnotherLeft) {
  const auto arrived = clear_letter();
  must(storage::queue_advice(gateway(), 10));
  const auto left = must(storage::claim_advice(gateway(), {"gateway:1"}));
  ASSERT_TRUE(left.claimed);
  EXPECT_FALSE(must(storage::claim_advice(gateway(), {"gateway:2"})).found);
  office_.move_clock(std::chrono::minutes(3));
  AdviserServer server([](const std::string&) { return test::said(pointing_at("surveillance", "green door")); });
  EXPECT_EQ(turn(server.url(), std::chrono::seconds(20), "gateway:2"), 1);
  EXPECT_EQ(verdict(arrived), "review");
  // The first one's lease has moved on: it writes nothing any more.
  const auto late = storage::fail_advice(gateway(), *left.claimed, "timed_out", false);
  ASSERT_FALSE(late.has_value());
  EXPECT_EQ(late.error().problem, domain::Problem::refused);
  EXPECT_EQ(job(), "done raised 2");
}

TEST_F(Advice, TheKeeperOpensNothingWithoutTheRunningJob) {
  const auto arrived = clear_letter();
  const auto analyst = office_.staff(Role::analyst);
  const auto object = must(flows::review_file(gateway(), analyst.who, arrived.version)).object;
  const auto opens = [&](const domain::VersionId& grant) {
    return storage::OpenedObject::ask(
               gateway(), office_.here().system, office_.here().system_account,
               {sealing::GrantKind::advice, domain::GrantId{grant.bytes}, object, sealing::Purpose::letter, 1})
        .has_value();
  };
  EXPECT_FALSE(opens(arrived.version));  // no job
  must(storage::queue_advice(gateway(), 10));
  EXPECT_FALSE(opens(arrived.version));  // not running
  ASSERT_TRUE(must(storage::claim_advice(gateway(), {"gateway:1"})).claimed);
  EXPECT_TRUE(opens(arrived.version));
  EXPECT_FALSE(opens(domain::VersionId{}));  // another's job
  office_.move_clock(std::chrono::minutes(3));
  EXPECT_FALSE(opens(arrived.version));  // its lease has ended
  const auto again = must(storage::claim_advice(gateway(), {"gateway:1"}));
  ASSERT_TRUE(again.claimed);
  EXPECT_TRUE(opens(arrived.version));
  must(storage::fail_advice(gateway(), *again.claimed, "timed_out", false));
  EXPECT_FALSE(opens(arrived.version));  // the lease lives, and the job waits
  office_.move_clock(std::chrono::minutes(3));
  ASSERT_TRUE(must(storage::claim_advice(gateway(), {"gateway:1"})).claimed);
  EXPECT_TRUE(opens(arrived.version));
  approve(analyst, arrived.version);
  EXPECT_FALSE(opens(arrived.version));  // decided
}

TEST_F(Advice, TheDatabaseLowersNoVerdictByAnyHand) {
  const auto arrived = letter(office_.facilitator(), "A12345", std::string(kWords), "review");
  const auto as = [&](const std::string& role, const std::string& text) -> std::string {
    pqxx::connection connection(office_.database().conninfo(role));
    pqxx::work work(connection);
    const auto key = sql("select id from hf.account where role = 'system'");
    work.exec("select set_config('app.actor', '" + key + "', true)");
    try {
      work.exec(text);
      work.commit();
      return "done";
    } catch (const pqxx::sql_error& error) {
      return error.what();
    }
  };
  EXPECT_NE(as("holdfast_gateway", "update hf.letter_version set verdict = 'clear'").find("permission denied"),
            std::string::npos);
  EXPECT_NE(as("holdfast_owner", "update hf.letter_version set verdict = 'clear'").find("not_yours"),
            std::string::npos);
  EXPECT_NE(as("holdfast_owner", "update hf.letter_version set verdict = null").find("not_yours"), std::string::npos);
  // The one function that may raise: without a lease and a running job it does nothing at all.
  const auto advise = "select hf.advise(" + id_sql(arrived.version.bytes) + ", 1, 1)";
  EXPECT_NE(as("holdfast_gateway", advise).find("not_yours"), std::string::npos);
  EXPECT_EQ(verdict(arrived), "review");
}

}  // namespace
}  // namespace holdfast
