// SHA-256 and HMAC-SHA-256 by libcrypto, with what is costly to look up kept for each thread. Inside audit/ only.
// A libcrypto that cannot compute them (out of memory, a provider that lacks them) ends the program: there is no
// honest log without them.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>

namespace holdfast::audit {

// The hash of the parts one after another.
std::array<std::uint8_t, 32> sha256_of(std::initializer_list<std::span<const std::uint8_t>> parts);
std::array<std::uint8_t, 32> hmac_sha256(std::span<const std::uint8_t, 32> key, std::span<const std::uint8_t> data);

}  // namespace holdfast::audit
