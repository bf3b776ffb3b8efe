#include "storage/postgres/migrate.h"

#include <iostream>

#include "gateway/commands/commands.h"
#include "storage/postgres/founding.h"

namespace holdfast::commands {

int migrate(const std::filesystem::path& config_file) {
  const auto [config, profile] = read_settings(config_file);
  const auto migrations = storage::read_migrations(config.paths.migrations);
  if (!migrations) return complain(migrations.error());
  const auto owner = connection(config, config.database.owner_role, "holdfast migrate");
  const auto ran = storage::migrate(owner, *migrations,
                                    [](const storage::Migration& one) { std::cerr << "  " << one.name << '\n'; });
  if (!ran) return complain(ran.error());
  storage::Database database(owner);
  const auto name = profile.name.contains("en") ? profile.name.at("en") : profile.code;
  if (auto founded = storage::found_agency(database, profile.code, name); !founded)
    return complain("the agency", founded.error());
  if (config.demo.enabled) {
    if (auto movable = storage::make_clock_movable(database); !movable)
      return complain("the demo's clock", movable.error());
  }
  return kDone;
}

}  // namespace holdfast::commands
