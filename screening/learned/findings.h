// How the learned layer's findings are named and what people are told of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "screening/learned/passage.h"
#include "screening/screening.h"

namespace holdfast::screening::learned {

// "model.threat"
std::string rule_id(std::string_view category);

// What the learned layer is told of a finding, or of a signal (`clear`).
Hint hint_of(std::uint32_t at, std::string_view rule, std::string_view category, Verdict level);

// One for each category that the model can name.
std::vector<RuleInfo> rule_infos();

}  // namespace holdfast::screening::learned
