// Which rules of a pack judge letters, and whether what they lean on does too.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "screening/match/rule.h"
#include "screening/screening.h"

namespace holdfast::screening::match {

// The ids in "a | b | c".
std::vector<std::string> alternatives_in(std::string_view members);

inline bool is_used(Status status) { return status == Status::test || status == Status::active; }

// Every rule or composite in use that leans on one that is unknown, a draft or retired, on itself, or on a context that
// is unknown. Ordered as in the pack.
std::vector<LoadError> leaning_faults(const Pack& pack);

// Without drafts and what is retired.
Pack in_use(Pack pack);

}  // namespace holdfast::screening::match
