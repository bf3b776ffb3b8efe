// Signing in and out, proving oneself again, language, leaving; and the API's sessions.
#pragma once

#include <span>

#include "gateway/routes/router.h"

namespace holdfast::routes {
std::span<const Route> account_routes();
}
