// Who is asking: accounts, sessions, step-up. Tokens and logins are known here as keyed hashes only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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

// What sign-in compares with. For an unknown login `known` is false and the failures are counted all the same; the
// caller then hashes too, so that both take the same time.
struct SignInMaterial {
  bool known = false;
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
domain::Result<SignInMaterial> sign_in_material(Worker& worker, const sealing::KeyedHash& login);
domain::Result<void> sign_in_failed(Worker& worker, const sealing::KeyedHash& login);
domain::Result<void> step_up_failed(Worker& worker, const Principal& who);

// A new session, and its entry. refused: the code was used before.
domain::Result<SessionId> session_begin(Worker& worker, const Actor& actor, const sealing::KeyedHash& token,
                                        std::optional<std::int64_t> totp_step, const std::string& language);
domain::Result<void> session_step_up(Worker& worker, const Principal& who, const sealing::KeyedHash& token,
                                     std::optional<std::int64_t> totp_step);
// `everywhere`: every session of this account.
domain::Result<void> session_end(Worker& worker, const Principal& who, const sealing::KeyedHash& token,
                                 bool everywhere = false);
// The account's sessions that would still be let in, the one used last first.
struct OwnSession {
  SessionId id;
  domain::Time began{}, seen{};
  bool here = false;  // the one that asks
};
domain::Result<std::vector<OwnSession>> my_sessions(Worker& worker, const Principal& who);
// not_found: no live session of this account has that id.
domain::Result<void> session_end_mine(Worker& worker, const Principal& who, const SessionId& session);

domain::Result<void> session_language(Worker& worker, const sealing::KeyedHash& token, const std::string& language);

// What a step-up compares with: the principal's own.
domain::Result<SignInMaterial> own_material(Worker& worker, const sealing::KeyedHash& token);

}  // namespace holdfast::storage
