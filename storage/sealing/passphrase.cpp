#include "storage/sealing/passphrase.h"

#include <sodium.h>

#include <array>
#include <new>
#include <semaphore>

namespace holdfast::sealing {
namespace {

constexpr unsigned long long kOps = 3;
constexpr std::size_t kMemory = std::size_t{128} << 20;
constexpr std::size_t kOverhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;

std::counting_semaphore<2> hashing(2);
class Turn {
 public:
  Turn() { hashing.acquire(); }
  ~Turn() { hashing.release(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  Turn(Turn&&) = delete;
  Turn& operator=(Turn&&) = delete;
};

}  // namespace

std::string hash_passphrase(std::string_view passphrase) {
  const Turn turn;
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), passphrase.data(), passphrase.size(), kOps, kMemory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return out.data();
}

bool passphrase_fits(const std::string& hash, std::string_view passphrase) {
  if (passphrase.size() > kMostPassphrase) return false;
  const Turn turn;
  return crypto_pwhash_str_verify(hash.c_str(), passphrase.data(), passphrase.size()) == 0;
}

std::vector<std::uint8_t> seal_small(const HashKey& key, std::string_view use, std::span<const std::uint8_t> plain) {
  const auto small = keyed_hash(key, use, std::string_view{});
  std::vector<std::uint8_t> sealed(kOverhead + plain.size());
  fill_random(std::span(sealed).first(crypto_secretbox_NONCEBYTES));
  crypto_secretbox_easy(sealed.data() + crypto_secretbox_NONCEBYTES, plain.data(), plain.size(), sealed.data(),
                        small.data());
  return sealed;
}

std::optional<SecretBytes> open_small(const HashKey& key, std::string_view use, std::span<const std::uint8_t> sealed) {
  if (sealed.size() <= kOverhead) return std::nullopt;
  const auto small = keyed_hash(key, use, std::string_view{});
  SecretBytes plain(sealed.size() - kOverhead);
  if (crypto_secretbox_open_easy(plain.reveal_to_fill().data(), sealed.data() + crypto_secretbox_NONCEBYTES,
                                 sealed.size() - crypto_secretbox_NONCEBYTES, sealed.data(), small.data()) != 0) {
    return std::nullopt;
  }
  return plain;
}

bool same_text(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace holdfast::sealing
