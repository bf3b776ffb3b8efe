// Secrets cannot be copied, compared or printed by accident, and what goes is wiped.
#include "storage/sealing/secret.h"

#include <gtest/gtest.h>

#include <memory>
#include <new>
#include <ostream>
#include <set>
#include <type_traits>

#include "storage/sealing/open.h"
#include "storage/sealing/random.h"
#include "storage/sealing/seal.h"

namespace holdfast::sealing {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };
template <class T>
concept Comparable = requires(const T& a, const T& b) { a == b; };

template <class T>
constexpr bool kept_close =
    !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> && !Printable<T> && !Comparable<T>;
static_assert(kept_close<Secret<32>>);
static_assert(kept_close<SecretBytes>);
static_assert(kept_close<WipedBytes>);
static_assert(kept_close<DataKey>);
static_assert(kept_close<SealingKey>);
// A key for opening is made by the keeper's side only, and a sealing key does not become one.
static_assert(!std::is_constructible_v<DataKey, Secret<32>>);
static_assert(!std::is_constructible_v<DataKey, SealingKey>);
static_assert(!std::is_default_constructible_v<DataKey>);

bool all_zero(std::span<const std::uint8_t> bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

TEST(Secret, is_wiped_when_it_goes) {
  alignas(Secret<32>) std::array<std::uint8_t, sizeof(Secret<32>)> place{};
  auto* secret = new (place.data()) Secret<32>(random_secret<32>());
  EXPECT_FALSE(all_zero(place));
  std::destroy_at(secret);
  // Read through a volatile pointer: the compiler may think that nobody looks at a destroyed object.
  const volatile std::uint8_t* after = place.data();
  for (std::size_t i = 0; i < place.size(); ++i) EXPECT_EQ(after[i], 0) << i;
}

TEST(Secret, is_wiped_where_it_was_moved_from) {
  Secret<32> from = random_secret<32>();
  const Secret<32> to = std::move(from);
  EXPECT_TRUE(all_zero(from.reveal()));  // NOLINT(bugprone-use-after-move,clang-analyzer-cplusplus.Move): the point
  EXPECT_FALSE(all_zero(to.reveal()));
}

TEST(Secret, is_the_same_only_byte_for_byte) {
  const std::array<std::uint8_t, 3> bytes{1, 2, 3};
  const std::array<std::uint8_t, 3> others{1, 2, 4};
  EXPECT_TRUE(same(Secret<3>(bytes), Secret<3>(bytes)));
  EXPECT_FALSE(same(Secret<3>(bytes), Secret<3>(others)));
}

TEST(SecretBytes, moves_and_clears) {
  SecretBytes from(5);
  std::ranges::copy(std::string_view("words"), from.reveal_to_fill().begin());
  SecretBytes to;
  to = std::move(from);
  EXPECT_EQ(to.reveal_text(), "words");
  EXPECT_TRUE(from.empty());  // NOLINT(bugprone-use-after-move): the point
  to.clear();
  EXPECT_TRUE(to.empty());
  EXPECT_EQ(SecretBytes(0).size(), 0u);
}

TEST(Random, ids_do_not_repeat) {
  std::set<domain::LetterId> ids;
  for (int i = 0; i < 10000; ++i) ids.insert(random_id<domain::LetterId>());
  EXPECT_EQ(ids.size(), 10000u);
}

TEST(KeyedHash, depends_on_key_use_and_text) {
  const HashKey key = random_secret<32>();
  const HashKey other = random_secret<32>();
  const KeyedHash hash = keyed_hash(key, "session", std::string_view("token"));
  EXPECT_TRUE(same_hash(hash, keyed_hash(key, "session", std::string_view("token"))));
  EXPECT_FALSE(same_hash(hash, keyed_hash(other, "session", std::string_view("token"))));
  EXPECT_FALSE(same_hash(hash, keyed_hash(key, "enrolment", std::string_view("token"))));
  EXPECT_FALSE(same_hash(hash, keyed_hash(key, "session", std::string_view("tokem"))));
}

}  // namespace
}  // namespace holdfast::sealing
