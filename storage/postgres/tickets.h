// An institution's tickets, through the one window it has (hf.institution_ticket): the offender's side alone. What a
// ticket began with, who the recipient is or what became of any letter cannot be asked here.
//
// Every call works inside the caller's transaction, as the actor it was begun for: another institution's ticket, or one
// that was not shared, is not_found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/domain/id.h"
#include "gateway/domain/ticket.h"
#include "storage/postgres/here.h"

namespace holdfast::storage {

struct HousedTicket {
  domain::TicketId ticket;
  domain::TicketState state{};
  std::string severity;  // low, medium, high, critical
  std::vector<std::string> categories;
  std::string offender_number, offender_name;
  domain::Time opened{}, changed{};
  std::int64_t place = 0;  // in the list's order: sealed into a cursor
};

// One thing that happened to a ticket. `state` is the state it went to, or "words_opened".
struct TicketStep {
  domain::Time at{};
  std::string state, reason;
  std::string who;                       // a display name; empty for who may not be seen
  std::optional<domain::ObjectId> note;  // what was said, sealed
};

struct HousedTicketFile {
  HousedTicket row;
  std::vector<TicketStep> steps;  // of this institution's own people, oldest first
};

std::string_view words_opened_step();  // "words_opened"

// The institution this account belongs to; empty for who belongs to none.
domain::Result<std::string> my_institution(Transaction& tx);
// What waits for the institution first, then what it works on, then the rest; each oldest first, after `place`.
domain::Result<std::vector<HousedTicket>> housed_tickets(Transaction& tx, std::int64_t place, int limit);
domain::Result<HousedTicketFile> housed_ticket(Transaction& tx, const domain::TicketId& ticket);
// conflict where it is no longer in `from`.
domain::Result<void> move_housed_ticket(Transaction& tx, const domain::TicketId& ticket, domain::TicketState from,
                                        domain::TicketState to);
// By this actor, with what they said (sealed as ticket_note; empty: nothing).
domain::Result<void> add_housed_step(Transaction& tx, Worker& worker, const domain::TicketId& ticket,
                                     domain::TicketState state, std::string_view note);

}  // namespace holdfast::storage
