// Other readings: digits as letters, split words together, held letters let go; and what honest writing never sets off.
#include "screening/text/reveal.h"

#include <gtest/gtest.h>

namespace holdfast::screening::text {
namespace {

Revealed revealed(const std::string& letter) {
  const Folded folded = fold(letter);
  return reveal(folded, tokens_of(folded.view.text, folded.tight));
}

bool some_reading_holds(const std::string& letter, const std::string& words) {
  for (const Reading& reading : revealed(letter).readings)
    if (reading.view.text.find(words) != std::string::npos) return true;
  return false;
}

struct Case {
  const char* name;
  const char* letter;
  const char* words;
};

class RevealTable : public testing::TestWithParam<Case> {};

TEST_P(RevealTable, ReadsThroughTheTrick) { EXPECT_TRUE(some_reading_holds(GetParam().letter, GetParam().words)); }

INSTANTIATE_TEST_SUITE_P(Table, RevealTable,
                         testing::ValuesIn(std::vector<Case>{
                             {"digits", "y0u w1ll p4y", "you will pay"},
                             {"one_as_l", "ki11", "kill"},
                             {"signs", "$tup!d b@d", "stupid bad"},
                             {"spaced", "I  w o n t  m i s s  a g a i n", "wont miss again"},
                             {"dotted", "k.i.l.l y.o.u", "kill you"},
                             {"hyphened", "I st-ill lo-ve y-ou", "still love you"},
                             {"underscored", "k_i_l_l", "kill"},
                             {"held_vowels_once", "killlll youuuu", "kill you"},
                             {"held_letters_twice", "killlll", "kill"},
                             {"digits_and_dashes", "p-3-r-r-4", "perra"},
                         }),
                         [](const auto& made) { return std::string{made.param.name}; });

TEST(Reveal, HonestWritingIsReadOnce) {
  EXPECT_TRUE(
      revealed("On the 2nd at 7am I paid $45, took 30mg, and ran 5k. Dear Mr. Bell, I am sorry.").readings.empty());
  EXPECT_EQ(revealed("I paid 45s and 2nd and 3pm").leet.count, 0U);
  EXPECT_EQ(revealed("my mother-in-law's drive-by check-in at the co-op").split.count, 0U);
}

TEST(Reveal, CountsTheTricks) {
  EXPECT_EQ(revealed("y0u sh0uld h4ve").leet.count, 3U);
  EXPECT_GE(revealed("We be-lo-ng to-ge-ther, my dar-l-ing").split.count, 2U);
  EXPECT_GE(revealed("N o s  v e m o s").spaced.count, 7U);
}

TEST(Reveal, ReadsAgainOnlyTheSentenceThatHoldsATrick) {
  const Revealed found = revealed("This one is plain. Th1s one is not. So is this.");
  ASSERT_EQ(found.readings.size(), 2U);
  EXPECT_EQ(found.readings[0].view.text, "this one is not");
}

TEST(Reveal, ChangesPointAtChangedWords) {
  const Revealed found = revealed("a k1ll b");
  ASSERT_EQ(found.readings.size(), 2U);
  ASSERT_EQ(found.readings[0].changes.size(), 1U);
  const Change& change = found.readings[0].changes[0];
  EXPECT_EQ(found.readings[0].view.text.substr(change.begin, change.end - change.begin), "kill");
  EXPECT_EQ(name_of(change.tricks), "leet");
}

}  // namespace
}  // namespace holdfast::screening::text
