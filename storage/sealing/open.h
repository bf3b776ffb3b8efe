// Opening. It takes a DataKey, and a DataKey comes from the keeper alone (KeeperClient), or from a Keyring, which only
// the keeper's account can load: one search for DataKey lists every reader of private text.
//
// Errors: internal "sealed bytes do not open" for any change, swap, truncation, reordering or wrong key: the caller
// learns that, and no more; too_large where the plain text is above the caller's limit.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "gateway/domain/result.h"
#include "storage/sealing/context.h"
#include "storage/sealing/seal.h"
#include "storage/sealing/secret.h"

namespace holdfast::sealing {

class DataKey {
 public:
  // Whoever opens an object can add a part to it.
  SealingKey to_seal() const { return SealingKey(Secret<32>(key_.reveal())); }

 private:
  friend class Keyring;
  friend class KeeperClient;
  friend class KeeperServer;
  friend class ChunkOpener;
  friend domain::Result<SecretBytes> open(const DataKey&, const SealContext&,
                                          std::span<const std::span<const std::uint8_t>>, std::size_t);
  explicit DataKey(Secret<32> key) : key_(std::move(key)) {}
  Secret<32> key_;
};

// All chunks of a part, in order, the last included; at most `limit` plain bytes come out.
domain::Result<SecretBytes> open(const DataKey& key, const SealContext& context, std::span<const SealedChunk> chunks,
                                 std::size_t limit = kMostPlain);
domain::Result<SecretBytes> open(const DataKey& key, const SealContext& context,
                                 std::span<const std::span<const std::uint8_t>> chunks, std::size_t limit = kMostPlain);

// The other end of ChunkSealer. A part whose last chunk was not seen is not whole: the caller must see ended().
class ChunkOpener {
 public:
  ChunkOpener(const DataKey& key, SealContext context);
  domain::Result<SecretBytes> next(std::span<const std::uint8_t> chunk, bool last);
  bool ended() const { return ended_; }

 private:
  Secret<32> key_;
  SealContext context_;
  std::array<std::uint8_t, 19> prefix_{};
  std::uint32_t chunk_ = 0;
  bool ended_ = false;
};

}  // namespace holdfast::sealing
