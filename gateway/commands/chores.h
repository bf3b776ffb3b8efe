// The background's chores as `holdfast serve` runs them: here the parts that need settings are put together.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "gateway/advice/adviser.h"
#include "gateway/commands/commands.h"
#include "gateway/flows/background.h"
#include "gateway/flows/registry.h"
#include "gateway/flows/rescreen.h"
#include "gateway/pages/pages.h"

namespace holdfast::commands {

std::vector<flows::Chore> chores_of(const Settings& settings, const pages::Pages& pages, const std::string& holder);

// Asking takes its time: it has a background thread of its own, where an adviser is configured.
flows::Chore advising(const std::shared_ptr<advice::Adviser>& adviser, const config::Adviser& settings,
                      const std::string& holder, flows::AdviceTally& tally,
                      std::function<void(flows::AdviceFailure)> failed);

// Screening held letters again, where the operator asked for it: a thread of its own, for it may take long.
flows::Chore rescreening(std::function<std::shared_ptr<const screening::Engine>()> rules, const std::string& holder);

// Keeps the registry in this gateway's memory current. On a thread of its own: the first load may take long.
flows::Chore registering(flows::Registry& registry);

}  // namespace holdfast::commands
