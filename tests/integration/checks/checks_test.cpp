// The facilitator's check, asked as the router asks it: it says the same whether or not a letter also holds what is
// stopped, keeps nothing of the words, is counted and witnessed, and reads nothing about anybody.
#include <gtest/gtest.h>

#include <map>
#include <regex>

#include "gateway/flows/check.h"
#include "gateway/flows/look.h"
#include "gateway/json/writer.h"
#include "gateway/routes/app.h"
#include "gateway/routes/checks.h"
#include "storage/postgres/founding.h"
#include "tests/harness/letters.h"
#include "tests/harness/rules.h"
#include "tests/harness/source.h"
#include "tests/unit/gateway/pages/samples.h"

namespace holdfast {
namespace {

using domain::Role;
using http::Method;
using test::ask;
using test::Desk;
using test::must;

const screening::Engine& engine() { return test::our_rules().now()->engine; }
const screening::Engine& guidelines() { return test::our_rules().now()->guidelines; }
pages::Pages load_pages() {
  auto loaded = pages::Pages::load(pages::testing::settings_for_tests());
  if (!loaded) throw std::runtime_error(std::string(loaded.error().why) + ": " + loaded.error().field);
  return std::move(*loaded);
}

// Something to mend in three ways, in either language of the rules; and what is stopped, by a rule or by two together.
const std::string kMend = "I broke your window. Please write back to me. I hope that you can forgive me.\n";
const std::string kMendSpanish = "Rompí su ventana. Por favor, contésteme. Le pido que me perdone.\n";
const std::string kClean = "I broke your window in March. It was my choice alone. I am sorry.\n";
const std::string kStopped[] = {"When I get out I am going to kill you.",
                                "I will get out soon. I know where you live.",
                                "My cousin will come to your house for me.",
                                "Drop the case or you will regret it.",
                                "Voy a matarte cuando salga.",
                                "You stupid worthless bitch."};

class Checks : public testing::Test {
 protected:
  http::Response send(const Desk& who, const std::string& path, const std::string& words,
                      const std::string& language = "en") {
    http::Request request;
    request.method = Method::post;
    request.path = path;
    const routes::Params none;
    routes::Context context{app, office.gateway(), request, none, who.who, language, {}, {}, "csrf"};
    if (routes::is_api(path)) {
      json::Writer body;
      request.body = body.object().field("body", words).end().take();
    } else {
      for (const auto& [name, value] : std::map<std::string, std::string>{
               {"offender_number", "A12345"}, {"addressee", "the shopkeeper"}, {"language", "en"}, {"body", words}})
        context.form.add(name, value);
    }
    for (const auto& route : routes::checks_routes()) {
      if (route.method == request.method && route.path == path) return must(route.handle(context));
    }
    throw std::runtime_error("no such route: " + path);
  }
  std::string api(const std::string& words, const std::string& language = "en") {
    const auto answer = send(desk, "/api/v1/checks", words, language);
    EXPECT_EQ(answer.status, 200);
    return std::string(answer.bytes());
  }
  // Without what the facilitator typed and the key of the form.
  std::string page(const std::string& words, const std::string& language = "en") {
    const auto answer = send(desk, "/programme/checks", words, language);
    EXPECT_EQ(answer.status, 200);
    const auto typed =
        std::regex_replace(std::string(answer.bytes()), std::regex("<textarea[\\s\\S]*?</textarea>"), "");
    return std::regex_replace(typed, std::regex("name=\"key\" value=\"[^\"]*\""), "");
  }

  test::Office office;
  config::Config config;
  config::Profile profile = [] {
    config::Profile made;
    made.checks = {1000, 10'000};  // where a test is not about the limit
    return made;
  }();
  pages::Pages shown = load_pages();
  sealing::HashKey key{sealing::random_secret<32>()};
  routes::App app{config, profile, office.here(), shown, test::our_rules(), key};
  Desk desk = office.facilitator();
};

TEST_F(Checks, SayTheSameWithAndWithoutWhatIsStopped) {
  for (const auto& mend : {kMend, kMendSpanish}) {
    for (const auto& stopped : kStopped) {
      ASSERT_EQ(engine().screen(mend + stopped).verdict, screening::Verdict::quarantine) << stopped;
      for (const auto* language : {"en", "es"}) {
        EXPECT_EQ(api(mend + stopped, language), api(mend, language)) << stopped;
        EXPECT_EQ(api(stopped + "\n" + mend, language), api(mend, language)) << stopped;
        EXPECT_EQ(page(mend + stopped, language), page(mend, language)) << stopped;
      }
    }
  }
}

TEST_F(Checks, AnswerALetterThatOnlyHoldsWhatIsStoppedAsACleanOne) {
  const auto clean = api(kClean);
  EXPECT_EQ(clean, "{\"says\":[\"" + shown.text(pages::Lang::en, "check.none") +
                       "\"],\"guidelines\":[],\"unread\":false,\"welfare\":false}");
  for (const auto& stopped : kStopped) {
    ASSERT_EQ(engine().screen(kClean + stopped).verdict, screening::Verdict::quarantine) << stopped;
    EXPECT_EQ(api(kClean + stopped), clean) << stopped;
    EXPECT_EQ(api(stopped), clean) << stopped;
    EXPECT_EQ(page(kClean + stopped), page(kClean)) << stopped;
  }
}

// A finding that vanished beside a threat would tell that there is one.
TEST_F(Checks, SayWhatIsToMendInASentenceThatAlsoThreatens) {
  const std::string both = "Please write back to me or I will kill you.";
  ASSERT_EQ(engine().screen(both).verdict, screening::Verdict::quarantine);
  EXPECT_NE(api(both).find("contact_solicitation"), std::string::npos);
  EXPECT_EQ(api(both).find("threat"), std::string::npos);
}

TEST_F(Checks, SayCategoryWordsReasonAndMendingInTheReadersLanguage) {
  const auto told = flows::compare(guidelines(), kMend);
  ASSERT_EQ(told.found.size(), 2U);
  EXPECT_EQ(told.found[0].category, "contact_solicitation");
  EXPECT_EQ(told.found[1].category, "forgiveness_demand");
  for (const auto lang : {pages::Lang::en, pages::Lang::es}) {
    const auto language = std::string(pages::lang_code(lang));
    for (const auto& answer : {api(kMend, language), page(kMend, language)}) {
      EXPECT_NE(answer.find(told.found[0].quotes.at(0)), std::string::npos) << answer;
      for (const auto* about : {"check_name.", "check_why.", "check_mend."})
        EXPECT_NE(answer.find(shown.text(lang, about + told.found[1].category)), std::string::npos) << about;
    }
  }
}

TEST_F(Checks, SayOfDisguisedWordsOnlyThatTheyCouldNotBeRead) {
  for (const auto* words : {"Pl3ase wr1te b4ck to m3 s00n.", "P l e a s e  w r i t e  b a c k  t o  m e."}) {
    const auto told = flows::compare(guidelines(), kClean + words);
    ASSERT_EQ(told.found.size(), 1U) << words;
    EXPECT_EQ(told.found[0].category, "concealment");
    EXPECT_TRUE(told.found[0].quotes.empty());
  }
}

// Why it is told at all: gateway/flows/check.h.
TEST_F(Checks, TellOfSomebodyInDangerInOneLineWithoutTheWords) {
  const auto told = api(kClean + "Some nights I want to kill myself.");
  EXPECT_NE(told.find(shown.text(pages::Lang::en, "check.welfare")), std::string::npos);
  EXPECT_NE(told.find("\"guidelines\":[]"), std::string::npos);
  EXPECT_EQ(told.find("kill"), std::string::npos);
}

TEST_F(Checks, SayThatALetterInAnotherLanguageWasNotRead) {
  const auto told = api(
      "Ich habe das Fenster Ihres Hauses eingeschlagen und ich bin nicht stolz darauf. Es war meine Entscheidung und "
      "sie haben nichts getan.");
  EXPECT_NE(told.find(shown.text(pages::Lang::en, "check.unread")), std::string::npos);
  EXPECT_EQ(told.find(shown.text(pages::Lang::en, "check.none")), std::string::npos);
}

TEST_F(Checks, StandInTheFormWithWhatWasTyped) {
  const auto answer = send(desk, "/programme/checks", kMend);
  const auto& shown_page = answer.bytes();
  EXPECT_TRUE(std::regex_search(shown_page, std::regex("<textarea[^>]*>I broke your window\\. Please write back")));
  EXPECT_NE(shown_page.find("value=\"A12345\""), std::string::npos);
  EXPECT_NE(shown_page.find("formaction=\"/programme/checks\""), std::string::npos);
  EXPECT_EQ(send(desk, "/programme/checks", "").status, 422);
}

// Silence (rule 3): it depends on the words alone.
TEST_F(Checks, DoNotDependOnWhoIsRegistered) {
  const std::string words = "Rosa Quintero, I broke your window. Please write back to me.";
  const auto nobody = api(words);
  office.person(office.offender("A12345"));
  EXPECT_EQ(api(words), nobody);
  EXPECT_EQ(ask(office, "select count(*) from hf.letter"), "0");
}

// ---- how often ----

TEST_F(Checks, AreLimitedForEachAccountAndThenTellWhenToComeBack) {
  profile.checks = {2, 100};
  api(kClean);
  api(kMend);
  for (const auto* path : {"/api/v1/checks", "/programme/checks"}) {
    const auto refused = send(desk, path, kMend);
    EXPECT_EQ(refused.status, 429) << path;
    const auto wait = std::stoi(
        std::string(refused.headers.first(routes::is_api(path) ? "Retry-After" : "retry-after").value_or("0")));
    EXPECT_TRUE(wait > 3500 && wait <= 3600) << wait;
    EXPECT_EQ(std::string(refused.bytes()).find(shown.text(pages::Lang::en, "check.mend")), std::string::npos);
  }
  EXPECT_NE(std::string(send(desk, "/programme/checks", kMend).bytes()).find("write back"), std::string::npos)
      << "the words stay in the form";
  EXPECT_EQ(send(office.facilitator(), "/api/v1/checks", kMend).status, 200) << "a colleague has their own";
  office.move_clock(std::chrono::minutes(61));
  EXPECT_EQ(send(office.sign_in(desk.account, Role::facilitator), "/api/v1/checks", kMend).status, 200);
}

TEST_F(Checks, AreLimitedForAProgrammeTogether) {
  profile.checks = {2, 3};
  const auto colleague = office.facilitator();
  api(kClean);
  api(kClean);
  EXPECT_EQ(send(colleague, "/api/v1/checks", kClean).status, 200);
  EXPECT_EQ(send(colleague, "/api/v1/checks", kClean).status, 429);
  const auto other = office.facilitator(must(storage::add_programme(office.owner(), "Another circle")));
  EXPECT_EQ(send(other, "/api/v1/checks", kClean).status, 200);
}

// The matrix holds in the database too: the function is asked as somebody of the office.
TEST_F(Checks, AreTheFacilitatorsAlone) {
  EXPECT_FALSE(storage::record_check(office.gateway(), office.staff(Role::analyst).who, {}, {}).has_value());
  EXPECT_EQ(ask(office, "select count(*) from hf.letter_check"), "0");
}

// ---- what is left of it ----

TEST_F(Checks, AreWitnessedWithoutAWordAndNothingElseIsKept) {
  const auto auditor = office.staff(Role::auditor);
  const auto tables = [&] {
    return ask(office,
               "select string_agg(relname || (xpath('/row/c/text()', query_to_xml('select count(*) as c from hf.' || "
               "relname, false, true, '')))[1]::text, ' ' order by relname) from pg_class where relnamespace = "
               "'hf'::regnamespace and relkind = 'r' and relname not in ('letter_check', 'audit_leaf')");
  };
  const auto entries = [&] { return std::stoi(ask(office, "select count(*) from hf.audit_leaf")); };
  const auto before = tables();
  const auto witnessed = entries();
  const auto words = kMend + kStopped[0] + " Some nights I want to kill myself.";
  api(words);
  EXPECT_EQ(tables(), before);
  EXPECT_EQ(entries(), witnessed + 1);
  const auto row = must(flows::log_page(office.gateway(), auditor.who, 0, std::nullopt, 1)).rows.at(0);
  const auto look = must(flows::open_entry(office.gateway(), auditor.who, row.entry));
  ASSERT_TRUE(look.entry.has_value());
  EXPECT_EQ(look.entry->event, "letter.checked");
  EXPECT_EQ(look.entry->actor, desk.account.text());
  EXPECT_EQ(look.entry->object, "account/" + desk.account.text());
  EXPECT_EQ(look.entry->reason, "");
  const std::map<std::string, std::int64_t, std::less<>> counts{
      {"characters", static_cast<std::int64_t>(words.size())}, {"contact_solicitation", 1}, {"forgiveness_demand", 1}};
  EXPECT_EQ(look.entry->counts, counts);
}

TEST_F(Checks, ThatAreRefusedAreNeitherCountedNorWitnessed) {
  profile.checks = {1, 1};
  api(kClean);
  const auto leaves = ask(office, "select count(*) from hf.audit_leaf");
  EXPECT_EQ(send(desk, "/api/v1/checks", kClean).status, 429);
  EXPECT_EQ(ask(office, "select count(*) from hf.audit_leaf"), leaves);
  EXPECT_EQ(ask(office, "select count(*) from hf.letter_check"), "1");
}

}  // namespace
}  // namespace holdfast
