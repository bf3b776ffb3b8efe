// The tree is RFC 6962's: the well-known vectors, the definition written down a second time, and proofs that one
// changed bit spoils.
#include "audit/log/merkle.h"

#include <gtest/gtest.h>
// rapidcheck's header wants gtest's first.
#include <rapidcheck/gtest.h>

#include "tests/unit/audit/hex.h"

namespace holdfast::audit {
namespace {

// The eight inputs that certificate-transparency clients have tested with since 2012, and their roots.
const std::vector<std::string> kInputs{
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
const std::vector<std::string> kRoots{"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<Hash> known_leaves() {
  std::vector<Hash> hashes;
  hashes.reserve(kInputs.size());
  for (const auto& input : kInputs) hashes.push_back(leaf_hash(from_hex(input)));
  return hashes;
}

std::vector<std::string> hex_of(const std::vector<Hash>& proof) {
  std::vector<std::string> out;
  out.reserve(proof.size());
  for (const auto& hash : proof) out.push_back(to_hex(hash));
  return out;
}

std::vector<Hash> some_leaves(std::size_t count) {
  std::vector<Hash> hashes;
  for (std::size_t i = 0; i < count; ++i) {
    const std::vector<std::uint8_t> leaf{static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)};
    hashes.push_back(leaf_hash(leaf));
  }
  return hashes;
}

// RFC 6962's MTH, word for word, sharing nothing with the code under test but SHA-256.
Hash plain_root(const std::vector<std::vector<std::uint8_t>>& leaves) {
  if (leaves.empty()) return sha256({});
  std::vector<std::uint8_t> input;
  if (leaves.size() == 1) {
    input.push_back(0x00);
    input.insert(input.end(), leaves[0].begin(), leaves[0].end());
    return sha256(input);
  }
  std::size_t k = 1;
  while (k * 2 < leaves.size()) k *= 2;
  const auto middle = leaves.begin() + static_cast<std::ptrdiff_t>(k);
  const Hash left = plain_root({leaves.begin(), middle});
  const Hash right = plain_root({middle, leaves.end()});
  input.push_back(0x01);
  input.insert(input.end(), left.begin(), left.end());
  input.insert(input.end(), right.begin(), right.end());
  return sha256(input);
}

void flip(Hash& hash, std::size_t bit) { hash[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8)); }

TEST(Merkle, empty_tree_is_the_hash_of_nothing) {
  EXPECT_EQ(to_hex(empty_root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Frontier{}.root(), empty_root());
  EXPECT_EQ(root_of({}), empty_root());
}

TEST(Merkle, known_roots) {
  Frontier frontier;
  const auto leaves = known_leaves();
  for (std::size_t n = 1; n <= leaves.size(); ++n) {
    frontier.append_leaf(from_hex(kInputs[n - 1]));
    EXPECT_EQ(to_hex(frontier.root()), kRoots[n - 1]) << n;
    EXPECT_EQ(to_hex(root_of(std::span(leaves).first(n))), kRoots[n - 1]) << n;
  }
}

TEST(Merkle, known_inclusion_proofs) {
  const auto leaves = known_leaves();
  EXPECT_EQ(hex_of(*inclusion_proof(leaves, 0)),
            (std::vector<std::string>{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(hex_of(*inclusion_proof(leaves, 5)),
            (std::vector<std::string>{"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                                      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_EQ(*inclusion_proof(std::span(leaves).first(1), 0), std::vector<Hash>{});
}

TEST(Merkle, known_consistency_proofs) {
  const auto leaves = known_leaves();
  EXPECT_EQ(hex_of(*consistency_proof(leaves, 1)),
            (std::vector<std::string>{"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                                      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                                      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(hex_of(*consistency_proof(leaves, 6)),
            (std::vector<std::string>{"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                                      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                                      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
}

TEST(Merkle, proofs_of_what_is_not_there_are_not_made) {
  const auto leaves = some_leaves(5);
  EXPECT_FALSE(inclusion_proof(leaves, 5));
  EXPECT_FALSE(inclusion_proof({}, 0));
  EXPECT_FALSE(consistency_proof(leaves, 0));
  EXPECT_FALSE(consistency_proof(leaves, 6));
}

TEST(Merkle, every_proof_of_every_small_tree_verifies_and_fits_no_other_place) {
  const auto all = some_leaves(20);
  for (std::size_t size = 1; size <= all.size(); ++size) {
    const auto leaves = std::span(all).first(size);
    const Hash root = root_of(leaves);
    for (std::size_t index = 0; index < size; ++index) {
      const auto proof = *inclusion_proof(leaves, index);
      for (std::size_t claimed = 0; claimed <= size; ++claimed) {
        EXPECT_EQ(verify_inclusion(leaves[index], claimed, size, proof, root), claimed == index)
            << size << ' ' << index << ' ' << claimed;
      }
    }
    for (std::size_t old = 1; old <= size; ++old) {
      const auto proof = *consistency_proof(leaves, old);
      for (std::size_t claimed = 0; claimed <= size; ++claimed) {
        const Hash old_root = root_of(leaves.first(old));
        EXPECT_EQ(verify_consistency(claimed, old_root, size, root, proof), claimed == old)
            << size << ' ' << old << ' ' << claimed;
      }
    }
  }
}

RC_GTEST_PROP(Merkle, frontier_is_the_plain_definition, ()) {
  const auto leaves = *rc::gen::container<std::vector<std::vector<std::uint8_t>>>(
      rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>()));
  Frontier frontier;
  std::vector<Hash> hashes;
  for (const auto& leaf : leaves) {
    frontier.append_leaf(leaf);
    hashes.push_back(leaf_hash(leaf));
  }
  RC_ASSERT(frontier.size() == leaves.size());
  RC_ASSERT(frontier.root() == plain_root(leaves));
  RC_ASSERT(root_of(hashes) == plain_root(leaves));
}

RC_GTEST_PROP(Merkle, a_stored_frontier_goes_on_as_if_it_had_never_stopped, ()) {
  const auto leaves = some_leaves(*rc::gen::inRange<std::size_t>(0, 200));
  const auto stop = *rc::gen::inRange<std::size_t>(0, leaves.size() + 1);
  Frontier frontier;
  for (std::size_t i = 0; i < stop; ++i) frontier.append(leaves[i]);
  auto restored = Frontier::restore(frontier.store());
  RC_ASSERT(restored == frontier);
  for (std::size_t i = stop; i < leaves.size(); ++i) restored->append(leaves[i]);
  RC_ASSERT(restored->root() == root_of(leaves));
}

RC_GTEST_PROP(Merkle, a_stored_frontier_of_wrong_length_is_refused, ()) {
  Frontier frontier;
  for (const auto& leaf : some_leaves(*rc::gen::inRange<std::size_t>(0, 100))) frontier.append(leaf);
  auto stored = frontier.store();
  if (*rc::gen::arbitrary<bool>()) {
    stored.resize(*rc::gen::inRange<std::size_t>(0, stored.size()));
  } else {
    stored.push_back(0);
  }
  RC_ASSERT(!Frontier::restore(stored));
}

RC_GTEST_PROP(Merkle, one_flipped_bit_spoils_an_inclusion_proof, ()) {
  const auto leaves = some_leaves(*rc::gen::inRange<std::size_t>(2, 300));
  const auto index = *rc::gen::inRange<std::size_t>(0, leaves.size());
  auto proof = *inclusion_proof(leaves, index);
  Hash leaf = leaves[index];
  Hash root = root_of(leaves);
  RC_ASSERT(verify_inclusion(leaf, index, leaves.size(), proof, root));
  const auto which = *rc::gen::inRange<std::size_t>(0, proof.size() + 2);
  flip(which == 0 ? leaf : which == 1 ? root : proof[which - 2], *rc::gen::inRange<std::size_t>(0, 256));
  RC_ASSERT(!verify_inclusion(leaf, index, leaves.size(), proof, root));
}

RC_GTEST_PROP(Merkle, one_flipped_bit_spoils_a_consistency_proof, ()) {
  const auto leaves = some_leaves(*rc::gen::inRange<std::size_t>(1, 300));
  const auto old = *rc::gen::inRange<std::size_t>(1, leaves.size() + 1);
  auto proof = *consistency_proof(leaves, old);
  Hash old_root = root_of(std::span(leaves).first(old));
  Hash new_root = root_of(leaves);
  RC_ASSERT(verify_consistency(old, old_root, leaves.size(), new_root, proof));
  const auto which = *rc::gen::inRange<std::size_t>(0, proof.size() + 2);
  flip(which == 0 ? old_root : which == 1 ? new_root : proof[which - 2], *rc::gen::inRange<std::size_t>(0, 256));
  RC_ASSERT(!verify_consistency(old, old_root, leaves.size(), new_root, proof));
}

RC_GTEST_PROP(Merkle, a_proof_with_a_hash_more_or_less_is_refused, ()) {
  const auto leaves = some_leaves(*rc::gen::inRange<std::size_t>(3, 300));
  const auto index = *rc::gen::inRange<std::size_t>(0, leaves.size());
  const auto old = *rc::gen::inRange<std::size_t>(1, leaves.size());
  const Hash root = root_of(leaves);
  auto inclusion = *inclusion_proof(leaves, index);
  auto consistency = *consistency_proof(leaves, old);
  const bool longer = *rc::gen::arbitrary<bool>();
  for (auto* proof : {&inclusion, &consistency}) {
    if (longer) {
      proof->push_back(root);
    } else {
      proof->pop_back();
    }
  }
  RC_ASSERT(!verify_inclusion(leaves[index], index, leaves.size(), inclusion, root));
  RC_ASSERT(!verify_consistency(old, root_of(std::span(leaves).first(old)), leaves.size(), root, consistency));
}

}  // namespace
}  // namespace holdfast::audit
