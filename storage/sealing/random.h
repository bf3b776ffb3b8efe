// Randomness and keyed hashes. The generator is the kernel's (getrandom through libsodium) and cannot fail once the
// program has begun: libsodium is initialised on first use and ends the program if it cannot be.
// All functions may be called from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>

#include "gateway/domain/id.h"
#include "storage/sealing/secret.h"

namespace holdfast::sealing {

void fill_random(std::span<std::uint8_t> out);

template <std::size_t N>
std::array<std::uint8_t, N> random_bytes() {
  std::array<std::uint8_t, N> bytes{};
  fill_random(bytes);
  return bytes;
}

// A new outside id: random_id<domain::LetterId>().
template <class Id>
Id random_id() {
  return Id{random_bytes<std::tuple_size_v<domain::IdBytes>>()};
}

template <std::size_t N>
Secret<N> random_secret() {
  Secret<N> secret;
  fill_random(secret.reveal_to_fill());
  return secret;
}

// What is stored in place of a session token, an enrolment code or an address that has to be found again:
// BLAKE2b-256 under a key, so that a stolen database cannot be searched by guessing. `domain_name` (1..16 bytes, such
// as "session") keeps one use's hashes from being another's.
using HashKey = Secret<32>;
using KeyedHash = std::array<std::uint8_t, 32>;
KeyedHash keyed_hash(const HashKey& key, std::string_view domain_name, std::span<const std::uint8_t> data);
KeyedHash keyed_hash(const HashKey& key, std::string_view domain_name, std::string_view text);
// Constant time.
bool same_hash(const KeyedHash& a, const KeyedHash& b);

}  // namespace holdfast::sealing
