// What of the registry changed, for the copy that each gateway holds in memory. Nothing here names a person: records
// are opened through the keeper (GrantKind::registry_load), by the gateway's own account while it has the lease
// `registry`.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "gateway/domain/id.h"
#include "storage/postgres/here.h"

namespace holdfast::storage {

// Grows with every change of a person's record, in the change's own transaction.
domain::Result<std::int64_t> registry_version(Transaction& tx);

struct ChangedPerson {
  domain::PersonId person;
  domain::ObjectId record;
};
struct RegistryChanges {
  std::vector<ChangedPerson> persons;
  std::int64_t version = 0;  // up to where these persons are all that changed
};
// As the gateway's own account.
domain::Result<RegistryChanges> registry_changes(Transaction& tx, std::int64_t after, int most);

// False: another gateway loads now.
domain::Result<bool> take_registry_lease(Worker& worker, const std::string& holder, std::chrono::seconds ttl);
domain::Result<void> give_registry_lease(Worker& worker, const std::string& holder);

}  // namespace holdfast::storage
