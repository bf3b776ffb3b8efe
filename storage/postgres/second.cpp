#include "storage/postgres/second.h"

#include "storage/postgres/internal.h"

namespace holdfast::storage {
namespace {

// A row's place is when it was asked for, with the kind in the lowest two bits.
constexpr auto kWaits = R"sql(
  select x.kind, x.oid, coalesce(o.number, ''), coalesce(o.name, ''), coalesce(a.display_name, ''), hf.micros(x.asked_at), x.place
    from (select 0 as kind, n.root_oid as oid, n.agency_id, n.offender_id, w.asked_by, w.asked_at,
                 hf.micros(w.asked_at) * 4 as place
            from hf.order_loosening w join hf.contact_order n on n.agency_id = w.agency_id and n.id = w.order_id
           where w.agency_id = $1 and w.outcome = 'waiting'
          union all
          select 1, t.oid, t.agency_id, t.offender_id, q.lift_asked_by, q.lift_asked_at, hf.micros(q.lift_asked_at) * 4 + 1
            from hf.quarantine q join hf.ticket t on t.agency_id = q.agency_id and t.version_id = q.version_id
           where q.agency_id = $1 and q.lifted_at is null and q.lift_asked_by is not null
          union all
          select 2, r.oid, r.agency_id, null, r.asked_by, r.asked_at, hf.micros(r.asked_at) * 4 + 2
            from hf.rule_set r where r.agency_id = $1 and r.outcome = 'waiting') x
    left join hf.offender o on o.agency_id = x.agency_id and o.id = x.offender_id
    left join hf.account a on a.agency_id = x.agency_id and a.id = x.asked_by
   where x.place > $2 order by x.place limit $3
)sql";
constexpr auto kThere = R"sql(
  select exists (select from hf.account a where a.agency_id = $1 and a.role = 'second_person' and a.disabled_at is null)
)sql";

SecondRow row_of(const pqxx::row& row) {
  SecondRow found;
  found.kind = static_cast<SecondKind>(row[0].as<int>());  // of the query above
  found.id = id_of<domain::ObjectId>(row[1]).text();
  found.offender_number = row[2].as<std::string>();
  found.offender_name = row[3].as<std::string>();
  found.asked_by = row[4].as<std::string>();
  found.asked = time_of(row[5]);
  found.place = row[6].as<std::int64_t>();
  return found;
}

}  // namespace

domain::Result<std::vector<SecondRow>> waits_for_second(Transaction& tx, std::int64_t place, int limit) {
  std::vector<SecondRow> found;
  for (const auto& row : Keys::work(tx).exec_params(kWaits, Keys::agency(tx), place, limit))
    found.push_back(row_of(row));
  return found;
}

domain::Result<bool> second_is_there(Transaction& tx) {
  return Keys::work(tx).exec_params1(kThere, Keys::agency(tx))[0].as<bool>();
}

}  // namespace holdfast::storage
