#include "storage/postgres/migrate.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

#include "audit/log/merkle.h"
#include "gateway/domain/permissions.h"
#include "storage/postgres/internal.h"

namespace holdfast::storage {
namespace {

constexpr auto kPrepare = R"sql(
  create schema if not exists hf_migrations;
  grant usage on schema hf_migrations to holdfast_gateway, holdfast_keeper;
  create table if not exists hf_migrations.applied (
    number   integer primary key,
    name     text not null,
    checksum text not null,
    at       timestamptz not null default clock_timestamp());
  grant select on hf_migrations.applied to holdfast_gateway, holdfast_keeper
)sql";
constexpr std::int64_t kLock = 0x686f6c6466617374;  // "holdfast"

std::string hex(const audit::Hash& hash) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const auto byte : hash) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::expected<Migration, std::string> read_one(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  if (name.size() < 10 || !std::ranges::all_of(name.substr(0, 4), [](char c) { return c >= '0' && c <= '9'; })) {
    return std::unexpected(name + ": a migration is called NNNN_name.sql");
  }
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return std::unexpected(name + ": cannot be read");
  Migration one{std::stoi(name.substr(0, 4)), name, text.str(), {}};
  if (!one.sql.starts_with("-- phase: expand\n") && !one.sql.starts_with("-- phase: contract\n")) {
    return std::unexpected(name + ": the first line must be `-- phase: expand` or `-- phase: contract`");
  }
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(one.sql.data());
  one.checksum = hex(audit::sha256({bytes, one.sql.size()}));
  return one;
}

std::map<int, std::string> applied(pqxx::transaction_base& work) {
  std::map<int, std::string> done;
  for (const auto& row : work.exec("select number, checksum from hf_migrations.applied")) {
    done[row[0].as<int>()] = row[1].as<std::string>();
  }
  return done;
}

// A new matrix replaces the old one whole.
void write_permissions(pqxx::transaction_base& work) {
  work.exec("delete from hf.permission");
  for (const auto& permission : domain::permissions()) {
    for (const auto role : domain::kRoles) {
      if (!domain::may(role, permission.act)) continue;
      work.exec_params("insert into hf.permission (role, act, step_up) values ($1, $2, $3)",
                       std::string(domain::role_name(role)), std::string(permission.name), permission.step_up);
    }
  }
}

}  // namespace

std::expected<std::vector<Migration>, std::string> read_migrations(const std::filesystem::path& folder) {
  std::vector<Migration> all;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    if (entry.path().extension() != ".sql") continue;
    auto one = read_one(entry.path());
    if (!one) return std::unexpected(one.error());
    all.push_back(std::move(*one));
  }
  if (failed) return std::unexpected(folder.string() + ": cannot be read");
  std::ranges::sort(all, {}, &Migration::number);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].number != static_cast<int>(i) + 1)
      return std::unexpected(all[i].name + ": out of turn, numbers run from 1");
  }
  return all;
}

std::expected<int, std::string> migrate(const ConnectionSettings& owner, const std::vector<Migration>& migrations,
                                        const std::function<void(const Migration&)>& progress) {
  ConnectionSettings patient = owner;
  patient.statement_ms = 0;
  patient.lock_ms = 0;
  patient.idle_in_transaction_ms = 0;
  patient.application = "holdfast migrate";
  std::string running = "connecting";
  int ran = 0;
  try {
    const auto connection = Keys::connect(patient);
    {
      pqxx::nontransaction work(*connection);
      work.exec("select pg_advisory_lock(" + std::to_string(kLock) + ")");
      work.exec("set client_min_messages = warning");
      work.exec(kPrepare);
    }
    std::map<int, std::string> done;
    {
      pqxx::work work(*connection);
      done = applied(work);
    }
    if (!done.empty() && done.rbegin()->first > static_cast<int>(migrations.size())) {
      return std::unexpected("the database is newer than this program: its schema is " +
                             std::to_string(done.rbegin()->first));
    }
    for (const auto& migration : migrations) {
      running = migration.name;
      if (const auto was = done.find(migration.number); was != done.end()) {
        if (was->second != migration.checksum) {
          return std::unexpected(migration.name + ": was changed after it ran here");
        }
        continue;
      }
      progress(migration);
      pqxx::work work(*connection);
      work.exec(migration.sql);
      work.exec_params("insert into hf_migrations.applied (number, name, checksum) values ($1, $2, $3)",
                       migration.number, migration.name, migration.checksum);
      work.commit();
      ++ran;
    }
    running = "permissions";
    pqxx::work work(*connection);
    write_permissions(work);
    work.commit();
  } catch (const std::exception& error) {
    return std::unexpected(running + ": " + error.what());
  }
  return ran;
}

domain::Result<int> schema_number(Database& database) {
  return database.run({}, [](Transaction& tx) -> domain::Result<int> {
    return Keys::work(tx).exec1("select coalesce(max(number), 0) from hf_migrations.applied")[0].as<int>();
  });
}

}  // namespace holdfast::storage
