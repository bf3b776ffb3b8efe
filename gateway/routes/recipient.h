// The recipient's pages and API: what is offered, the choice, the words, stopping contact, reporting. GET never opens a
// letter and never changes anything.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {

std::span<const Route> recipient_routes();
std::span<const Route> recipient_api_routes();

}  // namespace holdfast::routes
