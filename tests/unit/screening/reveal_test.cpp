// Other readings: digits as letters, split words together, held letters let go; and what honest writing never sets off.
#include "screening/text/reveal.h"

#include <gtest/gtest.h>

namespace holdfast::screening::text {
namespace {

const Lexicon& lexicon() {
  static const Lexicon kLexicon{
      std::vector<std::string>{"kill", "i'll", "threaten", "regret", "family", "stupid", "bluffing"},
      std::vector<std::string>{"sorry", "shoved"}};
  return kLexicon;
}

Revealed revealed(const std::string& letter) {
  const Folded folded = fold(letter);
  return reveal(folded, tokens_of(folded.view.text, folded.tight), lexicon());
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
                             {"signs_at_the_edges", "!'|| +hr3@+en y0u", "i'll threaten you"},
                             {"one_as_i_and_as_l", "b1uff1ng", "bluffing"},
                             {"numbers_for_words", "1 w1ll k1ll 4 f4m1ly", "i will kill a family"},
                             {"every_letter_twice", "kkiillll", "kill"},
                             {"a_double_letter_held", "kiiiillllll", "kill"},
                             {"starred", "k*i*l*l", "kill"},
                             {"one_star", "k*ll", "kill"},
                             {"hyphened_once", "you will reg-ret it", "you will regret it"},
                             {"slashed", "k/i/l/l y/o/u", "kill you"},
                             {"spaced_words_too", "I w i l l k i l l y o u", "i will kill you"},
                             {"a_pair_before_a_spelled_word", "I  w i l l  d o  t h i s", "i will do this"},
                             {"run_together", "Iwillkillyourfamily", "i will kill your family"},
                             {"run_together_in_sentences", "Iamwithyou.Iwillkillyourfamily", "i will kill your family"},
                             {"swapped", "I will thraeten you", "i will threaten you"},
                             {"one_letter_missing", "you will regrt it", "you will regret it"},
                             {"vowels_dropped", "I will thrtn you", "i will threaten you"},
                         }),
                         [](const auto& made) { return std::string{made.param.name}; });

TEST(Reveal, HonestWritingIsReadOnce) {
  EXPECT_TRUE(
      revealed("On the 2nd at 7am I paid $45, took 30mg, and ran 5k. Dear Mr. Bell, I am sorry.").readings.empty());
  EXPECT_EQ(revealed("I paid 45s and 2nd and 3pm").leet.count, 0U);
  EXPECT_EQ(revealed("my mother-in-law's drive-by check-in at the co-op").split.count, 0U);
}

// A word that is known is never taken for another, and an unknown one only where letters were swapped or left out.
TEST(Reveal, HonestWordsAreNoSlips) {
  EXPECT_TRUE(revealed("I shoved him. I am sorry. The families of the county").readings.empty());
  EXPECT_FALSE(some_reading_holds("a regrex of kilns", "regret"));
}

// "accountability" holds words, and is not made of them.
TEST(Reveal, LongWordsAreNotParted) { EXPECT_TRUE(revealed("an accountability of reconciliation").readings.empty()); }

TEST(Reveal, TellingOfSpellingHidesNothing) {
  EXPECT_EQ(revealed("My name is spelled K-a-t-e, K-a-t-e").spaced_words, 0U);
  EXPECT_EQ(revealed("My name is spelled K-a-t-e, K-a-t-e").split.count, 0U);
  EXPECT_EQ(revealed("I-I-I am here").spaced_words, 0U);
}

TEST(Reveal, ANameOfTwinsIsNoDisguise) {
  EXPECT_EQ(revealed("My friend \u0421\u043E\u0441\u043E is here").lookalike.count, 0U);  // Сосо, a name
  EXPECT_EQ(revealed("I am \u0455\u043E\u0433\u0433\u0443 now").lookalike.count, 1U);     // sorry
}

// A word of twins before one that mixes scripts: what was seen reaches from the first to the last.
TEST(Reveal, LookalikesAreSeenInAnyOrder) {
  const Seen seen = revealed("\u0455\u043E\u0433\u0433\u0443 k\u0456ll").lookalike;
  EXPECT_EQ(seen.count, 2U);
  EXPECT_EQ(seen.first, 0U);
  EXPECT_EQ(seen.last, 10U);
}

// What was read for a word points at the whole of it, whatever its length became.
TEST(Reveal, ASlipPointsAtItsWord) {
  const Revealed found = revealed("I thrtn you");
  ASSERT_EQ(found.readings.size(), 1U);
  const View& view = found.readings[0].view;
  const std::size_t at = view.text.find("threaten");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(view.origin[at], 2U);
  EXPECT_EQ(view.origin[at + 7], 6U);
}

// Work is bounded by the letter, whatever is in it: there are at most two readings, neither much longer than the
// letter, and twice the letter makes twice the reading.
TEST(Reveal, ReadingsGrowWithTheLetterAndNoFaster) {
  for (const std::string unit :
       {"k 1 l-l.", "iwillkillyou", "xqzv", "kkiillll ", "k*", "!|+", "1l1l", "wth ", "k i l l  y o u ", "don'+ "}) {
    const auto size_of = [&](std::size_t times) {
      std::string letter;
      for (std::size_t i = 0; i < times; ++i) letter += unit;
      std::size_t size = 0;
      const Revealed found = revealed(letter);
      EXPECT_LE(found.readings.size(), 2U);
      for (const Reading& reading : found.readings) size += reading.view.text.size() + reading.changes.size();
      EXPECT_LE(size, 8 * letter.size()) << unit;
      return size;
    };
    EXPECT_LE(size_of(2000), 2 * size_of(1000) + 2 * unit.size()) << unit;
  }
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
