// Languages without rules: named where they can be, and never seen where the letter is English or Spanish.
#include "screening/text/languages.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <set>

#include "tests/unit/screening/engine_for_tests.h"

namespace holdfast::screening {
namespace {

struct Sample {
  const char* code;
  const char* letter;
};

class Named : public testing::TestWithParam<Sample> {};

TEST_P(Named, AndLeftToABilingualPerson) {
  const Outcome outcome = engine().screen(GetParam().letter);
  EXPECT_EQ(outcome.language, GetParam().code);
  EXPECT_NE(outcome.verdict, Verdict::clear);
  std::set<std::string> rules;
  for (const Finding& f : outcome.findings) rules.insert(f.rule);
  EXPECT_TRUE(rules.contains("engine.other-language"));
}

INSTANTIATE_TEST_SUITE_P(
    Table, Named,
    testing::ValuesIn(std::vector<Sample>{
        {"fr",
         "Je vous \u00E9cris pour dire clairement ce que j'ai fait ce soir-l\u00E0. Personne d'autre n'est coupable."},
        {"pt",
         "Escrevo esta carta para dizer com clareza o que fiz naquela noite com a sua fam\u00EDlia. A culpa \u00E9 "
         "minha."},
        {"de", "Ich schreibe diesen Brief, um klar zu sagen, was ich in jener Nacht getan habe. Schuld bin nur ich."},
        {"it",
         "Scrivo questa lettera per dire chiaramente quello che ho fatto quella notte. La colpa \u00E8 soltanto mia."},
        {"tl",
         "Sumusulat ako upang sabihin nang malinaw ang ginawa ko sa inyo noong gabing iyon. Ako lang ang may sala."},
        {"vi",
         "T\u00F4i vi\u1EBFt th\u01B0 n\u00E0y \u0111\u1EC3 n\u00F3i r\u00F5 nh\u1EEFng g\u00EC t\u00F4i \u0111\u00E3 "
         "l\u00E0m v\u1EDBi gia \u0111\u00ECnh anh \u0111\u00EAm h\u00F4m \u0111\u00F3."},
        {"vi", "Toi viet thu nay de noi ro nhung gi toi da lam voi gia dinh cua anh vao dem hom do."},
        {"ht",
         "M ap ekri l\u00E8t sa a pou m di kl\u00E8 sa mwen te f\u00E8 fanmi ou jou swa sa a. Se mwen s\u00E8l ki "
         "koupab."},
        {"zh",
         "\u6211\u5199\u8FD9\u5C01\u4FE1\u662F\u4E3A\u4E86\u8BF4\u6E05\u695A\u90A3\u5929\u665A\u4E0A\u6211\u5BF9\u4F60"
         "\u548C\u4F60\u7684\u5BB6\u4EBA\u6240\u505A\u7684\u4E8B\u3002"},
        {"ru",
         "\u042F \u043F\u0438\u0448\u0443, \u0447\u0442\u043E\u0431\u044B \u044F\u0441\u043D\u043E "
         "\u0441\u043A\u0430\u0437\u0430\u0442\u044C, \u0447\u0442\u043E \u044F \u0441\u0434\u0435\u043B\u0430\u043B "
         "\u0442\u043E\u0439 \u043D\u043E\u0447\u044C\u044E."},
        {"ko",
         "\uADF8\uB0A0 \uBC24 \uC81C\uAC00 \uB2F9\uC2E0\uC758 \uAC00\uC871\uC5D0\uAC8C \uD55C \uC77C\uC744 "
         "\uBD84\uBA85\uD788 \uB9D0\uC500\uB4DC\uB9AC\uB824\uACE0 \uC501\uB2C8\uB2E4."},
        {"ar",
         "\u0623\u0643\u062A\u0628 \u0647\u0630\u0647 \u0627\u0644\u0631\u0633\u0627\u0644\u0629 "
         "\u0644\u0623\u0642\u0648\u0644 \u0628\u0648\u0636\u0648\u062D \u0645\u0627 \u0641\u0639\u0644\u062A\u0647 "
         "\u0628\u0639\u0627\u0626\u0644\u062A\u0643 \u0641\u064A \u062A\u0644\u0643 "
         "\u0627\u0644\u0644\u064A\u0644\u0629."},
        {"pa",
         "\u0A2E\u0A48\u0A02 \u0A07\u0A39 \u0A1A\u0A3F\u0A71\u0A20\u0A40 \u0A07\u0A38 \u0A32\u0A08 \u0A32\u0A3F\u0A16 "
         "\u0A30\u0A3F\u0A39\u0A3E \u0A39\u0A3E\u0A02 \u0A15\u0A3F \u0A09\u0A38 \u0A30\u0A3E\u0A24 \u0A26\u0A40 "
         "\u0A17\u0A71\u0A32 \u0A26\u0A71\u0A38\u0A3E\u0A02\u0964"},
        {"hmn", "Kuv sau tsab ntawv no los qhia meej txog yam kuv tau ua rau koj thiab koj tsev neeg hmo ntawd."},
    }));

// A letter that the office's own readers can read is not sent to a bilingual person.
TEST(Languages, NoEnglishOrSpanishLetterIsTakenForAnother) {
  std::size_t letters = 0;
  for (const char* file : {"letters_dev.jsonl", "letters_more_en_a.jsonl", "letters_more_en_b.jsonl",
                           "letters_more_es_a.jsonl", "letters_more_es_b.jsonl"}) {
    std::ifstream in(source_path(std::string{"tests/corpus/"} + file));
    for (std::string line; std::getline(in, line); ++letters) {
      const auto letter = boost::json::parse(line).as_object();
      const std::string told = engine().screen(std::string{letter.at("text").as_string()}).language;
      EXPECT_TRUE(told == "en" || told == "es" || told == "und") << letter.at("id") << " as " << told;
    }
  }
  EXPECT_GT(letters, 1000U);
}

// Names, lists and single words tell no language, and neither do letters without a meaning.
TEST(Languages, WhatTellsNothingIsNotGuessed) {
  EXPECT_EQ(text::told_by_habits(""), "");
  EXPECT_EQ(text::told_by_habits("xqzv plmk wrtt bnnd"), "");
  EXPECT_EQ(engine().screen("Maria, Juan").language, "und");
}

// A list of code words is full of English and says nothing in it.
TEST(Languages, ACodeIsNotTakenForTheLanguageOfItsWords) {
  const Outcome outcome = engine().screen(
      "Hotdog boy, pizza girl, walnut person, sauce orgy, map handkerchief, pasta little, cheese lady, domino "
      "violence, "
      "sauce walnut pasta, pizza hotdog map, cheese domino girl boy.");
  EXPECT_NE(outcome.verdict, Verdict::clear);
}

TEST(Languages, BrokenBytesTellNothing) { EXPECT_EQ(text::told_by_habits("\xFF\xFE\xFF"), ""); }

}  // namespace
}  // namespace holdfast::screening
