// What one person asked for that would make an order bar less, until another person answers. Nothing here changes what
// the order bars: only confirming does, and the database's triggers see to it that two people stand behind it.
//
// Every call works inside the caller's transaction, as its actor.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/loosening.h"
#include "storage/postgres/orders.h"
#include "storage/postgres/principal.h"

namespace holdfast::storage {

using LooseningId = domain::Id<struct LooseningTag>;

struct Loosening {
  LooseningId id;
  domain::OrderState state{};
  std::vector<std::string> conditions;
  domain::Looked looked{};
  std::optional<Day> starts_on, ends_on;  // the last day, included
  bool permanent = false;
  std::vector<ExceptionDays> exceptions;
  domain::ObjectId note;
  std::string asked_by;
  domain::Time asked{};
  domain::Signatures signed_by;  // who asked, and this human
};

// The guard of the order's offender, for orders; answers the guard's time.
domain::Result<domain::Time> lock_order(Transaction& tx, const domain::OrderId& order);

// What waits for an answer about the order that this id is a version of.
domain::Result<std::optional<Loosening>> waiting_loosening(Transaction& tx, const Principal& who,
                                                           const std::string& zone, const domain::OrderId& order);

// About the newest version of `order.root`. refused (not_in_state) by the database where it would not bar less.
domain::Result<LooseningId> ask_loosening(Transaction& tx, Worker& worker, const std::string& zone,
                                          const NewOrder& order);
// Enters what was asked for as the order's next version; refused (one_person) by the database to the human who asked.
domain::Result<EnteredOrder> confirm_loosening(Transaction& tx, const LooseningId& loosening);
domain::Result<void> refuse_loosening(Transaction& tx, const LooseningId& loosening);

}  // namespace holdfast::storage
