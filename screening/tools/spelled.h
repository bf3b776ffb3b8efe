// A pattern's groups spelled out: "(kill|hurt) (all of )?you" is "kill all of you", "kill you", "hurt all of you" and
// "hurt you". Macros, gaps and what stands in brackets stay as they are written.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "screening/match/rule.h"

namespace holdfast::screening::tools {

// What is too much to spell out stands there as it was written.
std::set<std::string> spelled(std::string_view pattern);
std::set<std::string> spelled(std::span<const match::Pattern> patterns);

// The macros that a pattern names, "YOU" of "<YOU>".
std::set<std::string> macros_in(std::string_view pattern);

}  // namespace holdfast::screening::tools
