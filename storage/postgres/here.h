// One agency as this process serves it, and the worker that a lane's thread is: a connection, a sealer, and where to
// ask. `Here` is built once at start and shared const; a Worker belongs to one thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "storage/postgres/database.h"
#include "storage/sealing/epoch.h"
#include "storage/sealing/keeper_client.h"
#include "storage/sealing/random.h"
#include "storage/sealing/seal.h"

namespace holdfast::storage {

struct SessionLimits {
  std::chrono::seconds recipient_idle{600};
  std::chrono::seconds staff_idle{900};
  std::chrono::seconds longest{43'200};
  std::chrono::seconds step_up_fresh{300};
};

struct Here {
  std::string agency;  // its code: in entries and associated data, so it never changes
  Actor system;        // the gateway's own account, for background work
  domain::AccountId system_account;
  SessionLimits sessions;
  std::optional<sealing::KeyedHash> second_person;  // the login that the profile names; none: nobody answers as one
  sealing::PublicKeys* public_keys = nullptr;       // these three outlive every worker
  sealing::KeeperClient* keeper = nullptr;
  const sealing::HashKey* hash_key = nullptr;
};

struct Worker {
  Worker(ConnectionSettings settings, const Here& installation) : database(std::move(settings)), here(&installation) {}
  Database database;
  sealing::Sealer sealer;
  const Here* here;
};

// The agency of this code and its system account. not_found: it was never founded here.
struct Agency {
  Actor system;
  domain::AccountId system_account;
};
domain::Result<Agency> find_agency(Database& database, const std::string& code);

}  // namespace holdfast::storage
