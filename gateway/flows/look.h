// Looking: an auditor at the log, an administrator at the agency's state.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "screening/screening.h"
#include "storage/postgres/log.h"
#include "storage/postgres/log_entries.h"
#include "storage/postgres/principal.h"
#include "storage/postgres/settings.h"

namespace holdfast::flows {

struct LogPage {
  storage::LogHead head;
  std::vector<storage::LogRow> rows;
};
domain::Result<LogPage> log_page(storage::Worker& worker, const storage::Principal& who, std::int64_t after,
                                 std::optional<std::int64_t> from, int limit);
domain::Result<storage::LogHead> log_head(storage::Worker& worker, const storage::Principal& who);

// `entry` only where it was opened and proven against its leaf. What cannot be proven is shown to nobody: that it
// cannot is what the auditor learns.
struct EntryLook {
  storage::LogRow row;
  std::string commitment;  // hex, of the leaf
  std::optional<audit::Entry> entry;
};
// Commits the look and its entry, then asks the keeper. The person must have stepped up. not_found for a blank leaf.
domain::Result<EntryLook> open_entry(storage::Worker& worker, const storage::Principal& who,
                                     const domain::EntryId& entry);

struct SystemState {
  storage::AgencySettings agency;
  std::string rules;   // the hash of the rule files in force
  std::string engine;  // its version
  int schema = 0;
  bool schema_fits = false;
  bool keeper = false;  // answers
  storage::LogLag log;
};
domain::Result<SystemState> system_state(storage::Worker& worker, const storage::Principal& who,
                                         const screening::Engine& engine);

}  // namespace holdfast::flows
