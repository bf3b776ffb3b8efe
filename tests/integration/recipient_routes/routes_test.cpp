// The recipient's handlers, asked as the router asks them: GET changes nothing, a form that is wrong comes back, a
// choice by the API names what was seen, and no page holds a word of a letter but the one that opens it.
#include <gtest/gtest.h>

#include "gateway/flows/offer.h"
#include "gateway/json/value.h"
#include "gateway/routes/app.h"
#include "gateway/routes/recipient.h"
#include "tests/harness/letters.h"
#include "tests/harness/rules.h"
#include "tests/harness/source.h"
#include "tests/unit/gateway/pages/samples.h"

namespace holdfast {
namespace {

using domain::Problem;
using http::Method;
using test::ask;
using test::must;

constexpr auto kWords = "I broke your door & I am sorry <for it>.";

const config::Profile& profile() {
  static const auto kLoaded = config::load_profile(test::source_path("deploy/agencies/california.toml"));
  if (!kLoaded) throw std::runtime_error(kLoaded.error().front().text());
  return *kLoaded;
}

pages::Pages load_pages() {
  auto loaded = pages::Pages::load(pages::testing::settings_for_tests());
  if (!loaded) throw std::runtime_error(std::string(loaded.error().why) + ": " + loaded.error().field);
  return std::move(*loaded);
}

class Routes : public testing::Test {
 protected:
  void SetUp() override { must(flows::offer_due(office.gateway())); }

  // As the router would: the route of this method and path, with `hold` in it.
  routes::Answer send(Method method, const std::string& path,
                      const std::vector<std::pair<std::string, std::string>>& form = {}, const std::string& body = {},
                      const std::string& if_match = {}) {
    http::Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    if (!if_match.empty()) request.headers.add("if-match", if_match);
    const routes::Params params{{{"hold", hold}, {"session", session}}};
    routes::Context context{app, office.gateway(), request, params, desk.who, "en", {}, {}, "csrf"};
    for (const auto& [name, value] : form) context.form.add(name, value);
    for (const auto table : {routes::recipient_routes(), routes::recipient_api_routes()}) {
      for (const auto& route : table) {
        if (route.method == method && route.path == path) return route.handle(context);
      }
    }
    throw std::runtime_error("no such route: " + path);
  }
  std::string get(const std::string& path) { return must(send(Method::get, path)).bytes(); }
  std::string state() { return ask(office, "select state from hf.hold"); }

  test::Office office;
  domain::PersonId person;
  test::Desk desk;
  test::Banked banked;
  std::string hold;
  std::string session;  // in a path
  config::Config config;
  pages::Pages shown = load_pages();
  sealing::HashKey key{sealing::random_secret<32>()};
  routes::App app{config, profile(), office.here(), shown, test::our_rules(), key};

  Routes() {
    person = office.person(office.offender("A12345"));
    desk = office.recipient(person);
    banked = test::banked_letter(office, person, kWords);
    hold = banked.hold.text();
  }
};

TEST_F(Routes, LookingChangesNothingAndShowsNoWord) {
  for (const auto* path : {"/letters", "/letters/{hold}", "/letters/{hold}/words", "/stop", "/report", "/choices",
                           "/api/v1/holds", "/api/v1/holds/{hold}", "/api/v1/stop-contact", "/api/v1/reports/reach"}) {
    EXPECT_EQ(get(path).find("door"), std::string::npos) << path;
  }
  EXPECT_EQ(state(), "offered");
  EXPECT_EQ(ask(office, "select count(*) from hf.opening"), "0");
}

TEST_F(Routes, AChoiceByFormMakesItReadyAndAPostShowsTheWords) {
  EXPECT_EQ(must(send(Method::post, "/letters/{hold}/choice", {{"choice", "now"}})).status, 303);
  EXPECT_EQ(state(), "released");
  const auto page = must(send(Method::post, "/letters/{hold}/open"));
  EXPECT_NE(page.bytes().find("I broke your door &amp; I am sorry &lt;for it&gt;."), std::string::npos);
  EXPECT_EQ(state(), "delivered");
}

TEST_F(Routes, TheirOwnSessionsAreListedAndEndedOneByOneAndNobodyElses) {
  const auto token = sealing::keyed_hash(*office.here().hash_key, "session", sealing::random_bytes<32>());
  const auto other = must(storage::session_begin(office.gateway(), desk.who.actor, token, std::nullopt, "en"));
  const auto page = get("/choices");
  EXPECT_NE(page.find("/choices/sessions/" + other.text()), std::string::npos);
  EXPECT_EQ(page.find("/choices/sessions/" + desk.who.session.text()), std::string::npos);  // this one signs out
  session = other.text();
  EXPECT_EQ(must(send(Method::post, "/choices/sessions/{session}")).status, 303);
  EXPECT_EQ(storage::principal_of(office.gateway(), token).error().problem, Problem::not_signed_in);
  must(storage::principal_of(office.gateway(), desk.token));
  EXPECT_EQ(get("/choices").find(session), std::string::npos);
  session = office.staff(domain::Role::analyst).who.session.text();
  EXPECT_EQ(send(Method::post, "/choices/sessions/{session}").error().problem, Problem::not_found);
}

TEST_F(Routes, AFormThatIsWrongComesBackAndRecordsNothing) {
  for (const auto& [choice, day] : std::vector<std::pair<std::string, std::string>>{{"", ""},
                                                                                    {"soon", ""},
                                                                                    {"on_date", ""},
                                                                                    {"on_date", "2020-01-01"},
                                                                                    {"on_date", "2031-02-30"},
                                                                                    {"on_date", "9999-01-01"},
                                                                                    {"not_now", "tomorrow"}}) {
    EXPECT_EQ(must(send(Method::post, "/letters/{hold}/choice", {{"choice", choice}, {"not_before", day}})).status, 422)
        << choice << " " << day;
  }
  EXPECT_EQ(ask(office, "select count(*) from hf.choice"), "0");
}

TEST_F(Routes, NotNowWithADayIsUntilThatDay) {
  EXPECT_EQ(
      must(send(Method::post, "/letters/{hold}/choice", {{"choice", "not_now"}, {"not_before", "2028-03-01"}})).status,
      303);
  EXPECT_EQ(ask(office, "select kind || ' ' || (not_before at time zone 'America/Los_Angeles')::date from hf.choice"),
            "not_now_until 2028-03-01");
}

TEST_F(Routes, AChoiceByTheApiNamesWhatWasSeen) {
  const auto seen = must(send(Method::get, "/api/v1/holds/{hold}"));
  const std::string tag(seen.headers.first("etag").value());
  const std::string body = R"({"choice":"never"})";
  EXPECT_EQ(send(Method::post, "/api/v1/holds/{hold}/choices", {}, body).error().problem,
            Problem::precondition_required);
  EXPECT_EQ(send(Method::post, "/api/v1/holds/{hold}/choices", {}, body, "\"another\"").error().problem,
            Problem::precondition_failed);
  EXPECT_EQ(must(send(Method::post, "/api/v1/holds/{hold}/choices", {}, body, tag)).status, 201);
  EXPECT_EQ(send(Method::post, "/api/v1/holds/{hold}/choices", {}, body, tag).error().problem,
            Problem::precondition_failed);
  EXPECT_EQ(state(), "declined");
}

TEST_F(Routes, TheApiOpensAndAnswersWithTheWords) {
  must(send(Method::post, "/letters/{hold}/choice", {{"choice", "now"}}));
  const auto answer = must(send(Method::post, "/api/v1/holds/{hold}/opening"));
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(*must(json::parse(answer.bytes())).find("words")->text(), kWords);
}

TEST_F(Routes, StopIsOnePressAndTheOfferPageSaysWhyItStaysClosed) {
  EXPECT_EQ(must(send(Method::post, "/stop", {{"act", "stop"}})).status, 303);
  must(send(Method::post, "/letters/{hold}/choice", {{"choice", "now"}}));
  EXPECT_NE(get("/letters/{hold}").find("You stopped contact, so it stays closed"), std::string::npos);
  must(send(Method::post, "/stop", {{"act", "resume"}}));
  EXPECT_EQ(send(Method::post, "/stop", {{"act", "else"}}).error().problem, Problem::invalid_field);
  EXPECT_EQ(get("/letters/{hold}").find("You stopped contact"), std::string::npos);
}

TEST_F(Routes, UnderAnOrderThePersonReadsThatItIsNotTheirDoingAndWhomToCall) {
  test::order_in_force(office, person);
  must(send(Method::post, "/letters/{hold}/choice", {{"choice", "now"}}));
  const auto page = get("/letters/{hold}");
  EXPECT_NE(page.find("not because of anything that you did"), std::string::npos);
  EXPECT_NE(page.find(profile().office.telephone), std::string::npos);
}

TEST_F(Routes, AReportShowsItsReachFirstAndIsAskedEverything) {
  const auto page = get("/report");
  EXPECT_NE(page.find("Writer A12345, number A12345. Contact through others."), std::string::npos);
  EXPECT_EQ(
      must(send(Method::post, "/report",
                {{"about", "other"}, {"channel", "call"}, {"what", ""}, {"share", "office"}, {"stop", "nothing"}}))
          .status,
      422);
  EXPECT_EQ(must(send(Method::post, "/report",
                      {{"about", "other"},
                       {"channel", "call"},
                       {"what", "A call."},
                       {"share", "institution"},
                       {"stop", "everything"}}))
                .status,
            303);
  EXPECT_EQ(ask(office, "select count(*) from hf.ticket where shared_at is null"), "1");
  EXPECT_EQ(ask(office, "select count(*) from hf.contact_order"), "1");
}

}  // namespace
}  // namespace holdfast
