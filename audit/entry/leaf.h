// The audit leaf: what goes into the Merkle log and may be served to anyone who verifies it. All leaves have one
// length and look like random bytes, so that they tell nothing about whom they speak of, nor which are blank.
//
//   version (1 byte, 0x01) | id (16 random bytes) | commitment (32 bytes)
//   commitment = HMAC-SHA-256(key, canonical JSON of the entry), key = 32 random bytes made for this entry alone
//
// The entry and its key are sealed in the database; an entitled auditor who opens both can show with opens() that
// the leaf commits to this entry. After key and entry are destroyed the leaf stays and means nothing.
//
// Everything here is stateless and may be called from any thread. A random generator that fails ends the program.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace holdfast::audit {

using LeafId = std::array<std::uint8_t, 16>;
using LeafKey = std::array<std::uint8_t, 32>;  // a secret: keep it sealed, wipe it with wipe()

inline constexpr std::size_t kLeafSize = 1 + 16 + 32;
inline constexpr std::uint8_t kLeafVersion = 1;
using Leaf = std::array<std::uint8_t, kLeafSize>;

// `canonical` is what canonical_json() gave. `id` and `key` must be fresh for every entry: the same key for two
// entries would let a reader of one entry guess the other.
Leaf make_leaf(const LeafId& id, const LeafKey& key, std::string_view canonical);

// A leaf that commits to nothing anyone knows: random id, random commitment.
Leaf blank_leaf();

// True if the leaf commits to this entry under this key. Constant time in the commitment.
bool opens(const Leaf& leaf, const LeafKey& key, std::string_view canonical);

LeafId leaf_id(const Leaf& leaf);
// True for bytes that can be a leaf: right length, known version.
bool is_leaf(std::span<const std::uint8_t> bytes);

LeafId random_leaf_id();
LeafKey random_leaf_key();
void wipe(LeafKey& key);

}  // namespace holdfast::audit
