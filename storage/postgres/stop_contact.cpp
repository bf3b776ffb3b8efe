#include "storage/postgres/stop_contact.h"

#include "storage/postgres/row_keys.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr auto kMine = R"sql(
  select o.oid, o.root_oid, o.version, hf.micros(coalesce(o.starts_at, o.entered_at)) from hf.contact_order o
   where o.agency_id = $1 and o.kind = 'stop_contact' and o.person_id = hf.my_person() and o.state = 'active'
     and not exists (select from hf.contact_order n
                      where n.agency_id = o.agency_id and n.root_oid = o.root_oid and n.version > o.version)
   order by o.id
)sql";
constexpr auto kStopped = R"sql(
  select from hf.contact_order o join hf.person p on p.agency_id = o.agency_id and p.id = o.person_id
   where o.agency_id = $1 and p.oid = $2 and o.kind = 'stop_contact' and o.state = 'active'
     and not exists (select from hf.contact_order n
                      where n.agency_id = o.agency_id and n.root_oid = o.root_oid and n.version > o.version)
)sql";
constexpr auto kOffender = "select offender_id from hf.person where agency_id = $1 and id = hf.my_person()";
constexpr auto kStop = R"sql(
  insert into hf.contact_order (agency_id, oid, root_oid, version, offender_id, person_id, kind, state, starts_at, permanent,
                                entered_by)
  select p.agency_id, $2, $2, 1, p.offender_id, p.id, 'stop_contact', 'active', hf.now(), true, $3
    from hf.person p where p.agency_id = $1 and p.id = hf.my_person()
)sql";
// What the order's triggers closed in this transaction, for the log.
constexpr auto kRecalled = R"sql(
  select r.oid, h.oid from hf.recall y
    join hf.release r on r.agency_id = y.agency_id and r.id = y.release_id
    join hf.hold h on h.agency_id = r.agency_id and h.id = r.hold_id
   where y.agency_id = $1 and y.cause = 'stop_contact' and r.person_id = hf.my_person() and y.at >= hf.at($2) order by y.id
)sql";
constexpr auto kCancelled = R"sql(
  select oid from hf.notice
   where agency_id = $1 and person_id = hf.my_person() and state = 'cancelled' and changed_at >= hf.at($2) order by id
)sql";
constexpr auto kResume = R"sql(
  insert into hf.contact_order (agency_id, oid, root_oid, version, offender_id, person_id, kind, state, starts_at, ends_at,
                                entered_by)
  select p.agency_id, $2, $3, $4, p.offender_id, p.id, 'stop_contact', 'terminated', hf.at($5), hf.now(), $6
    from hf.person p where p.agency_id = $1 and p.id = hf.my_person()
)sql";
constexpr auto kHistory = R"sql(
  select hf.micros(entered_at), state = 'active' from hf.contact_order
   where agency_id = $1 and kind = 'stop_contact' and person_id = hf.my_person() order by id desc limit 500
)sql";

Result<void> witness_recalls(Transaction& tx, Worker& worker, const Principal& who, std::int64_t since) {
  auto& work = Keys::work(tx);
  std::vector<Event> events;
  for (const auto& row : work.exec_params(kRecalled, Keys::agency(tx), since)) {
    events.push_back({.event = "delivery.recalled",
                      .object = "release/" + id_of<domain::ReleaseId>(row[0]).text(),
                      .reason = "stop_contact"});
    events.push_back(
        {.event = "hold.recalled", .object = "hold/" + id_of<domain::HoldId>(row[1]).text(), .reason = "stop_contact"});
  }
  for (const auto& row : work.exec_params(kCancelled, Keys::agency(tx), since)) {
    events.push_back({.event = "notice.cancelled",
                      .object = "notice/" + id_of<domain::NoticeId>(row[0]).text(),
                      .reason = "stop_contact"});
  }
  for (const auto& event : events) {
    if (const auto seen = witness(tx, worker, who, event); !seen) return seen;
  }
  return {};
}

}  // namespace

Result<std::vector<Stop>> my_stops(Transaction& tx) {
  std::vector<Stop> found;
  for (const auto& row : Keys::work(tx).exec_params(kMine, Keys::agency(tx))) {
    found.push_back(
        {id_of<domain::OrderId>(row[0]), id_of<domain::OrderId>(row[1]), row[2].as<int>(), time_of(row[3])});
  }
  return found;
}

bool is_stopped(Transaction& tx, const domain::PersonId& person) {
  return !Keys::work(tx).exec_params(kStopped, Keys::agency(tx), binary(person)).empty();
}

Result<domain::OrderId> stop_contact(Transaction& tx, Worker& worker, const Principal& who) {
  const auto id = sealing::random_id<domain::OrderId>();
  auto& work = Keys::work(tx);
  const auto rows = work.exec_params(kOffender, Keys::agency(tx));
  if (rows.empty()) return fail(Problem::forbidden, "this is a recipient's own act");
  const auto guarded = work.exec_params1("select hf.micros(hf.guard_update($1, $2))", Keys::agency(tx),
                                         rows.front()[0].as<std::int64_t>());
  work.exec_params0(kStop, Keys::agency(tx), binary(id), Keys::account(tx));
  const auto seen =
      witness(tx, worker, who, {.event = "order.entered", .object = "order/" + id.text(), .reason = "stop_contact"});
  if (!seen) return std::unexpected(seen.error());
  if (const auto all = witness_recalls(tx, worker, who, guarded[0].as<std::int64_t>()); !all)
    return std::unexpected(all.error());
  return id;
}

Result<void> resume_contact(Transaction& tx, Worker& worker, const Principal& who, const Stop& stop) {
  const auto id = sealing::random_id<domain::OrderId>();
  Keys::work(tx).exec_params0(kResume, Keys::agency(tx), binary(id), binary(stop.root), stop.version + 1,
                              micros(stop.since), Keys::account(tx));
  return witness(tx, worker, who,
                 {.event = "order.terminated", .object = "order/" + id.text(), .reason = "stop_contact"});
}

Result<std::vector<StopEvent>> my_stop_history(Transaction& tx) {
  std::vector<StopEvent> found;
  for (const auto& row : Keys::work(tx).exec_params(kHistory, Keys::agency(tx))) {
    found.push_back({time_of(row[0]), row[1].as<bool>()});
  }
  return found;
}

}  // namespace holdfast::storage
