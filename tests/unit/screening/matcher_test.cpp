// The fast matcher against a slow, plain one: every rule tried everywhere must find what the filtered pass finds.
#include "screening/match/matcher.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <boost/json.hpp>
#include <fstream>
#include <memory>
#include <set>

#include "screening/match/atoms.h"
#include "screening/match/pack_parser.h"
#include "screening/match/pattern.h"
#include "screening/text/fold.h"
#include "tests/unit/screening/engine_for_tests.h"

namespace holdfast::screening::match {
namespace {

TEST(Atoms, FindsWhatPlainSearchFinds) {
  const std::vector<std::string> words = {"he",       "she", "his", "hers",
                                          "kill you", "you", "u a", "a very long word indeed"};
  const std::string text = "ushers kill you and his a very long word indeed you as she";
  std::set<std::uint32_t> found;
  Atoms{words}.find(text, [&](std::uint32_t word) { found.insert(word); });
  for (std::uint32_t i = 0; i < words.size(); ++i)
    EXPECT_EQ(found.contains(i), text.find(words[i]) != std::string::npos) << words[i];
}

TEST(Pattern, IsTurnedIntoRe2) {
  const std::map<std::string, std::string> macros = {{"YOU", "you|ya"}};
  EXPECT_EQ(expand("kill <YOU>", macros).value(), "kill (?:you|ya)");
  EXPECT_EQ(expand("(a|b) ~2 c", macros).value(), "(?:a|b)(?: [a-z0-9'$@#%:+*|.~-]+){0,2} c");
}

TEST(Pattern, RefusesWhatCouldLeaveItsSentence) {
  for (const char* bad : {"kill .* you", "kill\\W+you", "[^a]x", "kill\\syou", "Kill you", " kill", "kill ",
                          "kill ~ you", "kill <NOBODY>", "kill <you"})
    EXPECT_FALSE(expand(bad, {}).has_value()) << bad;
}

Pack pack(std::vector<std::string> patterns, std::vector<std::string> unless = {}) {
  Pack made;
  made.contexts["told"] = {{{"i said", 1}}, {}, {}, 3, {"t", 1}};
  Rule rule;
  rule.id = "r";
  for (auto& p : patterns) rule.patterns.push_back({std::move(p), 1});
  rule.unless = std::move(unless);
  made.rules.push_back(std::move(rule));
  return made;
}

std::vector<Hit> hits(const Pack& rules, std::string_view text) {
  Budget budget;
  return Matcher::compile(rules).value().match(text, budget);
}

TEST(Matcher, FindsWordsWithinASentence) {
  const auto found = hits(pack({"kill ~2 you"}), "one\ni will kill all of you\nthree");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].begin, 11U);
  EXPECT_EQ(found[0].end, 26U);
}

TEST(Matcher, NeverReachesAcrossASentence) { EXPECT_TRUE(hits(pack({"kill ~2 you"}), "i kill\nyou there").empty()); }
TEST(Matcher, MatchesWholeWords) { EXPECT_TRUE(hits(pack({"kill you"}), "skill you kill yours").empty()); }

TEST(Matcher, FindsAtTheEndOfAVeryLongSentence) {
  std::string text;
  while (text.size() < 5000) text += "and so on ";
  EXPECT_EQ(hits(pack({"kill ~2 you"}), text + "kill both of you and so on").size(), 1U);
}

TEST(Matcher, FindsOnceWhereWindowsOverlap) {
  std::string text;
  while (text.size() < 500) text += "and so on ";
  EXPECT_EQ(hits(pack({"kill ~2 you"}), text + "kill you " + text).size(), 1U);
}

TEST(Matcher, ContextTakesAMatchBack) {
  EXPECT_TRUE(hits(pack({"kill you"}, {"told"}), "i said that i would kill you").empty());
  EXPECT_EQ(hits(pack({"kill you"}, {"told"}), "i said it\nnow i kill you").size(), 1U);
}

TEST(Matcher, KeepsAtMostThreeHitsOfARule) {
  EXPECT_EQ(hits(pack({"kill you"}), "kill you\nkill you\nkill you\nkill you\nkill you").size(), 3U);
}

TEST(Matcher, StopsWhenTheBudgetIsSpent) {
  const auto matcher = Matcher::compile(pack({"kill ~2 you"})).value();
  Budget budget{10};
  const std::string filler = "all you kill nobody " + std::string(200, 'x') + '\n';
  EXPECT_TRUE(matcher.match(filler + filler + "kill you", budget).empty());
  EXPECT_TRUE(budget.spent());
}

TEST(Matcher, RefusesPatternsItWouldTryEverywhere) {
  EXPECT_FALSE(Matcher::compile(pack({"(a|of)"})).has_value());
  EXPECT_FALSE(Matcher::compile(pack({"(kill)?"})).has_value());
  EXPECT_FALSE(Matcher::compile(pack({"kill (you"})).has_value());
  EXPECT_FALSE(Matcher::compile(pack({"kill you"}, {"no-such-context"})).has_value());
  EXPECT_TRUE(Matcher::compile(pack({"[0-9]{3}-[0-9]{4}"})).has_value());
}

// Every pattern of the shipped packs, tried by RE2 in every sentence: slow, plain, and right by construction.
std::set<std::uint32_t> slowly(const std::vector<std::pair<std::uint32_t, std::unique_ptr<re2::RE2>>>& patterns,
                               std::string_view text) {
  std::set<std::uint32_t> found;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const re2::StringPiece sentence(text.data() + at, end - at);
    for (const auto& [rule, pattern] : patterns)
      if (!found.contains(rule) && re2::RE2::PartialMatch(sentence, *pattern)) found.insert(rule);
    at = end + 1;
  }
  return found;
}

TEST(Matcher, FindsWhatASlowPlainOneFinds) {
  Pack shipped = parse_packs(load_directory(source_path("screening/packs")).value()).value();
  std::vector<std::pair<std::uint32_t, std::unique_ptr<re2::RE2>>> patterns;
  for (std::uint32_t i = 0; i < shipped.rules.size(); ++i) {
    shipped.rules[i].unless.clear();
    for (const Pattern& pattern : shipped.rules[i].patterns) {
      const std::string text = expand(pattern.text, shipped.macros).value();
      patterns.emplace_back(
          i, std::make_unique<re2::RE2>("\\b(?:" + text + (text.ends_with("\\?") ? ")" : ")\\b"), re2::RE2::Latin1));
    }
  }
  const Matcher matcher = Matcher::compile(shipped).value();
  std::ifstream in(source_path("tests/corpus/letters_dev.jsonl"));
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    if (number++ % 6 != 0) continue;
    const auto letter = boost::json::parse(line).as_object();
    const std::string text = text::fold(std::string{letter.at("text").as_string()}).view.text;
    Budget budget;
    std::set<std::uint32_t> quickly;
    for (const Hit& hit : matcher.match(text, budget)) quickly.insert(hit.rule);
    EXPECT_EQ(quickly, slowly(patterns, text)) << letter.at("id").as_string().c_str();
  }
}

}  // namespace
}  // namespace holdfast::screening::match
