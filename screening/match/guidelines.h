// What of the rules may be told to those who write: the guidelines, without whatever stops a letter.
#pragma once

#include <string_view>

#include "screening/match/rule.h"

namespace holdfast::screening::match {

// A category of review level, or `welfare`. Rules of a quarantine category are no guidelines at any level: a weak hint
// of a threat tells where the threat begins.
bool is_guideline(std::string_view category);

// Keeps the rules and composites of review level in those categories, and signals that only such composites could use;
// a composite with a member that is gone goes too. Acrostic phrases go: half of them are threats.
Pack guidelines_of(Pack pack);

}  // namespace holdfast::screening::match
