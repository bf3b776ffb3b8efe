// Who is asking: accounts, sessions, step-up. Tokens and logins are known here as keyed hashes only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "gateway/domain/id.h"
#include "gateway/domain/permissions.h"
#include "storage/postgres/here.h"

namespace holdfast::storage {

using SessionId = domain::Id<struct SessionTag>;

struct Principal {
  Actor actor;
  domain::AccountId account;
  SessionId session;
  domain::Role role{};
  std::string display_name;  // empty for a recipient
  std::string language;
  bool stepped_up = false;  // within SessionLimits::step_up_fresh
  std::int64_t human = 0;   // equal for two accounts of one person
};

// not_signed_in: no such session, ended, idle, too old, or the account was disabled.
domain::Result<Principal> principal_of(Worker& worker, const sealing::KeyedHash& token);

// What sign-in compares with. Nothing for an unknown login: the caller then hashes all the same, so that both take
// the same time.
struct SignInMaterial {
  Actor actor;
  domain::Role role{};
  std::string passphrase_hash;
  std::vector<std::uint8_t> totp_sealed;  // empty: no second factor
  std::int64_t totp_last_step = 0;
  int failures = 0;
  std::optional<domain::Time> failed_at;
  std::string language;
  domain::Time now;
};
domain::Result<std::optional<SignInMaterial>> sign_in_material(Worker& worker, const sealing::KeyedHash& login);
domain::Result<void> sign_in_failed(Worker& worker, const Actor& actor);

// A new session, and its entry. refused: the code was used before.
domain::Result<SessionId> session_begin(Worker& worker, const Actor& actor, const sealing::KeyedHash& token,
                                        std::optional<std::int64_t> totp_step, const std::string& language);
domain::Result<void> session_step_up(Worker& worker, const Principal& who, const sealing::KeyedHash& token,
                                     std::optional<std::int64_t> totp_step);
domain::Result<void> session_end(Worker& worker, const Principal& who, const sealing::KeyedHash& token);
domain::Result<void> session_language(Worker& worker, const sealing::KeyedHash& token, const std::string& language);

// What a step-up compares with: the principal's own.
domain::Result<std::optional<SignInMaterial>> own_material(Worker& worker, const sealing::KeyedHash& token);

}  // namespace holdfast::storage
