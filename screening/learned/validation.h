// How well training does on letters that it has not seen.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "screening/learned/trainer.h"

namespace holdfast::screening::learned {

// What a verdict or category did on letters nobody trained on. Shares are of `letters`.
struct Tallied {
  unsigned letters{}, flagged{}, quarantined{}, category{}, overlap{};
};
struct Figures {
  // [language 0 en, 1 es][verdict]
  Tallied model[2][3], rules[2][3], both[2][3];
  unsigned pairs[2]{}, told_apart[2]{};
};

using HeldOut = std::function<void(const Sample&, const Outcome&)>;

// Trains on all but a fold of whole groups and judges the fold, for each fold; thresholds are set inside. `packs` are
// the rules: alone, and in an engine with the fold's model, as letters are judged. Letters are counted in the part
// (below `parts`) that `part` says; pairs in the first. `seen` is told what was said of each, if it is there.
std::expected<std::vector<Figures>, LoadError> cross_validate(const std::vector<Sample>& samples,
                                                              std::string_view concepts, unsigned folds,
                                                              const Training& how, std::span<const RuleFile> packs,
                                                              std::size_t parts,
                                                              const std::function<std::size_t(const Sample&)>& part,
                                                              const HeldOut& seen, const Progress& progress);

}  // namespace holdfast::screening::learned
