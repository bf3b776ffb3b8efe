// The institution's tickets: the list, one ticket, acknowledging, answering. Pages and API.
#pragma once

#include <span>
#include <vector>

#include "gateway/pages/views/staff.h"
#include "gateway/routes/router.h"
#include "storage/postgres/tickets.h"

namespace holdfast::routes {

std::span<const Route> tickets_routes();

// Shared with the office's side: what happened to a ticket, beginning with its opening.
std::vector<pages::TicketEvent> history_view(domain::Time opened, const std::vector<storage::TicketStep>& steps);

}  // namespace holdfast::routes
