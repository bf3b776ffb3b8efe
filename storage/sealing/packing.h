// What is sealed is not the letter but its packing: compressed, then padded so that the stored length says only which
// step it fell on (Padmé, Nikitin et al., PETS 2019: at most 12 % more, log log n bits shown), never below 1 KB.
//
//   kind (1 byte: 0 as it is, 1 zstd) | plain length (4 bytes, big-endian) | packed length (4) | bytes | zeros
//
// Pure; may be called from any thread (the zstd contexts are one a thread).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "gateway/domain/result.h"
#include "storage/sealing/secret.h"

namespace holdfast::sealing {

inline constexpr std::size_t kLeastPacked = 1024;
inline constexpr std::size_t kMostPlain = std::size_t{64} << 20;  // 64 MiB: more than any attachment we take

// The next Padmé size at or above max(size, kLeastPacked).
std::size_t padded_size(std::size_t size);

// too_large above kMostPlain.
domain::Result<WipedBytes> pack(std::span<const std::uint8_t> plain);

// Never gives back more than `limit` bytes and never allocates more before knowing: too_large if the plain length says
// more; internal if the bytes are not a packing.
domain::Result<SecretBytes> unpack(std::span<const std::uint8_t> packed, std::size_t limit);

}  // namespace holdfast::sealing
