// What a rule would have said of a letter, had its contexts not taken the match back.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "screening/screening.h"

namespace holdfast::screening::tools {

struct TakenBack {
  std::string rule;
  Verdict level{};
  std::string quote;                  // the letter's own words
  std::vector<std::string> contexts;  // which took it back: any of them would have
};

// Of plain words only. Ordered gravest first, then by place. Empty for packs that do not load. Slow: the packs are
// compiled again.
std::vector<TakenBack> taken_back(std::span<const RuleFile> files, std::string_view letter);

}  // namespace holdfast::screening::tools
