#include "gateway/domain/id.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <type_traits>

namespace holdfast::domain {
namespace {

IdBytes all(std::uint8_t byte) {
  IdBytes bytes;
  bytes.fill(byte);
  return bytes;
}

TEST(Id, IsWrittenAs26LowerCaseCharacters) {
  EXPECT_EQ(id_text(all(0)), "00000000000000000000000000");
  EXPECT_EQ(id_text(all(0xff)), "7zzzzzzzzzzzzzzzzzzzzzzzzz");
  IdBytes one{};
  one.back() = 1;
  EXPECT_EQ(id_text(one), "00000000000000000000000001");
}

TEST(Id, EveryBitSurvivesTheRoundTrip) {
  std::set<std::string> texts;
  for (std::size_t bit = 0; bit < 128; ++bit) {
    IdBytes bytes{};
    bytes[bit / 8] = static_cast<std::uint8_t>(1u << (bit % 8));
    const std::string text = id_text(bytes);
    EXPECT_EQ(id_bytes(text), bytes) << "bit " << bit;
    texts.insert(text);
  }
  EXPECT_EQ(texts.size(), 128u);
}

struct Spelling {
  const char* name;
  const char* text;
};
class NoId : public testing::TestWithParam<Spelling> {};
TEST_P(NoId, IsRefused) { EXPECT_FALSE(id_bytes(GetParam().text)); }

INSTANTIATE_TEST_SUITE_P(OneIdOneSpelling, NoId,
                         testing::ValuesIn(std::vector<Spelling>{
                             {"empty", ""},
                             {"too_short", "0000000000000000000000000"},
                             {"too_long", "000000000000000000000000000"},
                             {"upper_case", "0000000000000000000000000A"},
                             {"letter_that_looks_like_one", "0000000000000000000000000l"},
                             {"letter_that_looks_like_zero", "0000000000000000000000000o"},
                             {"more_than_128_bits", "80000000000000000000000000"},
                             {"space", "0000000000000 000000000000"},
                             {"not_ascii", "000000000000000000000000\xc3\xa9"},
                         }),
                         [](const auto& row) { return std::string{row.param.name}; });

TEST(Id, OfOneKindIsNotOfAnother) {
  static_assert(!std::is_convertible_v<LetterId, PersonId>);
  static_assert(!std::is_assignable_v<PersonId&, LetterId>);
  EXPECT_EQ(LetterId::parse("00000000000000000000000001")->text(), "00000000000000000000000001");
}

}  // namespace
}  // namespace holdfast::domain
