// Whoever has a letter's words open says of screening's findings which are right and which are wrong. It changes
// nothing about the letter: `holdfast rules report --feedback` counts it for those who write rules.
#pragma once

#include <span>

#include "gateway/domain/id.h"
#include "storage/postgres/marks.h"
#include "storage/postgres/principal.h"

namespace holdfast::flows {

// In one transaction, with one entry. refused (words_not_opened) for who has not opened them, or decided already.
domain::Result<void> mark_findings(storage::Worker& worker, const storage::Principal& who,
                                   const domain::VersionId& version, std::span<const storage::FindingMark> marks);
// Of the letter that a ticket is about; not_found for a report, which screening has not read.
domain::Result<void> mark_flagged(storage::Worker& worker, const storage::Principal& who,
                                  const domain::TicketId& ticket, std::span<const storage::FindingMark> marks);

}  // namespace holdfast::flows
