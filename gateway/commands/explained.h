// A letter's outcome in words, with what contexts took back: for `holdfast screen --explain` and `rules explain`.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "screening/screening.h"

namespace holdfast::commands {

std::string explained(const screening::Engine& engine, std::span<const screening::RuleFile> files,
                      const screening::Outcome& outcome, std::string_view letter, std::string_view language);

}  // namespace holdfast::commands
