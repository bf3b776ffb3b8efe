#include "storage/postgres/notices.h"

#include "storage/postgres/row_keys.h"
#include "storage/postgres/tasks.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::NoticeEvent;
using domain::Problem;
using domain::Result;

constexpr auto kWish = R"sql(
  select p.notices, exists (select from hf.notice n where n.agency_id = p.agency_id and n.person_id = p.id
                             and n.kind = 'something_is_waiting' and n.state in ('queued', 'held', 'sending'))
    from hf.person p where p.agency_id = $1 and p.id = $2
)sql";
constexpr auto kTellTask = "insert into hf.task (agency_id, oid, kind, hold_id) values ($1, $2, 'tell_recipient', $3)";
constexpr auto kQueue = R"sql(
  insert into hf.notice (agency_id, oid, person_id, kind, way) values ($1, $2, $3, 'something_is_waiting', 'email')
)sql";
constexpr auto kJob = R"sql(
  insert into hf.job (agency_id, kind, key, run_at) values ($1, 'notice', encode($2, 'hex'), hf.now())
)sql";
constexpr auto kDue = R"sql(
  select j.key, p.offender_id, p.id from hf.job j
    join hf.notice n on n.agency_id = j.agency_id and n.oid = decode(j.key, 'hex')
    join hf.person p on p.agency_id = n.agency_id and p.id = n.person_id
   where j.agency_id = $1 and j.kind = 'notice' and j.state = 'waiting' and j.run_at <= hf.now()
   order by j.run_at, j.id limit 1
)sql";
constexpr auto kLock = R"sql(
  select n.oid, n.state, n.kind, j.attempts, p.notices = 'email' and p.tell and p.registered_at is not null
         and p.frozen_at is null, o.oid, hf.micros(hf.now())
    from hf.job j
    join hf.notice n on n.agency_id = j.agency_id and n.oid = decode(j.key, 'hex')
    join hf.person p on p.agency_id = n.agency_id and p.id = n.person_id
    join hf.sealed_object o on o.agency_id = p.agency_id and o.id = p.record_id
   where j.agency_id = $1 and j.kind = 'notice' and j.key = $2 and j.state = 'waiting'
     for update of j, n skip locked
)sql";
constexpr auto kMove = "update hf.notice set state = $3, changed_at = hf.now() where agency_id = $1 and oid = $2";
constexpr auto kMoveJob = R"sql(
  update hf.job set state = $3, attempts = attempts + $4, note = $5, changed_at = hf.now()
   where agency_id = $1 and kind = 'notice' and key = encode($2, 'hex')
)sql";
constexpr auto kState = "select state from hf.notice where agency_id = $1 and oid = $2 for update";
constexpr auto kLost = R"sql(
  select oid from hf.notice
   where agency_id = $1 and state = 'sending' and changed_at < hf.now() - make_interval(secs => $2) order by id limit 100
)sql";
constexpr auto kTask = "insert into hf.task (agency_id, oid, kind) values ($1, $2, 'doubtful_notice')";
constexpr auto kMine = R"sql(
  select hf.micros(changed_at), way from hf.notice
   where agency_id = $1 and person_id = hf.my_person() and state in ('sending', 'sent', 'doubtful', 'bounced')
   order by id desc limit 500
)sql";

std::string object_of(const domain::NoticeId& notice) { return "notice/" + notice.text(); }

struct JobMove {
  const char* state;
  int attempts = 0;
  std::string note{};
};

Result<void> move(Transaction& tx, Worker& worker, const domain::NoticeId& notice, const domain::NoticeTransition& row,
                  const JobMove& job) {
  auto& work = Keys::work(tx);
  work.exec_params0(kMove, Keys::agency(tx), binary(notice), std::string(domain::name_of(row.to)));
  work.exec_params0(kMoveJob, Keys::agency(tx), binary(notice), job.state, job.attempts, job.note);
  return witness_service(tx, worker, "gateway",
                         {.event = std::string(row.entry), .object = object_of(notice), .reason = job.note});
}

// The row that stops a notice which may not be sent: an order drops it, and so does a wish that has changed.
Result<void> drop(Transaction& tx, Worker& worker, const domain::NoticeId& notice, domain::NoticeState from,
                  domain::Bar bar, const domain::NoticeFacts& facts) {
  const auto row = domain::next(from, NoticeEvent::recall,
                                bar == domain::Bar::no_notice ? domain::Actor::recipient : domain::Actor::order, facts);
  if (!row) return std::unexpected(domain::refusal(row.error()));
  return move(tx, worker, notice, *row, {"cancelled", 0, std::string(domain::bar_name(bar))});
}

}  // namespace

Result<void> tell_of_offer(Transaction& tx, Worker& worker, const TakenHold& hold) {
  auto& work = Keys::work(tx);
  const auto agency = Keys::agency(tx);
  const auto wish = work.exec_params1(kWish, agency, RowKeys::value(hold.person));
  const auto way = wish[0].as<std::string>();
  if (way == "post") {
    work.exec_params0(kTellTask, agency, binary(sealing::random_id<TaskId>()), RowKeys::value(hold.row));
    return {};
  }
  if (way != "email" || wish[1].as<bool>()) return {};
  const auto id = sealing::random_id<domain::NoticeId>();
  work.exec_params0(kQueue, agency, binary(id), RowKeys::value(hold.person));
  work.exec_params0(kJob, agency, binary(id));
  return witness_service(tx, worker, "gateway",
                         {.event = std::string(domain::kNoticeBegins.entry), .object = object_of(id)});
}

Result<bool> notice_due(Worker& worker) {
  return worker.database.run(worker.here->system, [](Transaction& tx) -> Result<bool> {
    return !Keys::work(tx).exec_params(kDue, Keys::agency(tx)).empty();
  });
}

Result<NoticeTurn> claim_notice(Worker& worker, bool mail_off) {
  return worker.database.run(worker.here->system, [&](Transaction& tx) -> Result<NoticeTurn> {
    auto& work = Keys::work(tx);
    const auto due = work.exec_params(kDue, Keys::agency(tx));
    if (due.empty()) return NoticeTurn{};
    const auto key = due.front()[0].as<std::string>();
    const auto offender = RowKeys::of(due.front()[1]);
    const auto person = RowKeys::of(due.front()[2]);
    work.exec_params("select hf.guard_share($1, $2)", Keys::agency(tx), RowKeys::value(offender));
    const auto locked = work.exec_params(kLock, Keys::agency(tx), key);
    if (locked.empty())
      return NoticeTurn{.found = true, .claimed = {}};  // another worker has it, or it was cancelled meanwhile
    const auto row = locked.front();
    const auto notice = id_of<domain::NoticeId>(row[0]);
    const auto state =
        domain::parse_name<domain::NoticeState>(row[1].as<std::string>()).value_or(domain::NoticeState::cancelled);
    const auto orders = pair_orders(tx, offender, person);
    if (!orders) return std::unexpected(orders.error());
    domain::NoticeFacts facts;
    facts.about_letter = row[2].as<std::string>() == "something_is_waiting";
    facts.orders = *orders;
    facts.orders_known = true;
    facts.now = time_of(row[6]);
    facts.wanted = row[4].as<bool>();
    facts.recalled = state == domain::NoticeState::cancelled;
    facts.attempts = row[3].as<int>();
    const auto claim = domain::next(state, NoticeEvent::claim, domain::Actor::job, facts);
    NoticeTurn turn{.found = true, .claimed = {}};
    Result<void> done;
    if (!claim) {
      done = drop(tx, worker, notice, state, claim.error(), facts);
    } else if (mail_off) {
      const auto hold = domain::next(state, NoticeEvent::hold, domain::Actor::job, facts);
      if (!hold) return std::unexpected(domain::refusal(hold.error()));
      done = move(tx, worker, notice, *hold, {"dead", 0, "no_mail_server"});
    } else {
      done = move(tx, worker, notice, *claim, {"sending", 1});
      turn.claimed = ClaimedNotice{notice, id_of<domain::ObjectId>(row[5])};
    }
    if (!done) return std::unexpected(done.error());
    return turn;
  });
}

Result<void> finish_notice(Worker& worker, const domain::NoticeId& notice, NoticeEvent event) {
  return worker.database.run(worker.here->system, [&](Transaction& tx) -> Result<void> {
    auto& work = Keys::work(tx);
    const auto rows = work.exec_params(kState, Keys::agency(tx), binary(notice));
    if (rows.empty()) return fail(Problem::not_found, "there is no such notice");
    const auto state = domain::parse_name<domain::NoticeState>(rows.front()[0].as<std::string>())
                           .value_or(domain::NoticeState::cancelled);
    const auto row = domain::next(state, event, domain::Actor::job, {});
    if (!row) return std::unexpected(domain::refusal(row.error()));
    if (event != NoticeEvent::accepted) {
      work.exec_params0(kTask, Keys::agency(tx), binary(sealing::random_id<domain::Id<struct TaskTag>>()));
    }
    return move(tx, worker, notice, *row,
                {event == NoticeEvent::accepted ? "done" : "dead", 0, std::string(domain::name_of(event))});
  });
}

Result<std::vector<domain::NoticeId>> lost_notices(Worker& worker, std::chrono::seconds limit) {
  return worker.database.run(worker.here->system, [&](Transaction& tx) -> Result<std::vector<domain::NoticeId>> {
    std::vector<domain::NoticeId> found;
    for (const auto& row : Keys::work(tx).exec_params(kLost, Keys::agency(tx), limit.count())) {
      found.push_back(id_of<domain::NoticeId>(row[0]));
    }
    return found;
  });
}

Result<std::vector<SentNotice>> my_notices(Transaction& tx) {
  std::vector<SentNotice> found;
  for (const auto& row : Keys::work(tx).exec_params(kMine, Keys::agency(tx))) {
    found.push_back({time_of(row[0]), row[1].as<std::string>()});
  }
  return found;
}

}  // namespace holdfast::storage
