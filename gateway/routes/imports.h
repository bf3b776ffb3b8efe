// Files of orders, people and housing over the API.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {

std::span<const Route> imports_routes();

}  // namespace holdfast::routes
