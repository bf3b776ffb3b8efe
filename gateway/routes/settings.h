// The administrator's settings. Page and API.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {

std::span<const Route> settings_routes();

}  // namespace holdfast::routes
