#include "storage/sealing/keyring.h"

#include <map>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <utility>

#include "storage/sealing/files.h"
#include "storage/sealing/key_file.h"
#include "storage/sealing/random.h"
#include "storage/sealing/suite1.h"

namespace holdfast::sealing {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;
namespace fs = std::filesystem;

struct Pair {
  SecretBytes secret;  // 32 bytes, from sodium_malloc: it lives as long as the keeper
  EpochPublicKey open;
};

Pair pair_of(SecretBytes secret, Epoch epoch) {
  const auto half = suite1::public_half(secret.reveal().first<32>());
  return {std::move(secret), {epoch, half}};
}

Result<Pair> read_pair(const fs::path& folder, Epoch epoch) {
  const auto file = secret_file(folder, epoch);
  const auto line = read_key_file(file, Privacy::secret);
  if (!line) return std::unexpected(line.error());
  SecretBytes secret(32);
  if (!parse_key_line(line->reveal(), kSecretKind, epoch, secret.reveal_to_fill().first<32>())) {
    return fail(Problem::internal, "a secret key file is damaged", file.filename().string());
  }
  return pair_of(std::move(secret), epoch);
}

Result<EpochPublicKey> read_public(const fs::path& folder, Epoch epoch) {
  const auto file = public_file(folder, epoch);
  const auto line = read_key_file(file, Privacy::open_to_read);
  if (!line) return std::unexpected(line.error());
  EpochPublicKey key{epoch, {}};
  if (!parse_key_line(line->reveal(), kPublicKind, epoch, key.key)) {
    return fail(Problem::internal, "a public key file is damaged", file.filename().string());
  }
  return key;
}

// The public half is derived: write it if a crash came between the two, refuse it if it is another's.
Result<void> settle_public(const fs::path& folder, const EpochPublicKey& key) {
  const auto there = read_public(folder, key.epoch);
  const auto file = public_file(folder, key.epoch);
  if (there && *there == key) return {};
  if (there) return fail(Problem::internal, "a public key is not its secret's", file.filename().string());
  if (there.error().problem != Problem::not_found) return std::unexpected(there.error());
  return write_new(file, key_line(kPublicKind, key.epoch, key.key).reveal(), 0644);
}

Result<Pair> make_pair(const fs::path& folder, Epoch epoch) {
  std::error_code error;
  if (fs::exists(public_file(folder, epoch), error)) {
    return fail(Problem::internal,
                "a public key has no secret half: restore it, or remove the public key if it is lost",
                public_file(folder, epoch).filename().string());
  }
  SecretBytes secret(32);
  fill_random(secret.reveal_to_fill());
  const auto line = key_line(kSecretKind, epoch, secret.reveal().first<32>());
  if (const auto written = write_new(secret_file(folder, epoch), line.reveal(), 0600); !written) {
    return std::unexpected(written.error());
  }
  return pair_of(std::move(secret), epoch);
}

}  // namespace

struct Keyring::Impl {
  fs::path folder;
  mutable std::shared_mutex mutex;
  std::map<Epoch, Pair> pairs;

  Result<void> load_all() {
    std::error_code error;
    fs::directory_iterator files(folder / "secret", error);
    if (error) return fail(Problem::unavailable, "the folder of secret keys cannot be read");
    for (const auto& file : files) {
      const auto epoch = epoch_of_secret_file(file.path().filename().string());
      if (!epoch || pairs.contains(*epoch)) continue;
      auto pair = read_pair(folder, *epoch);
      if (!pair) return std::unexpected(pair.error());
      if (const auto settled = settle_public(folder, pair->open); !settled) return settled;
      pairs.emplace(*epoch, *std::move(pair));
    }
    return {};
  }

  Result<void> add(Epoch epoch) {
    if (pairs.contains(epoch)) return {};
    auto pair = read_pair(folder, epoch);  // another process may have made it
    if (!pair && pair.error().problem == Problem::not_found) pair = make_pair(folder, epoch);
    if (!pair) return std::unexpected(pair.error());
    if (const auto settled = settle_public(folder, pair->open); !settled) return settled;
    pairs.emplace(epoch, *std::move(pair));
    return {};
  }

  bool has(Epoch epoch) const {
    const std::shared_lock lock(mutex);
    return pairs.contains(epoch);
  }
};

Keyring::Keyring(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Keyring::Keyring(Keyring&&) noexcept = default;
Keyring& Keyring::operator=(Keyring&&) noexcept = default;
Keyring::~Keyring() = default;

Result<void> init_keys(const fs::path& keys_folder, domain::Time now) {
  for (const auto& [folder, mode] :
       {std::pair{keys_folder, mode_t{0755}}, {keys_folder / "public", 0755}, {keys_folder / "secret", 0700}}) {
    if (const auto made = make_folder(folder, mode); !made) return made;
  }
  auto keyring = Keyring::load(keys_folder);
  if (!keyring) return std::unexpected(keyring.error());
  return keyring->ensure(now);
}

Result<Keyring> Keyring::load(const fs::path& keys_folder) {
  const auto secret_folder = keys_folder / "secret";
  if (const auto checked = check_private_folder(secret_folder); !checked) return std::unexpected(checked.error());
  const auto lock = lock_folder(secret_folder);
  if (!lock) return std::unexpected(lock.error());
  remove_leftovers(secret_folder);
  remove_leftovers(keys_folder / "public");
  auto impl = std::make_unique<Impl>();
  impl->folder = keys_folder;
  if (const auto loaded = impl->load_all(); !loaded) return std::unexpected(loaded.error());
  return Keyring(std::move(impl));
}

Result<void> Keyring::ensure(domain::Time now) {
  const Epoch current = epoch_of(now);
  const Epoch next{current.number + 1};
  if (impl_->has(current) && impl_->has(next)) return {};
  const auto folder_lock = lock_folder(impl_->folder / "secret");
  if (!folder_lock) return std::unexpected(folder_lock.error());
  const std::unique_lock lock(impl_->mutex);
  if (const auto added = impl_->add(current); !added) return added;
  return impl_->add(next);
}

Result<Secret<32>> Keyring::unwrap_secret(const WrappedKey& wrapped, const KeyContext& context) const {
  const auto parts = suite1::wrap_parts(wrapped);
  if (!parts) return fail(Problem::internal, "not a wrapped key");
  const std::shared_lock lock(impl_->mutex);
  const auto pair = impl_->pairs.find(parts->epoch);
  if (pair == impl_->pairs.end()) return fail(Problem::gone, "the epoch's key is gone");
  const auto wrap_key = suite1::wrap_key(pair->second.secret.reveal().first<32>(), parts->ephemeral_public,
                                         parts->ephemeral_public, pair->second.open.key);
  if (wrap_key) {
    if (auto key = suite1::unwrap(*wrap_key, context, wrapped)) return *std::move(key);
  }
  return fail(Problem::internal, "the wrapped key does not open");
}

Result<DataKey> Keyring::unwrap(const WrappedKey& wrapped, const KeyContext& context) const {
  auto key = unwrap_secret(wrapped, context);
  if (!key) return std::unexpected(key.error());
  return DataKey(*std::move(key));
}

Result<WrappedKey> Keyring::rewrap(const WrappedKey& wrapped, const KeyContext& context, domain::Time now) const {
  const auto key = unwrap_secret(wrapped, context);
  if (!key) return std::unexpected(key.error());
  const auto to = public_key(epoch_of(now));
  if (!to) return std::unexpected(to.error());
  return Sealer().wrap(*key, context, *to, now);
}

Result<void> Keyring::destroy(Epoch epoch, domain::Time now) {
  if (epoch.number + 1 >= epoch_of(now).number) return fail(Problem::refused, "the epoch's key is still in use");
  const auto folder_lock = lock_folder(impl_->folder / "secret");
  if (!folder_lock) return std::unexpected(folder_lock.error());
  const std::unique_lock lock(impl_->mutex);
  // The public half first: nothing may be sealed to a key that is about to die.
  const auto open = remove_for_good(public_file(impl_->folder, epoch));
  if (!open && open.error().problem != Problem::not_found) return open;
  const auto secret = remove_for_good(secret_file(impl_->folder, epoch));
  impl_->pairs.erase(epoch);
  return secret;
}

std::vector<Epoch> Keyring::epochs() const {
  const std::shared_lock lock(impl_->mutex);
  std::vector<Epoch> epochs;
  for (const auto& [epoch, pair] : impl_->pairs) epochs.push_back(epoch);
  return epochs;
}

Result<EpochPublicKey> Keyring::public_key(Epoch epoch) const {
  const std::shared_lock lock(impl_->mutex);
  const auto pair = impl_->pairs.find(epoch);
  if (pair == impl_->pairs.end()) return fail(Problem::not_found, "no key of this epoch");
  return pair->second.open;
}

std::optional<Epoch> wrapped_epoch(std::span<const std::uint8_t> wrapped) {
  const auto parts = suite1::wrap_parts(wrapped);
  return parts ? std::optional(parts->epoch) : std::nullopt;
}

}  // namespace holdfast::sealing
