#include "storage/postgres/readings.h"

#include "storage/postgres/internal.h"

namespace holdfast::storage {
namespace {

constexpr auto kMine = R"sql(
  select r.oid, r.offender_name, r.language, r.characters, hf.micros(r.at), r.id from hf.my_reading r
   where r.agency_id = $1 and r.id > $2 order by r.id limit $3
)sql";

}  // namespace

domain::Result<std::vector<ReadingRow>> my_readings(Transaction& tx, std::int64_t place, int limit) {
  std::vector<ReadingRow> found;
  for (const auto& row : Keys::work(tx).exec_params(kMine, Keys::agency(tx), place, limit)) {
    found.push_back({id_of<domain::GrantId>(row[0]), row[1].as<std::string>(), row[2].as<std::string>(),
                     row[3].as<int>(), time_of(row[4]), row[5].as<std::int64_t>()});
  }
  return found;
}

}  // namespace holdfast::storage
