// What findings weigh together, and what came nearest to a graver verdict. Both explain; neither decides.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "screening/match/rule.h"
#include "screening/score/company.h"
#include "screening/score/composites.h"
#include "screening/score/fired.h"
#include "screening/screening.h"

namespace holdfast::screening::score {

match::Points weight_of(const match::About& about, match::Level level, const match::Policy& policy);

// Of each category that findings or signals speak of, heaviest first: its heaviest rule, and the policy's share of
// every other one. A rule counts once.
std::vector<Score> scores_of(const match::Pack& pack, std::span<const CompiledComposite> composites,
                             std::span<const Fired> fired, std::span<const Finding> findings);

// Ordered by how little was missing: a rule that lacks its company, a composite that lacks the fewest members, the
// score of a category. Nothing where the verdict is quarantine, or nothing of the letter pointed higher.
std::optional<Nearest> nearest_of(const match::Pack& pack, std::span<const CompiledComposite> composites,
                                  std::span<const Fired> fired, std::span<const Lacking> lacking,
                                  const Outcome& outcome);

}  // namespace holdfast::screening::score
