// Banked letters and their holds, as the office sees them. Every call works inside the caller's transaction, as its
// actor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/hold.h"
#include "storage/postgres/here.h"

namespace holdfast::storage {

struct BankRow {
  domain::LetterId letter;
  std::optional<domain::HoldId> hold;  // none: nobody was found
  std::string offender_number, offender_name;
  std::string person_kind;  // empty: nobody was found
  std::string state;        // of the hold; "unaddressed" without one
  bool frozen = false;
  std::string barred;  // the bar's name, evaluated now; empty: none
  domain::Time banked{};
  std::int64_t place = 0;
};
domain::Result<std::vector<BankRow>> bank(Transaction& tx, std::int64_t place, int limit);

// The person's holds that wait, oldest first.
domain::Result<std::vector<domain::HoldId>> waiting_holds(Transaction& tx, const domain::PersonId& person);

}  // namespace holdfast::storage
