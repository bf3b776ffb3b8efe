#include "gateway/flows/look.h"

#include "storage/postgres/migrate.h"
#include "storage/postgres/witness.h"

namespace holdfast::flows {
namespace {

using domain::Problem;
using domain::Result;
using storage::Transaction;

constexpr std::size_t kCommitmentFrom = 17;  // after version and id: audit/entry/leaf.h

std::string hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const auto byte : bytes) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

Result<storage::LookAtEntry> begin_look(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                                        const domain::EntryId& entry) {
  auto look = storage::look_at_entry(tx, entry);
  if (!look) return look;
  const auto told = storage::witness(tx, worker, who, {.event = "entry.opened", .object = "entry/" + entry.text()});
  if (!told) return std::unexpected(told.error());
  return look;
}

// An entry that its leaf does not prove is itself something to remember.
Result<void> note_unproven(storage::Worker& worker, const storage::Principal& who, const domain::EntryId& entry) {
  return worker.database.run(who.actor, [&](Transaction& tx) {
    return storage::witness(tx, worker, who,
                            {.event = "entry.unproven", .object = "entry/" + entry.text(), .outcome = "failed"});
  });
}

}  // namespace

Result<LogPage> log_page(storage::Worker& worker, const storage::Principal& who, std::int64_t after,
                         std::optional<std::int64_t> from, int limit) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<LogPage> {
    auto head = storage::log_head(tx);
    if (!head) return std::unexpected(head.error());
    auto rows = storage::log_rows(tx, after, from, limit);
    if (!rows) return std::unexpected(rows.error());
    return LogPage{*head, std::move(*rows)};
  });
}

Result<storage::LogHead> log_head(storage::Worker& worker, const storage::Principal& who) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::log_head(tx); });
}

Result<EntryLook> open_entry(storage::Worker& worker, const storage::Principal& who, const domain::EntryId& entry) {
  const auto look = worker.database.run(who.actor, [&](Transaction& tx) { return begin_look(tx, worker, who, entry); });
  if (!look) return std::unexpected(look.error());
  EntryLook found{look->row, hex(std::span(look->leaf).subspan(kCommitmentFrom)), {}};
  auto opened = storage::open_look(worker, who, *look);
  if (opened) {
    found.entry = std::move(opened->entry);
    return found;
  }
  if (opened.error().problem != Problem::internal) return std::unexpected(opened.error());
  if (auto noted = note_unproven(worker, who, entry); !noted) return std::unexpected(noted.error());
  return found;
}

Result<SystemState> system_state(storage::Worker& worker, const storage::Principal& who,
                                 const screening::Engine& engine) {
  auto agency = worker.database.run(who.actor, [&](Transaction& tx) { return storage::agency_settings(tx); });
  if (!agency) return std::unexpected(agency.error());
  const auto schema = storage::schema_number(worker.database);
  if (!schema) return std::unexpected(schema.error());
  // The log is the auditors'; how far it has come is counted by the gateway for itself.
  const auto log = storage::log_lag(worker.database, worker.here->system);
  if (!log) return std::unexpected(log.error());
  SystemState state{std::move(*agency),
                    std::string(engine.rules_hash()),
                    std::string(screening::Engine::version()),
                    *schema,
                    false,
                    worker.here->keeper->reachable(),
                    *log};
  state.schema_fits = *schema >= storage::kLeastSchema && *schema <= storage::kMostSchema;
  return state;
}

}  // namespace holdfast::flows
