#include <cstdlib>
#include <iostream>

#include "gateway/commands/commands.h"
#include "screening/load.h"

namespace holdfast::commands {
namespace {

[[noreturn]] void give_up(const config::Faults& faults) {
  for (const auto& fault : faults) std::cerr << "holdfast: " << fault.text() << '\n';
  std::exit(kWrong);
}

screening::Engine engine_of(std::expected<std::vector<screening::RuleFile>, screening::LoadError> files) {
  auto engine = files ? screening::Engine::build(*files) : std::unexpected(files.error());
  if (!engine) {
    std::cerr << "holdfast: " << engine.error().file << ':' << engine.error().line << ": " << engine.error().what
              << '\n';
    std::exit(kWrong);
  }
  return std::move(*engine);
}

}  // namespace

Settings read_settings(const std::filesystem::path& file) {
  auto config = config::load(file);
  if (!config) give_up(config.error());
  auto profile = config::load_profile(config->profile);
  if (!profile) give_up(profile.error());
  return {std::move(*config), std::move(*profile)};
}

storage::ConnectionSettings connection(const config::Config& config, const std::string& role,
                                       const std::string& application) {
  const auto& database = config.database;
  storage::ConnectionSettings settings;
  settings.host = database.address();
  settings.port = database.port;
  settings.name = database.name;
  settings.role = role;
  settings.password_file = database.password_file.string();
  settings.root_certificate = database.root_certificate.string();
  settings.connect_seconds = static_cast<int>(database.connect_time.count());
  settings.statement_ms = static_cast<int>(database.statement_time.count());
  settings.lock_ms = static_cast<int>(database.lock_time.count());
  settings.idle_in_transaction_ms = static_cast<int>(database.idle_in_transaction_time.count());
  settings.application = application;
  return settings;
}

screening::Engine read_engine(const std::filesystem::path& packs) { return engine_of(screening::load_all(packs)); }

screening::Engine read_rules(const std::filesystem::path& packs) { return engine_of(screening::load_directory(packs)); }

int complain(const std::string& what, const domain::Error& error) {
  std::cerr << "holdfast: " << what << ": " << error.why << (error.field.empty() ? "" : " (" + error.field + ")")
            << '\n';
  return error.problem == domain::Problem::unavailable ? kAway : kNo;
}

int complain(const std::string& what) {
  std::cerr << "holdfast: " << what << '\n';
  return kNo;
}

}  // namespace holdfast::commands
