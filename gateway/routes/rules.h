// The rules of screening: what is in force on which gateway, taking the folder's, and what two people must agree on.
// Page and API.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {

std::span<const Route> rules_routes();

}  // namespace holdfast::routes
