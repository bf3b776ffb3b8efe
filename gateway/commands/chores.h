// The background's chores as `holdfast serve` runs them: here the parts that need settings are put together.
#pragma once

#include <string>
#include <vector>

#include "gateway/commands/commands.h"
#include "gateway/flows/background.h"
#include "gateway/pages/pages.h"

namespace holdfast::commands {

std::vector<flows::Chore> chores_of(const Settings& settings, const pages::Pages& pages, const std::string& holder);

}  // namespace holdfast::commands
