// The bank, registrations and tasks. Pages and API.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {

std::span<const Route> bank_routes();

}  // namespace holdfast::routes
