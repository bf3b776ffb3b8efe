// Sealing: what the serving process can do with public keys alone.
//
//   Sealer sealer;                                                       // one a thread
//   auto made = sealer.new_object({agency, Purpose::letter, id}, epoch_key, now);
//   auto body = seal(made->key, {agency, Purpose::letter, id, 1}, words);      // chunks to store, in order
//   auto found = seal(made->key, {agency, Purpose::findings, id, 1}, findings);
//   store(made->wrapped, *body, *found);                                 // made->key is wiped when it goes
//
// Exact bytes: docs/formats.md. Why one ephemeral key serves many wraps: docs/decisions/0011.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

#include "gateway/domain/result.h"
#include "gateway/domain/time.h"
#include "storage/sealing/context.h"
#include "storage/sealing/epoch.h"
#include "storage/sealing/packing.h"
#include "storage/sealing/secret.h"

namespace holdfast::sealing {

inline constexpr std::size_t kChunk = std::size_t{256} << 10;               // plaintext (packed) bytes in a full chunk
inline constexpr std::size_t kChunkOverhead = 1 + 1 + 24 + 16;              // format, suite, nonce, tag
inline constexpr std::size_t kWrappedSize = 1 + 1 + 4 + 32 + 24 + 32 + 16;  // 110

using SealedChunk = std::vector<std::uint8_t>;
using WrappedKey = std::vector<std::uint8_t>;

// The key of an object that is being made: seals, cannot open.
class SealingKey {
  friend class Sealer;
  friend class Keyring;
  friend class ChunkSealer;
  friend class DataKey;
  explicit SealingKey(Secret<32> key) : key_(std::move(key)) {}
  Secret<32> key_;
};

// What a wrapped key is bound to: the object and its main purpose. Parts of the object sealed under other purposes
// share the key; a grant for the object's key is a grant for all its parts.
struct KeyContext {
  std::string agency;
  Purpose purpose{};
  domain::ObjectId object{};
};

// Makes data keys and wraps them to an epoch's public key. Keeps one ephemeral key pair for at most kMostWraps wraps
// or kLongestReuse, whichever comes first, then wipes it; every wrap has a fresh nonce.
//
// Threads: one Sealer is used by one thread. Time: passed in; a clock that goes backwards makes a new ephemeral key.
// Errors: invalid_field for an agency code that is empty or too long.
class Sealer {
 public:
  static constexpr int kMostWraps = 256;
  static constexpr domain::Duration kLongestReuse = std::chrono::seconds(1);

  struct Made {
    SealingKey key;
    WrappedKey wrapped;
  };
  domain::Result<Made> new_object(const KeyContext& context, const EpochPublicKey& epoch_key, domain::Time now);

  // Wipes the ephemeral key now.
  void forget();

 private:
  friend class Keyring;
  domain::Result<WrappedKey> wrap(const Secret<32>& data_key, const KeyContext& context,
                                  const EpochPublicKey& epoch_key, domain::Time now);
  bool renew(const EpochPublicKey& epoch_key, domain::Time now);

  EpochPublicKey to_{};
  std::array<std::uint8_t, 32> ephemeral_{};
  Secret<32> wrap_key_;
  domain::Time since_{};
  int wraps_left_ = 0;
};

// Packs (compresses, pads) and seals one part of an object: one chunk for anything up to 256 KiB packed. A part is
// sealed once under one version; sealing it again is safe for secrecy, and chunks of the two never mix.
// Errors: too_large above kMostPlain; invalid_field for the agency.
domain::Result<std::vector<SealedChunk>> seal(const SealingKey& key, const SealContext& context,
                                              std::span<const std::uint8_t> plain);
domain::Result<std::vector<SealedChunk>> seal(const SealingKey& key, const SealContext& context, std::string_view text);

// The same, chunk by chunk, without packing, for what is too large to hold at once. The caller pads.
class ChunkSealer {
 public:
  ChunkSealer(const SealingKey& key, SealContext context);
  // Every chunk but the last must be full (kChunk bytes); after the last, conflict.
  domain::Result<SealedChunk> next(std::span<const std::uint8_t> plain, bool last);

 private:
  Secret<32> key_;
  SealContext context_;
  std::array<std::uint8_t, 19> prefix_;
  std::uint32_t chunk_ = 0;
  bool ended_ = false;
};

}  // namespace holdfast::sealing
