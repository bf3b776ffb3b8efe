// What waits for the second person of an office of one: their queue, and where others read for whom a thing waits.
// What they answer is on the order's and the ticket's own pages. Page and API.
#pragma once

#include <span>
#include <string>

#include "gateway/routes/router.h"

namespace holdfast::routes {

std::span<const Route> second_routes();

// The title of the profile's second person, where there is one; empty: what needs two stays held.
domain::Result<std::string> second_title(const Context& context);
// Where an answer leads: back to the thing, or to the queue where it is no longer theirs to see.
std::string after_answer(const Context& context, const std::string& path);

}  // namespace holdfast::routes
