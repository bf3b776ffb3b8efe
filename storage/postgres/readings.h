// Readings: what a reader was asked to read to a person, and what waits for a reader. Whose words, in which language,
// how long, how the person stands to the case; no name of the person.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/id.h"
#include "storage/postgres/holds.h"

namespace holdfast::storage {

struct ReadingRow {
  domain::GrantId assignment;
  std::string offender_name, language;
  int characters = 0;
  domain::Time assigned{};
  std::int64_t place = 0;
  domain::HoldId hold;
  std::string person_kind;
  std::string state;  // accepted (not released, or not yet), or the delivery's
};
// Of this actor, oldest first, after `place`.
domain::Result<std::vector<ReadingRow>> my_readings(Transaction& tx, std::int64_t place, int limit);
// not_found where it is another's, or over.
domain::Result<ReadingRow> my_reading(Transaction& tx, const domain::GrantId& assignment);

struct Reader {
  domain::AccountId account;
  std::string name;
};
// A letter that its person wants read to them and that nobody began to read.
struct WishedReading {
  domain::HoldId hold;
  std::string offender_number, offender_name, person_kind;
  domain::Time wished{};
  std::optional<domain::Time> not_before;
  std::string reader;           // empty: nobody yet
  std::vector<Reader> readers;  // to whom it may be given
  std::int64_t place = 0;
};
domain::Result<std::vector<WishedReading>> wished_readings(Transaction& tx, std::int64_t place, int limit);

// Takes it back from whoever had it. Works on a hold that take_hold() has locked; refused by the database with the bar
// of the reader (writers_side, recused, not_yours) or of the letter.
domain::Result<domain::GrantId> assign_reading(Transaction& tx, const TakenHold& hold, const RowKey& version,
                                               const domain::AccountId& reader);

}  // namespace holdfast::storage
