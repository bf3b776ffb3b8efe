// Suite 1 with everything that is otherwise random passed in: XChaCha20-Poly1305 bodies, X25519 wraps. Inside
// storage/sealing and for its test vectors only; others use seal.h, open.h and keyring.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "storage/sealing/context.h"
#include "storage/sealing/epoch.h"
#include "storage/sealing/seal.h"
#include "storage/sealing/secret.h"

namespace holdfast::sealing::suite1 {

inline constexpr std::uint8_t kFormat = 1;
inline constexpr std::uint8_t kSuite = 1;
inline constexpr std::size_t kPrefix = 19;  // of the nonce; then 4 bytes chunk number, 1 byte last
inline constexpr std::size_t kNonce = 24;

using Prefix = std::array<std::uint8_t, kPrefix>;
using Nonce = std::array<std::uint8_t, kNonce>;
using PublicHalf = std::array<std::uint8_t, 32>;

bool good_agency(const std::string& agency);

SealedChunk seal_chunk(const Secret<32>& key, const SealContext& context, const Prefix& prefix, std::uint32_t chunk,
                       bool last, std::span<const std::uint8_t> plain);
// `out` has exactly chunk.size() - kChunkOverhead bytes. False, and `out` is zeros, unless the bytes are this chunk.
bool open_chunk(const Secret<32>& key, const SealContext& context, std::uint32_t chunk_number, bool last,
                std::span<const std::uint8_t> chunk, std::span<std::uint8_t> out);
// The random part of a chunk's nonce: equal in all chunks of one sealing.
Prefix prefix_of(std::span<const std::uint8_t> chunk);

PublicHalf public_half(std::span<const std::uint8_t, 32> secret);
// The key that wraps, from either side; nothing if the other's public key is of low order.
std::optional<Secret<32>> wrap_key(std::span<const std::uint8_t, 32> own_secret, const PublicHalf& others_public,
                                   const PublicHalf& ephemeral_public, const PublicHalf& epoch_public);
WrappedKey wrap(const Secret<32>& wrap_key, const Secret<32>& data_key, const KeyContext& context, Epoch epoch,
                const PublicHalf& ephemeral_public, const Nonce& nonce);
struct WrapParts {
  Epoch epoch{};
  PublicHalf ephemeral_public{};
};
std::optional<WrapParts> wrap_parts(std::span<const std::uint8_t> wrapped);
std::optional<Secret<32>> unwrap(const Secret<32>& wrap_key, const KeyContext& context,
                                 std::span<const std::uint8_t> wrapped);

}  // namespace holdfast::sealing::suite1
