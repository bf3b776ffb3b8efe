#include "storage/postgres/readings.h"

#include "storage/postgres/row_keys.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr auto kMine = R"sql(
  select r.oid, r.offender_name, r.language, r.characters, hf.micros(r.at), r.id, r.hold_oid, r.person_kind, r.state
    from hf.my_reading r
   where r.agency_id = $1 and r.id > $2 and ($4::bytea is null or r.oid = $4) order by r.id limit $3
)sql";
constexpr auto kWished = R"sql(
  select h.oid, o.number, o.name, p.kind, hf.micros(c.at), hf.micros(c.not_before),
         coalesce((select a.display_name from hf.assignment s join hf.account a on a.agency_id = s.agency_id and a.id = s.account_id
                    where s.agency_id = h.agency_id and s.hold_id = h.id and s.kind = 'reading' and s.ended_at is null
                      and s.version_id = c.version_id), ''),
         h.id
    from hf.hold h
    join hf.offender o on o.agency_id = h.agency_id and o.id = h.offender_id
    join hf.person p on p.agency_id = h.agency_id and p.id = h.person_id
    join lateral (select x.* from hf.choice x where x.agency_id = h.agency_id and x.hold_id = h.id
                   order by x.id desc limit 1) c on true
   where h.agency_id = $1 and h.id > $2 and h.state in ('accepted', 'released') and c.way = 'read_aloud'
   order by h.id limit $3
)sql";
constexpr auto kReaders = "select oid, name from hf.readers_for($1)";
constexpr auto kTakeBack = R"sql(
  update hf.assignment set ended_at = hf.now() where agency_id = $1 and hold_id = $2 and kind = 'reading' and ended_at is null
)sql";
constexpr auto kAssign = R"sql(
  insert into hf.assignment (agency_id, oid, kind, version_id, hold_id, account_id, assigned_by)
  select $1, $2, 'reading', $3, $4, a.id, $6 from hf.account a where a.agency_id = $1 and a.oid = $5
)sql";

std::vector<ReadingRow> rows_of(const pqxx::result& rows) {
  std::vector<ReadingRow> found;
  for (const auto& row : rows) {
    found.push_back({id_of<domain::GrantId>(row[0]), row[1].as<std::string>(), row[2].as<std::string>(),
                     row[3].as<int>(), time_of(row[4]), row[5].as<std::int64_t>(), id_of<domain::HoldId>(row[6]),
                     row[7].as<std::string>(), row[8].as<std::string>()});
  }
  return found;
}

std::vector<Reader> readers_for(Transaction& tx, const domain::HoldId& hold) {
  std::vector<Reader> found;
  for (const auto& row : Keys::work(tx).exec_params(kReaders, binary(hold))) {
    found.push_back({id_of<domain::AccountId>(row[0]), row[1].as<std::string>()});
  }
  return found;
}

}  // namespace

Result<std::vector<ReadingRow>> my_readings(Transaction& tx, std::int64_t place, int limit) {
  const std::optional<std::string> all;
  return rows_of(Keys::work(tx).exec_params(kMine, Keys::agency(tx), place, limit, all));
}

Result<ReadingRow> my_reading(Transaction& tx, const domain::GrantId& assignment) {
  auto found = rows_of(Keys::work(tx).exec_params(kMine, Keys::agency(tx), std::int64_t{0}, 1, binary(assignment)));
  if (found.empty()) return fail(Problem::not_found, "there is nothing here");
  return std::move(found.front());
}

Result<std::vector<WishedReading>> wished_readings(Transaction& tx, std::int64_t place, int limit) {
  std::vector<WishedReading> found;
  for (const auto& row : Keys::work(tx).exec_params(kWished, Keys::agency(tx), place, limit)) {
    const auto hold = id_of<domain::HoldId>(row[0]);
    found.push_back({hold,
                     row[1].as<std::string>(),
                     row[2].as<std::string>(),
                     row[3].as<std::string>(),
                     time_of(row[4]),
                     maybe_time_of(row[5]),
                     row[6].as<std::string>(),
                     {},
                     row[7].as<std::int64_t>()});
  }
  for (auto& wish : found) wish.readers = readers_for(tx, wish.hold);
  return found;
}

Result<domain::GrantId> assign_reading(Transaction& tx, const TakenHold& hold, const RowKey& version,
                                       const domain::AccountId& reader) {
  auto& work = Keys::work(tx);
  work.exec_params0(kTakeBack, Keys::agency(tx), RowKeys::value(hold.row));
  const auto id = sealing::random_id<domain::GrantId>();
  const auto made = work.exec_params(kAssign, Keys::agency(tx), binary(id), RowKeys::value(version),
                                     RowKeys::value(hold.row), binary(reader), Keys::account(tx));
  if (made.affected_rows() != 1) return fail(Problem::invalid_field, "not the id of a reader in the list", "reader");
  return id;
}

}  // namespace holdfast::storage
