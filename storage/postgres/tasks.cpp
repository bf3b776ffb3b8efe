#include "storage/postgres/tasks.h"

#include "gateway/domain/bar.h"
#include "storage/postgres/internal.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

// A task about a hold is seen by whoever sees the hold.
constexpr auto kOpen = R"sql(
  select t.oid, t.kind, coalesce(o.number, ''), coalesce(o.name, ''), coalesce(h.state, ''), hf.micros(t.at), t.id,
         coalesce(f.name, '')
    from hf.task t
    left join hf.hold h on h.agency_id = t.agency_id and h.id = t.hold_id
    left join hf.feed f on f.agency_id = t.agency_id and f.id = t.feed_id
    left join hf.contact_order n on n.agency_id = t.agency_id and n.id = t.order_id and t.feed_id is not null
    left join hf.offender o on o.agency_id = t.agency_id and o.id = coalesce(h.offender_id, n.offender_id)
   where t.agency_id = $1 and t.done_at is null and t.id > $2 and (t.hold_id is null or h.id is not null)
   order by t.id limit $3
)sql";
constexpr auto kFinish = R"sql(
  update hf.task t set done_at = hf.now(), done_by = $3
   where t.agency_id = $1 and t.oid = $2 and t.done_at is null
     and (t.hold_id is null or exists (select from hf.hold h where h.agency_id = t.agency_id and h.id = t.hold_id))
)sql";
// Who lets contact begin again has the agency's waiting time for a second thought.
constexpr auto kTooSoon = R"sql(
  select from hf.task t where t.agency_id = $1 and t.oid = $2 and t.kind = 'resume_after_stop' and t.done_at is null
     and hf.now() < t.at + make_interval(days => $3)
)sql";
constexpr auto kThere = R"sql(
  select from hf.task t where t.agency_id = $1 and t.oid = $2
     and (t.hold_id is null or exists (select from hf.hold h where h.agency_id = t.agency_id and h.id = t.hold_id))
)sql";

}  // namespace

Result<std::vector<TaskRow>> open_tasks(Transaction& tx, std::int64_t place, int limit) {
  std::vector<TaskRow> found;
  for (const auto& row : Keys::work(tx).exec_params(kOpen, Keys::agency(tx), place, limit)) {
    found.push_back({id_of<TaskId>(row[0]), row[1].as<std::string>(), row[2].as<std::string>(),
                     row[3].as<std::string>(), row[4].as<std::string>(), row[7].as<std::string>(), time_of(row[5]),
                     row[6].as<std::int64_t>()});
  }
  return found;
}

Result<void> finish_task(Transaction& tx, const TaskId& task, std::chrono::days resume) {
  auto& work = Keys::work(tx);
  if (work.exec_params(kThere, Keys::agency(tx), binary(task)).empty())
    return fail(Problem::not_found, "there is nothing here");
  if (!work.exec_params(kTooSoon, Keys::agency(tx), binary(task), resume.count()).empty())
    return std::unexpected(domain::refusal(domain::Bar::not_yet));
  if (work.exec_params(kFinish, Keys::agency(tx), binary(task), Keys::account(tx)).affected_rows() != 1) {
    return fail(Problem::conflict, "this task is done already");
  }
  return {};
}

}  // namespace holdfast::storage
