// A person's name as written, in the words that count.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "screening/identity/lexicon.h"
#include "screening/identity/name.h"
#include "screening/identity/sound.h"

namespace holdfast::screening::identity {
namespace {

struct Case {
  const char* name;
  const char* written;
  std::vector<std::string> words;
};

std::vector<std::string> words(const Name& name) {
  std::vector<std::string> out;
  out.reserve(name.tokens.size());
  for (const Token& token : name.tokens) out.push_back(token.text);
  return out;
}

class Written : public testing::TestWithParam<Case> {};
TEST_P(Written, IsReadInTheWordsThatCount) { EXPECT_EQ(words(name_of(GetParam().written)), GetParam().words); }

INSTANTIATE_TEST_SUITE_P(Names, Written,
                         testing::ValuesIn(std::vector<Case>{
                             {"plain", "John Smith", {"john", "smith"}},
                             {"surname_before_a_comma", "Smith, John Paul", {"john", "paul", "smith"}},
                             {"two_surnames_before_a_comma", "Núñez Pérez, Elena", {"elena", "nunez", "perez"}},
                             {"accents", "José Ibáñez", {"jose", "ibanez"}},
                             {"accents_apart",
                              "Jose\xCC\x81 Pe\xC3\xB1"
                              "a",
                              {"jose", "pena"}},
                             {"particles", "Luis de la Cruz", {"luis", "cruz"}},
                             {"a_particle_that_is_the_name", "Al Pacino", {"al", "pacino"}},
                             {"particles_of_arabic", "Osama bin Laden", {"osama", "laden"}},
                             {"titles_and_suffixes", "Dr. John Smith, Jr.", {"john", "smith"}},
                             {"hyphens_part", "Muñoz-González, Ana", {"ana", "munoz", "gonzalez"}},
                             {"apostrophes_do_not", "Sean O'Brien", {"sean", "obrien"}},
                             {"mc_is_no_word", "Ann Mc Donald", {"ann", "mcdonald"}},
                             {"initials_together", "JC Juncker", {"j", "c", "juncker"}},
                             {"initials_with_points", "J.-C. Juncker", {"j", "c", "juncker"}},
                             {"an_initial_y", "Ana Y. Lopez", {"ana", "y", "lopez"}},
                             {"a_particle_y", "Ana Pérez y López", {"ana", "perez", "lopez"}},
                             {"digits_as_letters", "Ig0r Sech1n", {"igor", "sechin"}},
                             {"digits_alone", "John Smith 1975", {"john", "smith"}},
                             {"said_twice", "Shoigu Shoigu Sergey", {"shoigu", "sergey"}},
                             {"cyrillic", "Сергей Лавров", {"sergey", "lavrov"}},
                             {"full_width", "Ｊｏｈｎ Smith", {"john", "smith"}},
                             {"nothing", "", {}},
                             {"no_letters", " -- ,. ", {}},
                         }),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST(Name, KnowsWhereGivenNamesAndSurnamesStand) {
  const Name comma = name_of("De la Cruz Ruiz, Pilar Esperanza");
  EXPECT_EQ(comma.places, (std::vector<Place>{Place::given, Place::middle, Place::surname, Place::surname}));
  EXPECT_EQ(name_of("Hannibal").places, std::vector<Place>{Place::only});
}

TEST(Name, KeepsTheGeneration) {
  EXPECT_EQ(name_of("John Smith III").generation, "iii");
  EXPECT_EQ(name_of("John Smith").generation, "");
}

TEST(Name, OfAnyLengthStaysSmall) {
  std::string longest;
  for (char c = 'a'; c <= 'z'; ++c) longest += std::string(40, c) + ' ';
  EXPECT_LE(name_of(longest).tokens.size(), kMostTokens);
}

TEST(Sounds, AreThoseOfSpanish) {
  EXPECT_EQ(spanish_sound("cervantes"), spanish_sound("cerbantes"));
  EXPECT_EQ(spanish_sound("gonzalez"), spanish_sound("gonsales"));
  EXPECT_EQ(spanish_sound("villasenor"), spanish_sound("viyasenor"));
  EXPECT_EQ(spanish_sound("jimenez"), spanish_sound("ximenes"));
  EXPECT_EQ(spanish_sound("hernandez"), spanish_sound("ernandes"));
  EXPECT_NE(spanish_sound("marin"), spanish_sound("martin"));
}

TEST(Slips, CountNeighboursSwappedAsOne) {
  EXPECT_EQ(slips("smith", "smith"), 0u);
  EXPECT_EQ(slips("smith", "smiht"), 1u);
  EXPECT_EQ(slips("smith", "smyth"), 1u);
  EXPECT_EQ(slips("", "abc"), 3u);
}

// The table of differences as it is taught.
std::size_t plain_slips(const std::string& left, const std::string& right) {
  std::vector<std::vector<std::size_t>> table(left.size() + 1, std::vector<std::size_t>(right.size() + 1));
  for (std::size_t i = 0; i <= left.size(); ++i) {
    for (std::size_t j = 0; j <= right.size(); ++j) {
      std::size_t& here = table[i][j];
      if (i == 0 || j == 0) {
        here = i + j;
        continue;
      }
      const std::size_t changed = left[i - 1] == right[j - 1] ? 0 : 1;
      here = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + changed});
      const bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (swapped) here = std::min(here, table[i - 2][j - 2] + 1);
    }
  }
  return table[left.size()][right.size()];
}

TEST(Slips, AreWhatAPlainTableSays) {
  std::mt19937 random(5);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same words in every run
  for (int round = 0; round < 20'000; ++round) {
    std::string left;
    std::string right;
    for (auto length = random() % 33; length > 0; --length) left += static_cast<char>('a' + random() % 3);
    for (auto length = random() % 33; length > 0; --length) right += static_cast<char>('a' + random() % 3);
    ASSERT_EQ(slips(left, right), plain_slips(left, right)) << left << ' ' << right;
  }
}

TEST(Words, KnowWhoIsCalledHow) {
  const Lexicon& lexicon = Lexicon::ours();
  EXPECT_GT(lexicon.formal_names(), 800u);
  const auto kin = [&](const char* left, const char* right) {
    const Known* a = lexicon.find(left);
    const Known* b = lexicon.find(right);
    return a == nullptr || b == nullptr ? Kinship::none : Lexicon::kinship(*a, *b);
  };
  for (const auto& [formal, short_form] : std::vector<std::pair<const char*, const char*>>{{"william", "bill"},
                                                                                           {"margaret", "peggy"},
                                                                                           {"francisco", "paco"},
                                                                                           {"guadalupe", "lupe"},
                                                                                           {"jesus", "chuy"},
                                                                                           {"ignacio", "nacho"},
                                                                                           {"jose", "pepe"},
                                                                                           {"concepcion", "concha"},
                                                                                           {"maria", "ma"}}) {
    EXPECT_EQ(kin(formal, short_form), Kinship::short_of) << formal;
    EXPECT_EQ(kin(short_form, formal), Kinship::short_of) << formal;
  }
  EXPECT_EQ(kin("paco", "pancho"), Kinship::same_formal);
  EXPECT_EQ(kin("mario", "maria"), Kinship::none);
}

}  // namespace
}  // namespace holdfast::screening::identity
