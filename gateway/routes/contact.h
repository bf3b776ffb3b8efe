// Approved contact: what the recipient sees, agrees to, pauses and ends; what an analyst asks for and agrees to; what
// an institution answers. API and pages.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {

std::span<const Route> contact_routes();
std::span<const Route> contact_pages_routes();

}  // namespace holdfast::routes
