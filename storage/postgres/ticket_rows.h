// For the sources of this folder: what the office's and the institution's side of a ticket have in common.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "storage/postgres/internal.h"
#include "storage/postgres/sealed_rows.h"
#include "storage/postgres/tickets.h"
#include "storage/sealing/random.h"

#define HOLDFAST_TICKET_STEP                                                                               \
  "select hf.micros(e.at), e.state, e.reason, coalesce(a.display_name, ''), s.oid from hf.ticket_event e " \
  "left join hf.account a on a.agency_id = e.agency_id and a.id = e.account_id "                           \
  "left join hf.sealed_object s on s.agency_id = e.agency_id and s.id = e.object_id and s.destroyed_at is null "

namespace holdfast::storage {

// An unknown name is a ticket that nobody can act on.
inline domain::TicketState ticket_state_of(const pqxx::field& field) {
  return domain::parse_name<domain::TicketState>(field.as<std::string>()).value_or(domain::TicketState::dismissed);
}

inline std::vector<TicketStep> steps_of(const pqxx::result& rows) {
  std::vector<TicketStep> steps;
  for (const auto& row : rows) {
    steps.push_back({time_of(row[0]), row[1].as<std::string>(), row[2].as<std::string>(), row[3].as<std::string>(),
                     maybe_id_of<domain::ObjectId>(row[4])});
  }
  return steps;
}

// The sealed note's key; none for an empty one.
inline domain::Result<std::optional<std::int64_t>> put_note(Transaction& tx, Worker& worker, std::string_view note) {
  if (note.empty()) return std::optional<std::int64_t>{};
  const auto put = put_object(tx, worker, sealing::Purpose::ticket_note, sealing::random_id<domain::ObjectId>(),
                              {{sealing::Purpose::ticket_note, note}});
  if (!put) return std::unexpected(put.error());
  return std::optional<std::int64_t>{*put};
}

}  // namespace holdfast::storage
