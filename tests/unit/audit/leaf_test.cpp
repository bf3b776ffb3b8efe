// The leaf commits to an entry, tells nothing about it, and a blank one looks the same.
#include "audit/entry/leaf.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/unit/audit/hex.h"

namespace holdfast::audit {
namespace {

LeafId id_of(std::uint8_t byte) {
  LeafId id{};
  id.fill(byte);
  return id;
}
LeafKey key_of(std::uint8_t byte) {
  LeafKey key{};
  key.fill(byte);
  return key;
}

// The commitment was computed with another program: openssl mac -digest SHA256 -macopt hexkey:... HMAC.
TEST(Leaf, has_the_documented_bytes) {
  EXPECT_EQ(to_hex(make_leaf(id_of(0x11), key_of(0x22), "{}")),
            "01"
            "11111111111111111111111111111111"
            "6f55601dc8d89fac39d1e41d7821b0d1cf1c8f1f5ae86d4aef66ae993dc47707");
}

TEST(Leaf, opens_with_its_key_and_entry_only) {
  const LeafKey key = random_leaf_key();
  const Leaf leaf = make_leaf(random_leaf_id(), key, "an entry");
  EXPECT_TRUE(opens(leaf, key, "an entry"));
  EXPECT_FALSE(opens(leaf, key, "an entrz"));
  EXPECT_FALSE(opens(leaf, key, ""));
  EXPECT_FALSE(opens(leaf, random_leaf_key(), "an entry"));
}

TEST(Leaf, any_changed_commitment_or_version_byte_does_not_open) {
  const LeafKey key = random_leaf_key();
  const Leaf leaf = make_leaf(random_leaf_id(), key, "an entry");
  for (std::size_t i = 0; i < leaf.size(); ++i) {
    if (i >= 1 && i < 17) continue;  // the id names the leaf; the tree, not the commitment, holds it
    Leaf changed = leaf;
    changed[i] ^= 0x40;
    EXPECT_FALSE(opens(changed, key, "an entry")) << i;
  }
}

TEST(Leaf, of_the_same_entry_twice_shares_nothing_but_the_version) {
  const Leaf a = make_leaf(random_leaf_id(), random_leaf_key(), "the same");
  const Leaf b = make_leaf(random_leaf_id(), random_leaf_key(), "the same");
  EXPECT_NE(leaf_id(a), leaf_id(b));
  EXPECT_FALSE(std::equal(a.begin() + 17, a.end(), b.begin() + 17));
}

TEST(Leaf, is_one_length_whatever_the_entry) {
  for (const std::size_t length : {0u, 1u, 55u, 64u, 300u, 100000u}) {
    const Leaf leaf = make_leaf(random_leaf_id(), random_leaf_key(), std::string(length, 'x'));
    EXPECT_TRUE(is_leaf(leaf));
  }
  EXPECT_TRUE(is_leaf(blank_leaf()));
}

// Not a proof of randomness: it fails when a blank leaf has a mark of its own (a zero id, a fixed commitment).
TEST(Leaf, blank_and_real_ones_differ_in_no_byte_position) {
  std::vector<Leaf> blanks, reals;
  for (int i = 0; i < 2000; ++i) {
    blanks.push_back(blank_leaf());
    reals.push_back(make_leaf(random_leaf_id(), random_leaf_key(), "the same entry"));
  }
  for (std::size_t at = 1; at < kLeafSize; ++at) {
    std::set<std::uint8_t> in_blanks, in_reals;
    for (const auto& leaf : blanks) in_blanks.insert(leaf[at]);
    for (const auto& leaf : reals) in_reals.insert(leaf[at]);
    EXPECT_GT(in_blanks.size(), 245u) << at;  // of 256 values about 255.9 are seen in 2000 draws
    EXPECT_GT(in_reals.size(), 245u) << at;
  }
  EXPECT_EQ(blanks.front().front(), reals.front().front());
}

TEST(Leaf, is_recognised_by_length_and_version) {
  std::vector<std::uint8_t> bytes(kLeafSize, 0);
  EXPECT_FALSE(is_leaf(bytes));
  bytes[0] = kLeafVersion;
  EXPECT_TRUE(is_leaf(bytes));
  bytes.push_back(0);
  EXPECT_FALSE(is_leaf(bytes));
  EXPECT_FALSE(is_leaf({}));
}

TEST(Leaf, key_is_wiped) {
  LeafKey key = random_leaf_key();
  wipe(key);
  EXPECT_EQ(key, key_of(0));
}

}  // namespace
}  // namespace holdfast::audit
