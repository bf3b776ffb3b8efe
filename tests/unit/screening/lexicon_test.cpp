// Known words, and what unknown ones may be.
#include "screening/text/lexicon.h"

#include <gtest/gtest.h>

namespace holdfast::screening::text {
namespace {

const Lexicon& lexicon() {
  static const Lexicon kLexicon{std::vector<std::string>{"threaten", "regret", "kill", "don't", "suffer", "letter"},
                                std::vector<std::string>{"sorry"}};
  return kLexicon;
}

std::string parted(std::string_view letters) {
  std::string made;
  const auto begins = lexicon().parted(letters);
  for (std::size_t i = 0; i < begins.size(); ++i) {
    const std::size_t end = i + 1 < begins.size() ? begins[i + 1] : letters.size();
    made += (i == 0 ? "" : " ") + std::string{letters.substr(begins[i], end - begins[i])};
  }
  return made;
}

TEST(Lexicon, KnowsItsWordsAndThoseOfEveryLetter) {
  for (const char* word : {"threaten", "sorry", "the", "usted", "habia", "thought"})
    EXPECT_TRUE(lexicon().knows(key_of(word))) << word;
  EXPECT_FALSE(lexicon().knows(key_of("thraeten")));
}

TEST(Lexicon, TellsWhatWasMeant) {
  EXPECT_EQ(lexicon().meant_by("thraeten"), "threaten");
  EXPECT_EQ(lexicon().meant_by("threten"), "threaten");
  EXPECT_EQ(lexicon().meant_by("thrtn"), "threaten");
  EXPECT_EQ(lexicon().meant_by("taht"), "that");
  EXPECT_EQ(lexicon().meant_by("dno't"), "don't");
}

TEST(Lexicon, LeavesOtherWordsAlone) {
  for (const char* word : {"threatens", "hreaten", "thxeaten", "sory", "x", "", "555", "rgrets"})
    EXPECT_EQ(lexicon().meant_by(word), "") << word;
}

TEST(Lexicon, GivesDoublesBackAndFillsStars) {
  EXPECT_EQ(lexicon().with_doubles(squeezed("killlll")), "kill");
  EXPECT_EQ(lexicon().with_doubles(squeezed("lleetttteerr")), "letter");
  EXPECT_EQ(lexicon().starred("k*ll"), "kill");
  EXPECT_EQ(lexicon().starred("k**l"), "");
  EXPECT_EQ(lexicon().starred("kill*"), "");
  EXPECT_EQ(lexicon().starred("kill"), "");
}

TEST(Lexicon, PartsWordsRunTogether) {
  EXPECT_EQ(parted("iwillkillyou"), "i will kill you");
  EXPECT_EQ(parted("youwillregretwhatyoudid"), "you will regret what you did");
  EXPECT_EQ(parted("iknowquxwillkillyouandyou"), "i know qux will kill you and you");  // a name between
  EXPECT_EQ(parted("zzqqxxzzqqxxzzqqxxzzqqxx"), "");
  EXPECT_EQ(parted("zzqqxx"), "");
}

}  // namespace
}  // namespace holdfast::screening::text
