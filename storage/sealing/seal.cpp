#include "storage/sealing/seal.h"

#include <algorithm>
#include <utility>

#include "storage/sealing/random.h"
#include "storage/sealing/suite1.h"

namespace holdfast::sealing {
namespace {

using domain::fail;
using domain::Problem;

auto bad_agency() { return fail(Problem::invalid_field, "an agency code has 1 to 64 bytes", "agency"); }

}  // namespace

domain::Result<Sealer::Made> Sealer::new_object(const KeyContext& context, const EpochPublicKey& epoch_key,
                                                domain::Time now) {
  Secret<32> data_key = random_secret<32>();
  auto wrapped = wrap(data_key, context, epoch_key, now);
  if (!wrapped) return std::unexpected(wrapped.error());
  return Made{SealingKey(std::move(data_key)), *std::move(wrapped)};
}

domain::Result<WrappedKey> Sealer::wrap(const Secret<32>& data_key, const KeyContext& context,
                                        const EpochPublicKey& epoch_key, domain::Time now) {
  if (!suite1::good_agency(context.agency)) return bad_agency();
  const bool fresh = wraps_left_ > 0 && epoch_key == to_ && since_ <= now && now - since_ < kLongestReuse;
  if (!fresh && !renew(epoch_key, now)) return fail(Problem::internal, "the epoch's public key is no key");
  --wraps_left_;
  auto wrapped = suite1::wrap(wrap_key_, data_key, context, to_.epoch, ephemeral_, random_bytes<suite1::kNonce>());
  if (wraps_left_ == 0) forget();
  return wrapped;
}

bool Sealer::renew(const EpochPublicKey& epoch_key, domain::Time now) {
  forget();
  const Secret<32> ephemeral = random_secret<32>();
  ephemeral_ = suite1::public_half(ephemeral.reveal());
  auto key = suite1::wrap_key(ephemeral.reveal(), epoch_key.key, ephemeral_, epoch_key.key);
  if (!key) return false;
  wrap_key_ = *std::move(key);
  to_ = epoch_key;
  since_ = now;
  wraps_left_ = kMostWraps;
  return true;
}

void Sealer::forget() {
  wrap_key_ = Secret<32>();
  wraps_left_ = 0;
}

domain::Result<std::vector<SealedChunk>> seal(const SealingKey& key, const SealContext& context,
                                              std::span<const std::uint8_t> plain) {
  const auto packed = pack(plain);
  if (!packed) return std::unexpected(packed.error());
  ChunkSealer sealer(key, context);
  std::vector<SealedChunk> chunks;
  auto rest = packed->reveal();
  while (!rest.empty()) {
    const auto piece = rest.first(std::min(rest.size(), kChunk));
    rest = rest.subspan(piece.size());
    auto chunk = sealer.next(piece, rest.empty());
    if (!chunk) return std::unexpected(chunk.error());
    chunks.push_back(*std::move(chunk));
  }
  return chunks;
}

domain::Result<std::vector<SealedChunk>> seal(const SealingKey& key, const SealContext& context,
                                              std::string_view text) {
  return seal(key, context, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

ChunkSealer::ChunkSealer(const SealingKey& key, SealContext context)
    : key_(key.key_.reveal()), context_(std::move(context)), prefix_(random_bytes<suite1::kPrefix>()) {}

domain::Result<SealedChunk> ChunkSealer::next(std::span<const std::uint8_t> plain, bool last) {
  if (!suite1::good_agency(context_.agency)) return bad_agency();
  if (ended_) return fail(Problem::conflict, "the last chunk has been sealed");
  if (plain.size() > kChunk || (!last && plain.size() != kChunk)) {
    return fail(Problem::conflict, "every chunk but the last is full");
  }
  ended_ = last;
  return suite1::seal_chunk(key_, context_, prefix_, chunk_++, last, plain);
}

}  // namespace holdfast::sealing
