// One order with what it says, and ending or easing it by two people: page and API.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {

std::span<const Route> loosenings_routes();

}  // namespace holdfast::routes
