// An outcome in words, for a terminal or a page without script.
#pragma once

#include <string>
#include <string_view>

#include "screening/screening.h"

namespace holdfast::screening {

// Plain text, in "en" or "es": the verdict, each finding with place, words, disguise, rule and what the rule says, the
// scores, and what came nearest to a graver verdict.
std::string explain(const Engine& engine, const Outcome& outcome, std::string_view language);

}  // namespace holdfast::screening
