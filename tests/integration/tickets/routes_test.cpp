// The handlers of the five areas, called as the router calls them: pages render, answers hold to their own schemas.
#include <algorithm>
#include <array>

#include "gateway/flows/investigate.h"
#include "gateway/flows/ticket.h"
#include "gateway/json/value.h"
#include "gateway/routes/app.h"
#include "gateway/routes/investigations.h"
#include "gateway/routes/log.h"
#include "gateway/routes/readings.h"
#include "gateway/routes/settings.h"
#include "gateway/routes/tickets.h"
#include "storage/postgres/log.h"
#include "tests/harness/rules.h"
#include "tests/integration/tickets/desk.h"
#include "tests/unit/gateway/pages/samples.h"

namespace holdfast {
namespace {

using domain::Problem;
using domain::Role;
using http::Method;
using test::Desk;
using test::must;

// What of an answer does not hold to the schema: the part of JSON Schema that our schemas use.
std::string misfit(const json::Value& schema, const json::Value& value, const std::string& at = "$") {
  const auto* properties = schema.find("properties");
  if (properties != nullptr) {
    if (value.object() == nullptr) return at + " is no object";
    if (const auto* needed = schema.find("required"); needed != nullptr) {
      for (const auto& name : *needed->array()) {
        if (value.find(*name.text()) == nullptr) return at + "." + *name.text() + " is missing";
      }
    }
    for (const auto& member : *value.object()) {
      const auto* known = properties->find(member.key);
      if (known == nullptr) return at + "." + member.key + " is not described";
      if (auto wrong = misfit(*known, member.value, at + "." + member.key); !wrong.empty()) return wrong;
    }
  }
  if (const auto* items = schema.find("items"); items != nullptr) {
    if (value.array() == nullptr) return at + " is no array";
    for (const auto& item : *value.array()) {
      if (auto wrong = misfit(*items, item, at + "[]"); !wrong.empty()) return wrong;
    }
  }
  const auto* type = schema.find("type");
  if (type == nullptr) return {};
  const auto& name = *type->text();
  const bool fits = (name == "string" && value.text() != nullptr) ||
                    (name == "integer" && value.integer() != nullptr) ||
                    (name == "boolean" && value.boolean() != nullptr) ||
                    (name == "array" && value.array() != nullptr) || (name == "object" && value.object() != nullptr);
  if (!fits) return at + " is no " + name;
  const auto* allowed = schema.find("enum");
  if (allowed != nullptr && std::ranges::find(*allowed->array(), value) == allowed->array()->end())
    return at + " is none of its set";
  return {};
}

const pages::Pages& pages_for_tests() {
  static const auto loaded = pages::Pages::load(pages::testing::settings_for_tests());
  if (!loaded) throw std::runtime_error(std::string(loaded.error().why) + ": " + loaded.error().field);
  return *loaded;
}

struct Sent {
  Method method = Method::get;
  std::string path;  // of the table
  std::string id{};
  std::vector<std::pair<std::string, std::string>> form{};
  std::string body{};
  std::string if_match{};
  std::vector<std::pair<std::string, std::string>> query{};
};

class TicketRoutes : public test::TicketDesk {
 protected:
  const routes::Route& route(const Sent& sent) {
    for (const auto table : {routes::investigations_routes(), routes::tickets_routes(), routes::log_routes(),
                             routes::settings_routes(), routes::readings_routes()}) {
      for (const auto& one : table) {
        if (one.method == sent.method && one.path == sent.path) return one;
      }
    }
    throw std::runtime_error("there is no such route: " + sent.path);
  }

  routes::Answer ask(const Desk& desk, const Sent& sent) {
    const auto& found = route(sent);
    EXPECT_TRUE(domain::may(desk.who.role, *found.act)) << sent.path;
    http::Request request;
    request.method = sent.method;
    request.path = sent.path;
    request.body = sent.body;
    for (const auto& [name, value] : sent.query) request.query.add(name, value);
    if (!sent.if_match.empty()) request.headers.add("if-match", sent.if_match);
    const auto open = found.path.find('{');
    const auto name = open == std::string_view::npos ? found.path.substr(0, 0)
                                                     : found.path.substr(open + 1, found.path.find('}') - open - 1);
    const routes::Params params{{{name, sent.id}}};
    routes::Context context{app_, worker(), request, params, desk.who, "en", {}, {}, "csrf"};
    for (const auto& [key, value] : sent.form) context.form.add(key, value);
    auto answer = found.handle(context);
    if (answer && routes::is_api(found.path)) hold(found, *answer);
    return answer;
  }

  static void hold(const routes::Route& found, const http::Response& answer) {
    const auto schema = json::parse(found.doc.response);
    const auto value = json::parse(answer.bytes());
    ASSERT_TRUE(schema.has_value()) << found.path;
    ASSERT_TRUE(value.has_value()) << found.path;
    EXPECT_EQ(misfit(*schema, *value), "") << found.path;
    EXPECT_EQ(answer.status, found.doc.status);
  }

  static std::string header(const http::Response& answer, std::string_view name) {
    return std::string(answer.headers.first(name).value_or(""));
  }
  std::string etag(const Desk& desk, const Sent& sent) { return header(must(ask(desk, sent)), "etag"); }

  config::Config config_;
  config::Profile profile_;
  sealing::HashKey local_key_ = sealing::random_secret<32>();
  routes::App app_{config_, profile_, office_.here(), pages_for_tests(), test::our_rules(), local_key_};
};

TEST_F(TicketRoutes, TheWholeWayOverTheApi) {
  office_.offender("A12345");
  const auto id = flagged().text();
  const auto investigator = office_.staff(Role::investigator);
  const auto prison = office_.institution_staff(office_.institution());
  must(ask(investigator, {.path = "/api/v1/investigations"}));
  const auto opened =
      must(ask(investigator, {.method = Method::post, .path = "/api/v1/investigations/{ticket}/opening", .id = id}));
  EXPECT_NE(opened.bytes().find(test::kThreat), std::string::npos);
  const Sent confirm{.method = Method::post,
                     .path = "/api/v1/investigations/{ticket}/decision",
                     .id = id,
                     .body = R"({"decision":"confirm","reason":"as_found"})",
                     .if_match = header(opened, "etag")};
  must(ask(investigator, confirm));
  EXPECT_EQ(ask(investigator, confirm).error().problem, Problem::precondition_failed);
  must(ask(prison, {.path = "/api/v1/tickets"}));
  must(ask(prison, {.method = Method::post, .path = "/api/v1/tickets/{ticket}/acknowledgement", .id = id}));
  const Sent ticket{.path = "/api/v1/tickets/{ticket}", .id = id};
  Sent answer{.method = Method::post,
              .path = "/api/v1/tickets/{ticket}/answer",
              .id = id,
              .body = R"({"state":"substantiated","answer":"Spoken with."})"};
  EXPECT_EQ(ask(prison, answer).error().problem, Problem::precondition_required);
  answer.if_match = etag(prison, ticket);
  must(ask(prison, answer));
  EXPECT_NE(must(ask(prison, ticket)).bytes().find("Spoken with."), std::string::npos);
  const Sent file{.path = "/api/v1/investigations/{ticket}", .id = id};
  const auto read = must(ask(investigator, file));
  EXPECT_NE(read.bytes().find("Spoken with."), std::string::npos);
  must(ask(investigator, {.method = Method::post,
                          .path = "/api/v1/investigations/{ticket}/closing",
                          .id = id,
                          .body = R"({"outcome":"resolved"})",
                          .if_match = header(read, "etag")}));
  EXPECT_EQ(one("select state from hf.ticket"), "closed");
}

TEST_F(TicketRoutes, DismissingAndLiftingOverTheApiTakesTwoPeople) {
  office_.offender("A12345");
  const auto id = flagged().text();
  const auto first = office_.staff(Role::investigator);
  const auto second = office_.staff(Role::investigator);
  const Sent file{.path = "/api/v1/investigations/{ticket}", .id = id};
  must(ask(first, {.method = Method::post,
                   .path = "/api/v1/investigations/{ticket}/decision",
                   .id = id,
                   .body = R"({"decision":"dismiss","reason":"quoted"})",
                   .if_match = etag(first, file)}));
  const Sent lift{
      .method = Method::post, .path = "/api/v1/investigations/{ticket}/lift", .id = id, .if_match = etag(first, file)};
  EXPECT_EQ(ask(first, lift).error().problem, Problem::refused);
  const auto lifted = must(ask(second, lift));
  EXPECT_NE(lifted.bytes().find(R"("version_state":"in_review")"), std::string::npos);
}

TEST_F(TicketRoutes, AReasonOfTheOtherDecisionIsRefused) {
  office_.offender("A12345");
  const auto id = flagged().text();
  const auto investigator = office_.staff(Role::investigator);
  const auto answer = ask(investigator, {.method = Method::post,
                                         .path = "/api/v1/investigations/{ticket}/decision",
                                         .id = id,
                                         .body = R"({"decision":"dismiss","reason":"as_found"})",
                                         .if_match = "\"x\""});
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().field, "reason");
}

TEST_F(TicketRoutes, ThePagesOfATicketOnBothSides) {
  office_.offender("A12345");
  const auto id = flagged().text();
  const auto investigator = office_.staff(Role::investigator);
  const auto second = office_.staff(Role::investigator);
  const auto prison = office_.institution_staff(office_.institution());
  EXPECT_NE(must(ask(investigator, {.path = "/investigations"})).bytes().find(id), std::string::npos);
  const auto sealed = must(ask(investigator, {.path = "/investigations/{ticket}", .id = id}));
  EXPECT_EQ(sealed.bytes().find("going to kill"), std::string::npos);
  const auto open =
      must(ask(investigator, {.method = Method::post, .path = "/investigations/{ticket}/open", .id = id}));
  EXPECT_NE(open.bytes().find("kill"), std::string::npos);
  const auto again = must(ask(investigator, {.method = Method::post,
                                             .path = "/investigations/{ticket}/decision",
                                             .id = id,
                                             .form = {{"decision", "confirm"}, {"reason", "misread"}}}));
  EXPECT_EQ(again.status, 422);
  EXPECT_EQ(must(ask(investigator, {.method = Method::post,
                                    .path = "/investigations/{ticket}/decision",
                                    .id = id,
                                    .form = {{"decision", "confirm"}, {"reason", "as_found"}}}))
                .status,
            303);
  EXPECT_NE(must(ask(prison, {.path = "/tickets"})).bytes().find(id), std::string::npos);
  const auto seen = must(ask(prison, {.path = "/tickets/{ticket}", .id = id}));
  for (const auto* told : {"kill", "woman at the", "letter/", "A investigator"})
    EXPECT_EQ(seen.bytes().find(told), std::string::npos) << told;
  EXPECT_EQ(must(ask(prison, {.method = Method::post, .path = "/tickets/{ticket}/acknowledge", .id = id})).status, 303);
  EXPECT_EQ(must(ask(prison, {.method = Method::post,
                              .path = "/tickets/{ticket}/answer",
                              .id = id,
                              .form = {{"state", "substantiated"}, {"answer", ""}}}))
                .status,
            422);
  EXPECT_EQ(must(ask(prison, {.method = Method::post,
                              .path = "/tickets/{ticket}/answer",
                              .id = id,
                              .form = {{"state", "investigating"}, {"answer", ""}}}))
                .status,
            303);
  EXPECT_EQ(must(ask(investigator, {.method = Method::post,
                                    .path = "/investigations/{ticket}/decision",
                                    .id = id,
                                    .form = {{"decision", "dismiss"}, {"reason", "misread"}}}))
                .status,
            303);
  const std::string form = "/investigations/" + id + "/lift";
  EXPECT_EQ(must(ask(investigator, {.path = "/investigations/{ticket}", .id = id})).bytes().find(form),
            std::string::npos);
  EXPECT_NE(must(ask(second, {.path = "/investigations/{ticket}", .id = id})).bytes().find(form), std::string::npos);
  EXPECT_EQ(must(ask(second, {.method = Method::post, .path = "/investigations/{ticket}/lift", .id = id})).status, 303);
}

TEST_F(TicketRoutes, AnotherInstitutionsTicketAndNoTicketAnswerAlike) {
  office_.offender("A12345");
  const auto id = flagged().text();
  const auto elsewhere =
      office_.institution_staff(must(storage::add_institution(office_.owner(), "OTH", "Another Prison")));
  for (const auto* path : {"/tickets/{ticket}", "/api/v1/tickets/{ticket}"}) {
    const auto theirs = ask(elsewhere, {.path = path, .id = id});
    const auto none = ask(elsewhere, {.path = path, .id = sealing::random_id<domain::TicketId>().text()});
    ASSERT_FALSE(theirs.has_value() || none.has_value());
    EXPECT_EQ(theirs.error().problem, Problem::not_found);
    EXPECT_EQ(theirs.error().problem, none.error().problem);
    EXPECT_EQ(theirs.error().why, none.error().why);
  }
}

TEST_F(TicketRoutes, TheLogPagesAndOpensOneEntry) {
  const auto auditor = office_.staff(Role::auditor);
  for (int i = 0; i < 60; ++i)
    must(storage::session_begin(worker(), auditor.who.actor, sealing::random_bytes<32>(), std::nullopt, "en"));
  must(storage::sequence(worker(), {.holder = "one"}));
  office_.staff(Role::analyst);
  must(ask(auditor, {.path = "/api/v1/log/head"}));
  const auto first = must(ask(auditor, {.path = "/api/v1/log"}));
  const auto page = json::parse(first.bytes());
  ASSERT_TRUE(page.has_value() && page->find("next") != nullptr);
  EXPECT_EQ(page->find("entries")->array()->size(), 50U);
  const auto rest = must(ask(auditor, {.path = "/api/v1/log", .query = {{"after", *page->find("next")->text()}}}));
  EXPECT_NE(rest.bytes(), first.bytes());
  const auto& entry = *page->find("entries")->array()->front().find("id")->text();
  EXPECT_EQ(page->find("entries")->array()->front().find("index"), nullptr);  // not yet placed
  const auto opened = must(ask(auditor, {.method = Method::post, .path = "/api/v1/log/{entry}/opening", .id = entry}));
  EXPECT_NE(opened.bytes().find(R"("proven":true)"), std::string::npos);
  EXPECT_NE(must(ask(auditor, {.path = "/log"})).bytes().find("not yet placed"), std::string::npos);
  EXPECT_EQ(must(ask(auditor, {.path = "/log", .query = {{"from", "3"}}})).bytes().find("not yet placed"),
            std::string::npos);
  EXPECT_EQ(ask(auditor, {.path = "/log", .query = {{"from", "-1"}}}).error().field, "from");
  EXPECT_NE(
      must(ask(auditor, {.method = Method::post, .path = "/log/{entry}/open", .id = entry})).bytes().find("session"),
      std::string::npos);
}

TEST_F(TicketRoutes, ReadingsAndSettings) {
  const auto reader = office_.staff(Role::reader);
  EXPECT_NE(must(ask(reader, {.path = "/readings"})).bytes().find("No readings"), std::string::npos);
  must(ask(reader, {.path = "/api/v1/readings"}));
  const auto administrator = office_.staff(Role::administrator);
  office_.programme();
  EXPECT_NE(must(ask(administrator, {.path = "/settings"})).bytes().find("Test State Prison"), std::string::npos);
  EXPECT_NE(must(ask(administrator, {.path = "/settings"})).bytes().find(test::engine().rules_hash()),
            std::string::npos);
  must(ask(administrator, {.path = "/api/v1/settings"}));
}

}  // namespace
}  // namespace holdfast
