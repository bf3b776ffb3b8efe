// New rules of screening: whole or not at all, alone where they stop no less, by two people where they stop less, by
// any hand; and letters that come meanwhile are all there, each judged by one set.
#include "gateway/flows/rules.h"

#include <future>
#include <thread>

#include "gateway/flows/intake.h"
#include "gateway/flows/second.h"
#include "tests/integration/rules/desk.h"

namespace holdfast {
namespace {

using domain::Problem;
using domain::Role;
using flows::Reloaded;
using test::must;
using test::stopping;
using test::why;
using Outcome = Reloaded::Outcome;

const auto kAlpha = stopping({"alpha"});
const auto kBoth = stopping({"alpha", "beta"});
std::string hash(const std::vector<screening::RuleFile>& files) { return screening::rules_hash(files); }

class NewRules : public test::RulesDesk {};

// ---- a start ----

TEST_F(NewRules, TheFirstStartAdoptsTheFolderAndTheNextFindsIt) {
  put(kAlpha);
  const auto leaves = sql("select count(*) from hf.audit_leaf");
  const auto first = start();
  EXPECT_EQ(first.reloaded.outcome, Outcome::taken);
  EXPECT_EQ(first.rules->engine.rules_hash(), hash(kAlpha));
  EXPECT_EQ(in_force(), hash(kAlpha));
  EXPECT_EQ(sql("select count(*) - " + leaves + " from hf.audit_leaf"), "1");
  EXPECT_EQ(start().reloaded.outcome, Outcome::same);
  EXPECT_EQ(sql("select count(*) from hf.rule_set"), "1");
}

TEST_F(NewRules, AStartWithMoreTakesItAndWithLessGoesOnAsBefore) {
  put(kAlpha);
  start();
  put(kBoth);
  EXPECT_EQ(start().rules->engine.rules_hash(), hash(kBoth));
  EXPECT_EQ(in_force(), hash(kBoth));
  put(kAlpha);
  const auto weaker = start();
  EXPECT_EQ(weaker.reloaded.outcome, Outcome::weaker);
  ASSERT_EQ(weaker.reloaded.weaker.size(), 1U);
  EXPECT_EQ(weaker.reloaded.weaker.front().rule, "threat.en.beta");
  EXPECT_EQ(weaker.rules->engine.rules_hash(), hash(kBoth)) << "the set in force, which the folder no longer holds";
  EXPECT_EQ(in_force(), hash(kBoth));
}

TEST_F(NewRules, AStartWithABrokenFolderGoesOnAsBeforeAndWithoutAnyRulesThereIsNone) {
  put({{"threat.en.toml", "category = 3\n"}});
  const auto nothing = start();
  EXPECT_EQ(nothing.rules, nullptr);
  EXPECT_EQ(nothing.reloaded.outcome, Outcome::faulty);
  put(kAlpha);
  start();
  put({{"threat.en.toml", "category = 3\n"}});
  EXPECT_EQ(start().rules->engine.rules_hash(), hash(kAlpha));
}

TEST_F(NewRules, WhatCannotBeReadAnyMoreIsComparedWithNothingAtAStartAndWithNothingLessByAReload) {
  put(kBoth);
  start();
  sql("set session_replication_role = replica; update hf.rule_set set files = '[]'");
  put(kAlpha);
  EXPECT_EQ(try_reload(&administrator_).error().problem, Problem::internal);
  EXPECT_EQ(in_force(), hash(kBoth));
  EXPECT_EQ(start().rules->engine.rules_hash(), hash(kAlpha));
  EXPECT_EQ(in_force(), hash(kAlpha));
}

// ---- a reload ----

TEST_F(NewRules, ABrokenSetIsRefusedWithFileAndLineAndTheOldOneStays) {
  put(kAlpha);
  start();
  auto broken = kBoth;
  broken[0].text += "[[rule]]\nid = 3\n";
  put(broken);
  const auto refused = reload(&administrator_);
  EXPECT_EQ(refused.outcome, Outcome::faulty);
  ASSERT_EQ(refused.faults.size(), 1U);
  EXPECT_EQ(refused.faults.front().file, "threat.en.toml");
  EXPECT_GT(refused.faults.front().line, 15U);
  EXPECT_EQ(in_force(), hash(kAlpha));
}

TEST_F(NewRules, ASetOfWhichAnExampleDoesNotHoldIsRefused) {
  put(kAlpha);
  start();
  auto wrong = kBoth;
  const auto at = wrong[0].text.find("The beta.");
  wrong[0].text.replace(at, 9, "The gamma.");
  put(wrong);
  const auto refused = reload(&administrator_);
  EXPECT_EQ(refused.outcome, Outcome::faulty);
  EXPECT_EQ(refused.faults.size(), 1U);
  EXPECT_EQ(in_force(), hash(kAlpha));
}

TEST_F(NewRules, AFolderWithoutRulesIsRefused) {
  put(kAlpha);
  start();
  put({});
  EXPECT_EQ(reload(nullptr).outcome, Outcome::faulty);
  EXPECT_EQ(in_force(), hash(kAlpha));
}

TEST_F(NewRules, WhatStopsNoLessIsTakenAtOnceAndWitnessed) {
  put(kAlpha);
  start();
  put(kBoth);
  const auto leaves = sql("select count(*) from hf.audit_leaf");
  const auto taken = reload(&administrator_);
  EXPECT_EQ(taken.outcome, Outcome::taken);
  EXPECT_EQ(taken.before, hash(kAlpha));
  EXPECT_EQ(in_force(), hash(kBoth));
  EXPECT_EQ(sql("select count(*) - " + leaves + " from hf.audit_leaf"), "2") << "taken, and replaced";
  EXPECT_EQ(reload(&administrator_).outcome, Outcome::same);
}

// ---- two people ----

class WeakerRules : public test::RulesDesk {
 protected:
  WeakerRules() {
    put(kBoth);
    start();
    put(kAlpha);
  }
  storage::RuleSetId ask() { return reload(&administrator_).set.value_or(storage::RuleSetId{}); }
  std::string outcome() { return sql("select outcome from hf.rule_set where hash = '" + hash(kAlpha) + "'"); }
};

TEST_F(WeakerRules, WaitUntilAnotherPersonAgrees) {
  const auto asked = reload(&administrator_);
  EXPECT_EQ(asked.outcome, Outcome::asked);
  const auto set = asked.set.value_or(storage::RuleSetId{});
  EXPECT_EQ(in_force(), hash(kBoth));
  const auto change = must(flows::rule_change(gateway(), other_.who, set));
  EXPECT_EQ(change.set.asked_by, "A administrator");
  ASSERT_EQ(change.weaker.size(), 1U);
  EXPECT_EQ(change.weaker.front().rule, "threat.en.beta");
  EXPECT_EQ(change.weaker.front().how, std::vector<std::string>{"removed"});
  EXPECT_EQ(why(flows::confirm_rules(gateway(), administrator_.who, set)), domain::why(domain::Bar::one_person));
  EXPECT_EQ(in_force(), hash(kBoth));
  must(flows::confirm_rules(gateway(), other_.who, set));
  EXPECT_EQ(in_force(), hash(kAlpha));
  EXPECT_EQ(sql("select outcome from hf.rule_set where hash = '" + hash(kBoth) + "'"), "replaced");
  EXPECT_EQ(flows::refuse_rules(gateway(), other_.who, set).error().problem, Problem::conflict);
}

TEST_F(WeakerRules, AreNotAgreedToByASecondAccountOfWhoAsked) {
  const auto asked = ask();
  make_one_human(administrator_, other_);
  other_.who = must(storage::principal_of(gateway(), other_.token));
  EXPECT_EQ(why(flows::confirm_rules(gateway(), other_.who, asked)), domain::why(domain::Bar::one_person));
  EXPECT_EQ(in_force(), hash(kBoth));
}

TEST_F(WeakerRules, AreRefusedByOnePersonAlsoByWhoAsked) {
  must(flows::refuse_rules(gateway(), administrator_.who, ask()));
  EXPECT_EQ(outcome(), "refused");
  EXPECT_EQ(in_force(), hash(kBoth));
}

TEST_F(WeakerRules, AskedForTwiceWaitOnceAndOthersWaitTheirTurn) {
  const auto asked = ask();
  EXPECT_EQ(ask(), asked);
  put(stopping({"beta"}));
  EXPECT_EQ(try_reload(&other_).error().problem, Problem::conflict);
  must(flows::refuse_rules(gateway(), other_.who, asked));
  EXPECT_EQ(reload(&other_).outcome, Outcome::asked);
}

TEST_F(WeakerRules, AreOvertakenByASetThatStopsMore) {
  const auto asked = ask();
  put(stopping({"alpha", "beta", "gamma"}));
  EXPECT_EQ(reload(&administrator_).outcome, Outcome::taken);
  EXPECT_EQ(outcome(), "overtaken");
  EXPECT_EQ(flows::confirm_rules(gateway(), other_.who, asked).error().problem, Problem::conflict);
}

TEST_F(WeakerRules, AreNotAskedForByASignal) {
  EXPECT_EQ(reload(nullptr).outcome, Outcome::weaker);
  EXPECT_EQ(sql("select count(*) from hf.rule_set"), "1");
}

TEST_F(WeakerRules, CarryTheFiguresThatLieBesideThePacks) {
  std::ofstream(packs_ / "report.json") << R"({"rules_hash":")" << hash(kBoth)
                                        << R"(","rules":[{"id":"threat.en.beta","hits":12,"bad":11,"good":1}]})";
  const auto change = must(flows::rule_change(gateway(), other_.who, ask()));
  const auto figures = change.weaker.front().figures.value_or(flows::RuleFigures{});
  EXPECT_EQ(figures.bad, 11);
  EXPECT_EQ(figures.rules, hash(kBoth));
}

TEST_F(WeakerRules, AreAgreedToByTheSecondPersonOfAnOfficeOfOneWhoSeesNothingElse) {
  const auto second = office_.staff(Role::second_person);
  EXPECT_TRUE(must(flows::waits_for_second(gateway(), second.who, 0, 10)).empty());
  const auto asked = ask();
  const auto waits = must(flows::waits_for_second(gateway(), second.who, 0, 10));
  ASSERT_EQ(waits.size(), 1U);
  EXPECT_EQ(waits.front().kind, storage::SecondKind::rules);
  EXPECT_EQ(waits.front().id, asked.text());
  EXPECT_EQ(waits.front().asked_by, "A administrator");
  EXPECT_EQ(must(flows::rule_change(gateway(), second.who, asked)).weaker.size(), 1U);
  EXPECT_EQ(must(flows::rules_state(gateway(), second.who)).sets.size(), 1U);
  must(flows::confirm_rules(gateway(), second.who, asked));
  EXPECT_EQ(in_force(), hash(kAlpha));
  EXPECT_EQ(flows::rule_change(gateway(), second.who, asked).error().problem, Problem::not_found);
}

// ---- by hand, as the gateway's role ----

class ByHand : public WeakerRules {
 protected:
  std::string insert(const std::string& outcome, const std::string& weaker, const std::string& who,
                     const std::string& before) {
    return "insert into hf.rule_set (agency_id, oid, before, hash, engine, files, rules, weaker, outcome, asked_by) "
           "select a.agency_id, '" +
           sql("select hf.random_oid()") + "'::bytea, '" + before + "', '" + hash(kAlpha) + "', 'e', '[]', 1, '" +
           weaker + "', '" + outcome + "', a.id from hf.account a where a.id = " + who;
  }
  std::string answer(const std::string& outcome, const std::string& who) {
    return "update hf.rule_set set outcome = '" + outcome + "', decided_at = hf.now(), decided_by = " + who +
           " where outcome = 'waiting'";
  }
  const std::string kSome = R"([{"rule":"threat.en.beta","how":["removed"]}])";
  std::string system_ = sql("select id from hf.account where role = 'system'");
  std::string first_ = sql("select " + account(administrator_));
  std::string second_ = sql("select " + account(other_));
};

TEST_F(ByHand, NobodyPutsAWeakerSetInForceAlone) {
  EXPECT_EQ(by_hand(&administrator_, insert("in_force", kSome, first_, hash(kBoth))), "one_person");
  EXPECT_EQ(by_hand(nullptr, insert("in_force", kSome, system_, hash(kBoth))), "one_person");
  ASSERT_EQ(by_hand(&administrator_, insert("waiting", kSome, first_, hash(kBoth))), "done");
  EXPECT_EQ(by_hand(&administrator_, answer("in_force", first_)), "one_person");
  EXPECT_EQ(by_hand(&administrator_, answer("in_force", second_)), "forbidden") << "nobody signs for another";
  make_one_human(administrator_, other_);
  EXPECT_EQ(by_hand(&other_, answer("in_force", second_)), "one_person");
  EXPECT_EQ(in_force(), hash(kBoth));
}

TEST_F(ByHand, TheGatewayItselfAsksForNothingWeakerAndAgreesToNothing) {
  EXPECT_EQ(by_hand(nullptr, insert("waiting", kSome, system_, hash(kBoth))), "not_yours");
  ASSERT_EQ(by_hand(&administrator_, insert("waiting", kSome, first_, hash(kBoth))), "done");
  EXPECT_EQ(by_hand(nullptr, answer("in_force", system_)), "nothing");
  EXPECT_EQ(in_force(), hash(kBoth));
}

TEST_F(ByHand, NothingComesIntoForceThatWasComparedWithSomethingElse) {
  EXPECT_EQ(by_hand(&administrator_, insert("in_force", "[]", first_, hash(kAlpha))), "superseded");
  EXPECT_EQ(by_hand(&administrator_, insert("in_force", "[]", first_, "")), "superseded");
  EXPECT_EQ(by_hand(&administrator_, insert("waiting", kSome, first_, "")), "superseded");
}

TEST_F(ByHand, WhatIsThereIsNotRewritten) {
  ASSERT_EQ(by_hand(&administrator_, insert("waiting", kSome, first_, hash(kBoth))), "done");
  EXPECT_EQ(by_hand(&other_, "update hf.rule_set set weaker = '[]'"), "forbidden");
  EXPECT_EQ(by_hand(&other_, "update hf.rule_set set files = '[]'"), "forbidden");
  EXPECT_EQ(by_hand(&other_, "delete from hf.rule_set"), "forbidden");
  EXPECT_EQ(by_hand(&other_, answer("overtaken", second_)), "forbidden");
  EXPECT_EQ(by_hand(&other_, "update hf.rule_set set outcome = 'replaced', decided_by = " + second_ +
                                 " where outcome = 'in_force'"),
            "forbidden");
}

TEST_F(ByHand, OthersOfTheOfficeSeeNoRulesAndAskForNone) {
  for (const auto role : {Role::analyst, Role::investigator, Role::auditor}) {
    const auto desk = office_.staff(role);
    const auto id = sql("select " + account(desk));
    EXPECT_EQ(by_hand(&desk, "select 1 from hf.rule_set"), "nothing");
    EXPECT_EQ(by_hand(&desk, insert("in_force", "[]", id, hash(kBoth))), "forbidden");
  }
}

// ---- many gateways, and letters that come meanwhile ----

TEST_F(NewRules, EveryGatewayComesToWhatIsInForceAndSaysSo) {
  put(kAlpha);
  flows::RulesInForce one{start().rules};
  flows::RulesInForce two{start().rules};
  flows::RuleFollower first{one, "one:1"};
  flows::RuleFollower second{two, "two:2"};
  EXPECT_FALSE(must(second.follow(gateway())));
  put(kBoth);
  one.put(reload(&administrator_).made);
  const auto before = two.now();
  EXPECT_TRUE(must(second.follow(gateway())));
  EXPECT_EQ(two.now()->engine.rules_hash(), hash(kBoth));
  EXPECT_EQ(before->engine.rules_hash(), hash(kAlpha)) << "what is under way ends by what it began with";
  EXPECT_FALSE(must(first.follow(gateway())));
  EXPECT_FALSE(must(second.follow(gateway())));
  const auto state = must(flows::rules_state(gateway(), administrator_.who));
  ASSERT_EQ(state.gateways.size(), 2U);
  for (const auto& gateway : state.gateways) EXPECT_EQ(gateway.hash, hash(kBoth)) << gateway.holder;
}

TEST_F(NewRules, AGatewayThatCannotUseWhatIsInForceGoesOnAndSaysItOnce) {
  put(kAlpha);
  flows::RulesInForce rules{start().rules};
  flows::RuleFollower follower{rules, "one:1"};
  put(kBoth);
  reload(&administrator_);
  sql("set session_replication_role = replica; update hf.rule_set set files = '[]' where outcome = 'in_force'");
  EXPECT_EQ(follower.follow(gateway()).error().problem, Problem::internal);
  EXPECT_FALSE(must(follower.follow(gateway())));
  EXPECT_EQ(rules.now()->engine.rules_hash(), hash(kAlpha));
}

TEST_F(NewRules, NoLetterIsLostWhileRulesComeAndGoAndEachIsJudgedByOneSet) {
  const auto alpha = test::built(kAlpha);
  const auto beta = test::built(stopping({"beta"}));
  flows::RulesInForce rules{alpha};
  flows::Intake intake(office_.database().settings("holdfast_gateway"), office_.here(), rules, 2, 512, 2);
  std::string words = "It is the alpha.";  // and long enough that rules change while it is judged
  for (int i = 0; i < 1000; ++i) words += " I am sorry for what I did that day.";
  const auto writer = office_.facilitator();
  std::vector<std::future<bool>> answers;
  const auto send = [&](int number) {
    auto done = std::make_shared<std::promise<bool>>();
    answers.push_back(done->get_future());
    const flows::Submission letter{"A12345", "Writer One", "SCR-2019-1", "the woman at the till", "en", words};
    ASSERT_TRUE(intake.submit(writer.token, "key-rules-" + std::to_string(number), {}, letter,
                              [done](domain::Result<flows::Received> got) { done->set_value(got.has_value()); }));
  };
  send(0);
  EXPECT_TRUE(answers.back().get());
  {
    const std::jthread changing([&](const std::stop_token& enough) {
      while (!enough.stop_requested()) {
        rules.put(beta);
        std::this_thread::yield();
        rules.put(alpha);
        std::this_thread::yield();
      }
    });
    for (int i = 1; i < 100; ++i) send(i);
    for (std::size_t i = 1; i < 100; ++i) EXPECT_TRUE(answers[i].get());
  }
  rules.put(beta);
  send(100);
  EXPECT_TRUE(answers.back().get());
  EXPECT_EQ(sql("select count(*) from hf.letter"), "101");
  EXPECT_EQ(
      sql("select count(*) from hf.letter_version where (verdict = 'quarantine') <> (rules = '" + hash(kAlpha) + "')"),
      "0");
  EXPECT_EQ(sql("select count(distinct rules) from hf.letter_version"), "2");
}

}  // namespace
}  // namespace holdfast
