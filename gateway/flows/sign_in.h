// Signing in: passphrase (Argon2id, at most two hashes at once) and, for whoever has one, a TOTP code. Unknown and known
// logins answer alike and take as long; guessing is slowed, and locks nobody out for longer than a quarter of an hour.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/postgres/principal.h"

namespace holdfast::flows {

// Argon2id, 128 MiB, t = 3 (ASVS 11.4.2). Blocks while two others are hashing.
std::string hash_passphrase(std::string_view passphrase);
bool passphrase_fits(const std::string& hash, std::string_view passphrase);
// Passphrases: 15 to 256 bytes of any characters, 8 where a code goes with it.
inline constexpr std::size_t kMostPassphrase = 256;

// RFC 6238: SHA-1, 6 digits, 30 seconds, one step either way. The step that fitted, or nothing.
std::optional<std::int64_t> totp_step(std::span<const std::uint8_t> secret, std::string_view code, domain::Time now);
std::string totp_code(std::span<const std::uint8_t> secret, domain::Time now);

// A second factor's secret at rest, sealed under the gateway's local key.
std::vector<std::uint8_t> seal_totp(const sealing::HashKey& local_key, std::span<const std::uint8_t> secret);
std::optional<sealing::SecretBytes> open_totp(const sealing::HashKey& local_key, std::span<const std::uint8_t> sealed);

struct SignInAttempt {
  sealing::KeyedHash login{};
  std::string_view passphrase;
  std::string_view code;  // empty: none given
  sealing::KeyedHash new_token{};
  std::string language;  // empty: the account's own
};
// not_signed_in for every cause that lies with what was typed; too_many_requests while guessing is slowed.
domain::Result<storage::SessionId> sign_in(storage::Worker& worker, const sealing::HashKey& local_key, const SignInAttempt& attempt);

// The passphrase or the code again.
domain::Result<void> step_up(storage::Worker& worker, const sealing::HashKey& local_key, const storage::Principal& who,
                             const sealing::KeyedHash& token, std::string_view passphrase, std::string_view code);

}  // namespace holdfast::flows
