// An outcome in words, for a terminal or a page without script.
#pragma once

#include <string>
#include <string_view>

#include "screening/screening.h"

namespace holdfast::screening {

// Plain text: the verdict, then each finding with place, words, rule and what the rule says, in "en" or "es".
std::string explain(const Engine& engine, const Outcome& outcome, std::string_view language);

}  // namespace holdfast::screening
