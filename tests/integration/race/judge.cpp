#include "tests/integration/race/judge.h"

#include <algorithm>
#include <pqxx/pqxx>

#include "storage/postgres/internal.h"
#include "storage/postgres/witness.h"

namespace holdfast::race {
namespace {

using storage::binary;
using test::must;

// Times of commits are PostgreSQL's own (track_commit_timestamp). An order reads its time when it has the guard:
// whoever had it before has committed by then, and nobody has it again before the order's own commit.
constexpr auto kViews = R"sql(
create function race.committed(x xid) returns timestamptz language sql stable as $$ select pg_xact_commit_timestamp(x) $$;

-- Every order in these races bars from its entry on, and has no end.
create view race.bar as
  select r.no, o.id, o.oid, o.kind, o.entered_at, race.committed(o.xmin) as committed
    from race.round r join hf.contact_order o on o.offender_id = r.offender_id and coalesce(o.person_id, r.person_id) = r.person_id;

-- What brought the letter nearer, by the log: each entry's own transaction.
create view race.step as
  select no, event, at, committed from race.entry
   where event in ('hold.offered', 'delivery.released', 'delivery.opened', 'delivery.printing', 'delivery.mailed', 'notice.sending');

-- The same by the rows themselves. What a person has opened they may read again.
create view race.stamp as
  select r.no, 'the release' as row, x.at from race.round r join hf.release x on x.hold_id = r.hold_id
   union all
  select r.no, 'the first opening', min(o.at) from race.round r join hf.release x on x.hold_id = r.hold_id
    join hf.opening o on o.release_id = x.id group by r.no, x.id
   union all
  select r.no, 'the delivery, ' || d.state, d.changed_at from race.round r join hf.release x on x.hold_id = r.hold_id
    join hf.delivery d on d.release_id = x.id where d.state in ('printing', 'mailed')
   union all
  select r.no, 'the hold, ' || h.state, h.changed_at from race.round r join hf.hold h on h.id = r.hold_id
   where h.state in ('offered', 'released', 'delivered')
   union all
  select r.no, 'the notice', q.at from race.round r join hf.notice q on q.person_id = r.person_id;

-- A release that was neither called back nor carried out.
create view race.standing as
  select r.no, x.id, d.state from race.round r join hf.release x on x.hold_id = r.hold_id join hf.delivery d on d.release_id = x.id
   where not exists (select from hf.recall y where y.release_id = x.id)
     and not exists (select from hf.opening o where o.release_id = x.id) and d.state <> 'mailed';

create view race.violation as
  select s.no, 'overlap' as what, format('%s was committed %s us after the %s had the guard', s.event,
         (extract(epoch from s.committed - b.entered_at) * 1000000)::bigint, b.kind) as told
    from race.step s join race.bar b using (no) where s.committed > b.entered_at
   union all
  select s.no, 'entry after the commit', s.event from race.step s join race.bar b using (no) where s.at >= b.committed
   union all
  select s.no, 'row after the order', s.row from race.stamp s join race.bar b using (no) where s.at >= b.entered_at
   union all
  select s.no, 'in flight', 'a release, ' || s.state from race.standing s where exists (select from race.bar b where b.no = s.no)
   union all
  select r.no, 'in flight', 'a notice, ' || q.state from race.round r join hf.notice q on q.person_id = r.person_id
    left join hf.job j on j.kind = 'notice' and j.key = encode(q.oid, 'hex')
   where (q.state in ('queued', 'held') or j.state = 'waiting') and exists (select from race.bar b where b.no = r.no)
   union all
  select r.no, 'taken back', d.state from race.round r join hf.release x on x.hold_id = r.hold_id join hf.recall y on y.release_id = x.id
    join hf.delivery d on d.release_id = x.id
   where exists (select from hf.opening o where o.release_id = x.id) or d.state <> 'recalled'
   union all
  select r.no, 'the hold', h.state || ' instead of ' || w.state from race.round r join hf.hold h on h.id = r.hold_id
    cross join lateral (select case
      when exists (select from hf.release x join hf.delivery d on d.release_id = x.id where x.hold_id = h.id
                    and (d.state = 'mailed' or exists (select from hf.opening o where o.release_id = x.id))) then 'delivered'
      when exists (select from race.standing t where t.no = r.no) then 'released'
      when exists (select from hf.choice c where c.hold_id = h.id) then 'accepted'
      when exists (select from race.step s where s.no = r.no and s.event = 'hold.offered')
        or exists (select from hf.notice q where q.person_id = h.person_id) then 'offered'
      else 'waiting' end as state) w
   where h.state <> w.state
   union all
  select r.no, 'nobody was told', 'a recall' from race.round r join hf.release x on x.hold_id = r.hold_id
    join hf.recall y on y.release_id = x.id
   where not exists (select from hf.task t where t.release_id = x.id and t.kind = 'tell_recipient')
   union all
  select r.no, 'nobody was told', 'in the post' from race.round r join hf.release x on x.hold_id = r.hold_id
    join hf.delivery d on d.release_id = x.id and d.state = 'mailed'
   where not exists (select from hf.task t where t.release_id = x.id and t.kind = 'mailed_under_bar')
   union all
  -- Sent or being sent when the order came: known to be sent by then, or somebody's task.
  select r.no, 'nobody was told', 'a notice' from race.round r join hf.notice q on q.person_id = r.person_id
    join race.entry e on e.no = r.no and e.event = 'notice.sent' join race.bar b on b.no = r.no
   where e.committed > b.committed
     and not exists (select from hf.task t where t.order_id = b.id and t.kind = 'doubtful_notice')
   union all
  select s.no, 'twice', s.event from race.step s group by s.no, s.event having count(*) > 1
   union all
  -- Times are read under the guard: two of them stand as their commits do.
  select b.no, 'a time read before the guard', 'a choice' from race.bar b join race.round r using (no) join hf.choice c on c.hold_id = r.hold_id
   where (c.at < b.entered_at) <> (race.committed(c.xmin) < b.committed)
   union all
  select a.no, 'a time read before the guard', 'an order' from race.bar a join race.bar b on b.no = a.no and b.id <> a.id
   where (a.entered_at < b.entered_at) <> (a.committed < b.committed);
)sql";

// An entry of a hold, a release or a notice of some round.
constexpr auto kEntry = R"sql(
  insert into race.entry (no, event, at, committed)
  select r.no, $3, $5, race.committed(($2::xid8)::xid) from race.round r
   where r.hold_id = coalesce((select x.id from hf.hold x where x.agency_id = $1 and x.oid = $4),
                              (select x.hold_id from hf.release x where x.agency_id = $1 and x.oid = $4))
      or r.person_id = (select q.person_id from hf.notice q where q.agency_id = $1 and q.oid = $4)
)sql";

std::vector<std::uint8_t> object_of(const std::string& named) {
  const auto id = domain::id_bytes(std::string_view(named).substr(named.find('/') + 1));
  return id ? std::vector<std::uint8_t>(id->begin(), id->end()) : std::vector<std::uint8_t>{};
}

}  // namespace

void Judge::open_log() {
  auto& office = ground_.office();
  pqxx::connection owner(office.database().conninfo("holdfast_owner"));
  pqxx::work work(owner);
  if (leaf_ == 0) work.exec(kViews);
  const auto& agency = office.here().agency;
  for (const auto& row : work.exec_params(
           "select id, leaf, sealed, born::text from hf.audit_leaf where id > $1 and sealed is not null order by id",
           leaf_)) {
    audit::Leaf leaf{};
    std::ranges::copy(storage::bytes_of(row[1]), leaf.begin());
    const auto sealed = storage::bytes_of(row[2]);
    const sealing::WrappedKey wrapped(sealed.begin(), sealed.begin() + sealing::kWrappedSize);
    const auto key = must(
        office.keyring().unwrap(wrapped, {agency, sealing::Purpose::entry, domain::ObjectId{audit::leaf_id(leaf)}}));
    const auto entry = must(storage::open_entry(key, agency, leaf, sealed)).entry;
    work.exec_params0(kEntry, storage::Keys::agency(office.here().system), row[3].as<std::string>(), entry.event,
                      binary(object_of(entry.object)), audit::time_text(entry.time));
    leaf_ = row[0].as<std::int64_t>();
  }
  work.exec("analyze race.entry");
  work.commit();
}

std::vector<Violation> Judge::judge() {
  open_log();
  pqxx::connection owner(ground_.office().database().conninfo("holdfast_owner"));
  pqxx::work work(owner);
  std::vector<Violation> found;
  for (const auto& row :
       work.exec_params("select no, what, told from race.violation where no > $1 order by no, what", round_)) {
    found.push_back({row[0].as<int>(), row[1].as<std::string>(), row[2].as<std::string>()});
  }
  began_.clear();
  for (const auto& row : work.exec_params("select r.no, exists (select from race.step s where s.no = r.no) from "
                                          "race.round r where r.no > $1 order by r.no",
                                          round_)) {
    round_ = row[0].as<int>();
    began_[round_] = row[1].as<bool>();
  }
  return found;
}

}  // namespace holdfast::race
