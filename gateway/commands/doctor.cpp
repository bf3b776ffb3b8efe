#include <sys/stat.h>

#include <fstream>
#include <iostream>

#include "gateway/commands/commands.h"
#include "gateway/flows/feeds.h"
#include "gateway/json/writer.h"
#include "gateway/pages/pages.h"
#include "screening/load.h"
#include "storage/postgres/here.h"
#include "storage/postgres/log.h"
#include "storage/postgres/migrate.h"
#include "storage/postgres/rule_sets.h"
#include "storage/sealing/keeper_client.h"

namespace holdfast::commands {
namespace {

struct Finding {
  std::string part;
  bool well = false;
  std::string what;  // what is wrong
  std::string mend;  // and how to mend it
};

Finding file_of_ours(const std::string& part, const std::filesystem::path& file, bool secret) {
  struct stat about{};
  if (stat(file.c_str(), &about) != 0) return {part, false, file.string() + " is not there", "deploy/run makes it"};
  if (secret && (about.st_mode & 077) != 0)
    return {part, false, file.string() + " can be read by others", "chmod 600 " + file.string()};
  return {part, true, "", ""};
}

Finding database_of(const Settings& s, const std::string& role) {
  storage::Database database(connection(s.config, role, "holdfast doctor"));
  const auto schema = storage::schema_number(database);
  const std::string part = "database as " + role;
  if (!schema)
    return {part, false, std::string(schema.error().why),
            "is PostgreSQL running, and may this account be " + role + "? (pg_ident.conf)"};
  if (*schema < storage::kLeastSchema || *schema > storage::kMostSchema) {
    return {part, false, "schema " + std::to_string(*schema) + " is not one this program works with",
            "holdfast migrate"};
  }
  return {part, true, "", ""};
}

Finding log_of(const Settings& s) {
  storage::Database database(connection(s.config, s.config.database.owner_role, "holdfast doctor"));
  const auto agency = storage::find_agency(database, s.profile.code);
  if (!agency) return {"agency", false, std::string(agency.error().why), "holdfast migrate"};
  const auto lag = storage::log_lag(database, agency->system);
  if (!lag) return {"log", false, std::string(lag.error().why), "is PostgreSQL running?"};
  if (lag->waiting > 10'000)
    return {"log", false, std::to_string(lag->waiting) + " entries are not in the tree yet", "is a gateway running?"};
  return {"log", true, "", ""};
}

Finding keeper_of(const Settings& s) {
  sealing::KeeperClient client({.socket = s.config.keeper.socket});
  if (client.reachable()) return {"keeper", true, "", ""};
  return {"keeper", false, "nobody answers at " + s.config.keeper.socket.string(), "start it: holdfast keeper"};
}

// What is in force came from the folder, or the folder waits to be taken.
Finding packs_of(const Settings& s) {
  const std::string part = "rule packs";
  const auto files = screening::load_all(s.config.paths.packs);
  if (!files) return {part, false, files.error().file + ": " + files.error().what, "deploy/run installs them"};
  storage::Database database(connection(s.config, s.config.database.owner_role, "holdfast doctor"));
  const auto agency = storage::find_agency(database, s.profile.code);
  if (!agency) return {part, true, "", ""};  // said elsewhere
  const auto present = database.run(agency->system, [](auto& tx) { return storage::rules_in_force(tx); });
  if (!present) return {part, true, "", ""};  // this too
  const auto& rules = *present;
  if (!rules || rules->hash == screening::rules_hash(*files)) return {part, true, "", ""};
  return {part, false, "the folder holds other rules than those in force",
          "holdfast rules reload takes them, or says what would be weaker"};
}

// One line for each feed that the profile expects.
void add_feeds(const Settings& s, std::vector<Finding>& findings) {
  if (s.profile.feeds.empty()) return;
  storage::Database database(connection(s.config, s.config.database.owner_role, "holdfast doctor"));
  const auto agency = storage::find_agency(database, s.profile.code);
  if (!agency) return;  // said elsewhere
  const auto states = flows::feed_states(database, agency->system, s.profile.feeds);
  if (!states) return findings.push_back({"feeds", false, std::string(states.error().why), "is PostgreSQL running?"});
  for (const auto& state : *states) {
    const auto hours = std::to_string(std::chrono::floor<std::chrono::hours>(state.silent_for).count());
    const auto what =
        state.spoke ? "silent for " + hours + " hours" : "nothing came since it is expected, " + hours + " hours";
    findings.push_back(
        {"feed " + state.feed.name, !state.silent(), state.silent() ? what : "",
         state.silent() ? "ask its sender; it is expected every " + std::to_string(state.feed.every.count()) + " hours"
                        : ""});
  }
}

}  // namespace

int doctor(const std::filesystem::path& config_file, bool json) {
  const auto s = read_settings(config_file);
  std::vector<Finding> findings{
      file_of_ours("certificate", s.config.server.certificate, false),
      file_of_ours("certificate's key", s.config.server.key, true),
      database_of(s, s.config.database.owner_role),
      log_of(s),
      keeper_of(s),
      packs_of(s),
  };
  add_feeds(s, findings);
  const bool well = std::ranges::all_of(findings, &Finding::well);
  json::Writer out;
  out.object().field("well", well).key("parts").array();
  for (const auto& one : findings) {
    out.object().field("part", one.part).field("well", one.well);
    if (!one.well) out.field("what", one.what).field("mend", one.mend);
    out.end();
    if (!json)
      std::cout << (one.well ? "  well   " : "  WRONG  ") << one.part
                << (one.well ? "" : ": " + one.what + "\n         mend: " + one.mend) << '\n';
  }
  out.end().end();
  if (json) std::cout << out.take() << '\n';
  return well ? kDone : kNo;
}

}  // namespace holdfast::commands
