// The log as an auditor reads it: leaves without their meaning, the newest head, and one entry opened under a look of
// their own. Verification of the whole is log.h's.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/postgres/principal.h"
#include "storage/postgres/witness.h"

namespace holdfast::storage {

struct LogRow {
  domain::EntryId entry;              // the leaf's id
  std::optional<std::int64_t> index;  // none: not yet placed
  std::optional<domain::Time> placed;
  bool blank = false;      // padding: there is nothing to open
  std::int64_t place = 0;  // in the list's order: sealed into a cursor
};

struct LogHead {
  std::int64_t size = 0;  // 0: nothing was placed yet
  std::array<std::uint8_t, 32> root{};
  std::optional<domain::Time> at;
};

// Newest first: older than `place` (0: from the newest), and not beyond the entry at index `from` if one is given.
domain::Result<std::vector<LogRow>> log_rows(Transaction& tx, std::int64_t place, std::optional<std::int64_t> from,
                                             int limit);
domain::Result<LogHead> log_head(Transaction& tx);

// What the keeper is asked with, and what is opened with its answer. not_found for a blank leaf or none.
struct LookAtEntry {
  domain::GrantId grant;
  LogRow row;
  audit::Leaf leaf{};
  std::vector<std::uint8_t> sealed;
};
domain::Result<LookAtEntry> look_at_entry(Transaction& tx, const domain::EntryId& entry);
// Asks the keeper and proves the entry against its leaf. internal where it does not open or does not fit.
domain::Result<OpenedEntry> open_look(Worker& worker, const Principal& who, const LookAtEntry& look);

}  // namespace holdfast::storage
