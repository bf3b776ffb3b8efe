// Whom a letter speaks of: who is found by which words, who is not, where it stands, and that what stands there is told
// alike whoever's it is.
#include <gtest/gtest.h>

#include <algorithm>

#include "screening/identity/email.h"
#include "screening/identity/scan.h"
#include "screening/text/fold.h"

namespace holdfast::screening::identity {
namespace {

const Index& registry() {
  static const Index one = [] {
    std::vector<Person> persons{
        {1, {"Guadalupe Ibarra Kullmann"}, {{}, {"+15105550142"}, {"Lupe.Ibarra@gmail.com"}, {}, {}}},
        {2, {"William Bellchambers"}, {{}, {"+525512345678"}, {}, {"14 Larkspur Lane, Fresno CA 93701"}, {}}},
        {3, {"Mario O'Drzezdzon"}, {{}, {}, {}, {"Avenida Reforma 222, 06600"}, {}}},
        {4, {"Grace Hope"}, {}},
        {5, {"Peter Kuhlman"}, {}},
    };
    for (PersonId id = 100; id < 400; ++id) persons.push_back({id, {"Maria Garcia"}, {}});
    return Index(persons);
  }();
  return one;
}

// "1:sure@Lupe Kullmann" for each.
std::vector<std::string> said(std::string_view letter, std::vector<PersonId> tied = {}) {
  std::vector<std::string> out;
  const text::Places places(letter);
  for (const Mention& mention : mentions_in(registry(), letter, tied)) {
    for (const Mentioned& one : mention.who) {
      out.push_back(std::to_string(one.id) + ':' + std::string(to_string(one.decision)) + '@' +
                    std::string(places.slice(mention.spot.start, mention.spot.end)));
    }
  }
  return out;
}
using Said = std::vector<std::string>;

struct Case {
  const char* name;
  const char* letter;
  Said said;
};
const auto kNames = [](const auto& one) { return std::string{one.param.name}; };

class Untied : public testing::TestWithParam<Case> {};
TEST_P(Untied, AreKnownByWhatFewShare) { EXPECT_EQ(said(GetParam().letter), GetParam().said); }
INSTANTIATE_TEST_SUITE_P(
    Words, Untied,
    testing::ValuesIn(std::vector<Case>{
        {"as_written", "Tell Guadalupe Kullmann that I know.", {"1:sure@Guadalupe Kullmann"}},
        {"short_form", "Lupe Kullmann's house", {"1:sure@Lupe Kullmann"}},
        {"surname_first", "Kullmann, Guadalupe, of Fresno", {"1:sure@Kullmann, Guadalupe"}},
        {"a_word_between", "Guadalupe Ibarra Kullmann", {"1:sure@Guadalupe Ibarra Kullmann"}},
        {"accents_and_small_letters", "dile a guadalúpe kullmann", {"1:sure@guadalúpe kullmann"}},
        {"capitals", "TELL GUADALUPE KULLMANN", {"1:sure@GUADALUPE KULLMANN"}},
        {"apostrophe", "Mario O'Drzezdzon was there", {"3:sure@Mario O'Drzezdzon"}},
        {"heard", "Guadalupe Kuhlman", {"1:sure@Guadalupe Kuhlman"}},
        {"one_word", "Kullmann was there. Guadalupe too.", {}},
        {"other_sentence", "I saw Guadalupe. Kullmann was there.", {}},
        {"far_apart", "Guadalupe saw that the man named Kullmann went", {}},
        {"other_gender", "Maria O'Drzezdzon", {}},
        {"ordinary_words", "by the grace of god I hope and pray. Grace and hope.", {}},
        {"many_bear_it", "Maria Garcia was there", {}},
        {"phone", "her number is 510.555.0142 still", {"1:sure@510.555.0142"}},
        {"phone_with_plus", "+52 (55) 1234-5678", {"2:sure@+52 (55) 1234-5678"}},
        {"other_phone", "her number is 510.555.0143 still", {}},
        {"phone_without_area", "her number is 555-0142 still", {}},
        {"email", "write lupeibarra@gmail.com soon", {"1:sure@lupeibarra@gmail.com"}},
        {"email_spelt_out", "lupe.ibarra (at) gmail dot com", {"1:sure@lupe.ibarra (at) gmail dot com"}},
        {"address", "you live at 14 Larkspur Ln, Fresno 93701 now", {"2:sure@14 Larkspur Ln, Fresno 93701"}},
        {"address_in_spanish", "vives en avenida Reforma 222, 06600 todavía", {"3:sure@avenida Reforma 222, 06600"}},
        {"address_without_town", "you live at 14 Larkspur Lane now", {}},
        {"next_door", "you live at 16 Larkspur Ln, Fresno 93701 now", {}},
        {"empty", "", {}},
    }),
    kNames);

class Tied : public testing::TestWithParam<Case> {};
TEST_P(Tied, AreKnownByLess) { EXPECT_EQ(said(GetParam().letter, {1, 2, 4, 100}), GetParam().said); }
INSTANTIATE_TEST_SUITE_P(Words, Tied,
                         testing::ValuesIn(std::vector<Case>{
                             {"given_name", "I think of Guadalupe every day", {"1:possible@Guadalupe"}},
                             {"short_form", "I think of Lupita every day", {"1:possible@Lupita"}},
                             {"surname_alone", "Mrs Kullmann was there", {}},
                             {"another_given_name", "I think of Teresa every day", {}},
                             {"many_bear_it", "Maria Garcia was there", {"100:sure@Maria Garcia"}},
                             {"ordinary_word", "By the grace of god I know it.", {}},
                             {"name_that_is_a_word_too", "I think of Grace every day", {"4:possible@Grace"}},
                             {"phone_without_area", "her number is 555-0142 still", {"1:possible@555-0142"}},
                             {"address_without_town", "at 14 Larkspur Lane now", {"2:possible@14 Larkspur Lane"}},
                         }),
                         kNames);

TEST(Mentions, FollowTheRegistry) {
  Index index;
  EXPECT_TRUE(mentions_in(index, "Lupe Kullmann").empty());
  index.put({1, {"Guadalupe Kullmann"}, {{}, {"+15105550142"}, {}, {}, {}}});
  EXPECT_EQ(mentions_in(index, "Lupe Kullmann at 510 555 0142").size(), 2u);
  index.remove(1);
  EXPECT_TRUE(mentions_in(index, "Lupe Kullmann at 510 555 0142").empty());
}

TEST(Mentions, StandInCodePointsOfTheLetterAsReceived) {
  const auto found = mentions_in(registry(), "¡Señora Guadalúpe Kullmann!");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].spot, (Spot{Spoken::name, 8, 26}));
}

std::vector<std::string> spotted(std::string_view letter) {
  std::vector<std::string> out;
  const text::Places places(letter);
  for (const Spot& spot : spots_in(letter)) {
    out.push_back(std::string(to_string(spot.kind)) + '@' + std::string(places.slice(spot.start, spot.end)));
  }
  return out;
}

TEST(Spots, AreToldWhoseverTheyAre) {
  EXPECT_EQ(
      spotted("Ask Lupe Kullmann, 510 555 0142, lupe.ibarra@gmail.com, 14 Larkspur Lane."),
      (Said{"name@Lupe Kullmann", "phone@510 555 0142", "email@lupe.ibarra@gmail.com", "address@14 Larkspur Lane"}));
  EXPECT_EQ(
      spotted("Ask Inez Vrobelak, 212 555 0187, nobody.there@nowhere.org, 9 Sedgewren Road."),
      (Said{"name@Inez Vrobelak", "phone@212 555 0187", "email@nobody.there@nowhere.org", "address@9 Sedgewren Road"}));
}

TEST(Spots, AreNotInOrdinaryWords) {
  for (const char* text : {"I was 24 years old and on my way to court.", "In 2019 I took 3 classes. The way was long.",
                           "Dear neighbour, I am sorry for what I did. I hope you are well.", "12 of us had to drive.",
                           "Camino con 3 hombres.", "I met him at work. com", "10 days in a place"}) {
    EXPECT_EQ(spotted(text), Said{}) << text;
  }
}

struct Mail {
  const char* name;
  const char* text;
  Said written;
};
class EmailsIn : public testing::TestWithParam<Mail> {};
TEST_P(EmailsIn, AreFoundHoweverTheyAreSpelt) {
  Said out;
  for (const EmailFound& one : emails_in(GetParam().text)) out.push_back(one.written);
  EXPECT_EQ(out, GetParam().written);
}
INSTANTIATE_TEST_SUITE_P(Texts, EmailsIn,
                         testing::ValuesIn(std::vector<Mail>{
                             {"plain", "write to ana@example.org.", {"ana@example.org"}},
                             {"brackets", "<ana@example.org>", {"ana@example.org"}},
                             {"spelt", "ana at example dot org", {"ana@example.org"}},
                             {"spelt_in_brackets", "ana [at] example [dot] org", {"ana@example.org"}},
                             {"spelt_in_spanish", "ana.ruiz arroba ejemplo punto mx", {"ana.ruiz@ejemplo.mx"}},
                             {"sign_spelt_only", "ana (at) example.org", {"ana@example.org"}},
                             {"word_at", "I was at example.org and at home", {}},
                             {"cut_off", "write to ana (at", {}},
                             {"none", "@ a@ @b a@b 5 @ 6", {}},
                         }),
                         kNames);

}  // namespace
}  // namespace holdfast::screening::identity
