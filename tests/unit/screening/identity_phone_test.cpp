// Telephone numbers: many ways of writing are one number, other numbers stay others, and a text tells where its stand.
#include <gtest/gtest.h>

#include <chrono>

#include "screening/identity/phone.h"

namespace holdfast::screening::identity {
namespace {

struct Written {
  const char* name;
  const char* text;
  const char* region;
  const char* key;
};
const auto kNames = [](const auto& one) { return std::string{one.param.name}; };

class Phones : public testing::TestWithParam<Written> {};
TEST_P(Phones, HaveOneKeyHoweverTheyAreWritten) {
  EXPECT_EQ(phone_key(GetParam().text, GetParam().region), GetParam().key);
}
INSTANTIATE_TEST_SUITE_P(Ways, Phones,
                         testing::ValuesIn(std::vector<Written>{
                             {"brackets", "(510) 555-0142", "US", "+15105550142"},
                             {"dots", "510.555.0142", "US", "+15105550142"},
                             {"run_together", "5105550142", "US", "+15105550142"},
                             {"trunk", "1 510 555 0142", "US", "+15105550142"},
                             {"plus", "+1-510-555-0142", "US", "+15105550142"},
                             {"extension", "510 555 0142 ext. 12", "US", "+15105550142"},
                             {"letters", "1-800-FLOWERS", "US", "+18003569377"},
                             {"mexican_with_plus", "+52 55 1234 5678", "US", "+525512345678"},
                             {"mexican_mobile_of_before_2019", "+52 1 55 1234 5678", "US", "+525512345678"},
                             {"mexican_dialled", "011 52 55 1234 5678", "US", "+525512345678"},
                             {"mexican_at_home", "55 1234 5678", "MX", "+525512345678"},
                             {"british", "+44 20 7946 0018", "US", "+442079460018"},
                             {"never_given_out", "123-456-7890", "US", "+11234567890"},
                             {"without_region_and_plus", "510 555 0142", "", ""},
                             {"without_region", "+1 510 555 0142", "", "+15105550142"},
                             {"without_area", "555-0142", "US", ""},
                             {"year", "1984", "US", ""},
                             {"nothing", "", "US", ""},
                             {"words", "no number", "US", ""},
                             {"bad_bytes", "\xff\xfe 510 \xc3", "US", ""},
                         }),
                         kNames);

TEST(Phones, TooLongAreNone) { EXPECT_EQ(phone_key(std::string(5'000, '7')), ""); }

std::vector<std::string> in(std::string_view text, std::string_view region = kHomeRegion) {
  std::vector<std::string> out;
  for (const PhoneFound& one : phones_in(text, region)) {
    out.push_back(std::string(text.substr(one.begin, one.end - one.begin)) + " = " +
                  (one.key.empty() ? one.line : one.key));
  }
  return out;
}
using Texts = std::vector<std::string>;

TEST(PhonesInAText, StandWhereTheyAreWritten) {
  EXPECT_EQ(in("Call me at (510) 555-0142, or 415.555.0199 in the evening."),
            (Texts{"(510) 555-0142 = +15105550142", "415.555.0199 = +14155550199"}));
  EXPECT_EQ(in("Mi hermana tiene el +52 55 1234 5678."), (Texts{"+52 55 1234 5678 = +525512345678"}));
  EXPECT_EQ(in("Call 555-0142 any evening"), (Texts{"555-0142 = 5550142"}));
  EXPECT_EQ(in("señora, 510\u00a0555\u00a00142 ¿sí?"), (Texts{"510\u00a0555\u00a00142 = +15105550142"}));
}

TEST(PhonesInAText, AreNotEveryNumber) {
  for (const char* text : {"I was 24 in 2019 and 31 in 2026.", "12/03/1984", "On 03/12/2019 at 10:30.", "93701-1234",
                           "It cost $1,200.00 and 45 days", "", "1 2 3 4 5 6"}) {
    EXPECT_EQ(in(text), Texts{}) << text;
  }
}

TEST(PhonesInAText, WithoutARegionNeedAPlus) {
  EXPECT_EQ(in("510 555 0142 or +1 415 555 0199", ""), (Texts{"+1 415 555 0199 = +14155550199"}));
}

TEST(PhonesInAText, OfAnyBytesAreInsideIt) {
  std::string bytes =
      "510\xff"
      "555\xfe"
      "0142 \xe2\x80";
  for (const PhoneFound& one : phones_in(bytes)) EXPECT_LE(one.end, bytes.size());
  const std::string many(100'000, '5');
  for (const PhoneFound& one : phones_in(many)) EXPECT_LE(one.end, many.size());
}

TEST(Lines, AreTheLastSevenDigitsWhereAreasAreLeftOut) {
  EXPECT_EQ(line_of("+15105550142"), "5550142");
  EXPECT_EQ(line_of("+525512345678"), "");
  EXPECT_EQ(line_of(""), "");
}

}  // namespace
}  // namespace holdfast::screening::identity
