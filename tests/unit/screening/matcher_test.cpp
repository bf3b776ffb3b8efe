// The fast matcher against a slow, plain one: every rule tried everywhere must find what the filtered pass finds.
#include "screening/match/matcher.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <boost/json.hpp>
#include <fstream>
#include <memory>
#include <random>
#include <set>

#include "screening/match/pack_parser.h"
#include "screening/match/pattern.h"
#include "screening/text/fold.h"
#include "tests/unit/screening/engine_for_tests.h"

namespace holdfast::screening::match {
namespace {

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
  return Matcher::compile(rules).value().match(text, text::tokens_of(text), budget);
}

TEST(Matcher, FindsWordsWithinASentence) {
  const auto found = hits(pack({"kill ~2 you"}), "one\ni will kill all of you\nthree");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].begin, 11U);
  EXPECT_EQ(found[0].end, 26U);
}

TEST(Matcher, NeverReachesAcrossASentence) { EXPECT_TRUE(hits(pack({"kill ~2 you"}), "i kill\nyou there").empty()); }
TEST(Matcher, MatchesWholeWords) { EXPECT_TRUE(hits(pack({"kill you"}), "skill you kill yours").empty()); }

TEST(Matcher, FindsAWordWithAsManyOfALetterAsOneLikes) {
  const Pack held = pack({"(marvel+ous|tragic) ~8 harvest"});
  for (const char* text : {"a marvelous day of harvest", "a marvelllllous harvest", "a tragic harvest"})
    EXPECT_FALSE(hits(held, text).empty()) << text;
  EXPECT_TRUE(hits(held, "a marveous day of harvest").empty());
}

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
  const auto matcher = Matcher::compile(pack({"kill ~2 you"}, {"told"})).value();
  Budget budget{10};
  const std::string filler = "i said kill all you " + std::string(200, 'x') + '\n';
  EXPECT_TRUE(
      matcher.match(filler + filler + "kill you", text::tokens_of(filler + filler + "kill you"), budget).empty());
  EXPECT_TRUE(budget.spent());
}

TEST(Matcher, RefusesPatternsItWouldTryEverywhere) {
  EXPECT_FALSE(Matcher::compile(pack({"(a|of)"})).has_value());
  EXPECT_FALSE(Matcher::compile(pack({"(kill)?"})).has_value());
  EXPECT_FALSE(Matcher::compile(pack({"kill (you"})).has_value());
  EXPECT_FALSE(Matcher::compile(pack({"kill you"}, {"no-such-context"})).has_value());
  EXPECT_TRUE(Matcher::compile(pack({"[0-9]{3}-[0-9]{4}"})).has_value());
}

// RE2 reads patterns and compiles none: what is repeated beyond reason is refused all the same.
TEST(Matcher, RefusesPatternsThatAreTooLarge) {
  std::string pattern = "kill";
  for (int i = 0; i < 100; ++i) pattern += "a{1000}";
  EXPECT_FALSE(Matcher::compile(pack({pattern})).has_value());
  EXPECT_FALSE(Matcher::compile(pack({"kill a{1001}"})).has_value());
  EXPECT_TRUE(Matcher::compile(pack({"kill a{100}"})).has_value());
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

class Both : public testing::Test {
 protected:
  Both()
      : shipped_(parse_packs(load_directory(source_path("screening/packs")).value()).value()),
        matcher_(Matcher::compile(without_contexts(shipped_)).value()),
        numbers_(matcher_.words().size()) {
    for (const auto& [key, number] : matcher_.words()) numbers_[key] = number;
    for (std::uint32_t i = 0; i < shipped_.rules.size(); ++i) {
      for (const Pattern& pattern : shipped_.rules[i].patterns) {
        const std::string text = expand(pattern.text, shipped_.macros).value();
        patterns_.emplace_back(
            i, std::make_unique<re2::RE2>("\\b(?:" + text + (text.ends_with("\\?") ? ")" : ")\\b"), re2::RE2::Latin1));
      }
    }
  }

  static Pack without_contexts(Pack pack) {
    for (Rule& rule : pack.rules) rule.unless.clear();
    return pack;
  }

  void expect_the_same(std::string_view text) {
    Budget budget;
    std::set<std::uint32_t> quickly;
    auto tokens = text::tokens_of(text);
    for (const Hit& hit : matcher_.match(text, tokens, budget)) quickly.insert(hit.rule);
    EXPECT_EQ(quickly, slowly(patterns_, text)) << text;
    for (text::Token& token : tokens) token.facts = {.looked_up = 1, .number = numbers_.find(token.key)};
    std::set<std::uint32_t> looked_up;
    for (const Hit& hit : matcher_.match(text, tokens, budget)) looked_up.insert(hit.rule);
    EXPECT_EQ(looked_up, quickly) << text;
  }

  Pack shipped_;
  Matcher matcher_;
  text::WordTable<std::uint32_t> numbers_;
  std::vector<std::pair<std::uint32_t, std::unique_ptr<re2::RE2>>> patterns_;
};

TEST_F(Both, FindTheSameInLetters) {
  std::ifstream in(source_path("tests/corpus/letters_dev.jsonl"));
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    if (number++ % 6 != 0) continue;
    const auto letter = boost::json::parse(line).as_object();
    expect_the_same(text::fold(std::string{letter.at("text").as_string()}).view.text);
  }
}

// The rules' own examples with words left out, changed for others and put elsewhere: nearly matches, and matches at
// edges that letters seldom have.
TEST_F(Both, FindTheSameInGeneratedLetters) {
  std::vector<std::vector<std::string>> sentences;
  std::vector<std::string> words = {"you're", "he'll", "'em", "$500", "5551234", "555-1234", "i", "you", "a", "to"};
  for (const Rule& rule : shipped_.rules)
    for (const std::string& example : rule.examples.must_match) {
      const std::string folded = text::fold(example).view.text;
      auto& sentence = sentences.emplace_back();
      for (const text::Token& token : text::tokens_of(folded)) sentence.emplace_back(text::word_of(folded, token));
      words.insert(words.end(), sentence.begin(), sentence.end());
    }
  std::mt19937 random{7};  // NOLINT(*-msc32-c,*-msc51-cpp): the same letters every time
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>{0, n - 1}(random); };
  for (int i = 0; i < 300; ++i) {
    std::string letter;
    for (int k = 0; k < 10; ++k) {
      auto sentence = sentences[below(sentences.size())];
      for (std::size_t changes = below(4); changes > 0 && !sentence.empty(); --changes) {
        const auto at = sentence.begin() + static_cast<std::ptrdiff_t>(below(sentence.size()));
        switch (below(4)) {
          case 0:
            sentence.erase(at);
            break;
          case 1:
            *at = words[below(words.size())];
            break;
          case 2:
            *at += below(2) == 0 ? "'s" : "-" + words[below(words.size())];
            break;
          default:
            sentence.insert(at, words[below(words.size())]);
        }
      }
      for (const std::string& word : sentence) letter += word + ' ';
      if (letter.empty()) continue;  // an example of one word, left out
      letter.back() = below(5) == 0 ? '?' : '\n';
      if (letter.back() == '?') letter += '\n';
    }
    expect_the_same(letter);
  }
}

}  // namespace
}  // namespace holdfast::screening::match
