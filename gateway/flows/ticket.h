// The institution's side: its tickets, acknowledging, answering. Whatever a ticket began with, it looks the same here.
#pragma once

#include <string>
#include <vector>

#include "storage/postgres/principal.h"
#include "storage/postgres/tickets.h"
#include "storage/sealing/secret.h"

namespace holdfast::flows {

struct HousedTickets {
  std::string institution;
  std::vector<storage::HousedTicket> rows;
};
domain::Result<HousedTickets> housed_tickets(storage::Worker& worker, const storage::Principal& who, std::int64_t after,
                                             int limit);

// What the code of pages and API says of a step that led to `state`: "acknowledge", "words_opened" ...
std::string_view step_code(std::string_view state);

// The row alone: nothing that was said is opened.
domain::Result<storage::HousedTicket> housed_ticket_row(storage::Worker& worker, const storage::Principal& who,
                                                        const domain::TicketId& ticket);

struct HousedTicketAnswer {
  std::string institution;
  storage::HousedTicketFile file;
  sealing::SecretBytes answer;  // what this institution's own people last said; empty: nothing yet
};
// Where something was said, the look at it is witnessed before the keeper is asked.
domain::Result<HousedTicketAnswer> housed_ticket(storage::Worker& worker, const storage::Principal& who,
                                                 const domain::TicketId& ticket);

// refused where its state does not allow it; conflict where somebody came first; not_found for another's.
domain::Result<domain::TicketState> acknowledge_ticket(storage::Worker& worker, const storage::Principal& who,
                                                       const domain::TicketId& ticket);

inline constexpr std::size_t kMostAnswer = 4000;  // characters
struct TicketAnswer {
  domain::TicketState state{};  // investigating, substantiated, not_substantiated, referred
  std::string text;             // may be empty for investigating alone
};
// A finding on a ticket that was only acknowledged takes it through the work on it: both steps are written.
domain::Result<domain::TicketState> answer_ticket(storage::Worker& worker, const storage::Principal& who,
                                                  const domain::TicketId& ticket, const TicketAnswer& answer);

// The last thing said on a ticket; no value where nothing was.
std::optional<domain::ObjectId> last_note(const std::vector<storage::TicketStep>& steps);
// After its entry was committed.
domain::Result<sealing::SecretBytes> open_note(storage::Worker& worker, const storage::Principal& who,
                                               const domain::TicketId& ticket, const domain::ObjectId& note);

}  // namespace holdfast::flows
