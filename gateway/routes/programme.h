// The facilitator's side: submitting, following, replacing and taking back letters. Pages and API.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {
std::span<const Route> programme_routes();
}
