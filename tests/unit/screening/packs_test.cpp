// Rule packs: what is refused, where, and that the packs we ship hold to their own examples.
#include <gtest/gtest.h>

#include "screening/match/plain_toml.h"
#include "tests/unit/screening/engine_for_tests.h"

namespace holdfast::screening {
namespace {

constexpr const char* kGood = R"(category = "threat"
language = "en"
[[rule]]
id = "threat.en.x"
level = "quarantine"
patterns = ["kill you"]
en = "Says it."
es = "Lo dice."
must_match = ["I kill you.", "We kill you."]
must_not_match = ["I said no.", "You kill me."]
)";

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  return at == std::string::npos ? "not there: " + from : text.replace(at, from.size(), to);
}

// The rule with one more line, the seventh.
std::string said(const std::string& line) { return with(kGood, "en = \"Says", line + "\nen = \"Says"); }

TEST(PlainToml, LeavesQuotesAndCommentsAlone) {
  using match::not_plain;
  for (const char* text : {"a = \"\xC3\xB1 # \xC3\xB1\" # \xC3\xB1", "a = '\xC3\xB1\\' # \xC3\xB1",
                           "a = \"\"\"\xC3\xB1\n\"\xC3\xB1\"\n\"\"\" # x", "a = \"\\\"\xC3\xB1\"", "",
                           "\"\xC3\xB1\" = 1", "a = '''\n\xC3\xB1'\n'''\n"})
    EXPECT_FALSE(not_plain(text).has_value()) << text;
  EXPECT_EQ(not_plain("a = \"x\"\nb = \"\xC3\xB1\" \xC3\xB1").value().line, 2U);
  EXPECT_EQ(not_plain("a = \"never closed\n\xC3\xB1").value().line, 2U);
  EXPECT_EQ(not_plain("a = \"\"\"x\n\n\"\"\"\n\xC3\xB1").value().line, 4U);
}

struct Case {
  const char* name;
  std::string text;
  std::uint32_t line;
  const char* what;
};

class Refused : public testing::TestWithParam<Case> {};

TEST_P(Refused, WithFileAndLine) {
  const RuleFile files[] = {{"threat.en.toml", GetParam().text}};
  const auto built = Engine::build(files);
  ASSERT_FALSE(built.has_value());
  EXPECT_EQ(built.error().file, "threat.en.toml");
  EXPECT_EQ(built.error().line, GetParam().line);
  EXPECT_NE(built.error().what.find(GetParam().what), std::string::npos) << built.error().what;
}

INSTANTIATE_TEST_SUITE_P(
    Table, Refused,
    testing::ValuesIn(std::vector<Case>{
        {"broken_toml", with(kGood, "level = ", "level "), 5, ""},
        {"control_character", with(kGood, "[[rule]]", std::string("[[rule\0]]", 9)), 3, "control character"},
        {"quote_within_a_word", with(kGood, "[[rule]]", "c=-other\"e\n[[rule]]"), 3, "a quote in the middle"},
        {"table_without_a_name", with(kGood, "[[rule]]", "[[##rule]]"), 3, "without a name"},
        {"beyond_ascii_outside_quotes", with(kGood, "[[rule]]", "\xEF\xBB\xBE[[rule]]"), 3, "beyond ASCII"},
        {"beyond_ascii_in_a_key", with(kGood, "en = \"Says", "a\xC3\xB1o = 1\nen = \"Says"), 7, "beyond ASCII"},
        {"control_character_in_a_comment", with(kGood, "[[rule]]", "# \x01\n[[rule]]"), 3, "control character"},
        {"unknown_key", with(kGood, "en = \"Says", "colour = 3\nen = \"Says"), 7, "unknown key 'colour'"},
        {"unknown_key_at_the_top", "colour = 1\n" + std::string{kGood}, 1, "unknown key 'colour'"},
        {"missing_key", with(kGood, "es = \"Lo dice.\"\n", ""), 3, "'es' is missing"},
        {"wrong_type", with(kGood, "[\"kill you\"]", "\"kill you\""), 6, "list"},
        {"unknown_level", with(kGood, "\"quarantine\"", "\"severe\""), 5, "level must be"},
        {"unknown_category", with(kGood, "\"threat\"", "\"spam\""), 1, "no such category"},
        {"welfare_is_never_quarantine", with(kGood, "\"threat\"", "\"welfare\""), 5, "never worse than review"},
        {"weight_of_nothing", said("weight = 0"), 7, "points are 0.01 to 100"},
        {"weight_as_text", said("weight = \"heavy\""), 7, "points are 0.01 to 100"},
        {"unknown_status", said("status = \"resting\""), 7, "draft, test, active, retired"},
        {"unknown_target", said("target = \"dog\""), 7, "you, family, self, third"},
        {"unknown_view", said("view = [\"plain\", \"upside-down\"]"), 7, "no such view: upside-down"},
        {"no_view_at_all", said("view = []"), 7, "a view is wanted"},
        {"unknown_scope", said("scope = \"window:0\""), 7, "window:N"},
        {"scope_with_more_behind", said("scope = \"window:3 or so\""), 7, "window:N"},
        {"scope_of_nothing", said("scope = \"letter\""), 7, "there are none"},
        {"no_such_day", said("added = \"2026-02-30\""), 7, "added is a day"},
        {"requires_an_unknown_rule", said("requires = [\"threat.en.y\"]"), 3, "no such rule: threat.en.y"},
        {"requires_an_unknown_context", said("requires = [\"dreams\"]"), 3, "no such context: dreams"},
        {"requires_itself", said("requires = [\"threat.en.x\"]"), 3, "leans on itself"},
        {"unless_an_unknown_rule", said("unless = [\"threat.en.y\"]"), 3, "no such rule: threat.en.y"},
        {"unknown_field_of_the_policy", "[policy]\nmercy = 1\n", 2, "unknown key 'mercy'"},
        {"unknown_weight_of_the_policy", "[policy.weight]\nmercy = 1\n", 2, "unknown key 'mercy'"},
        {"too_few_examples", with(kGood, ", \"We kill you.\"", ""), 9, "two examples"},
        {"too_few_counter_examples", with(kGood, ", \"You kill me.\"", ""), 10, "two counter-examples"},
        {"id_of_the_engine", with(kGood, "threat.en.x", "engine.x"), 4, "engine's own"},
        {"unknown_macro", with(kGood, "kill you", "kill <WHO>"), 6, "no such macro"},
        {"bad_pattern", with(kGood, "kill you", "kill (you"), 6, "missing )"},
        {"pattern_without_a_word", with(kGood, "kill you", "(a|of)"), 6, "no word but small ones"},
        {"unknown_context", with(kGood, "en = \"Says", "unless = [\"dreams\"]\nen = \"Says"), 3, "no such context"},
    }),
    [](const auto& made) { return std::string{made.param.name}; });

TEST(Packs, AnIdUsedTwiceIsRefused) {
  const RuleFile files[] = {{"a.toml", kGood}, {"b.toml", kGood}};
  const auto built = Engine::build(files);
  ASSERT_FALSE(built.has_value());
  EXPECT_EQ(built.error().file, "b.toml");
  EXPECT_EQ(built.error().line, 4U);
}

TEST(Packs, NoRulesAtAllIsAnError) { EXPECT_FALSE(Engine::build({}).has_value()); }

TEST(Packs, AMissingFolderIsAnError) { EXPECT_FALSE(load_directory("/nowhere/at/all").has_value()); }

TEST(Packs, BrokenExamplesAreNamed) {
  const RuleFile files[] = {{"threat.en.toml", with(kGood, "You kill me.", "I kill you too.")}};
  const auto failures = Engine::build(files).value().failing_examples();
  ASSERT_EQ(failures.size(), 1U);
  EXPECT_NE(failures[0].what.find("fires on: I kill you too."), std::string::npos);
  EXPECT_EQ(failures[0].line, 10U);  // where the example stands, not its rule
}

TEST(Packs, TheHashNamesTheRules) {
  const RuleFile one[] = {{"threat.en.toml", kGood}};
  const RuleFile two[] = {{"threat.en.toml", with(kGood, "Says it.", "Says it")}};
  EXPECT_EQ(Engine::build(one).value().rules_hash(), Engine::build(one).value().rules_hash());
  EXPECT_NE(Engine::build(one).value().rules_hash(), Engine::build(two).value().rules_hash());
  EXPECT_EQ(Engine::build(one).value().rules_hash().size(), 64U);
}

TEST(ShippedPacks, Load) {
  const auto files = load_directory(source_path("screening/packs"));
  ASSERT_TRUE(files.has_value());
  const auto built = Engine::build(*files);
  ASSERT_TRUE(built.has_value()) << built.error().file << ':' << built.error().line << ": " << built.error().what;
}

TEST(ShippedPacks, HoldToTheirOwnExamples) {
  for (const LoadError& failure : engine().failing_examples())
    ADD_FAILURE() << failure.file << ':' << failure.line << ": " << failure.what;
}

TEST(ShippedPacks, EveryRuleIsDescribedInBothLanguages) {
  EXPECT_GT(engine().rules().size(), 80U);
  for (const RuleInfo& rule : engine().rules()) {
    EXPECT_FALSE(engine().description(rule.id, "en").empty()) << rule.id;
    EXPECT_FALSE(engine().description(rule.id, "es").empty()) << rule.id;
    EXPECT_NE(engine().description(rule.id, "en"), engine().description(rule.id, "es")) << rule.id;
  }
  EXPECT_TRUE(engine().description("no.such.rule", "en").empty());
}

}  // namespace
}  // namespace holdfast::screening
