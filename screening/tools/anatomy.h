// One rule taken apart: what it looks for, what calls it, what takes it back, and how its examples are seen.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "screening/screening.h"

namespace holdfast::screening::tools {

// Plain text, with the rule's reason in "en" or "es". A rule that is not there is an error.
std::expected<std::string, std::string> anatomy(std::span<const RuleFile> files, const Engine& engine,
                                                std::string_view id, std::string_view language);

}  // namespace holdfast::screening::tools
