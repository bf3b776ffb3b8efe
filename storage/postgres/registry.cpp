#include "storage/postgres/registry.h"

#include <algorithm>

#include "storage/postgres/internal.h"

namespace holdfast::storage {
namespace {

using domain::Result;

constexpr auto kVersion = "select coalesce((select version from hf.registry_version where agency_id = $1), 0)";
constexpr auto kChanged = R"sql(
  select p.oid, s.oid, p.changed from hf.person p
    join hf.sealed_object s on s.agency_id = p.agency_id and s.id = p.record_id
   where p.agency_id = $1 and p.changed > $2 order by p.changed limit $3
)sql";
constexpr auto kTake = "select hf.lease_take($1, 'registry', $2, make_interval(secs => $3)) is not null";
constexpr auto kGive = "select hf.lease_release($1, 'registry', $2)";

}  // namespace

Result<std::int64_t> registry_version(Transaction& tx) {
  return Keys::work(tx).exec_params1(kVersion, Keys::agency(tx))[0].as<std::int64_t>();
}

Result<RegistryChanges> registry_changes(Transaction& tx, std::int64_t after, int most) {
  // The version first: what comes in meanwhile is among the rows, and is counted by its own number.
  const auto version = registry_version(tx);
  if (!version) return std::unexpected(version.error());
  RegistryChanges found{{}, after};
  for (const auto& row : Keys::work(tx).exec_params(kChanged, Keys::agency(tx), after, most)) {
    found.persons.push_back({id_of<domain::PersonId>(row[0]), id_of<domain::ObjectId>(row[1])});
    found.version = row[2].as<std::int64_t>();
  }
  if (static_cast<int>(found.persons.size()) < most) found.version = std::max(found.version, *version);
  return found;
}

Result<bool> take_registry_lease(Worker& worker, const std::string& holder, std::chrono::seconds ttl) {
  return worker.database.run(worker.here->system, [&](Transaction& tx) -> Result<bool> {
    return Keys::work(tx).exec_params1(kTake, Keys::agency(tx), holder, ttl.count())[0].as<bool>();
  });
}

Result<void> give_registry_lease(Worker& worker, const std::string& holder) {
  return worker.database.run(worker.here->system, [&](Transaction& tx) -> Result<void> {
    Keys::work(tx).exec_params1(kGive, Keys::agency(tx), holder);
    return {};
  });
}

}  // namespace holdfast::storage
