#include "gateway/flows/sign_in.h"

#include <liboath/oath.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <semaphore>

namespace holdfast::flows {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr unsigned long long kOps = 3;
constexpr std::size_t kMemory = std::size_t{128} << 20;
constexpr std::int64_t kStep = 30;
constexpr int kFreeFailures = 5;
constexpr auto kLongestWait = std::chrono::minutes(15);

std::counting_semaphore<2> hashing(2);
class Turn {
 public:
  Turn() { hashing.acquire(); }
  ~Turn() { hashing.release(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
};

// What an unknown login is compared with, so that it takes as long as a known one.
const std::string& nobody_hash() {
  static const std::string kHash = hash_passphrase("nobody has this passphrase");
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
  if (!passphrase.empty()) proof.passphrase = passphrase_fits(material.passphrase_hash, passphrase);
  if (!material.totp_sealed.empty() && !code.empty()) {
    if (const auto secret = open_totp(local_key, material.totp_sealed)) {
      proof.step = totp_step(secret->reveal(), code, material.now);
    }
  }
  return proof;
}

std::unexpected<domain::Error> refused() { return fail(Problem::not_signed_in, "login, passphrase or code do not fit"); }

}  // namespace

std::string hash_passphrase(std::string_view passphrase) {
  const Turn turn;
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), passphrase.data(), passphrase.size(), kOps, kMemory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return out.data();
}

bool passphrase_fits(const std::string& hash, std::string_view passphrase) {
  if (passphrase.size() > kMostPassphrase) return false;
  const Turn turn;
  return crypto_pwhash_str_verify(hash.c_str(), passphrase.data(), passphrase.size()) == 0;
}

std::string totp_code(std::span<const std::uint8_t> secret, domain::Time now) { return code_of(secret, step_of(now)); }

std::optional<std::int64_t> totp_step(std::span<const std::uint8_t> secret, std::string_view code, domain::Time now) {
  for (const auto step : {step_of(now), step_of(now) - 1, step_of(now) + 1}) {
    const auto wanted = code_of(secret, step);
    if (wanted.size() == code.size() && sodium_memcmp(wanted.data(), code.data(), code.size()) == 0) return step;
  }
  return std::nullopt;
}

std::vector<std::uint8_t> seal_totp(const sealing::HashKey& local_key, std::span<const std::uint8_t> secret) {
  const auto key = sealing::keyed_hash(local_key, "totp-at-rest", std::string_view{});
  std::vector<std::uint8_t> sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + secret.size());
  sealing::fill_random(std::span(sealed).first(crypto_secretbox_NONCEBYTES));
  crypto_secretbox_easy(sealed.data() + crypto_secretbox_NONCEBYTES, secret.data(), secret.size(), sealed.data(), key.data());
  return sealed;
}

std::optional<sealing::SecretBytes> open_totp(const sealing::HashKey& local_key, std::span<const std::uint8_t> sealed) {
  constexpr std::size_t kOverhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (sealed.size() <= kOverhead) return std::nullopt;
  const auto key = sealing::keyed_hash(local_key, "totp-at-rest", std::string_view{});
  sealing::SecretBytes secret(sealed.size() - kOverhead);
  if (crypto_secretbox_open_easy(secret.reveal_to_fill().data(), sealed.data() + crypto_secretbox_NONCEBYTES,
                                 sealed.size() - crypto_secretbox_NONCEBYTES, sealed.data(), key.data()) != 0) {
    return std::nullopt;
  }
  return secret;
}

Result<storage::SessionId> sign_in(storage::Worker& worker, const sealing::HashKey& local_key, const SignInAttempt& attempt) {
  const auto material = storage::sign_in_material(worker, attempt.login);
  if (!material) return std::unexpected(material.error());
  if (!*material) {
    passphrase_fits(nobody_hash(), attempt.passphrase);
    if (auto logged = storage::sign_in_failed(worker, {}); !logged) return std::unexpected(logged.error());
    return refused();
  }
  const auto& known = **material;
  if (auto slowed = not_slowed(known); !slowed) return std::unexpected(slowed.error());
  const auto proof = prove(local_key, known, attempt.passphrase, attempt.code);
  if (!proof.passphrase || (!known.totp_sealed.empty() && !proof.step)) {
    if (auto logged = storage::sign_in_failed(worker, known.actor); !logged) return std::unexpected(logged.error());
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
  if (!*material) return fail(Problem::not_signed_in, "sign in first");
  const auto& known = **material;
  if (auto slowed = not_slowed(known); !slowed) return std::unexpected(slowed.error());
  const auto proof = prove(local_key, known, passphrase, code);
  if (!proof.passphrase && !proof.step) {
    if (auto logged = storage::sign_in_failed(worker, known.actor); !logged) return std::unexpected(logged.error());
    return fail(Problem::step_up_needed, "passphrase or code do not fit");
  }
  return storage::session_step_up(worker, who, token, proof.step);
}

}  // namespace holdfast::flows
