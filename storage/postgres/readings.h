// What a reader was asked to read to a person. Whose words, in which language, how long; nothing of the person.
#pragma once

#include <string>
#include <vector>

#include "gateway/domain/id.h"
#include "storage/postgres/database.h"

namespace holdfast::storage {

struct ReadingRow {
  domain::GrantId assignment;
  std::string offender_name, language;
  int characters = 0;
  domain::Time assigned{};
  std::int64_t place = 0;
};
// Of this actor, oldest first, after `place`.
domain::Result<std::vector<ReadingRow>> my_readings(Transaction& tx, std::int64_t place, int limit);

}  // namespace holdfast::storage
