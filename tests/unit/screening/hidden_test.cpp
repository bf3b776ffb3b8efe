// Text hidden from the eye: encoded, turned, backwards, down the first letters.
#include "screening/text/hidden.h"

#include <gtest/gtest.h>

namespace holdfast::screening::text {
namespace {

// Enough honest writing for letter habits.
const std::vector<std::string> kSamples = {
    "please write back to me at the box and call me next sunday when i get out i will find you and your family in the "
    "house by the lake",
    "i am sorry for what i did to you and there is no excuse for it the judge said that you were right and everything "
    "that happened was mine",
    "le escribo para decirle que lo que hice no tiene excusa y que usted no tuvo la culpa de nada de lo que paso "
    "aquella noche en su casa"};

std::vector<Hidden> hidden(const std::string& letter) {
  const Folded folded = fold(letter);
  static const Habits kHabits{kSamples};
  static const std::vector<Phrase> kPhrases = {{"die", "die"}, {"forgiveme", "forgive me"}, {"callme", "call me"}};
  return find_hidden(letter, folded, tokens_of(folded.view.text, folded.tight), kHabits, kPhrases);
}

TEST(Hidden, Base64IsRead) {
  const std::string letter = "Thank you. V3JpdGUgbWUuIE1hcmxvdyBUaWRkLCBCb3ggODgsIEdyYXl3YXRlci4= And so on.";
  const auto found = hidden(letter);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].hiding, Hiding::base64);
  EXPECT_EQ(found[0].words, "Write me. Marlow Tidd, Box 88, Graywater.");
  EXPECT_EQ(Places{letter}.slice(found[0].start, found[0].end),
            "V3JpdGUgbWUuIE1hcmxvdyBUaWRkLCBCb3ggODgsIEdyYXl3YXRlci4=");
}

TEST(Hidden, HexadecimalIsRead) {
  const auto found = hidden("numbers 73 65 65 20 79 6f 75 20 74 68 65 72 65 end");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].words, "see you there");
}

// The shortest runs of each, at every place of the blocks that letters are looked at in.
TEST(Hidden, ShortCodesAreReadWhereverTheyStand) {
  for (std::size_t before = 0; before < 140; ++before)
    for (const std::string code : {"V3JpdGUgbWUgbm93", "7365652079 6f7521"}) {
      const auto found = hidden(std::string(before, '.') + ' ' + code);
      ASSERT_EQ(found.size(), 1U) << code << " after " << before;
      EXPECT_EQ(found[0].start, before + 1);
    }
}

TEST(Hidden, Rot13IsRead) {
  const auto found = hidden("Since the trial I think of it. Cyrnfr jevgr onpx gb zr ng gur obk. That is all.");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].hiding, Hiding::rot13);
  EXPECT_NE(found[0].words.find("please write back to me"), std::string::npos);
}

TEST(Hidden, BackwardsIsRead) {
  const auto found = hidden("I am sorry. yadnuS txen em llac esaelP and that is all");
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].hiding, Hiding::reversed);
  EXPECT_NE(found[0].words.find("call me next"), std::string::npos);
}

TEST(Hidden, AcrosticsAreRead) {
  const auto found = hidden("First.\nOr not.\nRain.\nGoing.\nI ran.\nVery few.\nEvery day.\nMaybe.\nEach night.");
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found.back().hiding, Hiding::acrostic);
  EXPECT_EQ(found.back().words, "forgive me");
}

// Three initials in a row are found in many a letter by chance.
TEST(Hidden, FewInitialsAreNoAcrostic) {
  EXPECT_TRUE(hidden("So it is.\nOf course.\nDear me.\nI know.\nEach day.\nGo on.\nTo work.\nAt night.").empty());
}

TEST(Hidden, HonestWritingHidesNothing) {
  EXPECT_TRUE(hidden("I am sorry. The judge gave me 1234 5678 days, case number AB12CD34EF56, and Internationalisation "
                     "is a long word.")
                  .empty());
}

}  // namespace
}  // namespace holdfast::screening::text
