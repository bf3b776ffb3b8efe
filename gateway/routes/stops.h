// Stop contact as the office writes it down for somebody on the telephone, by letter or in the room. Their own page is
// in recipient.h.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {

std::span<const Route> stops_routes();

}  // namespace holdfast::routes
