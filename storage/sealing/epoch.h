// Epochs: the keeper has one X25519 key pair a week. The public half is for every gateway, the secret half for the
// keeper's account alone; when an epoch's secret is destroyed, everything still wrapped to it is gone, in every copy.
//
//   <keys>/public/epoch-<n>.pub    0644   one line: holdfast-epoch-public-1 <n> <64 hex digits>
//   <keys>/secret/epoch-<n>.key    0600   one line: holdfast-epoch-secret-1 <n> <64 hex digits>, folder 0700
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>

#include "gateway/domain/result.h"
#include "gateway/domain/time.h"

namespace holdfast::sealing {

// Weeks since Monday 1969-12-29, UTC: a new epoch begins on Monday 00:00.
struct Epoch {
  std::uint32_t number = 0;
  auto operator<=>(const Epoch&) const = default;
};
Epoch epoch_of(domain::Time now);
domain::Time begin_of(Epoch epoch);

struct EpochPublicKey {
  Epoch epoch{};
  std::array<std::uint8_t, 32> key{};
  bool operator==(const EpochPublicKey&) const = default;
};

// The gateway's view: reads public keys, seals to the one of this week. Where the keeper was away at the turn of the
// week the key of the week before is used still; with neither, `unavailable`: nothing is ever sealed to a key that
// might be gone. Files are read once each. Thread-safe.
class PublicKeys {
 public:
  explicit PublicKeys(std::filesystem::path keys_folder);
  domain::Result<EpochPublicKey> current(domain::Time now);

 private:
  domain::Result<EpochPublicKey> load(Epoch epoch);

  std::filesystem::path folder_;
  std::mutex mutex_;
  std::map<Epoch, EpochPublicKey> known_;
};

}  // namespace holdfast::sealing
