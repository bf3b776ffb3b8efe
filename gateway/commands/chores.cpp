#include "gateway/commands/chores.h"

namespace holdfast::commands {

std::vector<flows::Chore> chores_of(const Settings& settings, const pages::Pages& /*pages*/, const std::string& holder) {
  return {flows::sequencing(holder, settings.config.audit.interval, settings.config.audit.batch),
          flows::publishing(settings.profile.publication, settings.profile.time_zone)};
}

}  // namespace holdfast::commands
