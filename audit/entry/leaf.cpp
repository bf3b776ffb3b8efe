#include "audit/entry/leaf.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstdlib>

#include "audit/log/sha256.h"

namespace holdfast::audit {
namespace {

constexpr std::size_t kIdAt = 1;
constexpr std::size_t kCommitmentAt = kIdAt + std::tuple_size_v<LeafId>;

void fill_random(std::span<std::uint8_t> out) {
  if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1) std::abort();
}

std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

Leaf make_leaf(const LeafId& id, const LeafKey& key, std::string_view canonical) {
  Leaf leaf{kLeafVersion};
  std::ranges::copy(id, leaf.begin() + kIdAt);
  std::ranges::copy(hmac_sha256(key, bytes_of(canonical)), leaf.begin() + kCommitmentAt);
  return leaf;
}

Leaf blank_leaf() {
  Leaf leaf{kLeafVersion};
  fill_random(std::span(leaf).subspan(kIdAt));
  return leaf;
}

bool opens(const Leaf& leaf, const LeafKey& key, std::string_view canonical) {
  if (leaf.front() != kLeafVersion) return false;
  const auto commitment = hmac_sha256(key, bytes_of(canonical));
  return CRYPTO_memcmp(commitment.data(), leaf.data() + kCommitmentAt, commitment.size()) == 0;
}

LeafId leaf_id(const Leaf& leaf) {
  LeafId id{};
  std::copy_n(leaf.begin() + kIdAt, id.size(), id.begin());
  return id;
}

bool is_leaf(std::span<const std::uint8_t> bytes) { return bytes.size() == kLeafSize && bytes.front() == kLeafVersion; }

LeafId random_leaf_id() {
  LeafId id{};
  fill_random(id);
  return id;
}

LeafKey random_leaf_key() {
  LeafKey key{};
  fill_random(key);
  return key;
}

void wipe(LeafKey& key) { OPENSSL_cleanse(key.data(), key.size()); }

}  // namespace holdfast::audit
