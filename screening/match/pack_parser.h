// Rule packs from TOML. Strict: an unknown key, a missing one, a wrong type, a twice-used id, an unknown macro or
// context is an error with its file and line.
#pragma once

#include <expected>
#include <span>

#include "screening/match/rule.h"
#include "screening/screening.h"

namespace holdfast::screening::match {

std::expected<Pack, LoadError> parse_packs(std::span<const RuleFile> files);

}  // namespace holdfast::screening::match
