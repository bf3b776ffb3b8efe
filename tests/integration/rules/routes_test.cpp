// The administrator's rules, asked as the router asks them: pages render with what they are about, refusals name file
// and line, and who asked is not offered to agree.
#include "gateway/json/value.h"
#include "gateway/routes/app.h"
#include "gateway/routes/rules.h"
#include "gateway/routes/second.h"
#include "screening/tools/weaker.h"
#include "tests/integration/rules/desk.h"
#include "tests/unit/gateway/pages/samples.h"

namespace holdfast {
namespace {

using http::Method;
using test::must;
using test::stopping;

const pages::Pages& pages_for_tests() {
  static const auto loaded = pages::Pages::load(pages::testing::settings_for_tests());
  if (!loaded) throw std::runtime_error(std::string(loaded.error().why) + ": " + loaded.error().field);
  return *loaded;
}

class RuleRoutes : public test::RulesDesk {
 protected:
  RuleRoutes() {
    config_.paths.packs = packs_;
    put(stopping({"alpha", "beta"}));
    rules_.put(start().rules);
  }

  http::Response send(const test::Desk& desk, Method method, const std::string& path, const std::string& set = "") {
    http::Request request;
    request.method = method;
    request.path = path;
    const routes::Params params{{{"set", set}}};
    routes::Context context{app_, gateway(), request, params, desk.who, "en", {}, {}, "csrf"};
    for (const auto table : {routes::rules_routes(), routes::second_routes()}) {
      for (const auto& route : table) {
        if (route.method == method && route.path == path) return must(route.handle(context));
      }
    }
    throw std::runtime_error("no such route: " + path);
  }
  std::string page(const test::Desk& desk, const std::string& path, const std::string& set = "") {
    return std::string(send(desk, Method::get, path, set).bytes());
  }
  static bool holds(const std::string& page, const std::string& words) { return page.find(words) != std::string::npos; }
  std::string running() { return std::string(rules_.now()->engine.rules_hash()); }

  config::Config config_;
  config::Profile profile_;
  sealing::HashKey local_key_ = sealing::random_secret<32>();
  flows::RulesInForce rules_{test::built(stopping({"none"}))};
  routes::App app_{config_, profile_, office_.here(), pages_for_tests(), rules_, local_key_};
};

TEST_F(RuleRoutes, TheFoldersRulesAreTakenByAButtonAndRunHereAtOnce) {
  const auto more = stopping({"alpha", "beta", "gamma"});
  put(more);
  const auto answer = send(administrator_, Method::post, "/settings/rules/reload");
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(running(), screening::rules_hash(more));
  EXPECT_TRUE(holds(page(administrator_, "/settings/rules"), screening::rules_hash(more)));
}

TEST_F(RuleRoutes, ABrokenFolderIsNamedWithFileAndLineOnThePageAndByTheApi) {
  const auto before = running();
  put({{"threat.en.toml", "category = \"threat\"\nlanguage = \"en\"\n\n[[rule]]\nid = 3\n"}});
  const auto answer = send(administrator_, Method::post, "/settings/rules/reload");
  EXPECT_EQ(answer.status, 422);
  EXPECT_TRUE(holds(std::string(answer.bytes()), "threat.en.toml:5"));
  const auto value = must(json::parse(send(administrator_, Method::post, "/api/v1/rules/reload").bytes()));
  EXPECT_EQ(*value.find("outcome")->text(), "faulty");
  EXPECT_EQ(*value.find("faults")->array()->front().find("line")->integer(), 5);
  EXPECT_EQ(running(), before);
}

TEST_F(RuleRoutes, AWeakerSetShowsWhatBecomesWeakerAndOffersItToAnotherPersonOnly) {
  const auto before = running();
  put(stopping({"alpha"}));
  const auto value = must(json::parse(send(administrator_, Method::post, "/api/v1/rules/reload").bytes()));
  EXPECT_EQ(*value.find("outcome")->text(), "asked");
  EXPECT_EQ(running(), before);
  const auto set = *value.find("change")->text();
  EXPECT_TRUE(holds(page(administrator_, "/settings/rules"), "/settings/rules/" + set));
  const auto own = page(administrator_, "/settings/rules/{set}", set);
  EXPECT_TRUE(holds(own, "threat.en.beta"));
  EXPECT_TRUE(holds(own, "Says the beta."));
  EXPECT_FALSE(holds(own, "/confirmation"));
  EXPECT_TRUE(holds(page(other_, "/settings/rules/{set}", set), "/confirmation"));
  const auto second = office_.staff(domain::Role::second_person);
  EXPECT_TRUE(holds(page(second, "/second"), "/settings/rules/" + set));
  EXPECT_EQ(
      send(second, Method::post, "/settings/rules/{set}/confirmation", set).headers.first("Location").value_or(""),
      "/second?done=rules_confirmed");
  EXPECT_EQ(in_force(), screening::rules_hash(stopping({"alpha"})));
}

TEST(RuleWords, EveryStateAndEveryWayOfBeingWeakerHasItsSentence) {
  using screening::tools::Weakening;
  for (const auto lang : {pages::Lang::en, pages::Lang::es}) {
    const auto said = [&](const std::string& key) { EXPECT_NE(pages_for_tests().text(lang, key), key); };
    for (auto how = Weakening::removed; how <= Weakening::place;
         how = static_cast<Weakening>(std::to_underlying(how) + 1))
      said("weakening." + std::string(to_string(how)));
    for (const auto state : domain::kRuleSetStateNames) said("rule_set_state." + std::string(state));
  }
}

TEST_F(RuleRoutes, AnythingElseIsNoSet) {
  http::Request request;
  const routes::Params params{{{"set", std::string(26, '0')}}};
  routes::Context context{app_, gateway(), request, params, administrator_.who, "en", {}, {}, "csrf"};
  for (const auto& route : routes::rules_routes()) {
    if (route.path.find("{set}") == std::string_view::npos) continue;
    EXPECT_EQ(route.handle(context).error().problem, domain::Problem::not_found) << route.path;
  }
}

}  // namespace
}  // namespace holdfast
