// The office's routes, each called as the router calls it: what the API answers is what its document says, decisions
// need the ETag that was seen, and every page renders with what it is about.
#include <fstream>

#include "gateway/flows/registry.h"
#include "gateway/json/value.h"
#include "gateway/routes/addressing.h"
#include "gateway/routes/app.h"
#include "gateway/routes/bank.h"
#include "gateway/routes/loosenings.h"
#include "gateway/routes/orders.h"
#include "gateway/routes/review.h"
#include "tests/harness/source.h"
#include "tests/integration/office/desk.h"

namespace holdfast {
namespace {

using domain::Problem;
using domain::Role;
using http::Method;
using test::must;

// Members that the schema does not know, and required ones that are not there; empty: it fits.
std::string misfit(const json::Value& schema, const json::Value& value, const std::string& path = "") {
  if (const auto* items = schema.find("items"); items != nullptr && value.array() != nullptr) {
    for (const auto& item : *value.array()) {
      if (auto wrong = misfit(*items, item, path + "[]"); !wrong.empty()) return wrong;
    }
  }
  const auto* known = schema.find("properties");
  if (known == nullptr || value.object() == nullptr) return "";
  for (const auto& member : *value.object()) {
    const auto* inner = known->find(member.key);
    if (inner == nullptr) return path + "." + member.key + " is not in the document";
    if (auto wrong = misfit(*inner, member.value, path + "." + member.key); !wrong.empty()) return wrong;
  }
  if (const auto* required = schema.find("required"); required != nullptr) {
    for (const auto& name : *required->array()) {
      if (value.find(*name.text()) == nullptr) return path + "." + *name.text() + " is missing";
    }
  }
  return "";
}

struct Call {
  Method method = Method::get;
  std::string path;  // as the table has it
  std::vector<std::pair<std::string_view, std::string>> params{};
  std::string body{};
  std::string if_match{};
  std::vector<std::pair<std::string, std::string>> form{};
};

class RoutesTest : public test::OfficeTest {
 protected:
  void SetUp() override {
    std::ofstream manifest(office_.folder() / "manifest.tsv");
    for (const auto* name : {"icon.svg", "uswds.min.css", "holdfast.css", "holdfast.js"})
      manifest << name << "\tx\tx\n";
    manifest.close();
    pages::Settings settings;
    settings.folder = test::source_path("gateway/pages");
    settings.assets = office_.folder();
    auto loaded = pages::Pages::load(settings);
    ASSERT_TRUE(loaded.has_value()) << loaded.error().why << ": " << loaded.error().field;
    pages_.emplace(std::move(*loaded));
    profile_.time_zone = test::kZone;
    app_.emplace(routes::App{config_, profile_, office_.here(), *pages_, test::our_rules(), local_key_});
  }

  const routes::Route& route(const Call& call) {
    for (const auto part : {routes::review_routes(), routes::addressing_routes(), routes::bank_routes(),
                            routes::orders_routes(), routes::loosenings_routes()}) {
      for (const auto& one : part) {
        if (one.method == call.method && one.path == call.path) return one;
      }
    }
    throw std::runtime_error("no such route: " + call.path);
  }

  routes::Answer send(const Call& call) {
    http::Request request;
    request.method = call.method;
    request.path = call.path;
    request.body = call.body;
    if (!call.if_match.empty()) request.headers.add("if-match", call.if_match);
    const routes::Params params{call.params};
    routes::Context context{*app_, gateway(), request, params, who_, "en", {}, {}, "csrf"};
    for (const auto& [name, value] : call.form) context.form.add(name, value);
    return route(call).handle(context);
  }

  // Of the API: the answer fits the document.
  json::Value api(const Call& call) {
    last_ = must(send(call));
    const auto& doc = route(call).doc;
    EXPECT_EQ(last_.status, doc.status) << call.path;
    const auto value = must(json::parse(last_.body));
    const auto schema = must(json::parse(doc.response));
    EXPECT_EQ(misfit(schema, value), "") << call.path << ": " << last_.body;
    return value;
  }
  std::string etag() { return std::string(last_.headers.first("etag").value_or("")); }
  std::string page(const Call& call, int status = 200) {
    last_ = must(send(call));
    EXPECT_EQ(last_.status, status) << call.path;
    return last_.body;
  }

  config::Config config_;
  config::Profile profile_;
  std::optional<pages::Pages> pages_;
  sealing::HashKey local_key_ = sealing::random_secret<32>();
  std::optional<routes::App> app_;
  test::Desk analyst_ = office_.staff(Role::analyst);
  storage::Principal who_ = analyst_.who;  // who sends
  http::Response last_;
};

std::string text(const json::Value& value, std::string_view key) {
  const auto* found = value.find(key);
  return found == nullptr || found->text() == nullptr ? "" : *found->text();
}

TEST_F(RoutesTest, ALetterGoesThroughReviewAddressingAndBankByTheApi) {
  const auto person = office_.person(office_.offender("A12345"));
  const auto arrived = letter(office_.facilitator(), "A12345", "I am sorry.\nPlease forgive me.");
  const auto version = arrived.version.text();
  EXPECT_EQ(api({.path = "/api/v1/reviews"}).find("reviews")->array()->size(), 1U);
  api({.path = "/api/v1/reviews/{version}", .params = {{"version", version}}});
  const auto seen = etag();
  const auto opened =
      api({.method = Method::post, .path = "/api/v1/reviews/{version}/opening", .params = {{"version", version}}});
  EXPECT_EQ(text(opened, "words"), "I am sorry.\nPlease forgive me.");
  EXPECT_EQ(etag(), seen);
  const Call decide{.method = Method::post,
                    .path = "/api/v1/reviews/{version}/decision",
                    .params = {{"version", version}},
                    .body = R"({"decision":"approve"})"};
  EXPECT_EQ(send(decide).error().problem, Problem::precondition_required);
  auto wrong = decide;
  wrong.if_match = "\"other\"";
  EXPECT_EQ(send(wrong).error().problem, Problem::precondition_failed);
  auto right = decide;
  right.if_match = seen;
  EXPECT_EQ(text(api(right), "state"), "approved");
  EXPECT_EQ(send(right).error().problem, Problem::precondition_failed);

  EXPECT_EQ(api({.path = "/api/v1/addressing"}).find("letters")->array()->size(), 1U);
  const std::vector<std::pair<std::string_view, std::string>> which{{"letter", arrived.letter.text()}};
  api({.method = Method::post, .path = "/api/v1/letters/{letter}/addressing/opening", .params = which});
  EXPECT_EQ(send({.method = Method::post,
                  .path = "/api/v1/letters/{letter}/addressing",
                  .params = which,
                  .body = R"({"evidence":"x"})"})
                .error()
                .field,
            "person");
  const auto addressed = api({.method = Method::post,
                              .path = "/api/v1/letters/{letter}/addressing",
                              .params = which,
                              .body = R"({"person":")" + person.text() + R"(","evidence":"court file"})"});
  EXPECT_EQ(text(addressed, "state"), "banked");
  const auto bank = api({.path = "/api/v1/bank"});
  EXPECT_EQ(text(bank.find("letters")->array()->front(), "state"), "offered");
  api({.method = Method::post,
       .path = "/api/v1/letters/{letter}/addressing/undo",
       .params = which,
       .body = R"({"evidence":"the sister"})"});
  const auto tasks = api({.path = "/api/v1/tasks"});
  const auto task = text(tasks.find("tasks")->array()->front(), "id");
  EXPECT_EQ(
      must(send({.method = Method::post, .path = "/api/v1/tasks/{task}/done", .params = {{"task", task}}})).status,
      204);
  EXPECT_EQ(
      send({.method = Method::post, .path = "/api/v1/tasks/{task}/done", .params = {{"task", task}}}).error().problem,
      Problem::conflict);
}

TEST_F(RoutesTest, AnOrderIsEnteredReadAndReplacedByTheApi) {
  const auto entered =
      api({.method = Method::post,
           .path = "/api/v1/orders",
           .body = R"({"kind":"domestic_violence","offender_number":"C77777","state":"active","conditions":["04"],
                                        "starts_on":"2026-01-01","ends_on":"2027-01-01"})"});
  EXPECT_TRUE(*entered.find("bars")->boolean());
  const std::vector<std::pair<std::string_view, std::string>> which{{"order", text(entered, "id")}};
  const auto read = api({.path = "/api/v1/orders/{order}", .params = which});
  EXPECT_EQ(text(*read.find("bars"), "lift"), "a_person_looks");
  EXPECT_EQ(text(read, "ends_on"), "2027-01-01");
  const auto seen = etag();
  const std::string looser = R"({"state":"active","conditions":["04"],"looked":"does_not_bar","starts_on":"2026-01-01",
                                 "ends_on":"2027-01-01","reason":"read"})";
  const auto refused = send({.method = Method::post,
                             .path = "/api/v1/orders/{order}/versions",
                             .params = which,
                             .body = looser,
                             .if_match = seen});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().why, domain::why(domain::Bar::one_person));
  const std::string tighter =
      R"({"state":"active","conditions":["05"],"starts_on":"2026-01-01","ends_on":"2027-06-01","reason":"read"})";
  const auto second = api({.method = Method::post,
                           .path = "/api/v1/orders/{order}/versions",
                           .params = which,
                           .body = tighter,
                           .if_match = seen});
  EXPECT_EQ(*second.find("version")->integer(), 2);
  EXPECT_EQ(api({.path = "/api/v1/orders"}).find("orders")->array()->size(), 1U);
  for (const std::string wrong :
       {R"({"kind":"stop_contact","offender_number":"C77777","state":"active"})",
        R"({"kind":"other","offender_number":"c7","state":"active"})",
        R"({"kind":"other","offender_number":"C7","state":"active","starts_on":"2026-02-30"})",
        R"({"kind":"other","offender_number":"C7","state":"active","conditions":["10"]})",
        R"({"kind":"other","offender_number":"C7","state":"active","permanent":true,"ends_on":"2027-01-01"})"}) {
    const auto answer = send({.method = Method::post, .path = "/api/v1/orders", .body = wrong});
    ASSERT_FALSE(answer.has_value()) << wrong;
    EXPECT_EQ(answer.error().problem, Problem::invalid_field) << wrong;
  }
}

TEST_F(RoutesTest, AnOrderIsEndedByTwoPeopleByTheApi) {
  const auto entered =
      api({.method = Method::post,
           .path = "/api/v1/orders",
           .body = R"({"kind":"criminal_protective","offender_number":"C77777","state":"active","conditions":["05"],
                       "starts_on":"2026-01-01","permanent":true,"court":"Superior Court","reason":"copied"})"});
  const std::vector<std::pair<std::string_view, std::string>> which{{"order", text(entered, "id")}};
  const auto read = [&] { return api({.path = "/api/v1/orders/{order}", .params = which}); };
  EXPECT_EQ(text(read(), "court"), "Superior Court");
  Call ask{
      .method = Method::post,
      .path = "/api/v1/orders/{order}/loosening",
      .params = which,
      .body =
          R"({"state":"terminated","conditions":["05"],"starts_on":"2026-01-01","permanent":true,"reason":"ended"})"};
  EXPECT_EQ(send(ask).error().problem, Problem::precondition_required);
  ask.if_match = etag();
  api(ask);
  EXPECT_EQ(send(ask).error().problem, Problem::precondition_failed);  // it waits: seen again first
  Call confirm{.method = Method::post, .path = "/api/v1/orders/{order}/loosening/confirmation", .params = which};
  EXPECT_FALSE(*read().find("loosening")->find("may_confirm")->boolean());
  confirm.if_match = etag();
  EXPECT_EQ(send(confirm).error().why, domain::why(domain::Bar::one_person));
  const auto list = api({.path = "/api/v1/orders"});
  EXPECT_FALSE(text(list.find("orders")->array()->front(), "loosening_asked_at").empty());
  who_ = office_.staff(Role::analyst).who;
  EXPECT_TRUE(*read().find("loosening")->find("may_confirm")->boolean());
  EXPECT_EQ(*api(confirm).find("version")->integer(), 2);
  EXPECT_FALSE(*read().find("in_force")->boolean());
  EXPECT_EQ(send({.method = Method::post,
                  .path = "/api/v1/orders/{order}/loosening/refusal",
                  .params = which,
                  .if_match = etag()})
                .error()
                .problem,
            Problem::conflict);
}

TEST_F(RoutesTest, AnOrderIsEasedByTwoPeopleOnThePage) {
  page({.method = Method::post,
        .path = "/office/orders",
        .form = {{"offender_number", "C77777"},
                 {"kind", "criminal_protective"},
                 {"state", "active"},
                 {"court", "Superior Court"},
                 {"starts_on", "2026-01-01"},
                 {"permanent", "yes"},
                 {"conditions", "05"}}},
       303);
  const auto id = text(api({.path = "/api/v1/orders"}).find("orders")->array()->front(), "id");
  const std::vector<std::pair<std::string_view, std::string>> which{{"order", id}};
  const Call look{.path = "/office/orders/{order}", .params = which};
  const auto path = "/office/orders/" + id + "/loosening";
  EXPECT_NE(page(look).find("Superior Court"), std::string::npos);
  EXPECT_NE(page(look).find("action=\"" + path + "\""), std::string::npos);
  Call ask{.method = Method::post,
           .path = "/office/orders/{order}/loosening",
           .params = which,
           .form = {{"version", "1"},
                    {"state", "terminated"},
                    {"starts_on", "2026-01-01"},
                    {"permanent", "yes"},
                    {"conditions", "05"},
                    {"looked", "not_yet"}}};
  // The form carries what the paper says: to ask, or to be asked again, is no look at it.
  EXPECT_NE(page(look).find("name=\"court\" value=\"Superior Court\""), std::string::npos);
  ask.form.emplace_back("court", "Superior Court");
  const auto looks = count("keeper_question");
  EXPECT_NE(page(ask, 422).find("Please fill this in."), std::string::npos);
  ask.form.emplace_back("why", "The court ended it");
  page(ask, 303);
  EXPECT_EQ(count("keeper_question"), looks);
  const auto mine = page(look);
  EXPECT_NE(mine.find("The court ended it"), std::string::npos);
  EXPECT_EQ(mine.find(path + "/confirmation"), std::string::npos);
  who_ = office_.staff(Role::analyst).who;
  const auto theirs = page(look);
  EXPECT_NE(theirs.find(path + "/confirmation"), std::string::npos);
  const std::string mark = "name=\"loosening\" value=\"";
  const auto loosening = theirs.substr(theirs.find(mark) + mark.size(), 26);
  page({.method = Method::post,
        .path = "/office/orders/{order}/loosening/refusal",
        .params = which,
        .form = {{"loosening", loosening}}},
       303);
  const Call confirm{.method = Method::post,
                     .path = "/office/orders/{order}/loosening/confirmation",
                     .params = which,
                     .form = {{"loosening", loosening}}};
  EXPECT_EQ(send(confirm).error().problem, Problem::conflict);
}

TEST_F(RoutesTest, ARegistrationIsEnteredOpenedAndConfirmedByTheApi) {
  const auto entered = api(
      {.method = Method::post,
       .path = "/api/v1/registrations",
       .body = R"({"offender_number":"A12345","relation":"victim","name":"Rosa Quintero","email":"rosa@mail.example",
                                        "language":"es","tell":true,"notices":"email"})"});
  const std::vector<std::pair<std::string_view, std::string>> which{{"person", text(entered, "id")}};
  api({.path = "/api/v1/registrations"});
  const auto row = api({.path = "/api/v1/registrations/{person}", .params = which});
  EXPECT_EQ(text(row, "state"), "requested");
  EXPECT_EQ(last_.body.find("Rosa"), std::string::npos);
  const auto seen = etag();
  const auto opened = api({.method = Method::post, .path = "/api/v1/registrations/{person}/opening", .params = which});
  EXPECT_EQ(text(*opened.find("record"), "name"), "Rosa Quintero");
  api({.method = Method::post,
       .path = "/api/v1/registrations/{person}/confirmation",
       .params = which,
       .body = R"({"adult":true})",
       .if_match = seen});
  EXPECT_EQ(text(api({.path = "/api/v1/registrations/{person}", .params = which}), "state"), "confirmed");
  const auto no_address = send(
      {.method = Method::post,
       .path = "/api/v1/registrations",
       .body =
           R"({"offender_number":"A12345","relation":"victim","name":"R","language":"es","tell":true,"notices":"post"})"});
  ASSERT_FALSE(no_address.has_value());
  EXPECT_EQ(no_address.error().field, "address");
}

// What a registry in memory adds, for staff: who is registered twice, and of whom a letter speaks.
TEST_F(RoutesTest, TheRegistrySaysWhoMayBeMeant) {
  flows::Registry registry("here");
  app_.emplace(routes::App{config_, profile_, office_.here(), *pages_, test::our_rules(), local_key_, nullptr, nullptr,
                           &registry});
  const auto enter = [&](const std::string& name) {
    return api({.method = Method::post,
                .path = "/api/v1/registrations",
                .body = R"({"offender_number":"A12345","relation":"victim","name":")" + name +
                        R"(","phone":"(510) 555-0142","language":"es","tell":false,"notices":"none"})"});
  };
  const auto state = [](const json::Value& value, std::string_view key) { return text(*value.find(key), "state"); };
  EXPECT_EQ(state(enter("Guadalupe Kullmann"), "alike"), "wait") << "it is not read yet, and does not say nobody";
  while (must(registry.follow(gateway())) > 0) {
  }
  const auto second = enter("Lupe Kullmann");
  EXPECT_EQ(state(second, "alike"), "current");
  ASSERT_EQ(second.find("alike")->find("persons")->array()->size(), 1U);
  EXPECT_NE(text(second.find("alike")->find("persons")->array()->front(), "reason").find("the same phone number"),
            std::string::npos);
  const std::vector<std::pair<std::string_view, std::string>> which{{"person", text(second, "id")}};
  const Call open{.method = Method::post, .path = "/office/registrations/{person}/open", .params = which};
  EXPECT_NE(page(open).find("still being read"), std::string::npos);
  while (must(registry.follow(gateway())) > 0) {
  }
  EXPECT_NE(page(open).find("very likely"), std::string::npos);
  api({.method = Method::post, .path = "/api/v1/registrations/{person}/opening", .params = which});

  const auto arrived = letter(office_.facilitator(), "A12345", "I am sorry, Lupe. Not 510 555 0142.");
  const std::vector<std::pair<std::string_view, std::string>> version{{"version", arrived.version.text()}};
  const auto opened = api({.method = Method::post, .path = "/api/v1/reviews/{version}/opening", .params = version});
  const auto& of = *opened.find("speaks_of")->find("of")->array();
  ASSERT_EQ(of.size(), 2U);
  EXPECT_EQ(text(of.at(0), "kind"), "name");
  EXPECT_EQ(of.at(0).find("persons")->array()->size(), 2U);
  EXPECT_EQ(text(of.at(1), "kind"), "phone");
  const auto shown = page({.method = Method::post, .path = "/office/review/{version}/open", .params = version});
  EXPECT_NE(shown.find("Speaks of persons known here"), std::string::npos);
  EXPECT_NE(shown.find("of this writer’s case"), std::string::npos);
  EXPECT_EQ(shown.find("Kullmann"), std::string::npos) << "the record itself is opened elsewhere, and witnessed there";
}

TEST_F(RoutesTest, ARegistrationIsConfirmedOnThePage) {
  const auto entered = api({.method = Method::post,
                            .path = "/api/v1/registrations",
                            .body = R"({"offender_number":"A12345","relation":"victim","name":"Rosa Quintero",
                                        "language":"es","tell":true,"notices":"none"})"});
  const std::vector<std::pair<std::string_view, std::string>> which{{"person", text(entered, "id")}};
  EXPECT_NE(page({.path = "/office/registrations"}).find("/office/registrations/" + text(entered, "id")),
            std::string::npos);
  EXPECT_EQ(page({.path = "/office/registrations/{person}", .params = which}).find("Rosa"), std::string::npos);
  EXPECT_NE(page({.method = Method::post, .path = "/office/registrations/{person}/open", .params = which})
                .find("Rosa Quintero"),
            std::string::npos);
  Call confirm{.method = Method::post, .path = "/office/registrations/{person}/confirmation", .params = which};
  page(confirm, 422);
  EXPECT_EQ(sql("select count(*) from hf.person where confirmed_by is not null"), "0");
  confirm.form = {{"adult", "yes"}};
  page(confirm, 303);
  EXPECT_EQ(sql("select count(*) from hf.person where confirmed_by is not null and adult"), "1");
}

TEST_F(RoutesTest, AWrongPairingIsUndoneAndItsTaskFinishedOnPages) {
  const auto person = office_.person(office_.offender("A12345"));
  const auto arrived = letter(office_.facilitator(), "A12345", "I am sorry.");
  approve(analyst_, arrived.version);
  const std::vector<std::pair<std::string_view, std::string>> which{{"letter", arrived.letter.text()}};
  const Call form{.path = "/office/addressing/{letter}/undo", .params = which};
  EXPECT_EQ(send(form).error().problem, Problem::not_found);  // it is nobody's yet
  must(flows::address_letter(gateway(), analyst_.who, {arrived.letter, person, "file"}));
  EXPECT_NE(page({.path = "/office/bank"}).find("/office/addressing/" + arrived.letter.text() + "/undo"),
            std::string::npos);
  page(form);
  Call undo{.method = Method::post, .path = "/office/addressing/{letter}/undo", .params = which};
  page(undo, 422);
  undo.form = {{"evidence", "the sister"}};
  page(undo, 303);
  EXPECT_EQ(sql("select count(*) from hf.addressing where undone_at is not null"), "1");
  const auto task = text(api({.path = "/api/v1/tasks"}).find("tasks")->array()->front(), "id");
  EXPECT_NE(page({.path = "/office/tasks"}).find("/office/tasks/" + task + "/done"), std::string::npos);
  page({.method = Method::post, .path = "/office/tasks/{task}/done", .params = {{"task", task}}}, 303);
  EXPECT_EQ(sql("select count(*) from hf.task where kind = 'wrong_pairing' and done_at is null"), "0");
}

TEST_F(RoutesTest, EveryPageOfTheOfficeRenders) {
  const auto person = office_.person(office_.offender("A12345"));
  const auto arrived = letter(office_.facilitator(), "A12345", "I am sorry. You must forgive me.");
  const std::vector<std::pair<std::string_view, std::string>> version{{"version", arrived.version.text()}};
  const std::vector<std::pair<std::string_view, std::string>> which{{"letter", arrived.letter.text()}};
  EXPECT_NE(page({.path = "/office/review"}).find(arrived.version.text()), std::string::npos);
  EXPECT_EQ(page({.path = "/office/review/{version}", .params = version}).find("forgive me"), std::string::npos);
  EXPECT_NE(
      page({.method = Method::post, .path = "/office/review/{version}/open", .params = version}).find("I am sorry."),
      std::string::npos);
  page({.method = Method::post,
        .path = "/office/review/{version}/decision",
        .params = version,
        .form = {{"decision", "return"}}},
       422);
  page({.method = Method::post,
        .path = "/office/review/{version}/decision",
        .params = version,
        .form = {{"decision", "approve"}, {"note", "none"}}},
       303);
  EXPECT_NE(page({.path = "/office/addressing"}).find(arrived.letter.text()), std::string::npos);
  EXPECT_NE(page({.path = "/office/addressing/{letter}", .params = which}).find("Rosa Quintero"), std::string::npos);
  page({.method = Method::post,
        .path = "/office/addressing/{letter}",
        .params = which,
        .form = {{"person", person.text()}}},
       422);
  page({.method = Method::post,
        .path = "/office/addressing/{letter}",
        .params = which,
        .form = {{"person", person.text()}, {"evidence", "file"}}},
       303);
  EXPECT_NE(page({.path = "/office/bank"}).find("A12345"), std::string::npos);
  EXPECT_NE(page({.method = Method::post, .path = "/office/orders/new", .form = {{"offender_number", "A12345"}}})
                .find("Rosa Quintero"),
            std::string::npos);
  page(
      {.method = Method::post, .path = "/office/orders", .form = {{"offender_number", "A12345"}, {"kind", "nonsense"}}},
      422);
  page({.method = Method::post,
        .path = "/office/orders",
        .form = {{"offender_number", "A12345"},
                 {"person", person.text()},
                 {"kind", "criminal_protective"},
                 {"state", "active"},
                 {"starts_on", "2026-01-01"},
                 {"permanent", "yes"},
                 {"conditions", "05"}}},
       303);
  page({.path = "/office/orders/new"});
  EXPECT_NE(page({.path = "/office/orders"}).find("A12345"), std::string::npos);
  EXPECT_NE(page({.path = "/office/registrations"}).find("A12345"), std::string::npos);
  page({.path = "/office/tasks"});
}

}  // namespace
}  // namespace holdfast
