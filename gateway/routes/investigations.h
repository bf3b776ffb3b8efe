// Flagged contact at the office: the list, one ticket, opening, deciding, lifting, closing. Pages and API.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {

std::span<const Route> investigations_routes();

}  // namespace holdfast::routes
