// Where patterns match: held against RE2, one pattern and one sentence at a time.
#include "screening/match/search.h"

#include <gtest/gtest.h>
#include <re2/re2.h>

#include <random>

#include "screening/match/pack_parser.h"
#include "screening/match/pattern.h"
#include "screening/text/fold.h"
#include "screening/text/tokens.h"
#include "tests/unit/screening/engine_for_tests.h"

namespace holdfast::screening::match {
namespace {

using Span = std::pair<std::ptrdiff_t, std::ptrdiff_t>;
constexpr Span kNowhere{-1, -1};

Span found(const Automaton& automaton, std::string_view text) {
  const auto span = Search{}.find(automaton, text, 0, text.size());
  return span ? Span{span->begin, span->end} : kNowhere;
}

Span judged(const re2::RE2& pattern, std::string_view text) {
  re2::StringPiece match;
  if (!pattern.Match({text.data(), text.size()}, 0, text.size(), re2::RE2::UNANCHORED, &match, 1)) return kNowhere;
  return {match.data() - text.data(), match.data() - text.data() + static_cast<std::ptrdiff_t>(match.size())};
}

void expect_the_same(const std::string& pattern, std::string_view text) {
  const re2::RE2 judge{pattern, re2::RE2::Latin1};
  ASSERT_TRUE(judge.ok()) << pattern;
  EXPECT_EQ(found(Automaton{pattern}, text), judged(judge, text)) << pattern << " in " << text;
}

TEST(Search, TakesWhatRe2Takes) {
  for (const char* pattern :
       {"\\b(?:ad|a|ab|abc)", "\\b(?:ab?|abc)\\b", "\\b(?:a|ab)(?:c|bcd)?\\b", "\\b(?:a{2,3}b)\\b", "\\ba+?b*",
        "\\b(?:(?:ab)*c|abab)", "\\b(?:a(?: [a-c]+){0,2} c)\\b", "\\b(?:a(?: [a-c]+){0,2}? c)\\b",
        "\\b(?:[0-9]{1,2}-[0-9]+)", "\\b(?:c\\?)", "\\b(?:a[b-]c|a b)\\b", "\\b(?:b(?: [!-~]+){0,1} \\z)",
        "\\b(?:a{2}|b{1,}c)", "\\b(?:a?b?c?d)\\b", "\\b(?:'?b|a'b)\\b", "\\b(?:a\\$|a\\*b)", "\\b\\d+ (?:a|a b)\\b",
        "\\b(?:a b)+ c\\b"})
    for (const char* text : {"a",      "ab",    "abc",         "a bc", "xab abcd", "aab",   "aaab",      "aaaab",
                             "ababc",  "a b c", "a a b c c c", "12-3", "123-45",   "c?",    "b c ",      "b ",
                             "b x y ", "a-c",   "abcd d",      "a'b",  "a$ a*b",   "7 a b", "a b a b c", ""})
      expect_the_same(pattern, text);
}

TEST(Search, LooksAtWordsEdgesAroundItsStretch) {
  const Automaton pattern{"\\b(?:kill)\\b"};
  const std::string_view text = "skill kills kill";
  EXPECT_FALSE(Search{}.find(pattern, text, 1, 5).has_value());
  EXPECT_FALSE(Search{}.find(pattern, text, 6, 10).has_value());
  EXPECT_TRUE(Search{}.find(pattern, text, 12, 16).has_value());
}

TEST(Search, TimeIsBoundedWhereAlternativesAreMany) {
  const Automaton pattern{"\\b(?:(?:a|a a|a a a)(?: (?:a|a a|a a a))* b)"};
  std::string text;
  while (text.size() < 4000) text += "a ";
  EXPECT_EQ(found(pattern, text), kNowhere);  // a search that tried every way would not return
}

TEST(Automaton, KnowsWhatMayBeEmpty) {
  EXPECT_TRUE(Automaton{"\\b(?:a?b*)"}.may_be_empty());
  EXPECT_FALSE(Automaton{"\\b(?:a?b)"}.may_be_empty());
}

// Words of examples in their order with some left out, doubled or changed: near misses and odd edges.
TEST(Search, FindsEveryShippedPatternWhereRe2Does) {
  const Pack pack = parse_packs(load_directory(source_path("screening/packs")).value()).value();
  std::mt19937 random{11};  // NOLINT(*-msc32-c,*-msc51-cpp): the same sentences every time
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>{0, n - 1}(random); };
  std::size_t matches = 0;
  for (const Rule& rule : pack.rules) {
    std::vector<std::string> words = {"you're", "i", "a", "555-1234", "kill"};
    std::vector<std::string> sentences;
    for (const std::string& example : rule.examples.must_match) {
      const std::string folded = text::fold(example).view.text;
      for (const text::Token& token : text::tokens_of(folded)) words.emplace_back(text::word_of(folded, token));
      sentences.push_back(folded.substr(0, folded.find('\n')));
    }
    for (int i = 0; i < 12; ++i) {
      std::string sentence = sentences[below(sentences.size())];
      for (std::size_t changes = below(4); changes > 0; --changes) {
        const std::size_t space = sentence.find(' ', below(sentence.size()));
        if (space == std::string::npos) break;
        sentence.replace(space, below(3) == 0 ? sentence.find(' ', space + 1) - space : 1,
                         (below(4) == 0 ? "'s " : " ") + words[below(words.size())] + ' ');
      }
      sentences.push_back(sentence);
    }
    for (const Pattern& pattern : rule.patterns) {
      const std::string whole = "\\b(?:" + expand(pattern.text, pack.macros).value() + ")";
      const re2::RE2 judge{whole, re2::RE2::Latin1};
      const Automaton automaton{whole};
      for (const std::string& sentence : sentences) {
        EXPECT_EQ(found(automaton, sentence), judged(judge, sentence)) << whole << " in " << sentence;
        matches += found(automaton, sentence) == kNowhere ? 0 : 1;
      }
    }
  }
  EXPECT_GT(matches, 500U);
}

}  // namespace
}  // namespace holdfast::screening::match
