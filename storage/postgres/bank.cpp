#include "storage/postgres/bank.h"

#include "storage/postgres/internal.h"

namespace holdfast::storage {
namespace {

using domain::Result;

constexpr auto kBank = R"sql(
  select l.oid, h.oid, o.number, o.name, coalesce(p.kind, ''), coalesce(h.state, 'unaddressed'), h.frozen_at is not null,
         coalesce(case when h.id is null then hf.bar_of_pair(l.agency_id, l.offender_id, null, l.channel, hf.now())
                       else hf.bar_of_hold(h, l.channel, hf.now()) end, ''),
         hf.micros(coalesce(d.at, l.received_at)), l.id
    from hf.letter l
    join hf.offender o on o.agency_id = l.agency_id and o.id = l.offender_id
    left join hf.hold h on h.agency_id = l.agency_id and h.letter_id = l.id and h.state not in ('withdrawn', 'destroyed')
    left join hf.person p on p.agency_id = h.agency_id and p.id = h.person_id
    left join lateral (select x.at from hf.addressing x where x.agency_id = l.agency_id and x.letter_id = l.id
                          and x.undone_at is null order by x.id desc limit 1) d on true
   where l.agency_id = $1 and l.id > $2 and (l.state = 'banked' or h.id is not null)
   order by l.id limit $3
)sql";
constexpr auto kWaiting = R"sql(
  select h.oid from hf.hold h join hf.person p on p.agency_id = h.agency_id and p.id = h.person_id
   where h.agency_id = $1 and p.oid = $2 and h.state = 'waiting' order by h.id
)sql";

}  // namespace

Result<std::vector<BankRow>> bank(Transaction& tx, std::int64_t place, int limit) {
  std::vector<BankRow> found;
  for (const auto& row : Keys::work(tx).exec_params(kBank, Keys::agency(tx), place, limit)) {
    found.push_back({id_of<domain::LetterId>(row[0]), maybe_id_of<domain::HoldId>(row[1]), row[2].as<std::string>(),
                     row[3].as<std::string>(), row[4].as<std::string>(), row[5].as<std::string>(), row[6].as<bool>(),
                     row[7].as<std::string>(), time_of(row[8]), row[9].as<std::int64_t>()});
  }
  return found;
}

Result<std::vector<domain::HoldId>> waiting_holds(Transaction& tx, const domain::PersonId& person) {
  std::vector<domain::HoldId> found;
  for (const auto& row : Keys::work(tx).exec_params(kWaiting, Keys::agency(tx), binary(person))) {
    found.push_back(id_of<domain::HoldId>(row[0]));
  }
  return found;
}

}  // namespace holdfast::storage
