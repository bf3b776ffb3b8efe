#include "gateway/flows/registry.h"

#include <mutex>

#include "screening/identity/phone.h"
#include "storage/postgres/registry.h"

namespace holdfast::flows {
namespace {

namespace identity = screening::identity;
using domain::Problem;
using domain::Result;
using storage::Transaction;

constexpr int kMost = 64;  // records between two looks at what changed
constexpr auto kTurn = std::chrono::seconds(2);
constexpr auto kLease = std::chrono::seconds(30);  // longer than a turn lasts

identity::Person person_of(const domain::PersonId& id, const PersonRecord& record) {
  auto wanted = wanted_of(record);
  return {registry_id(id), std::move(wanted.names), std::move(wanted.particulars)};
}

}  // namespace

// The id is drawn at random: its first eight bytes are too.
identity::PersonId registry_id(const domain::PersonId& person) {
  identity::PersonId id = 0;
  for (std::size_t i = 0; i < sizeof id; ++i) id = id << 8U | person.bytes[i];
  return id;
}

identity::Wanted wanted_of(const PersonRecord& record) {
  identity::Wanted wanted;
  if (!record.name.empty()) wanted.names.push_back(record.name);
  auto& known = wanted.particulars;
  if (auto key = identity::phone_key(record.phone); !key.empty()) known.phones.push_back(std::move(key));
  if (!record.email.empty()) known.emails.push_back(record.email);
  if (!record.address.empty()) known.addresses.push_back(record.address);
  return wanted;
}

Result<int> Registry::follow(storage::Worker& worker) {
  const auto changes = worker.database.run(worker.here->system,
                                           [&](Transaction& tx) { return storage::registry_changes(tx, reached_, 1); });
  if (!changes) return std::unexpected(changes.error());
  if (changes->persons.empty() && version_ && *version_ == changes->version) return 0;
  const auto mine = storage::take_registry_lease(worker, holder_, kLease);
  if (!mine) return std::unexpected(mine.error());
  if (!*mine) return 0;
  auto loaded = load(worker);
  if (auto given = storage::give_registry_lease(worker, holder_); !given && loaded)
    return std::unexpected(given.error());
  return loaded;
}

Result<int> Registry::load(storage::Worker& worker) {
  const auto until = std::chrono::steady_clock::now() + kTurn;
  const auto& here = *worker.here;
  int opened = 0;
  while (std::chrono::steady_clock::now() < until) {
    const auto changes = worker.database.run(
        here.system, [&](Transaction& tx) { return storage::registry_changes(tx, reached_, kMost); });
    if (!changes) return std::unexpected(changes.error());
    for (const auto& one : changes->persons) {
      const auto record = load_record(worker, one.person, one.record);
      if (!record && record.error().problem == Problem::unavailable) return std::unexpected(record.error());
      take(one.person, record);
      ++opened;
    }
    reached_ = changes->version;
    const std::unique_lock lock(mutex_);
    if (version_) version_ = reached_;
    if (static_cast<int>(changes->persons.size()) == kMost) continue;
    if (!version_) {
      index_ = identity::Index(first_);
      first_ = {};
      version_ = reached_;
    }
    break;
  }
  return opened;
}

void Registry::take(const domain::PersonId& person, const Result<PersonRecord>& record) {
  const std::unique_lock lock(mutex_);
  persons_[registry_id(person)] = person;
  if (!record) ++unread_;
  auto known = person_of(person, record ? *record : PersonRecord{});
  if (version_) return index_.put(known);
  first_.push_back(std::move(known));
}

std::optional<std::vector<identity::Candidate>> Registry::find(std::int64_t version,
                                                               const identity::Wanted& wanted) const {
  const std::shared_lock lock(mutex_);
  if (!version_ || *version_ < version) return std::nullopt;
  return index_.find(wanted);
}

std::optional<std::vector<identity::Mention>> Registry::mentions(std::int64_t version, std::string_view letter,
                                                                 std::span<const domain::PersonId> tied) const {
  std::vector<identity::PersonId> ids;
  ids.reserve(tied.size());
  for (const auto& person : tied) ids.push_back(registry_id(person));
  const std::shared_lock lock(mutex_);
  if (!version_ || *version_ < version) return std::nullopt;
  return identity::mentions_in(index_, letter, ids);
}

std::optional<domain::PersonId> Registry::person(identity::PersonId id) const {
  const std::shared_lock lock(mutex_);
  const auto found = persons_.find(id);
  return found == persons_.end() ? std::nullopt : std::optional{found->second};
}

std::size_t Registry::size() const {
  const std::shared_lock lock(mutex_);
  return index_.size();
}

int Registry::unread() const {
  const std::shared_lock lock(mutex_);
  return unread_;
}

}  // namespace holdfast::flows
