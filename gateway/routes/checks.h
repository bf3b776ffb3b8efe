// The facilitator's check before a letter is sent in (gateway/flows/check.h). Pages and API.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {
std::span<const Route> checks_routes();
}
