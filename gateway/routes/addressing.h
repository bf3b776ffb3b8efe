// Whom a letter is for: the queue, one letter with its candidates, the decision and its undoing. Pages and API.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {

std::span<const Route> addressing_routes();

}  // namespace holdfast::routes
