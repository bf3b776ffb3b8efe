// Rule packs: what is refused, where, and that the packs we ship hold to their own examples.
#include <gtest/gtest.h>

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
        {"unknown_key", with(kGood, "en = \"Says", "weight = 3\nen = \"Says"), 7, "unknown key 'weight'"},
        {"unknown_key_at_the_top", "colour = 1\n" + std::string{kGood}, 1, "unknown key 'colour'"},
        {"missing_key", with(kGood, "es = \"Lo dice.\"\n", ""), 3, "'es' is missing"},
        {"wrong_type", with(kGood, "[\"kill you\"]", "\"kill you\""), 6, "list"},
        {"unknown_level", with(kGood, "\"quarantine\"", "\"severe\""), 5, "level must be"},
        {"unknown_category", with(kGood, "\"threat\"", "\"spam\""), 1, "no such category"},
        {"welfare_is_never_quarantine", with(kGood, "\"threat\"", "\"welfare\""), 5, "never worse than review"},
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
