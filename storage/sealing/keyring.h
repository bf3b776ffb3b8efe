// The keeper's secret keys. Loaded by the keeper's process, by `holdfast keys`, and by tests; never by the gateway.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "gateway/domain/result.h"
#include "gateway/domain/time.h"
#include "storage/sealing/epoch.h"
#include "storage/sealing/open.h"
#include "storage/sealing/seal.h"
#include "storage/sealing/secret.h"

namespace holdfast::sealing {

// Makes the folders (public 0755, secret 0700) and the keys of this week and the next. Idempotent: what is there is
// checked and kept. Run it as the keeper's account.
domain::Result<void> init_keys(const std::filesystem::path& keys_folder, domain::Time now);

// Thread-safe. A file written is whole and on the disk before its name exists (write, fsync, rename, fsync of the
// folder), the secret before the public half: no gateway can seal to a key that a crash could lose.
//
// Errors: forbidden where a secret's folder or file can be read by others or belongs to another account (the file's
// name is in `field`, the cure in `why`); internal for a damaged file; unavailable if the disk refuses.
class Keyring {
 public:
  static domain::Result<Keyring> load(const std::filesystem::path& keys_folder);
  Keyring(Keyring&&) noexcept;
  Keyring& operator=(Keyring&&) noexcept;
  Keyring(const Keyring&) = delete;
  Keyring& operator=(const Keyring&) = delete;
  ~Keyring();

  // Makes the keys of this week and of the next where there are none, so that a keeper that is away at the turn of
  // the week stops nobody. Call it at start and then every minute or so.
  domain::Result<void> ensure(domain::Time now);

  // gone where the epoch's key was destroyed; internal for a changed or swapped wrapped key.
  domain::Result<DataKey> unwrap(const WrappedKey& wrapped, const KeyContext& context) const;

  // The same data key wrapped to this week's key: the nightly work.
  domain::Result<WrappedKey> rewrap(const WrappedKey& wrapped, const KeyContext& context, domain::Time now) const;

  // Forgets and deletes an epoch's key, both halves. There is no way back. refused for this week, the last and any to
  // come: a gateway may still be sealing to them.
  domain::Result<void> destroy(Epoch epoch, domain::Time now);

  std::vector<Epoch> epochs() const;
  domain::Result<EpochPublicKey> public_key(Epoch epoch) const;

 private:
  struct Impl;
  explicit Keyring(std::unique_ptr<Impl> impl);
  domain::Result<Secret<32>> unwrap_secret(const WrappedKey& wrapped, const KeyContext& context) const;

  std::unique_ptr<Impl> impl_;
};

// Which epoch a wrapped key is for, without opening it; nothing if it is not a wrapped key.
std::optional<Epoch> wrapped_epoch(std::span<const std::uint8_t> wrapped);

}  // namespace holdfast::sealing
