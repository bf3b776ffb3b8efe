// No-contact orders: list, entry, new versions. Pages and API.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {

std::span<const Route> orders_routes();

}  // namespace holdfast::routes
