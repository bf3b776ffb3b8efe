// Signing in: passphrase and, for whoever has one, a TOTP code. Unknown and known
// logins answer alike and take as long; guessing is slowed, and locks nobody out for longer than a quarter of an hour.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "storage/postgres/principal.h"
#include "storage/sealing/passphrase.h"

namespace holdfast::flows {

// RFC 6238: SHA-1, 6 digits, 30 seconds, one step either way. The step that fitted, or nothing.
std::optional<std::int64_t> totp_step(std::span<const std::uint8_t> secret, std::string_view code, domain::Time now);
std::string totp_code(std::span<const std::uint8_t> secret, domain::Time now);

inline constexpr std::string_view kTotpAtRest = "totp-at-rest";  // the use of sealing::seal_small

struct SignInAttempt {
  sealing::KeyedHash login{};
  std::string_view passphrase;
  std::string_view code;  // empty: none given
  sealing::KeyedHash new_token{};
  std::string language;  // empty: the account's own
};
// not_signed_in for every cause that lies with what was typed; too_many_requests while guessing is slowed.
domain::Result<storage::SessionId> sign_in(storage::Worker& worker, const sealing::HashKey& local_key,
                                           const SignInAttempt& attempt);

// The passphrase or the code again.
domain::Result<void> step_up(storage::Worker& worker, const sealing::HashKey& local_key, const storage::Principal& who,
                             const sealing::KeyedHash& token, std::string_view passphrase, std::string_view code);

}  // namespace holdfast::flows
