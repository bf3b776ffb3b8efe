// Silence (rule 3): what a facilitator reads of a banked letter is the same, byte for byte, whatever its addressee is,
// does or suffers. Each world goes as far as its story goes; then the times of publication come, and all look alike.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <pqxx/pqxx>

#include "gateway/flows/choose.h"
#include "gateway/flows/offer.h"
#include "gateway/flows/open_letter.h"
#include "gateway/flows/report.h"
#include "gateway/flows/rescreen.h"
#include "gateway/flows/stop_contact.h"
#include "storage/postgres/internal.h"
#include "tests/harness/letters.h"

namespace holdfast {
namespace {

using domain::ChoiceKind;
using test::must;

struct World {
  test::Office office;
  domain::OffenderId offender = office.offender("A12345");
  domain::PersonId person = office.person(offender);
  test::Desk desk = office.recipient(person);
  test::Banked banked = test::banked_letter(office, person, "I am sorry for what I did.");

  void offer() { must(flows::offer_due(office.gateway())); }
  void choose(ChoiceKind kind) { must(flows::choose(office.gateway(), desk.who, {.hold = banked.hold, .kind = kind})); }
  void open() { must(flows::open_letter(office.gateway(), desk.who, banked.hold)); }
  // Newer rules would stop the letter, and the operator has held letters screened again.
  void screen_again() {
    const screening::RuleFile file{"threat.any.toml", R"(category = "threat"
language = "any"
[[rule]]
id = "threat.sorry"
level = "quarantine"
patterns = ["what i did"]
en = "x"
es = "x"
must_match = ["what I did", "for what I did"]
must_not_match = ["Nothing.", "Nor here."]
)"};
    auto rules = screening::Engine::build({&file, 1});
    if (!rules) throw std::runtime_error(rules.error().what);
    auto in_force = std::make_shared<const screening::Engine>(std::move(*rules));
    must(storage::begin_rescreen(office.owner(), true));
    while (must(flows::work_rescreen(office.gateway(), {"gateway:1", [&] { return in_force; }})) > 0) continue;
  }
};

// Everything of the view as the letter's own programme reads it, ids and times masked; times are compared as order.
std::string seen_by_programme(World& world) {
  pqxx::connection gateway(world.office.database().conninfo("holdfast_gateway"));
  pqxx::work work(gateway);
  const auto facilitator = test::ask(world.office, "select submitted_by from hf.letter");
  const auto system = test::ask(world.office, "select id from hf.account where role = 'system'");
  work.exec("select set_config('app.actor', '" + system + "', true)");
  work.exec("select hf.publish((select id from hf.agency), hf.now())");
  work.exec("select set_config('app.actor', '" + facilitator + "', true)");
  std::string text;
  for (const auto& row : work.exec("select offender_number, shown_state, shown_reasons, shown_at >= received_at, "
                                   "version from hf.programme_letter")) {
    for (const auto& field : row) text += std::string(field.c_str()) + "|";
    text += "\n";
  }
  // And nothing else opens: no table behind the view shows a row to this account.
  for (const auto* table :
       {"hold", "choice", "release", "delivery", "opening", "recall", "person", "contact_order", "report", "ticket",
        "notice", "task", "letter", "letter_version", "rescreened", "rescreen", "finding_mark"}) {
    text += std::string(table) + "=" +
            work.exec1("select count(*) from hf." + std::string(table))[0].as<std::string>() + "\n";
  }
  return text;
}

struct Story {
  const char* name;
  std::function<void(World&)> tell;
};

class Silence : public testing::TestWithParam<Story> {
 protected:
  static const std::string& nothing_happened() {
    static const std::string kSeen = [] {
      World world;
      return seen_by_programme(world);
    }();
    return kSeen;
  }
};

TEST_P(Silence, LooksLikeNothingHappened) {
  World world;
  GetParam().tell(world);
  const auto seen = seen_by_programme(world);
  EXPECT_NE(seen.find("|banked|"), std::string::npos) << seen;
  EXPECT_EQ(seen, nothing_happened());
}

INSTANTIATE_TEST_SUITE_P(
    Worlds, Silence,
    testing::ValuesIn(std::vector<Story>{
        {"unregistered",
         [](World& w) { test::ask(w.office, "update hf.person set registered_at = null returning id"); }},
        {"offered", [](World& w) { w.offer(); }},
        {"accepted_for_later",
         [](World& w) {
           w.offer();
           must(flows::choose(w.office.gateway(), w.desk.who,
                              {.hold = w.banked.hold,
                               .kind = ChoiceKind::on_date,
                               .date = domain::Time(std::chrono::sys_days(std::chrono::year(2090) / 1 / 1))}));
         }},
        {"released",
         [](World& w) {
           w.offer();
           w.choose(ChoiceKind::now);
         }},
        {"declined",
         [](World& w) {
           w.offer();
           w.choose(ChoiceKind::never);
         }},
        {"deferred",
         [](World& w) {
           w.offer();
           w.choose(ChoiceKind::not_now);
         }},
        {"opened",
         [](World& w) {
           w.offer();
           w.choose(ChoiceKind::now);
           w.open();
         }},
        {"screened_again_unopened",
         [](World& w) {
           w.offer();
           w.screen_again();
           ASSERT_EQ(test::ask(w.office, "select state from hf.letter_version"), "in_review");
         }},
        {"screened_again_opened",
         [](World& w) {
           w.offer();
           w.choose(ChoiceKind::now);
           w.open();
           w.screen_again();
           ASSERT_EQ(test::ask(w.office, "select state from hf.letter_version"), "approved");
         }},
        {"stopped",
         [](World& w) {
           w.offer();
           must(flows::stop_contact(w.office.gateway(), w.desk.who));
         }},
        {"reported",
         [](World& w) {
           w.offer();
           must(flows::report(w.office.gateway(), w.desk.who,
                              {.channel = "call", .what = "He called.", .share = false, .stop = true}));
         }},
    }),
    [](const auto& story) { return std::string(story.param.name); });

// The writer's own act over the same worlds: a withdrawal writes as many rows wherever the letter had come to, and what
// was to tell its addressee of it tells them nothing.
std::map<std::string, long> rows(World& world) {
  std::map<std::string, long> counts;
  pqxx::connection owner(world.office.database().conninfo("holdfast_owner"));
  pqxx::work work(owner);
  for (const auto& table : work.exec("select table_name from information_schema.tables where table_schema = 'hf' "
                                     "and table_type = 'BASE TABLE'")) {
    const std::string name = table[0].c_str();
    counts[name] = work.exec1("select count(*) from hf." + name)[0].as<long>();
  }
  return counts;
}

// What each table holds more afterwards.
std::map<std::string, long> withdraw(World& world) {
  auto before = rows(world);
  const auto writer = test::ask(world.office, "select submitted_by from hf.letter");
  pqxx::connection gateway(world.office.database().conninfo("holdfast_gateway"));
  pqxx::work work(gateway);
  work.exec("select set_config('app.actor', '" + writer + "', true)");
  work.exec_params("select hf.withdraw_letter($1)", storage::binary(world.banked.letter));
  work.commit();
  auto written = rows(world);
  for (auto& [table, count] : written) count -= before[table];
  return written;
}

std::string notices(World& world) {
  return test::ask(world.office,
                   "select string_agg(n.state || ' ' || j.state, ',') from hf.notice n join hf.job j on "
                   "j.kind = 'notice' and j.key = encode(n.oid, 'hex')");
}

// Nor is there a ticket by which the institution could tell that a letter was not opened.
TEST(ScreeningAgain, MakesNoTicketOfWhatAPersonApproved) {
  World unopened;
  unopened.screen_again();
  World opened;
  opened.offer();
  opened.choose(ChoiceKind::now);
  opened.open();
  opened.screen_again();
  EXPECT_EQ(rows(unopened)["ticket"], 0);
  EXPECT_EQ(rows(opened)["ticket"], 0);
}

class WithdrawalWorlds : public testing::TestWithParam<Story> {};

TEST_P(WithdrawalWorlds, WritesAsManyRowsInEveryWorld) {
  World untouched;
  const auto nothing = withdraw(untouched);
  World world;
  GetParam().tell(world);
  EXPECT_EQ(withdraw(world), nothing);
}

INSTANTIATE_TEST_SUITE_P(Worlds, WithdrawalWorlds,
                         testing::ValuesIn(std::vector<Story>{
                             {"offered", [](World& w) { w.offer(); }},
                             {"being_told",
                              [](World& w) {
                                w.offer();
                                test::ask(w.office, "update hf.notice set state = 'sending' returning id");
                              }},
                             {"opened",
                              [](World& w) {
                                w.offer();
                                w.choose(ChoiceKind::now);
                                w.open();
                              }},
                         }),
                         [](const auto& story) { return std::string(story.param.name); });

TEST(Withdrawal, CancelsTheNoticeThatIsStillQueued) {
  World world;
  world.offer();
  ASSERT_EQ(notices(world), "queued waiting");
  withdraw(world);
  EXPECT_EQ(notices(world), "cancelled cancelled");
}

TEST(Withdrawal, LeavesTheNoticeOfAnotherLetterThatWaits) {
  World world;
  world.offer();
  test::banked_letter(world.office, world.person, "I ask for nothing.");
  world.offer();
  ASSERT_EQ(notices(world), "queued waiting");
  withdraw(world);
  EXPECT_EQ(notices(world), "queued waiting");
}

// No row at the withdrawal, for that would tell; the task comes with the sending's own end.
TEST(Withdrawal, GivesOneThatIsBeingSentToAPersonOnceItIsOut) {
  World world;
  world.offer();
  test::ask(world.office, "update hf.notice set state = 'sending' returning id");
  withdraw(world);
  const std::string tasks = "select count(*) from hf.task where kind = 'doubtful_notice'";
  EXPECT_EQ(test::ask(world.office, tasks), "0");
  test::ask(world.office, "update hf.notice set state = 'sent' returning id");
  EXPECT_EQ(test::ask(world.office, tasks), "1");
}

}  // namespace
}  // namespace holdfast
