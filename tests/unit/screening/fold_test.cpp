// What a reader would see: folding, and the way back to the letter.
#include "screening/text/fold.h"

#include <gtest/gtest.h>

#include "screening/text/tokens.h"

namespace holdfast::screening::text {
namespace {

struct Case {
  const char* name;
  std::string letter;
  std::string folded;
};

class FoldTable : public testing::TestWithParam<Case> {};

TEST_P(FoldTable, ReadsAsExpected) { EXPECT_EQ(fold(GetParam().letter).view.text, GetParam().folded); }

INSTANTIATE_TEST_SUITE_P(Table, FoldTable,
                         testing::ValuesIn(std::vector<Case>{
                             {"case_and_punctuation", "Hello, DEAR friend: yes!", "hello dear friend yes\n"},
                             {"accents", "Perdóname, señora Peña", "perdoname senora pena\n"},
                             {"decomposed_accents", "perdo\xCC\x81name", "perdoname\n"},
                             {"curly_apostrophe", "I\xE2\x80\x99ll and I'll", "i'll and i'll\n"},
                             {"quotes_are_no_letters", "\xE2\x80\x98no\xE2\x80\x99 'yes'", "no yes\n"},
                             {"sentences", "One. Two? Three!", "one\ntwo?\nthree\n"},
                             {"paragraphs_end_sentences", "one\n\ntwo\nthree", "one\ntwo three\n"},
                             {"abbreviations_do_not", "Mr. Bell and Sra. Luz", "mr bell and sra luz\n"},
                             {"numbers", "$3,800 at 4:30 on 555-0142, 2.5", "$3800 at 4:30 on 555-0142 2.5\n"},
                             {"typewriter_line_end", "no other sen-\ntence here", "no other sentence here\n"},
                             {"windows_line_ends", "one\r\ntwo\r\n\r\nthree", "one two\nthree\n"},
                             {"full_width", "\xEF\xBC\xB7\xEF\xBD\x92\xEF\xBD\x89\xEF\xBD\x94\xEF\xBD\x85", "write\n"},
                             {"mathematical", "\xF0\x9D\x90\x9B\xF0\x9D\x90\xA8\xF0\x9D\x90\xB1", "box\n"},
                             {"ligature", "\xEF\xAC\x81nd you", "find you\n"},
                             {"zero_width", "k\xE2\x80\x8Bi\xE2\x80\x8Bl\xE2\x80\x8Bl", "kill\n"},
                             {"soft_hyphen", "k\xC2\xADill", "kill\n"},
                             {"bidirectional_controls", "\xE2\x80\xAEkill\xE2\x80\xAC", "kill\n"},
                             {"cyrillic_twins_in_a_latin_word", "k\xD1\x96ll", "kill\n"},
                             {"a_name_in_its_own_script_stays_apart", "\xD0\x9C\xD0\xB0\xD1\x80\xD0\xB8\xD1\x8F",
                              "~~~~~\n"},
                             {"inner_exclamation_mark_is_a_letter", "k!ll me!", "k!ll me\n"},
                             {"an_apostrophe_before_a_hidden_letter", "I'\xE2\x80\x8Bll and don'+", "i'll and don'+\n"},
                             {"signs_that_begin_a_word", "!'ll +ake |t", "!'ll +ake |t\n"},
                             {"marks_that_end_a_sentence", "Stop! Go ! And", "stop\ngo\nand\n"},
                             {"a_twin_by_itself", "\u0456 will", "i will\n"},
                             {"bad_bytes_part_words", "a\xFFz", "a z\n"},
                             {"empty", "", ""},
                             {"only_signs", "... --- ???", ""},
                         }),
                         [](const auto& made) { return std::string{made.param.name}; });

// Property: positions never go back, and each folded byte points at a code point that exists.
TEST(Fold, OriginsNeverGoBack) {
  const std::string letter = "I\xE2\x80\x99ll f\xC3\xADnd \xF0\x9D\x90\x9B\xFF sen-\ntence. \xF0\x9F\x94\xA5 Ok";
  const Folded folded = fold(letter);
  ASSERT_EQ(folded.view.text.size(), folded.view.origin.size());
  for (std::size_t i = 1; i < folded.view.origin.size(); ++i)
    EXPECT_LE(folded.view.origin[i - 1], folded.view.origin[i]);
  EXPECT_LT(folded.view.origin[folded.view.origin.size() - 2], folded.code_points);
}

TEST(Fold, PointsBackAtTheLetter) {
  const std::string letter =
      "\xC2\xBF"
      "d\xC3\xB3nde est\xC3\xA1s?";  // ¿dónde estás?
  const Folded folded = fold(letter);
  const Places places{letter};
  const std::size_t at = folded.view.text.find("estas");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(places.slice(folded.view.origin[at], folded.view.origin[at + 4] + 1), "est\xC3\xA1s");
}

TEST(Fold, AnAccentBelongsToItsLetter) {
  const std::string letter = "este\xCC\x81 x";
  EXPECT_EQ(Places{letter}.end_of(3), 5U);
}

TEST(Fold, CountsWhatWasHidden) {
  EXPECT_EQ(fold("a\xE2\x80\x8B"
                 "c\xE2\x80\x8B")
                .invisible.count,
            2U);
  EXPECT_EQ(fold("k\xD1\x96ll").lookalike.count, 1U);
  EXPECT_EQ(fold("\xEF\xBC\xB7").styled.count, 1U);
  EXPECT_EQ(fold("\xFF\xC0\x80").bad_bytes.count, 3U);
}

// An emoji's own joiners are part of writing it.
TEST(Fold, EmojiSequencesAreNotHiding) {
  EXPECT_EQ(fold("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x8D\xB3 and \xE2\x9D\xA4\xEF\xB8\x8F").invisible.count, 0U);
}

std::string language(const std::string& letter) {
  const Folded folded = fold(letter);
  return guess_language(folded, tokens_of(folded.view.text, folded.tight)).language;
}

TEST(Language, IsGuessedFromSmallWords) {
  EXPECT_EQ(language("I am sorry for what I did to you and to your family that night."), "en");
  EXPECT_EQ(language("Le escribo para decirle que lo que hice no tiene excusa y que lo siento."), "es");
  EXPECT_EQ(
      language("Je vous demande pardon pour tout ce que j'ai fait, et je ne suis pas fier de moi dans cette histoire."),
      "fr");
  EXPECT_EQ(language("\xD0\xAF \xD0\xBF\xD0\xB8\xD1\x88\xD1\x83 \xD0\xB2\xD0\xB0\xD0\xBC \xD0\xB8\xD0\xB7 "
                     "\xD1\x82\xD1\x8E\xD1\x80\xD1\x8C\xD0\xBC\xD1\x8B"),
            "other");
  EXPECT_EQ(language("Thank you."), "und");
}

}  // namespace
}  // namespace holdfast::screening::text
