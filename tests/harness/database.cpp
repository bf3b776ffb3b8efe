#include "tests/harness/database.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <iostream>
#include <pqxx/pqxx>
#include <stdexcept>

#include "storage/postgres/migrate.h"

namespace holdfast::test {
namespace {

std::string needed(const char* variable, const char* otherwise) {
  const char* value = std::getenv(variable);
  if (value != nullptr) return value;
  if (otherwise != nullptr) return otherwise;
  throw std::runtime_error(std::string(variable) +
                           " is not set: run the tests with deploy/test, which starts the cluster");
}

storage::ConnectionSettings on_cluster(const std::string& database, const std::string& role) {
  storage::ConnectionSettings settings;
  settings.host = needed("HOLDFAST_TEST_PG", nullptr);
  settings.port = static_cast<std::uint16_t>(std::stoi(needed("HOLDFAST_TEST_PORT", "5439")));
  settings.name = database;
  settings.role = role;
  return settings;
}

std::string text_of(const storage::ConnectionSettings& s) {
  return "host=" + s.host + " port=" + std::to_string(s.port) + " dbname=" + s.name + " user=" + s.role;
}

// The template's name carries the migrations' checksums, so that a changed file makes a new one.
std::string make_template() {
  const std::string folder = needed("HOLDFAST_SOURCE_DIR", nullptr) + "/storage/migrations";
  const auto migrations = storage::read_migrations(folder);
  if (!migrations) throw std::runtime_error(migrations.error());
  std::size_t sum = 0;
  for (const auto& migration : *migrations) sum = sum * 31 + std::hash<std::string>{}(migration.checksum);
  const std::string name = "hf_template_" + std::to_string(sum);
  pqxx::connection postgres(text_of(on_cluster("postgres", "postgres")));
  pqxx::nontransaction work(postgres);
  work.exec("select pg_advisory_lock(7407)");
  if (work.exec_params("select from pg_database where datname = $1 and datistemplate", name).empty()) {
    work.exec("drop database if exists " + name);
    work.exec("create database " + name + " owner holdfast_owner");
    const auto ran = storage::migrate(on_cluster(name, "holdfast_owner"), *migrations, [](const auto&) {});
    if (!ran) throw std::runtime_error(ran.error());
    work.exec("alter database " + name + " is_template true");
  }
  work.exec("select pg_advisory_unlock(7407)");
  return name;
}

}  // namespace

TestDatabase::TestDatabase() {
  static const std::string from = make_template();
  static std::atomic<int> count{0};
  name_ = "hf_test_" + std::to_string(getpid()) + "_" + std::to_string(++count);
  pqxx::connection postgres(text_of(on_cluster("postgres", "postgres")));
  pqxx::nontransaction work(postgres);
  work.exec("create database " + name_ + " template " + from + " owner holdfast_owner");
}

TestDatabase::~TestDatabase() {
  try {
    pqxx::connection postgres(text_of(on_cluster("postgres", "postgres")));
    pqxx::nontransaction work(postgres);
    work.exec("drop database if exists " + name_ + " with (force)");
  } catch (const std::exception& error) {
    std::cerr << "a test's database was not dropped: " << error.what() << '\n';
  }
}

storage::ConnectionSettings TestDatabase::settings(const std::string& role) const { return on_cluster(name_, role); }
std::string TestDatabase::conninfo(const std::string& role) const { return text_of(settings(role)); }

}  // namespace holdfast::test
