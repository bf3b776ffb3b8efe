#include "gateway/flows/sign_in.h"

#include <liboath/oath.h>

#include <algorithm>
#include <array>

namespace holdfast::flows {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr std::int64_t kStep = 30;
constexpr int kFreeFailures = 5;
constexpr auto kLongestWait = std::chrono::minutes(15);

// What an unknown login is compared with, so that it takes as long as a known one.
const std::string& nobody_hash() {
  static const std::string kHash = sealing::hash_passphrase("nobody has this passphrase");
  return kHash;
}

std::int64_t step_of(domain::Time now) {
  return std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count() / kStep;
}

std::string code_of(std::span<const std::uint8_t> secret, std::int64_t step) {
  std::array<char, 7> code{};
  const auto* bytes = reinterpret_cast<const char*>(secret.data());
  if (oath_hotp_generate(bytes, secret.size(), static_cast<std::uint64_t>(step), 6, false, OATH_HOTP_DYNAMIC_TRUNCATION,
                         code.data()) != OATH_OK) {
    return {};
  }
  return code.data();
}

// After five failures each further one doubles the wait, from a second to a quarter of an hour.
std::chrono::seconds wait_after(int failures) {
  if (failures < kFreeFailures) return std::chrono::seconds(0);
  const auto doubled = std::chrono::seconds(1LL << std::min(failures - kFreeFailures, 20));
  return std::min<std::chrono::seconds>(doubled, kLongestWait);
}

Result<void> not_slowed(const storage::SignInMaterial& material) {
  if (!material.failed_at) return {};
  if (material.now - *material.failed_at < wait_after(material.failures)) {
    return fail(Problem::too_many_requests, "too many attempts; wait a little");
  }
  return {};
}

struct Proof {
  bool passphrase = false;
  std::optional<std::int64_t> step;  // of the code
};

Proof prove(const sealing::HashKey& local_key, const storage::SignInMaterial& material, std::string_view passphrase,
            std::string_view code) {
  Proof proof;
  if (!passphrase.empty()) proof.passphrase = sealing::passphrase_fits(material.passphrase_hash, passphrase);
  if (!material.totp_sealed.empty() && !code.empty()) {
    if (const auto secret = sealing::open_small(local_key, kTotpAtRest, material.totp_sealed)) {
      proof.step = totp_step(secret->reveal(), code, material.now);
    }
  }
  return proof;
}

// A second person is whom the profile names today.
bool may_sign_in(const storage::Worker& worker, const storage::SignInMaterial& known, const sealing::KeyedHash& login) {
  return known.role != domain::Role::second_person || worker.here->second_person == login;
}

std::unexpected<domain::Error> refused() {
  return fail(Problem::not_signed_in, "login, passphrase or code do not fit");
}

}  // namespace

std::string totp_code(std::span<const std::uint8_t> secret, domain::Time now) { return code_of(secret, step_of(now)); }

std::optional<std::int64_t> totp_step(std::span<const std::uint8_t> secret, std::string_view code, domain::Time now) {
  for (const auto step : {step_of(now), step_of(now) - 1, step_of(now) + 1}) {
    const auto wanted = code_of(secret, step);
    if (!wanted.empty() && sealing::same_text(wanted, code)) return step;
  }
  return std::nullopt;
}

Result<storage::SessionId> sign_in(storage::Worker& worker, const sealing::HashKey& local_key,
                                   const SignInAttempt& attempt) {
  const auto material = storage::sign_in_material(worker, attempt.login);
  if (!material) return std::unexpected(material.error());
  if (auto slowed = not_slowed(*material); !slowed) return std::unexpected(slowed.error());
  const auto& known = *material;
  Proof proof;
  if (known.known && may_sign_in(worker, known, attempt.login)) {
    proof = prove(local_key, known, attempt.passphrase, attempt.code);
  } else {
    sealing::passphrase_fits(nobody_hash(), attempt.passphrase);
  }
  if (!proof.passphrase || (!known.totp_sealed.empty() && !proof.step)) {
    if (auto logged = storage::sign_in_failed(worker, attempt.login); !logged) return std::unexpected(logged.error());
    return refused();
  }
  auto begun = storage::session_begin(worker, known.actor, attempt.new_token, proof.step,
                                      attempt.language.empty() ? known.language : attempt.language);
  if (!begun && begun.error().problem == Problem::refused) return refused();
  return begun;
}

Result<void> step_up(storage::Worker& worker, const sealing::HashKey& local_key, const storage::Principal& who,
                     const sealing::KeyedHash& token, std::string_view passphrase, std::string_view code) {
  const auto material = storage::own_material(worker, token);
  if (!material) return std::unexpected(material.error());
  const auto& known = *material;
  if (auto slowed = not_slowed(known); !slowed) return std::unexpected(slowed.error());
  const auto proof = prove(local_key, known, passphrase, code);
  if (!proof.passphrase && !proof.step) {
    if (auto logged = storage::step_up_failed(worker, who); !logged) return std::unexpected(logged.error());
    return fail(Problem::step_up_needed, "passphrase or code do not fit");
  }
  return storage::session_step_up(worker, who, token, proof.step);
}

}  // namespace holdfast::flows
