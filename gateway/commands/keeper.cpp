#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <iostream>

#include "gateway/commands/commands.h"
#include "storage/postgres/grants.h"
#include "storage/sealing/harden.h"
#include "storage/sealing/keeper_server.h"
#include "storage/sealing/keyring.h"

namespace holdfast::commands {
namespace {

domain::Time machine_now() { return std::chrono::time_point_cast<domain::Duration>(std::chrono::system_clock::now()); }

std::filesystem::path keys_folder(const config::Config& config) { return config.keeper.keys; }

std::vector<uid_t> who_may_ask(const config::Config& config) {
  std::vector<uid_t> allowed{geteuid()};
  if (config.keeper.gateway_user.empty()) return allowed;
  if (const auto* entry = getpwnam(config.keeper.gateway_user.c_str())) allowed.push_back(entry->pw_uid);
  return allowed;
}

}  // namespace

int keys_init(const std::filesystem::path& config_file) {
  const auto [config, profile] = read_settings(config_file);
  if (auto made = sealing::init_keys(keys_folder(config), machine_now()); !made) return complain("keys", made.error());
  return kDone;
}

// Serves until SIGTERM or SIGINT; looks each minute whether the week has turned.
int keeper(const std::filesystem::path& config_file) {
  const auto [config, profile] = read_settings(config_file);
  sealing::harden_process();
  sigset_t ends;
  sigemptyset(&ends);
  for (const int signal : {SIGTERM, SIGINT}) sigaddset(&ends, signal);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  (void)signal(SIGPIPE, SIG_IGN);

  auto keyring = sealing::Keyring::load(keys_folder(config));
  if (!keyring) return complain("the keeper's keys", keyring.error());
  const auto role = connection(config, config.database.keeper_role, "holdfast keeper");
  storage::Database database(role);
  const auto agency = storage::find_agency(database, profile.code);
  if (!agency) return complain("the database", agency.error());
  const auto now = database.about_now();
  if (auto made = keyring->ensure(now ? *now : machine_now()); !made)
    return complain("the keeper's keys", made.error());
  sealing::PublicKeys public_keys(keys_folder(config));
  storage::Here here;
  here.agency = profile.code;
  here.system = agency->system;
  here.system_account = agency->system_account;
  here.public_keys = &public_keys;
  storage::Grants grants(role, here);
  sealing::KeeperServerOptions options;
  options.socket = config.keeper.socket;
  options.allowed_uids = who_may_ask(config);
  options.on_event = [](std::string_view what) { std::cerr << "keeper: " << what << '\n'; };
  auto server = sealing::KeeperServer::start(std::move(options), *keyring, grants);
  if (!server) return complain("the keeper's socket", server.error());
  std::cerr << "keeper: ready\n";

  const timespec minute{60, 0};
  while (sigtimedwait(&ends, nullptr, &minute) < 0) {
    const auto at = database.about_now();
    if (auto made = keyring->ensure(at ? *at : machine_now()); !made) complain("the keeper's keys", made.error());
  }
  (*server)->stop();
  return kDone;
}

}  // namespace holdfast::commands
