// What belongs to nobody: health, metrics, the API's own description, assets, the demo's mail.
#pragma once

#include <span>
#include <string>

#include "gateway/routes/router.h"

namespace holdfast::routes {

std::span<const Route> meta_routes();

// The OpenAPI 3.1 document of these routes: paths, operations, schemas, and every answer that a caller may get.
std::string openapi(std::span<const Route> routes);

}  // namespace holdfast::routes
