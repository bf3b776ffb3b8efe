#include "storage/sealing/packing.h"

#include <zstd.h>

#include <algorithm>
#include <bit>
#include <memory>
#include <new>

namespace holdfast::sealing {
namespace {

using domain::fail;
using domain::Problem;

constexpr std::size_t kHeader = 1 + 4 + 4;
constexpr int kLevel = 3;
enum Kind : std::uint8_t { kAsItIs = 0, kZstd = 1 };

struct FreeContext {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

ZSTD_CCtx* compressor() {
  thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
  if (!context) throw std::bad_alloc{};
  return context.get();
}

void put_length(std::span<std::uint8_t> out, std::size_t length) {
  for (int i = 0; i < 4; ++i) out[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(length >> (24 - 8 * i));
}

std::size_t get_length(std::span<const std::uint8_t> in) {
  return (std::size_t{in[0]} << 24) | (std::size_t{in[1]} << 16) | (std::size_t{in[2]} << 8) | in[3];
}

// The compressed length, or nothing gained: 0.
std::size_t compress(std::span<const std::uint8_t> plain, std::span<std::uint8_t> out) {
  const std::size_t length =
      ZSTD_compressCCtx(compressor(), out.data(), out.size(), plain.data(), plain.size(), kLevel);
  return ZSTD_isError(length) != 0 || length >= plain.size() ? 0 : length;
}

domain::Result<SecretBytes> not_a_packing() { return fail(Problem::internal, "sealed bytes hold no packing"); }

}  // namespace

std::size_t padded_size(std::size_t size) {
  const std::size_t at_least = std::max(size, kLeastPacked);
  const auto exponent = static_cast<unsigned>(std::bit_width(at_least)) - 1;
  const auto step_bits = exponent - static_cast<unsigned>(std::bit_width(exponent));
  const std::size_t mask = (std::size_t{1} << step_bits) - 1;
  return (at_least + mask) & ~mask;
}

domain::Result<WipedBytes> pack(std::span<const std::uint8_t> plain) {
  if (plain.size() > kMostPlain) return fail(Problem::too_large, "too large to be sealed");
  WipedBytes squeezed(ZSTD_compressBound(plain.size()));
  const std::size_t length = compress(plain, squeezed.reveal_to_fill());
  const auto body = length == 0 ? plain : squeezed.reveal().first(length);
  WipedBytes packed(padded_size(kHeader + body.size()));  // zeros
  const auto out = packed.reveal_to_fill();
  out[0] = length == 0 ? kAsItIs : kZstd;
  put_length(out.subspan(1, 4), plain.size());
  put_length(out.subspan(5, 4), body.size());
  std::ranges::copy(body, out.begin() + kHeader);
  return packed;
}

domain::Result<SecretBytes> unpack(std::span<const std::uint8_t> packed, std::size_t limit) {
  if (packed.size() < kLeastPacked || packed[0] > kZstd) return not_a_packing();
  const std::size_t plain_length = get_length(packed.subspan(1, 4));
  const std::size_t body_length = get_length(packed.subspan(5, 4));
  if (body_length > packed.size() - kHeader) return not_a_packing();
  if (padded_size(kHeader + body_length) != packed.size()) return not_a_packing();
  const auto body = packed.subspan(kHeader, body_length);
  const auto padding = packed.subspan(kHeader + body_length);
  if (std::ranges::any_of(padding, [](std::uint8_t byte) { return byte != 0; })) return not_a_packing();
  if (packed[0] == kAsItIs && plain_length != body_length) return not_a_packing();
  if (plain_length > std::min(limit, kMostPlain)) return fail(Problem::too_large, "more than the reader asked for");

  SecretBytes plain(plain_length);
  if (packed[0] == kAsItIs) {
    std::ranges::copy(body, plain.reveal_to_fill().begin());
  } else if (ZSTD_decompress(plain.reveal_to_fill().data(), plain.size(), body.data(), body.size()) != plain_length) {
    return not_a_packing();
  }
  return plain;
}

}  // namespace holdfast::sealing
