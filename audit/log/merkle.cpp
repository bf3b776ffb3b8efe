#include "audit/log/merkle.h"

#include <algorithm>
#include <bit>

#include "audit/log/sha256.h"

namespace holdfast::audit {
namespace {

constexpr std::array<std::uint8_t, 1> kLeafPrefix{0x00};
constexpr std::array<std::uint8_t, 1> kNodePrefix{0x01};
constexpr std::size_t kSizeBytes = 8;

// The largest power of two below n; n is at least 2 (RFC 6962's k).
std::uint64_t split(std::uint64_t n) { return std::bit_floor(n - 1); }

void add_inclusion(std::span<const Hash> leaves, std::uint64_t index, std::vector<Hash>& proof) {
  if (leaves.size() < 2) return;
  const auto k = split(leaves.size());
  if (index < k) {
    add_inclusion(leaves.first(k), index, proof);
    proof.push_back(root_of(leaves.subspan(k)));
  } else {
    add_inclusion(leaves.subspan(k), index - k, proof);
    proof.push_back(root_of(leaves.first(k)));
  }
}

// RFC 6962's SUBPROOF: `whole` says that the old tree begins with this subtree, whose root the verifier then has.
void add_consistency(std::span<const Hash> leaves, std::uint64_t old_size, bool whole, std::vector<Hash>& proof) {
  if (old_size == leaves.size()) {
    if (!whole) proof.push_back(root_of(leaves));
    return;
  }
  const auto k = split(leaves.size());
  if (old_size <= k) {
    add_consistency(leaves.first(k), old_size, whole, proof);
    proof.push_back(root_of(leaves.subspan(k)));
  } else {
    add_consistency(leaves.subspan(k), old_size - k, false, proof);
    proof.push_back(root_of(leaves.first(k)));
  }
}

}  // namespace

Hash sha256(Bytes data) { return sha256_of({data}); }
Hash leaf_hash(Bytes leaf) { return sha256_of({kLeafPrefix, leaf}); }
Hash node_hash(const Hash& left, const Hash& right) { return sha256_of({kNodePrefix, left, right}); }
Hash empty_root() { return sha256({}); }

void Frontier::append(const Hash& leaf_hash_value) {
  Hash subtree = leaf_hash_value;
  for (int merges = std::countr_one(size_); merges > 0; --merges) {
    subtree = node_hash(edge_.back(), subtree);
    edge_.pop_back();
  }
  edge_.push_back(subtree);
  ++size_;
}

Hash Frontier::root() const {
  if (edge_.empty()) return empty_root();
  Hash root = edge_.back();
  for (auto left = edge_.rbegin() + 1; left != edge_.rend(); ++left) root = node_hash(*left, root);
  return root;
}

std::vector<std::uint8_t> Frontier::store() const {
  std::vector<std::uint8_t> out;
  out.reserve(kSizeBytes + edge_.size() * sizeof(Hash));
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(size_ >> shift));
  for (const Hash& hash : edge_) out.insert(out.end(), hash.begin(), hash.end());
  return out;
}

std::optional<Frontier> Frontier::restore(Bytes stored) {
  if (stored.size() < kSizeBytes) return std::nullopt;
  Frontier frontier;
  for (const auto byte : stored.first(kSizeBytes)) frontier.size_ = (frontier.size_ << 8) | byte;
  const auto hashes = stored.subspan(kSizeBytes);
  if (hashes.size() != static_cast<std::size_t>(std::popcount(frontier.size_)) * sizeof(Hash)) return std::nullopt;
  for (std::size_t at = 0; at < hashes.size(); at += sizeof(Hash)) {
    std::ranges::copy(hashes.subspan(at, sizeof(Hash)), frontier.edge_.emplace_back().begin());
  }
  return frontier;
}

Hash root_of(std::span<const Hash> leaf_hashes) {
  if (leaf_hashes.empty()) return empty_root();
  if (leaf_hashes.size() == 1) return leaf_hashes.front();
  const auto k = split(leaf_hashes.size());
  return node_hash(root_of(leaf_hashes.first(k)), root_of(leaf_hashes.subspan(k)));
}

std::optional<std::vector<Hash>> inclusion_proof(std::span<const Hash> leaf_hashes, std::uint64_t index) {
  if (index >= leaf_hashes.size()) return std::nullopt;
  std::vector<Hash> proof;
  add_inclusion(leaf_hashes, index, proof);
  return proof;
}

std::optional<std::vector<Hash>> consistency_proof(std::span<const Hash> leaf_hashes, std::uint64_t old_size) {
  if (old_size == 0 || old_size > leaf_hashes.size()) return std::nullopt;
  std::vector<Hash> proof;
  add_consistency(leaf_hashes, old_size, true, proof);
  return proof;
}

// Both verifiers follow RFC 9162 sections 2.1.3.2 and 2.1.4.2, which spell out what RFC 6962 leaves to the reader.
bool verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size, std::span<const Hash> proof,
                      const Hash& root) {
  if (index >= size) return false;
  std::uint64_t node = index;
  std::uint64_t last = size - 1;
  Hash hash = leaf;
  for (const Hash& sibling : proof) {
    if (last == 0) return false;
    if ((node & 1) != 0 || node == last) {
      hash = node_hash(sibling, hash);
      const int lone = (node & 1) != 0 ? 0 : std::countr_zero(node);  // node == last and even: climb to a right child
      node >>= lone;
      last >>= lone;
    } else {
      hash = node_hash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

bool verify_consistency(std::uint64_t old_size, const Hash& old_root, std::uint64_t new_size, const Hash& new_root,
                        std::span<const Hash> proof) {
  if (old_size == 0 || old_size > new_size) return false;
  if (old_size == new_size) return proof.empty() && old_root == new_root;
  // A power of two is a subtree of the new tree: its root is known and not sent.
  const bool known = std::has_single_bit(old_size);
  if (proof.empty()) return false;
  Hash old_hash = known ? old_root : proof.front();
  Hash new_hash = old_hash;
  const int complete = std::countr_one(old_size - 1);
  std::uint64_t node = (old_size - 1) >> complete;
  std::uint64_t last = (new_size - 1) >> complete;
  for (const Hash& sibling : proof.subspan(known ? 0 : 1)) {
    if (last == 0) return false;
    if ((node & 1) != 0 || node == last) {
      old_hash = node_hash(sibling, old_hash);
      new_hash = node_hash(sibling, new_hash);
      const int lone = (node & 1) != 0 ? 0 : std::countr_zero(node);
      node >>= lone;
      last >>= lone;
    } else {
      new_hash = node_hash(new_hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && old_hash == old_root && new_hash == new_root;
}

}  // namespace holdfast::audit
