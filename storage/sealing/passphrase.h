// Passphrases and small secrets at rest. Argon2id: 128 MiB, t = 3 (ASVS 11.4.2); at most two hashes at once in a
// process, others wait their turn. Thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/sealing/random.h"
#include "storage/sealing/secret.h"

namespace holdfast::sealing {

inline constexpr std::size_t kMostPassphrase = 256;  // bytes; a longer one fits nothing

std::string hash_passphrase(std::string_view passphrase);
bool passphrase_fits(const std::string& hash, std::string_view passphrase);

// A few bytes sealed under a key of this installation's own, for one use: a second factor's secret, a cursor.
// (XSalsa20-Poly1305 with a random nonce, under a key made for `use`.)
std::vector<std::uint8_t> seal_small(const HashKey& key, std::string_view use, std::span<const std::uint8_t> plain);
std::optional<SecretBytes> open_small(const HashKey& key, std::string_view use, std::span<const std::uint8_t> sealed);

// Constant time for equal lengths.
bool same_text(std::string_view a, std::string_view b);

}  // namespace holdfast::sealing
