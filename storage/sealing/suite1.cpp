#include "storage/sealing/suite1.h"

#include <sodium.h>

#include <algorithm>
#include <utility>

#include "storage/sealing/random.h"

namespace holdfast::sealing::suite1 {
namespace {

constexpr std::size_t kNonceAt = 2;
constexpr std::size_t kBodyAt = kNonceAt + kNonce;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kEpochAt = 2;
constexpr std::size_t kEphemeralAt = kEpochAt + 4;
constexpr std::size_t kWrapNonceAt = kEphemeralAt + 32;
constexpr std::size_t kWrapBodyAt = kWrapNonceAt + kNonce;
static_assert(kBodyAt + kTag == kChunkOverhead);
static_assert(kWrapBodyAt + 32 + kTag == kWrappedSize);
static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == kNonce);

enum Kind : std::uint8_t { kBody = 1, kWrap = 2 };

// Associated data is written once and never parsed: every field has a fixed length but the last, which says its own.
class AssociatedData {
 public:
  explicit AssociatedData(Kind kind) {
    byte(kind);
    byte(kFormat);
    byte(kSuite);
  }
  void byte(std::uint8_t value) { bytes_[size_++] = value; }
  template <class Unsigned>
  void number(Unsigned value) {
    for (auto shift = static_cast<int>(sizeof value) * 8 - 8; shift >= 0; shift -= 8) {
      byte(static_cast<std::uint8_t>(value >> shift));
    }
  }
  void bytes(std::span<const std::uint8_t> value) {
    for (const auto b : value) byte(b);
  }
  void agency(const std::string& agency) {
    byte(static_cast<std::uint8_t>(agency.size()));
    for (const char c : agency) byte(static_cast<std::uint8_t>(c));
  }
  const std::uint8_t* data() const { return bytes_.data(); }
  std::size_t size() const { return size_; }

 private:
  std::array<std::uint8_t, 3 + 2 + 16 + 4 + 4 + 4 + 1 + 1 + kMostAgency> bytes_{};
  std::size_t size_ = 0;
};

AssociatedData of_chunk(const SealContext& context, std::uint32_t chunk, bool last) {
  AssociatedData data(kBody);
  data.number(std::to_underlying(context.purpose));
  data.bytes(context.object.bytes);
  data.number(context.version);
  data.number(chunk);
  data.byte(last ? 1 : 0);
  data.agency(context.agency);
  return data;
}

AssociatedData of_wrap(const KeyContext& context, Epoch epoch) {
  AssociatedData data(kWrap);
  data.number(std::to_underlying(context.purpose));
  data.bytes(context.object.bytes);
  data.number(epoch.number);
  data.agency(context.agency);
  return data;
}

Nonce chunk_nonce(const Prefix& prefix, std::uint32_t chunk, bool last) {
  Nonce nonce{};
  std::ranges::copy(prefix, nonce.begin());
  for (std::size_t i = 0; i < 4; ++i) nonce[kPrefix + i] = static_cast<std::uint8_t>(chunk >> (24 - 8 * i));
  nonce.back() = last ? 1 : 0;
  return nonce;
}

void encrypt(const Secret<32>& key, std::span<const std::uint8_t> nonce, const AssociatedData& data,
             std::span<const std::uint8_t> plain, std::uint8_t* out) {
  unsigned long long written = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(out, &written, plain.data(), plain.size(), data.data(), data.size(),
                                             nullptr, nonce.data(), key.reveal().data());
}

bool decrypt(const Secret<32>& key, std::span<const std::uint8_t> nonce, const AssociatedData& data,
             std::span<const std::uint8_t> sealed, std::uint8_t* out) {
  unsigned long long written = 0;
  return crypto_aead_xchacha20poly1305_ietf_decrypt(out, &written, nullptr, sealed.data(), sealed.size(), data.data(),
                                                    data.size(), nonce.data(), key.reveal().data()) == 0;
}

}  // namespace

bool good_agency(const std::string& agency) { return !agency.empty() && agency.size() <= kMostAgency; }

SealedChunk seal_chunk(const Secret<32>& key, const SealContext& context, const Prefix& prefix, std::uint32_t chunk,
                       bool last, std::span<const std::uint8_t> plain) {
  const Nonce nonce = chunk_nonce(prefix, chunk, last);
  SealedChunk sealed(kChunkOverhead + plain.size());
  sealed[0] = kFormat;
  sealed[1] = kSuite;
  std::ranges::copy(nonce, sealed.begin() + kNonceAt);
  encrypt(key, nonce, of_chunk(context, chunk, last), plain, sealed.data() + kBodyAt);
  return sealed;
}

bool open_chunk(const Secret<32>& key, const SealContext& context, std::uint32_t chunk_number, bool last,
                std::span<const std::uint8_t> chunk, std::span<std::uint8_t> out) {
  if (chunk.size() != out.size() + kChunkOverhead || !good_agency(context.agency)) return false;
  if (chunk[0] != kFormat || chunk[1] != kSuite) return false;
  const Nonce expected = chunk_nonce(prefix_of(chunk), chunk_number, last);
  if (!std::ranges::equal(expected, chunk.subspan(kNonceAt, kNonce))) return false;
  return decrypt(key, expected, of_chunk(context, chunk_number, last), chunk.subspan(kBodyAt), out.data());
}

Prefix prefix_of(std::span<const std::uint8_t> chunk) {
  Prefix prefix{};
  if (chunk.size() >= kBodyAt) std::ranges::copy(chunk.subspan(kNonceAt, kPrefix), prefix.begin());
  return prefix;
}

PublicHalf public_half(std::span<const std::uint8_t, 32> secret) {
  PublicHalf half{};
  crypto_scalarmult_base(half.data(), secret.data());
  return half;
}

std::optional<Secret<32>> wrap_key(std::span<const std::uint8_t, 32> own_secret, const PublicHalf& others_public,
                                   const PublicHalf& ephemeral_public, const PublicHalf& epoch_public) {
  Secret<32> shared;
  if (crypto_scalarmult(shared.reveal_to_fill().data(), own_secret.data(), others_public.data()) != 0) {
    return std::nullopt;
  }
  std::array<std::uint8_t, 64> both{};
  std::ranges::copy(ephemeral_public, both.begin());
  std::ranges::copy(epoch_public, both.begin() + 32);
  KeyedHash hash = keyed_hash(shared, "holdfast-wrap-1", both);
  std::optional<Secret<32>> key(std::in_place, hash);
  sodium_memzero(hash.data(), hash.size());
  return key;
}

WrappedKey wrap(const Secret<32>& wrap_key, const Secret<32>& data_key, const KeyContext& context, Epoch epoch,
                const PublicHalf& ephemeral_public, const Nonce& nonce) {
  WrappedKey wrapped(kWrappedSize);
  wrapped[0] = kFormat;
  wrapped[1] = kSuite;
  for (std::size_t i = 0; i < 4; ++i) wrapped[kEpochAt + i] = static_cast<std::uint8_t>(epoch.number >> (24 - 8 * i));
  std::ranges::copy(ephemeral_public, wrapped.begin() + kEphemeralAt);
  std::ranges::copy(nonce, wrapped.begin() + kWrapNonceAt);
  encrypt(wrap_key, nonce, of_wrap(context, epoch), data_key.reveal(), wrapped.data() + kWrapBodyAt);
  return wrapped;
}

std::optional<WrapParts> wrap_parts(std::span<const std::uint8_t> wrapped) {
  if (wrapped.size() != kWrappedSize || wrapped[0] != kFormat || wrapped[1] != kSuite) return std::nullopt;
  WrapParts parts{};
  for (const auto byte : wrapped.subspan(kEpochAt, 4)) parts.epoch.number = (parts.epoch.number << 8) | byte;
  std::ranges::copy(wrapped.subspan(kEphemeralAt, 32), parts.ephemeral_public.begin());
  return parts;
}

std::optional<Secret<32>> unwrap(const Secret<32>& wrap_key, const KeyContext& context,
                                 std::span<const std::uint8_t> wrapped) {
  const auto parts = wrap_parts(wrapped);
  if (!parts || !good_agency(context.agency)) return std::nullopt;
  Secret<32> key;
  const bool opened = decrypt(wrap_key, wrapped.subspan(kWrapNonceAt, kNonce), of_wrap(context, parts->epoch),
                              wrapped.subspan(kWrapBodyAt), key.reveal_to_fill().data());
  if (!opened) return std::nullopt;
  return key;
}

}  // namespace holdfast::sealing::suite1
