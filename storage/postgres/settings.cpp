#include "storage/postgres/settings.h"

#include "storage/postgres/internal.h"

namespace holdfast::storage {
namespace {

constexpr auto kAccounts = R"sql(
  select a.oid, a.display_name, a.role, coalesce(p.name, i.name, ''), a.disabled_at is not null, hf.micros(a.created_at)
    from hf.account a
    left join hf.programme p on p.agency_id = a.agency_id and p.id = a.programme_id
    left join hf.institution i on i.agency_id = a.agency_id and i.id = a.institution_id
   where a.agency_id = $1 and a.role not in ('recipient', 'system')
   order by a.role, a.display_name, a.id limit 2000
)sql";
constexpr auto kProgrammes = R"sql(
  select p.oid, p.name, coalesce(i.name, ''), (select count(*) from hf.account a where a.agency_id = p.agency_id and a.programme_id = p.id
                            and a.disabled_at is null)
    from hf.programme p left join hf.institution i on i.agency_id = p.agency_id and i.id = p.institution_id
   where p.agency_id = $1 order by p.name, p.id limit 2000
)sql";

}  // namespace

domain::Result<AgencySettings> agency_settings(Transaction& tx) {
  auto& work = Keys::work(tx);
  AgencySettings found;
  for (const auto& row : work.exec_params(kAccounts, Keys::agency(tx))) {
    found.accounts.push_back({id_of<domain::AccountId>(row[0]), row[1].as<std::string>(),
                              domain::parse_role(row[2].as<std::string>()).role, row[3].as<std::string>(),
                              row[4].as<bool>(), time_of(row[5])});
  }
  for (const auto& row : work.exec_params(kProgrammes, Keys::agency(tx))) {
    found.programmes.push_back(
        {id_of<domain::ProgrammeId>(row[0]), row[1].as<std::string>(), row[2].as<std::string>(), row[3].as<int>()});
  }
  return found;
}

}  // namespace holdfast::storage
