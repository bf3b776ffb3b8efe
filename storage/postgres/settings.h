// What an administrator reads of the agency itself: who works here and in which programmes. Recipients are not listed:
// that somebody is one is theirs.
#pragma once

#include <string>
#include <vector>

#include "gateway/domain/id.h"
#include "gateway/domain/permissions.h"
#include "storage/postgres/database.h"

namespace holdfast::storage {

struct AccountRow {
  domain::AccountId account;
  std::string name;
  domain::Role role{};
  std::string belongs_to;  // a programme or an institution; empty: the office
  bool disabled = false;
  domain::Time created{};
};
struct ProgrammeRow {
  domain::ProgrammeId programme;
  std::string name;
  std::string institution;  // where it meets; empty: nowhere in particular
  int accounts = 0;         // that can sign in
};
struct AgencySettings {
  std::vector<AccountRow> accounts;  // by role, then name
  std::vector<ProgrammeRow> programmes;
};
domain::Result<AgencySettings> agency_settings(Transaction& tx);

}  // namespace holdfast::storage
