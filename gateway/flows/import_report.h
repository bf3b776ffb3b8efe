// An import's report as JSON: the API's answer, and the command's with --json. Ids, places and fixed phrases; nothing
// that was sent.
#pragma once

#include <string>
#include <string_view>

#include "gateway/flows/import.h"

namespace holdfast::flows {

std::string report_json(const ImportOrder& asked, const ImportReport& report);

}  // namespace holdfast::flows
