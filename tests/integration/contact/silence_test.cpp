// Silence (rule 3) on approved contact: whether there is an approval, whether it is paused, ended or barred, what a
// review decided and what the recipient did with a message: the writer's side reads the same, byte for byte, its own
// acts write the same rows, and an institution that was not asked sees nothing.
#include <functional>
#include <map>

#include "gateway/flows/choose.h"
#include "storage/postgres/internal.h"
#include "storage/postgres/programme.h"
#include "tests/integration/contact/desk.h"

namespace holdfast {
namespace {

using flows::ContactAct;
using test::must;

class ContactSilence : public test::ContactTest {
 public:
  void start() {
    SetUp();
    warden_ = office_.institution_staff(office_.institution());
  }
  void approved() { begin(); }
  void pause() { must(act(recipient_, ContactAct::pause)); }
  void end() { must(act(recipient_, ContactAct::end)); }
  void stop() { must(flows::stop_contact(gateway(), recipient_.who)); }
  void order() { bar_it(); }
  test::Arrived arrive() { return message(); }
  domain::HoldId pass(const test::Arrived& arrived) {
    const auto hold = addressed(arrived);
    pass_on();
    release();
    return hold;
  }
  void open(const domain::HoldId& hold) { must(flows::open_letter(gateway(), recipient_.who, hold)); }
  void decide(const test::Arrived& arrived, flows::Decision decision) {
    must(flows::open_review(gateway(), analyst_.who, arrived.version));
    must(flows::decide_review(gateway(), analyst_.who, arrived.version,
                              {decision, {domain::ReturnCode::contact}, "rewrite"}));
  }

  // As the API would say it, ids and times masked; then what else an account of that side could select.
  std::string seen() {
    publish();
    std::string text;
    for (const auto& letter : must(storage::programme_letters(gateway(), writer_.who, 0, 50))) {
      text += letter.offender_number + "|" + letter.state + "|" + std::to_string(letter.version) + "|";
      for (const auto& reason : letter.reasons) text += reason + ",";
      text += letter.shown_at >= letter.received_at ? "|later\n" : "|earlier\n";
    }
    for (const auto& desk : {writer_, warden_}) {
      for (const auto* table : {"contact_approval", "approval_step", "hold", "choice", "release", "letter", "ticket",
                                "letter_version", "review", "task", "institution_approval", "institution_ticket"})
        text += std::string(table) + "=" + by_hand(desk, std::string("select from hf.") + table) + "\n";
    }
    return text;
  }
  void publish() {
    pqxx::connection connection(office_.database().conninfo("holdfast_gateway"));
    pqxx::work work(connection);
    work.exec("select set_config('app.actor', '" + system_key() + "', true)");
    work.exec("select hf.publish((select id from hf.agency), hf.now())");
    work.commit();
  }
  std::map<std::string, long> rows() {
    std::map<std::string, long> counts;
    pqxx::connection postgres(office_.database().conninfo("postgres"));
    pqxx::work work(postgres);
    for (const auto& table : work.exec("select table_name from information_schema.tables where table_schema = 'hf' and "
                                       "table_type = 'BASE TABLE'")) {
      const std::string name = table[0].c_str();
      counts[name] = work.exec1("select count(*) from hf." + name)[0].as<long>();
    }
    return counts;
  }
  // What each table holds more after an act of the writer's side.
  std::map<std::string, long> written(const std::function<void()>& act) {
    const auto before = rows();
    act();
    auto after = rows();
    for (auto& [table, count] : after) count -= before.at(table);
    return after;
  }
  std::map<std::string, long> written_by_sending() {
    return written([&] { arrive(); });
  }
  std::map<std::string, long> written_by_withdrawing(const test::Arrived& arrived) {
    return written([&] { must(storage::withdraw_letter(gateway(), writer_.who, arrived.letter)); });
  }

 private:
  void TestBody() override {}
  test::Desk warden_;
};

struct World {
  const char* name;
  std::function<void(ContactSilence&)> before;                         // a message is sent in
  std::function<void(ContactSilence&, const test::Arrived&)> after{};  // it was
};

const std::vector<World> kWorlds{
    {"approved", [](ContactSilence& w) { w.approved(); }},
    {"approved_and_passed_on", [](ContactSilence& w) { w.approved(); },
     [](ContactSilence& w, const test::Arrived& m) { w.pass(m); }},
    {"approved_and_opened", [](ContactSilence& w) { w.approved(); },
     [](ContactSilence& w, const test::Arrived& m) { w.open(w.pass(m)); }},
    {"approved_and_returned", [](ContactSilence& w) { w.approved(); },
     [](ContactSilence& w, const test::Arrived& m) { w.decide(m, flows::Decision::return_); }},
    {"approved_and_not_accepted", [](ContactSilence& w) { w.approved(); },
     [](ContactSilence& w, const test::Arrived& m) { w.decide(m, flows::Decision::refuse); }},
    {"paused_before",
     [](ContactSilence& w) {
       w.approved();
       w.pause();
     }},
    {"paused_after", [](ContactSilence& w) { w.approved(); },
     [](ContactSilence& w, const test::Arrived& m) {
       w.pass(m);
       w.pause();
     }},
    {"ended_before",
     [](ContactSilence& w) {
       w.approved();
       w.end();
     }},
    {"ended_after", [](ContactSilence& w) { w.approved(); },
     [](ContactSilence& w, const test::Arrived& m) {
       w.pass(m);
       w.end();
     }},
    {"stopped",
     [](ContactSilence& w) {
       w.approved();
       w.stop();
     }},
    {"barred",
     [](ContactSilence& w) {
       w.approved();
       w.order();
     }},
};

class ContactWorlds : public testing::TestWithParam<World> {};

TEST_P(ContactWorlds, LookLikeOneWithoutAnApproval) {
  ContactSilence nothing;
  nothing.start();
  nothing.arrive();
  const auto expected = nothing.seen();
  EXPECT_NE(expected.find("A12345|in_review|1||"), std::string::npos) << expected;
  ContactSilence world;
  world.start();
  GetParam().before(world);
  const auto arrived = world.arrive();
  if (GetParam().after) GetParam().after(world, arrived);
  EXPECT_EQ(world.seen(), expected);
}

TEST_P(ContactWorlds, TakeTheWritersActsAlike) {
  ContactSilence nothing;
  nothing.start();
  const auto theirs = nothing.arrive();
  const auto sent = nothing.written_by_sending();
  const auto withdrawn = nothing.written_by_withdrawing(theirs);
  ContactSilence world;
  world.start();
  GetParam().before(world);
  const auto arrived = world.arrive();
  if (GetParam().after) GetParam().after(world, arrived);
  EXPECT_EQ(world.written_by_sending(), sent);
  EXPECT_EQ(world.written_by_withdrawing(arrived), withdrawn);
}

INSTANTIATE_TEST_SUITE_P(Each, ContactWorlds, testing::ValuesIn(kWorlds),
                         [](const auto& world) { return std::string(world.param.name); });

}  // namespace
}  // namespace holdfast
