// The auditor's log: leaves, the head, one entry opened and proven. Pages and API.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {

std::span<const Route> log_routes();

}  // namespace holdfast::routes
