// A pattern as steps from word to word, and walks through them: they may never say no where there is a match.
#include "screening/match/steps.h"

#include <gtest/gtest.h>

#include <set>

#include "screening/match/walks.h"

namespace holdfast::screening::match {
namespace {

std::vector<Step> of(std::string_view pattern) { return steps_of(Automaton{pattern}).value_or(std::vector<Step>{}); }

std::set<std::string> words(const std::vector<Step>& steps) {
  std::set<std::string> made;
  for (const Step& step : steps) made.insert(step.word);
  return made;
}

TEST(Steps, SpellTheWords) {
  EXPECT_EQ(words(of("\\b(?:kill(?:s|ed)? (?:you|h[ei]r?))\\b")),
            (std::set<std::string>{"kill", "kills", "killed", "you", "he", "hi", "her", "hir"}));
}

TEST(Steps, KnowOnlyTheShapeOfWhatIsTooMuchToSpell) {
  const auto steps = of("\\b(?:[0-9]{3}-[0-9]{4})\\b");
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0], (Step{kStart, kEnd, "", text::shape::kDigit | text::shape::kOther}));
}

TEST(Steps, GiveUpOnTooManyWords) {
  std::string pattern = "\\b(?:";
  for (int i = 0; i < 4; ++i) pattern += "(?:a|b|c|d|e|f|g|h|i|k)";
  EXPECT_FALSE(steps_of(Automaton{pattern + ")\\b"}).has_value());
}

// "marvel+ous" has as many words as one likes: it was spelled out until the stack was full.
TEST(Steps, GiveUpOnWordsWithoutEnd) {
  for (const char* pattern : {"\\b(?:(?:marvel+ous|tragedy) you)\\b", "\\b(?:(?:ab?)+x you)\\b", "\\b(?:a*b)\\b"})
    EXPECT_FALSE(steps_of(Automaton{pattern}).has_value()) << pattern;
}

// Whether a walk through the pattern holds the first word from which it may begin, anywhere in the sentence.
bool walks(std::string_view pattern, std::string_view sentence) {
  Walks made;
  made.add(steps_of(Automaton{pattern}));
  made.finish();
  const auto tokens = text::tokens_of(sentence);
  const Words read = made.read(sentence, tokens);
  for (std::size_t i = 0; i < tokens.size(); ++i)
    if (made.may_begin(0, read, {i, tokens.size()})) return true;
  return false;
}

TEST(Walks, FollowThePattern) {
  constexpr std::string_view kPattern = "\\b(?:kill(?: [a-z]+){0,2} (?:you|them all))\\b";
  EXPECT_TRUE(walks(kPattern, "i kill you"));
  EXPECT_TRUE(walks(kPattern,
                    "kill a few of them"
                    " kill a b them all"));
  EXPECT_FALSE(walks(kPattern, "kill them"));
  EXPECT_FALSE(walks(kPattern, "kill one two three you"));
  EXPECT_FALSE(walks(kPattern, "you kill"));
}

TEST(Walks, BeginAndEndInsideWordsWithSigns) {
  EXPECT_TRUE(walks("\\b(?:kill you)\\b", "well-kill you're"));
  EXPECT_TRUE(walks("\\b(?:'?ll kill)\\b", "he'll kill"));
  EXPECT_TRUE(walks("\\b(?:em)\\b", "don't-em's"));
  EXPECT_FALSE(walks("\\b(?:kill you now)\\b", "kill you're now"));  // in the middle a word is whole
}

TEST(Walks, BeginOrEndWithASpace) {
  EXPECT_TRUE(walks("\\b(?:mi carta (?:x)?)\\b", "mi carta y"));
  EXPECT_TRUE(walks("\\b(?:(?:x)? carta)\\b", "y carta"));
}

TEST(Walks, BothWaysFromTheWordsThatAreHeld) {
  Walks made;
  made.add(steps_of(Automaton{"\\b(?:i will(?: [a-z]+){0,2} kill(?: [a-z]+){0,1} you)\\b"}));
  made.finish();
  const auto may_hold = [&](std::string_view sentence, std::size_t at) {
    const auto tokens = text::tokens_of(sentence);
    return made.may_hold(0, made.read(sentence, tokens), {at, at + 1}, {0, tokens.size()});
  };
  EXPECT_TRUE(may_hold("i will surely kill all you", 3));
  EXPECT_FALSE(may_hold("i shall surely kill all you", 3));
  EXPECT_FALSE(may_hold("i will surely kill all of you", 3));
  EXPECT_FALSE(may_hold("i will surely kill you", 2));  // it does not stand there as written
}

}  // namespace
}  // namespace holdfast::screening::match
