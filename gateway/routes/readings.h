// What a reader was asked to read. Page and API.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {

std::span<const Route> readings_routes();

}  // namespace holdfast::routes
