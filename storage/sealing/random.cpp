#include "storage/sealing/random.h"

#include <sodium.h>

#include <algorithm>
#include <cstdlib>

namespace holdfast::sealing {
namespace {

// Thread-safe and cheap after the first time.
void need_sodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) std::abort();
}

}  // namespace

void fill_random(std::span<std::uint8_t> out) {
  need_sodium();
  if (!out.empty()) randombytes_buf(out.data(), out.size());  // it takes no null pointer
}

KeyedHash keyed_hash(const HashKey& key, std::string_view domain_name, std::span<const std::uint8_t> data) {
  need_sodium();
  std::array<unsigned char, crypto_generichash_blake2b_PERSONALBYTES> personal{};
  std::copy_n(domain_name.begin(), std::min(domain_name.size(), personal.size()), personal.begin());
  crypto_generichash_blake2b_state state;
  KeyedHash hash{};
  crypto_generichash_blake2b_init_salt_personal(&state, key.reveal().data(), key.kSize, hash.size(), nullptr,
                                                personal.data());
  crypto_generichash_blake2b_update(&state, data.data(), data.size());
  crypto_generichash_blake2b_final(&state, hash.data(), hash.size());
  sodium_memzero(&state, sizeof state);
  return hash;
}

KeyedHash keyed_hash(const HashKey& key, std::string_view domain_name, std::string_view text) {
  return keyed_hash(key, domain_name, std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

bool same_hash(const KeyedHash& a, const KeyedHash& b) { return sodium_memcmp(a.data(), b.data(), a.size()) == 0; }

}  // namespace holdfast::sealing
