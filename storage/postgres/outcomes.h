// Counts for operators: how letters were judged, and where tickets went. No person, no word.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "storage/postgres/database.h"

namespace holdfast::storage {

using Counts = std::vector<std::pair<std::string, std::int64_t>>;
struct Outcomes {
  Counts verdicts, categories, tickets_by_institution;
};
domain::Result<Outcomes> outcomes(Database& owner, const Actor& actor);

}  // namespace holdfast::storage
