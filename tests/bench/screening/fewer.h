// The rule packs with some of their patterns left out.
#pragma once

#include <cstddef>
#include <vector>

#include "screening/screening.h"

namespace holdfast::bench {

// So many patterns: the first of every rule, and of all others one in so many, in the order of the packs. Macros,
// contexts, examples and what rules say of themselves stay. There must be at least one pattern for each rule.
std::vector<screening::RuleFile> with_patterns(const std::vector<screening::RuleFile>& files, std::size_t count);

}  // namespace holdfast::bench
