// The facilitator's check in the database: how often, and that it was. Nothing of the letter comes here, and nothing is
// read but the programme's own counts: no offender, order, registration or letter.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "storage/postgres/here.h"
#include "storage/postgres/principal.h"

namespace holdfast::storage {

struct CheckLimits {  // in any sixty minutes
  int account = 30;
  int programme = 120;
};

struct CheckMade {
  std::int64_t characters = 0;
  std::vector<std::string> categories;  // of review level, each once
};

// Zero: counted and witnessed, in one transaction. Otherwise nothing was, and this is how long to wait.
domain::Result<std::chrono::seconds> record_check(Worker& worker, const Principal& who, const CheckMade& made,
                                                  const CheckLimits& limits);

}  // namespace holdfast::storage
