#include "storage/postgres/bank.h"

#include "storage/postgres/internal.h"
#include "storage/postgres/orders.h"
#include "storage/postgres/tasks.h"
#include "storage/sealing/random.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr auto kBank = R"sql(
  select l.oid, h.oid, o.number, o.name, coalesce(p.kind, ''), coalesce(h.state, 'unaddressed'), h.frozen_at is not null,
         coalesce(hf.bar_of_pair(l.agency_id, l.offender_id, h.person_id, hf.now()), ''),
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
constexpr auto kGuard = R"sql(
  select hf.micros(hf.guard_share(h.agency_id, h.offender_id)) from hf.hold h where h.agency_id = $1 and h.oid = $2
)sql";
constexpr auto kLock = "select id from hf.hold where agency_id = $1 and oid = $2 for update";
constexpr auto kOffer = R"sql(
  select h.state, h.frozen_at is not null or p.frozen_at is not null,
         hf.bar_of_pair(h.agency_id, h.offender_id, h.person_id, hf.now()) is not null,
         l.state, v.oid, coalesce(v.state, 'unscreened'),
         exists (select from hf.quarantine q join hf.letter_version y on y.agency_id = q.agency_id and y.id = q.version_id
                  where y.agency_id = l.agency_id and y.letter_id = l.id and q.lifted_at is null),
         d.person_id is not distinct from h.person_id,
         p.registered_at is not null and p.confirmed_by is not null, p.tell, p.adult is true, p.notices,
         exists (select from hf.notice n where n.agency_id = p.agency_id and n.person_id = p.id
                    and n.kind = 'something_is_waiting' and n.state in ('queued', 'held', 'sending'))
    from hf.hold h
    join hf.letter l on l.agency_id = h.agency_id and l.id = h.letter_id
    join hf.person p on p.agency_id = h.agency_id and p.id = h.person_id
    left join lateral (select * from hf.letter_version x where x.agency_id = l.agency_id and x.letter_id = l.id
                          and x.state = 'approved' order by x.no desc limit 1) v on true
    left join lateral (select x.person_id from hf.addressing x where x.agency_id = l.agency_id and x.letter_id = l.id
                          and x.undone_at is null order by x.id desc limit 1) d on true
   where h.agency_id = $1 and h.oid = $2
)sql";
constexpr auto kChoices = R"sql(
  select v.oid, c.kind, c.way, hf.micros(c.not_before), hf.micros(c.at)
    from hf.choice c join hf.hold h on h.agency_id = c.agency_id and h.id = c.hold_id
    join hf.letter_version v on v.agency_id = c.agency_id and v.id = c.version_id
   where h.agency_id = $1 and h.oid = $2 order by c.id
)sql";
constexpr auto kWaiting = R"sql(
  select h.oid from hf.hold h join hf.person p on p.agency_id = h.agency_id and p.id = h.person_id
   where h.agency_id = $1 and p.oid = $2 and h.state = 'waiting' order by h.id
)sql";
constexpr auto kOffered =
    "update hf.hold set state = 'offered', changed_at = hf.now() where agency_id = $1 and oid = $2";
constexpr auto kNotice = R"sql(
  insert into hf.notice (agency_id, oid, person_id, kind, way, state)
  select $1, $2, h.person_id, 'something_is_waiting', 'email', 'queued' from hf.hold h where h.agency_id = $1 and h.oid = $3
)sql";
constexpr auto kJob =
    "insert into hf.job (agency_id, kind, key, run_at) values ($1, 'notice', encode($2, 'hex'), hf.now())";
constexpr auto kTask = R"sql(
  insert into hf.task (agency_id, oid, kind, hold_id)
  select $1, $2, 'tell_recipient', h.id from hf.hold h where h.agency_id = $1 and h.oid = $3
)sql";

template <class E>
E named(const pqxx::field& field, E otherwise) {
  return domain::parse_name<E>(field.as<std::string>()).value_or(otherwise);
}

std::vector<domain::Choice> choices_of(Transaction& tx, const domain::HoldId& hold) {
  std::vector<domain::Choice> found;
  for (const auto& row : Keys::work(tx).exec_params(kChoices, Keys::agency(tx), binary(hold))) {
    domain::Choice choice;
    choice.version = id_of<domain::VersionId>(row[0]);
    choice.kind = named(row[1], domain::ChoiceKind::never);
    if (!row[2].is_null()) choice.way = named(row[2], domain::Way::read_here);
    choice.date = maybe_time_of(row[3]);
    choice.made_at = time_of(row[4]);
    found.push_back(choice);
  }
  return found;
}

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

Result<OfferFile> offer_file(Transaction& tx, const domain::HoldId& hold) {
  auto& work = Keys::work(tx);
  const auto agency = Keys::agency(tx);
  const auto guarded = work.exec_params(kGuard, agency, binary(hold));
  if (guarded.empty()) return fail(Problem::not_found, "there is nothing here");
  work.exec_params(kLock, agency, binary(hold));
  const auto row = work.exec_params1(kOffer, agency, binary(hold));
  OfferFile file;
  file.hold = hold;
  file.now = time_of(guarded.front()[0]);
  file.state = named(row[0], domain::HoldState::destroyed);
  file.frozen = row[1].as<bool>();
  file.barred = row[2].as<bool>();
  file.letter = named(row[3], domain::LetterState::destroyed);
  if (!row[4].is_null()) file.version = id_of<domain::VersionId>(row[4]);
  file.version_state = named(row[5], domain::VersionState::unscreened);
  file.quarantined = row[6].as<bool>();
  file.addressed = row[7].as<bool>();
  file.registered = row[8].as<bool>();
  file.wants_to_be_asked = row[9].as<bool>();
  file.of_age = row[10].as<bool>();
  file.notices = row[11].as<std::string>();
  file.notice_waits = row[12].as<bool>();
  file.choices = choices_of(tx, hold);
  auto orders = orders_of_pair(tx, hold);
  if (!orders) return std::unexpected(orders.error());
  file.orders = std::move(*orders);
  return file;
}

Result<std::vector<domain::HoldId>> waiting_holds(Transaction& tx, const domain::PersonId& person) {
  std::vector<domain::HoldId> found;
  for (const auto& row : Keys::work(tx).exec_params(kWaiting, Keys::agency(tx), binary(person))) {
    found.push_back(id_of<domain::HoldId>(row[0]));
  }
  return found;
}

Result<void> mark_offered(Transaction& tx, const domain::HoldId& hold) {
  Keys::work(tx).exec_params0(kOffered, Keys::agency(tx), binary(hold));
  return {};
}

Result<domain::NoticeId> queue_notice(Transaction& tx, const domain::HoldId& hold) {
  const auto notice = sealing::random_id<domain::NoticeId>();
  Keys::work(tx).exec_params0(kNotice, Keys::agency(tx), binary(notice), binary(hold));
  Keys::work(tx).exec_params0(kJob, Keys::agency(tx), binary(notice));
  return notice;
}

Result<void> task_to_tell(Transaction& tx, const domain::HoldId& hold) {
  Keys::work(tx).exec_params0(kTask, Keys::agency(tx), binary(sealing::random_id<TaskId>()), binary(hold));
  return {};
}

}  // namespace holdfast::storage
