// The migration runner. Files are NNNN_name.sql, numbered from 1 without a gap, forward only; what ran is recorded
// with its checksum in hf_migrations.applied, and a file that changed afterwards is refused. Each file says in its
// first line whether it expands or contracts the schema; it runs in one transaction with its record.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "gateway/domain/result.h"
#include "storage/postgres/database.h"

namespace holdfast::storage {

// The schema numbers this program works with.
inline constexpr int kLeastSchema = 9;
inline constexpr int kMostSchema = 9;

struct Migration {
  int number = 0;
  std::string name;
  std::string sql;
  std::string checksum;  // SHA-256, hex
};

// The folder's migrations, in order. The error's text is for the operator.
std::expected<std::vector<Migration>, std::string> read_migrations(const std::filesystem::path& folder);

// Runs what is missing as the owner and writes the permission matrix. `progress` hears of each file. Concurrent
// runners wait for each other. Returns how many ran.
std::expected<int, std::string> migrate(const ConnectionSettings& owner, const std::vector<Migration>& migrations,
                                        const std::function<void(const Migration&)>& progress);

// The highest number applied; 0 for an empty database. Read as any role.
domain::Result<int> schema_number(Database& database);

}  // namespace holdfast::storage
