// RFC 6962 section 2.1: the Merkle tree of the log. SHA-256; a leaf's hash is SHA-256(0x00 | leaf), a node's is
// SHA-256(0x01 | left | right), the empty tree's root is SHA-256 of nothing. Proofs are the lists of sections
// 2.1.1 and 2.1.2, from the leaf upwards.
//
// Pure; may be called from any thread. The functions over a span of all leaf hashes are the plain, linear-time
// form; Frontier is what the sequencer keeps.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace holdfast::audit {

using Hash = std::array<std::uint8_t, 32>;
using Bytes = std::span<const std::uint8_t>;

Hash sha256(Bytes data);
Hash leaf_hash(Bytes leaf);
Hash node_hash(const Hash& left, const Hash& right);
Hash empty_root();

// The right edge of a growing tree: as many hashes as its size has one-bits. Appending costs amortised one node
// hash, the root at most 64. A Frontier is a value: copy it before a batch and drop the copy if the batch fails.
class Frontier {
 public:
  Frontier() = default;

  void append_leaf(Bytes leaf) { append(leaf_hash(leaf)); }
  void append(const Hash& leaf_hash_value);

  std::uint64_t size() const { return size_; }
  Hash root() const;

  // 8 bytes size, big-endian, then the hashes of the complete subtrees from left (largest) to right, 32 bytes each.
  std::vector<std::uint8_t> store() const;
  // Nothing if the length does not fit the size.
  static std::optional<Frontier> restore(Bytes stored);

  bool operator==(const Frontier&) const = default;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> edge_;  // largest subtree first
};

// Over the hashes of all leaves, in order.
Hash root_of(std::span<const Hash> leaf_hashes);
// Nothing if index is not below the tree's size.
std::optional<std::vector<Hash>> inclusion_proof(std::span<const Hash> leaf_hashes, std::uint64_t index);
// That the first `old_size` leaves are a prefix. Nothing if old_size is 0 or above the tree's size; empty if equal.
std::optional<std::vector<Hash>> consistency_proof(std::span<const Hash> leaf_hashes, std::uint64_t old_size);

bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> proof,
                      const Hash& root);
bool verify_consistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t new_size, const Hash& new_root,
                        std::span<const Hash> proof);

}  // namespace holdfast::audit
