// The analyst's review: queue, one version, opening the words, deciding. Pages and API.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {

std::span<const Route> review_routes();

}  // namespace holdfast::routes
