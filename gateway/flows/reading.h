// Reading to a person. The office gives an accepted letter to a reader, because its person chose to have it read to
// them; the reader begins it (open_letter.h, which asks everything that the person's own opening asks) and says when it
// is done. From then on there is nothing left for the reader to see.
#pragma once

#include <vector>

#include "gateway/flows/open_letter.h"
#include "storage/postgres/principal.h"
#include "storage/postgres/readings.h"

namespace holdfast::flows {

domain::Result<std::vector<storage::WishedReading>> wished_readings(storage::Worker& worker,
                                                                    const storage::Principal& who, std::int64_t after,
                                                                    int limit);
// To one reader at a time: whoever had it has it no more. Errors: not_found; invalid_field for nobody's id; refused
// with the bar (writers_side, order, another_way ...); forbidden for an account that is no reader.
domain::Result<domain::GrantId> assign_reading(storage::Worker& worker, const storage::Principal& who,
                                               const domain::HoldId& hold, const domain::AccountId& reader);

// The reader's own.
domain::Result<std::vector<storage::ReadingRow>> readings(storage::Worker& worker, const storage::Principal& who,
                                                          std::int64_t after, int limit);
domain::Result<storage::ReadingRow> reading(storage::Worker& worker, const storage::Principal& who,
                                            const domain::GrantId& assignment);
domain::Result<OpenedLetter> open_reading(storage::Worker& worker, const storage::Principal& who,
                                          const domain::GrantId& assignment);
// Only what was begun is done.
domain::Result<void> finish_reading(storage::Worker& worker, const storage::Principal& who,
                                    const domain::GrantId& assignment);

}  // namespace holdfast::flows
