// C5: the stored length shows a padding step only. And nothing that opens is taken on trust: a packing says its
// lengths, and they are held against the caller's limit before anything is allocated.
#include "storage/sealing/packing.h"

#include <gtest/gtest.h>
// rapidcheck's header wants gtest's first.
#include <rapidcheck/gtest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "storage/sealing/random.h"

namespace holdfast::sealing {
namespace {

using domain::Problem;
using Plain = std::vector<std::uint8_t>;

Plain noise(std::size_t size) {
  Plain plain(size);
  fill_random(plain);
  return plain;
}

Plain bytes_of(const WipedBytes& packed) { return {packed.reveal().begin(), packed.reveal().end()}; }

struct SizeCase {
  std::size_t size;
  std::size_t padded;
};
class PaddedSize : public testing::TestWithParam<SizeCase> {};
TEST_P(PaddedSize, is_the_next_step) { EXPECT_EQ(padded_size(GetParam().size), GetParam().padded); }
INSTANTIATE_TEST_SUITE_P(Table, PaddedSize,
                         testing::ValuesIn(std::vector<SizeCase>{{0, 1024},
                                                                 {1, 1024},
                                                                 {1024, 1024},
                                                                 {1025, 1088},
                                                                 {1088, 1088},
                                                                 {1089, 1152},
                                                                 {4000, 4096},
                                                                 {4097, 4352},
                                                                 {100000, 100352},
                                                                 {262145, 270336}}));

// Padmé as the paper writes it, with logarithms.
std::size_t padme_of_the_paper(std::size_t length) {
  const double exponent = std::floor(std::log2(static_cast<double>(length)));
  const double digits = std::floor(std::log2(exponent)) + 1;
  const auto step = static_cast<std::size_t>(std::exp2(exponent - digits));
  return (length + step - 1) / step * step;
}

RC_GTEST_PROP(PaddedSize, is_the_papers_padme_and_at_most_an_eighth_more, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(1024, std::size_t{1} << 27);
  RC_ASSERT(padded_size(size) == padme_of_the_paper(size));
  RC_ASSERT(padded_size(size) >= size);
  RC_ASSERT(padded_size(size) - size <= size / 8);
}

TEST(Packing, shows_few_lengths) {
  std::set<std::size_t> seen;
  for (std::size_t size = 0; size < 20000; size += 7) seen.insert(pack(noise(size))->size());
  EXPECT_LE(seen.size(), 70u) << "2858 texts up to 20 KB fall on a few steps";
  EXPECT_EQ(*seen.begin(), kLeastPacked);
}

TEST(Packing, of_a_short_yes_and_a_short_no_is_one_length) {
  const std::string yes = "yes", no = "no, never again, and do not ask me about it another time";
  EXPECT_EQ(pack(Plain(yes.begin(), yes.end()))->size(), pack(Plain(no.begin(), no.end()))->size());
}

RC_GTEST_PROP(Packing, gives_back_what_it_was_given, ()) {
  auto plain = *rc::gen::arbitrary<Plain>();
  const auto times = *rc::gen::inRange<std::size_t>(1, 400);
  Plain repeated;
  for (std::size_t i = 0; i < times; ++i) repeated.insert(repeated.end(), plain.begin(), plain.end());
  const auto packed = pack(repeated);
  RC_ASSERT(packed.has_value());
  const auto again = unpack(packed->reveal(), repeated.size());
  RC_ASSERT(again.has_value());
  RC_ASSERT(std::ranges::equal(again->reveal(), repeated));
}

TEST(Packing, of_megabytes_of_one_letter_is_refused_above_the_readers_limit) {
  const Plain bomb(std::size_t{32} << 20, 'a');
  const auto packed = pack(bomb);
  ASSERT_TRUE(packed);
  EXPECT_LT(packed->size(), 8192u);
  EXPECT_EQ(unpack(packed->reveal(), 1 << 20).error().problem, Problem::too_large);
  EXPECT_TRUE(unpack(packed->reveal(), bomb.size()));
}

TEST(Packing, above_the_greatest_size_is_refused) {
  EXPECT_EQ(pack(Plain(kMostPlain + 1)).error().problem, Problem::too_large);
}

TEST(Packing, that_lies_about_its_plain_length_is_refused) {
  for (const auto delta : {-1, 1}) {
    auto bytes = bytes_of(*pack(Plain(5000, 'a')));
    bytes[4] = static_cast<std::uint8_t>(bytes[4] + delta);
    EXPECT_EQ(unpack(bytes, 10000).error().problem, Problem::internal) << delta;
  }
  auto stored = bytes_of(*pack(noise(100)));
  stored[4] = 99;
  EXPECT_EQ(unpack(stored, 10000).error().problem, Problem::internal);
}

TEST(Packing, with_anything_but_zeros_behind_is_refused) {
  auto bytes = bytes_of(*pack(noise(100)));
  bytes.back() = 1;
  EXPECT_EQ(unpack(bytes, 1000).error().problem, Problem::internal);
}

TEST(Packing, of_another_size_than_its_step_is_refused) {
  auto bytes = bytes_of(*pack(noise(100)));
  bytes.resize(1088);
  EXPECT_FALSE(unpack(bytes, 1000));
  bytes.resize(1023);
  EXPECT_FALSE(unpack(bytes, 1000));
  EXPECT_FALSE(unpack({}, 1000));
}

TEST(Packing, of_unknown_kind_is_refused) {
  auto bytes = bytes_of(*pack(noise(100)));
  bytes[0] = 2;
  EXPECT_FALSE(unpack(bytes, 1000));
}

// The compressed body comes out of an authenticated box; even so, no byte of it may crash or overrun the reader.
RC_GTEST_PROP(Packing, garbage_is_refused_or_stays_within_the_limit, ()) {
  auto bytes = bytes_of(*pack(Plain(*rc::gen::inRange<std::size_t>(0, 3000), 'q')));
  for (int changes = *rc::gen::inRange(1, 8); changes > 0; --changes) {
    bytes[*rc::gen::inRange<std::size_t>(0, 40)] = *rc::gen::arbitrary<std::uint8_t>();
  }
  const auto plain = unpack(bytes, 4096);
  RC_ASSERT(!plain || plain->size() <= 4096);
}

}  // namespace
}  // namespace holdfast::sealing
