#include "storage/sealing/epoch.h"

#include <utility>

#include "storage/sealing/files.h"
#include "storage/sealing/key_file.h"

namespace holdfast::sealing {
namespace {

using domain::fail;
using domain::Problem;

// 1970-01-01 was a Thursday: the week it fell in, week 0, began on Monday the 29th of December.
constexpr std::chrono::days kThursday{3};

}  // namespace

Epoch epoch_of(domain::Time now) {
  const auto weeks = std::chrono::floor<std::chrono::weeks>(now.time_since_epoch() + kThursday);
  return Epoch{weeks.count() < 0 ? 0u : static_cast<std::uint32_t>(weeks.count())};
}

domain::Time begin_of(Epoch epoch) { return domain::Time{std::chrono::weeks{epoch.number} - kThursday}; }

PublicKeys::PublicKeys(std::filesystem::path keys_folder) : folder_(std::move(keys_folder)) {}

domain::Result<EpochPublicKey> PublicKeys::current(domain::Time now) {
  const Epoch epoch = epoch_of(now);
  const std::lock_guard lock(mutex_);
  auto key = load(epoch);
  if (key || key.error().problem != Problem::not_found) return key;
  if (epoch.number > 0) {
    if (auto before = load(Epoch{epoch.number - 1})) return before;
  }
  return fail(Problem::unavailable, "no public key of this week or the last: is the keeper running?");
}

domain::Result<EpochPublicKey> PublicKeys::load(Epoch epoch) {
  if (const auto known = known_.find(epoch); known != known_.end()) return known->second;
  const auto file = public_file(folder_, epoch);
  const auto line = read_key_file(file, Privacy::open_to_read);
  if (!line) return std::unexpected(line.error());
  EpochPublicKey key{epoch, {}};
  if (!parse_key_line(line->reveal(), kPublicKind, epoch, key.key)) {
    return fail(Problem::internal, "a public key file is damaged", file.filename().string());
  }
  known_.emplace(epoch, key);
  return key;
}

}  // namespace holdfast::sealing
