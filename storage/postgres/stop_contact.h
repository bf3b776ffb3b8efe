// A person's own stop-contact request: an order of kind stop_contact over this offender and this person. It bars every
// channel from its commit on, recalls what is in flight (the schema's triggers), and ends when that person says so.
#pragma once

#include <optional>
#include <vector>

#include "storage/postgres/principal.h"
#include "storage/postgres/row_key.h"

namespace holdfast::storage {

struct Stop {
  domain::OrderId order;
  domain::OrderId root;
  int version = 0;
  domain::Time since{};
};

// Those of this person that bar now; the person is the actor's own.
domain::Result<std::vector<Stop>> my_stops(Transaction& tx);
// Whether this person's own request stands.
bool is_stopped(Transaction& tx, const domain::PersonId& person);
// Takes the guard for update. Entries: "order.entered", and one for each thing that the order's commit closes again.
domain::Result<domain::OrderId> stop_contact(Transaction& tx, Worker& worker, const Principal& who);
// The next version of the request, terminated. refused (not_yours) for anybody else's. The entry is "order.terminated".
domain::Result<void> resume_contact(Transaction& tx, Worker& worker, const Principal& who, const Stop& stop);

// Every request and its end, newest first, for the person's own history.
struct StopEvent {
  domain::Time at{};
  bool stopped = false;  // false: undone
};
domain::Result<std::vector<StopEvent>> my_stop_history(Transaction& tx);

}  // namespace holdfast::storage
