#include "storage/postgres/approvals.h"

#include "storage/postgres/order_rows.h"
#include "storage/postgres/row_keys.h"

namespace holdfast::storage {
namespace {

using domain::ApprovalId;
using domain::fail;
using domain::Problem;
using domain::Result;

constexpr auto kRequest = R"sql(
  insert into hf.contact_approval (agency_id, oid, offender_id, person_id, channel, purpose, most, period, longest, from_minute,
                                   until_minute, zone, starts_at, ends_at, answers, institution_id, requested_by)
  select p.agency_id, $2, p.offender_id, p.id, $4, $5, $6, $7, $8, $9, $10, $11, ($12::date)::timestamp at time zone $11,
         ($13::date + 1)::timestamp at time zone $11, $14, case when $15 then o.institution_id end, $16
    from hf.person p join hf.offender o on o.agency_id = p.agency_id and o.id = p.offender_id
   where p.agency_id = $1 and p.oid = $3
)sql";
constexpr auto kLives = R"sql(
  select exists (select from hf.contact_approval a join hf.person p on p.agency_id = a.agency_id and p.id = a.person_id
                  where a.agency_id = $1 and p.oid = $2 and a.channel = $3 and a.state not in ('ended', 'refused', 'entered_in_error'))
)sql";
#define HOLDFAST_TERMS                                                                 \
  "a.channel, a.purpose, a.most, a.period, a.longest, a.from_minute, a.until_minute, " \
  "(a.starts_at at time zone a.zone)::date, ((a.ends_at - interval '1 microsecond') at time zone a.zone)::date "
// Columns 0 to 8 are the terms. Who agreed stands as a human's key; a recipient reads no account but their own.
#define HOLDFAST_APPROVAL                                                                                      \
  "select " HOLDFAST_TERMS                                                                                     \
  ", a.answers, a.oid, a.state, hf.micros(a.requested_at), hf.micros(a.changed_at), p.oid, p.kind, o.number, " \
  "o.name, coalesce(i.name, ''), coalesce(g.at > coalesce(z.at, '-infinity'), false), "                        \
  "hf.human_of(a.agency_id, g.account_id), a.offender_id, a.person_id, a.id "                                  \
  "from hf.contact_approval a "                                                                                \
  "join hf.offender o on o.agency_id = a.agency_id and o.id = a.offender_id "                                  \
  "join hf.person p on p.agency_id = a.agency_id and p.id = a.person_id "                                      \
  "left join hf.institution i on i.agency_id = a.agency_id and i.id = a.institution_id "                       \
  "left join lateral (select s.* from hf.approval_step s where s.agency_id = a.agency_id "                     \
  "  and s.approval_id = a.id and s.event = 'recipient_agrees' order by s.id desc limit 1) g on true "         \
  "left join lateral (select s.at from hf.approval_step s where s.agency_id = a.agency_id "                    \
  "  and s.approval_id = a.id and s.event = 'pause' order by s.id desc limit 1) z on true "
constexpr auto kList = HOLDFAST_APPROVAL "where a.agency_id = $1 and ($2 = 0 or a.id < $2) order by a.id desc limit $3";
constexpr auto kOne = HOLDFAST_APPROVAL "where a.agency_id = $1 and a.oid = $2";
constexpr auto kLock = R"sql(
  select hf.micros(case when $3 then hf.guard_update(a.agency_id, a.offender_id) else hf.guard_share(a.agency_id, a.offender_id) end)
    from hf.contact_approval a where a.agency_id = $1 and a.oid = $2
)sql";
constexpr auto kStep = R"sql(
  insert into hf.approval_step (agency_id, approval_id, event, account_id)
  select a.agency_id, a.id, $3, $4 from hf.contact_approval a where a.agency_id = $1 and a.oid = $2 returning state
)sql";
constexpr auto kRecalled = R"sql(
  select r.oid, h.oid from hf.recall y
    join hf.release r on r.agency_id = y.agency_id and r.id = y.release_id
    join hf.hold h on h.agency_id = r.agency_id and h.id = r.hold_id
    join hf.contact_approval a on a.agency_id = h.agency_id and a.offender_id = h.offender_id and a.person_id = h.person_id
   where y.agency_id = $1 and a.oid = $2 and y.cause = 'contact_paused' and y.at >= hf.at($3) order by y.id
)sql";
constexpr auto kPaused = R"sql(
  select a.oid from hf.approval_step s
    join hf.contact_approval a on a.agency_id = s.agency_id and a.id = s.approval_id
    join hf.contact_order o on o.agency_id = s.agency_id and o.id = s.order_id
   where s.agency_id = $1 and o.oid = $2 order by s.id
)sql";
constexpr auto kSteps = R"sql(
  select s.event, coalesce(w.display_name, ''), hf.micros(s.at)
    from hf.approval_step s
    join hf.contact_approval a on a.agency_id = s.agency_id and a.id = s.approval_id
    left join hf.account w on w.agency_id = s.agency_id and w.id = s.account_id
   where s.agency_id = $1 and a.oid = $2 order by s.id
)sql";
constexpr auto kAsked = "select " HOLDFAST_TERMS R"sql(,
         a.oid, a.offender_number, a.offender_name, hf.micros(a.asked_at), a.agrees, a.id
    from hf.institution_approval a where $1 = 0 or a.id < $1 order by a.id desc limit $2
)sql";
constexpr auto kThere = "select a.agrees is not null from hf.institution_approval a where a.oid = $1";
constexpr auto kAnswer = "select hf.institution_answers($1, $2)";

// Whatever waits for its hours or its limits is left out, so that it keeps no other from its turn.
constexpr auto kToPassOn = R"sql(
  select h.oid from hf.hold h
    join hf.letter l on l.agency_id = h.agency_id and l.id = h.letter_id
    join hf.contact_approval a on a.agency_id = h.agency_id
     and a.id = hf.contact_in_force(h.agency_id, h.offender_id, h.person_id, l.channel, hf.now())
   where h.agency_id = $1 and h.state = 'waiting' and h.frozen_at is null and l.channel <> 'accountability_letter'
     and extract(hour from hf.now() at time zone a.zone) * 60 + extract(minute from hf.now() at time zone a.zone)
         between a.from_minute and a.until_minute - 1
     and (select count(*) from hf.contact_sent(h.agency_id, h.offender_id, h.person_id, l.channel,
            hf.now() - case a.period when 'week' then interval '168 hours' else interval '720 hours' end)) < a.most
     and hf.bar_of_hold(h, l.channel, hf.now()) is null
     and not exists (select from hf.choice c where c.agency_id = h.agency_id and c.hold_id = h.id)
   order by h.id limit $2
)sql";
constexpr auto kStanding = R"sql(
  select a.id, a.state, hf.micros(a.starts_at), hf.micros(a.ends_at), a.most, a.period, a.longest, a.from_minute, a.until_minute,
         extract(hour from hf.at($4) at time zone a.zone) * 60 + extract(minute from hf.at($4) at time zone a.zone)
    from hf.contact_approval a
   where a.agency_id = $1 and a.id = hf.contact_in_force($1, $2, $5, $3, hf.at($4))
)sql";
constexpr auto kSent =
    "select hf.micros(at) from hf.contact_sent($1, $2, $3, $4, hf.at($5) - interval '720 hours') as at";
constexpr auto kChoose = R"sql(
  insert into hf.choice (agency_id, hold_id, version_id, kind, way, person_id, recorded_by, said, approval_id)
  values ($1, $2, $3, 'now', $4, $5, $6, 'standing', $7) returning id
)sql";

template <class E>
E named(const pqxx::field& field) {
  return domain::parse_name<E>(field.as<std::string>()).value_or(E{});
}

domain::ContactLimits limits_of(const pqxx::row& row, int at) {
  return {.most = row[at].as<int>(),
          .period = named<domain::LimitPeriod>(row[at + 1]),
          .longest = row[at + 2].as<int>(),
          .from = domain::DayMinutes{row[at + 3].as<int>()},
          .until = domain::DayMinutes{row[at + 4].as<int>()}};
}

ContactTerms terms_of(const pqxx::row& row) {
  ContactTerms terms;
  terms.channel = named<domain::Channel>(row[0]);
  terms.purpose = named<domain::ContactPurpose>(row[1]);
  terms.limits = limits_of(row, 2);
  terms.starts_on = day_of(row[7]).value_or(Day{});
  terms.ends_on = day_of(row[8]).value_or(Day{});
  return terms;
}

Approval approval_of(const pqxx::row& row, const Principal& who) {
  Approval found;
  found.terms = terms_of(row);
  found.terms.answers = row[9].as<bool>();
  found.id = id_of<ApprovalId>(row[10]);
  found.state =
      domain::parse_name<domain::ApprovalState>(row[11].as<std::string>()).value_or(domain::ApprovalState::ended);
  found.requested = time_of(row[12]);
  found.changed = time_of(row[13]);
  found.person = id_of<domain::PersonId>(row[14]);
  found.person_kind = row[15].as<std::string>();
  found.offender_number = row[16].as<std::string>();
  found.offender_name = row[17].as<std::string>();
  found.institution = row[18].as<std::string>();
  found.agreed = row[19].as<bool>();
  if (!row[20].is_null()) found.signed_by.first = natural(row[20].as<std::int64_t>());
  found.signed_by.second = natural(who.human);
  found.offender_row = RowKeys::of(row[21]);
  found.person_row = RowKeys::of(row[22]);
  found.place = row[23].as<std::int64_t>();
  return found;
}

Result<void> witness_recalls(Transaction& tx, Worker& worker, const Principal& who, const ApprovalId& id,
                             domain::Time since) {
  for (const auto& row : Keys::work(tx).exec_params(kRecalled, Keys::agency(tx), binary(id), micros(since))) {
    for (const auto& [event, object] :
         {std::pair{"delivery.recalled", "release/" + id_of<domain::ReleaseId>(row[0]).text()},
          std::pair{"hold.recalled", "hold/" + id_of<domain::HoldId>(row[1]).text()}}) {
      if (auto seen = witness(tx, worker, who, {.event = event, .object = object, .reason = "contact_paused"}); !seen)
        return seen;
    }
  }
  return {};
}

}  // namespace

Result<ApprovalId> request_approval(Transaction& tx, const std::string& zone, const NewApproval& asked) {
  auto& work = Keys::work(tx);
  const auto agency = Keys::agency(tx);
  const std::string channel(domain::name_of(asked.terms.channel));
  if (work.exec_params1(kLives, agency, binary(asked.person), channel)[0].as<bool>())
    return fail(Problem::conflict, "this person has an approval on this channel already");
  const auto id = sealing::random_id<ApprovalId>();
  const auto& limits = asked.terms.limits;
  auto made = one_row(work.exec_params(
      kRequest, agency, binary(id), binary(asked.person), channel, std::string(domain::name_of(asked.terms.purpose)),
      limits.most, std::string(domain::name_of(limits.period)), limits.longest, limits.from.count(),
      limits.until.count(), zone, date_text(asked.terms.starts_on), date_text(asked.terms.ends_on), asked.terms.answers,
      asked.asks_institution, Keys::account(tx)));
  if (!made) return std::unexpected(made.error());
  return id;
}

Result<std::vector<Approval>> approvals(Transaction& tx, const Principal& who, std::int64_t place, int limit) {
  std::vector<Approval> found;
  for (const auto& row : Keys::work(tx).exec_params(kList, Keys::agency(tx), place, limit))
    found.push_back(approval_of(row, who));
  return found;
}

Result<Approval> approval(Transaction& tx, const Principal& who, const ApprovalId& id) {
  const auto rows = Keys::work(tx).exec_params(kOne, Keys::agency(tx), binary(id));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  return approval_of(rows.front(), who);
}

Result<domain::Time> lock_approval(Transaction& tx, const ApprovalId& id, bool closes) {
  const auto rows = Keys::work(tx).exec_params(kLock, Keys::agency(tx), binary(id), closes);
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  return time_of(rows.front()[0]);
}

Result<domain::ApprovalState> add_step(Transaction& tx, Worker& worker, const Principal& who, const ApprovalId& id,
                                       const domain::ApprovalTransition& row, domain::Time since) {
  const auto rows = Keys::work(tx).exec_params(kStep, Keys::agency(tx), binary(id),
                                               std::string(domain::name_of(row.event)), Keys::account(tx));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  if (auto told = witness(tx, worker, who, {.event = std::string(row.entry), .object = "approval/" + id.text()}); !told)
    return std::unexpected(told.error());
  if (auto told = witness_recalls(tx, worker, who, id, since); !told) return std::unexpected(told.error());
  return named<domain::ApprovalState>(rows.front()[0]);
}

Result<void> witness_pauses(Transaction& tx, Worker& worker, const Principal& who, const domain::OrderId& order) {
  for (const auto& row : Keys::work(tx).exec_params(kPaused, Keys::agency(tx), binary(order))) {
    const auto object = "approval/" + id_of<ApprovalId>(row[0]).text();
    if (auto told = witness(tx, worker, who, {.event = "approval.paused", .object = object, .reason = "order"}); !told)
      return told;
  }
  return {};
}

Result<std::vector<ApprovalStep>> approval_steps(Transaction& tx, const ApprovalId& id) {
  std::vector<ApprovalStep> found;
  for (const auto& row : Keys::work(tx).exec_params(kSteps, Keys::agency(tx), binary(id)))
    found.push_back({row[0].as<std::string>(), row[1].as<std::string>(), time_of(row[2])});
  return found;
}

Result<std::vector<AskedInstitution>> asked_institution(Transaction& tx, std::int64_t place, int limit) {
  std::vector<AskedInstitution> found;
  for (const auto& row : Keys::work(tx).exec_params(kAsked, place, limit)) {
    AskedInstitution asked;
    asked.terms = terms_of(row);
    asked.id = id_of<ApprovalId>(row[9]);
    asked.offender_number = row[10].as<std::string>();
    asked.offender_name = row[11].as<std::string>();
    asked.asked = time_of(row[12]);
    if (!row[13].is_null()) asked.agrees = row[13].as<bool>();
    asked.place = row[14].as<std::int64_t>();
    found.push_back(std::move(asked));
  }
  return found;
}

Result<void> answer_approval(Transaction& tx, Worker& worker, const Principal& who, const ApprovalId& id, bool agrees) {
  auto& work = Keys::work(tx);
  const auto there = work.exec_params(kThere, binary(id));
  if (there.empty()) return fail(Problem::not_found, "there is nothing here");
  const auto answered = work.exec_params1(kAnswer, binary(id), agrees);
  if (there.front()[0].as<bool>() || answered[0].is_null()) return fail(Problem::conflict, "this was answered already");
  // One entry, whatever came of it: how many there are must not tell either.
  const auto led_to = answered[0].as<std::string>();
  return witness(tx, worker, who,
                 {.event = "approval.answered",
                  .object = "approval/" + id.text(),
                  .reason = std::string(agrees ? "agrees" : "refuses") + (led_to.empty() ? "" : "." + led_to)});
}

Result<std::vector<domain::HoldId>> holds_to_pass_on(Transaction& tx, int most) {
  std::vector<domain::HoldId> found;
  for (const auto& row : Keys::work(tx).exec_params(kToPassOn, Keys::agency(tx), most))
    found.push_back(id_of<domain::HoldId>(row[0]));
  return found;
}

Result<std::optional<Standing>> standing_of(Transaction& tx, const TakenHold& hold, domain::Channel channel) {
  auto& work = Keys::work(tx);
  const auto agency = Keys::agency(tx);
  const std::string by(domain::name_of(channel));
  const auto rows = work.exec_params(kStanding, agency, RowKeys::value(hold.offender), by, micros(hold.at),
                                     RowKeys::value(hold.person));
  if (rows.empty()) return std::nullopt;
  const auto row = rows.front();
  Standing standing;
  standing.approval = RowKeys::of(row[0]);
  standing.approves = {.state = named<domain::ApprovalState>(row[1]),
                       .begins = time_of(row[2]),
                       .ends = time_of(row[3]),
                       .limits = limits_of(row, 4)};
  standing.local = domain::DayMinutes{row[9].as<int>()};
  for (const auto& sent :
       work.exec_params(kSent, agency, RowKeys::value(hold.offender), RowKeys::value(hold.person), by, micros(hold.at)))
    standing.sent.push_back(time_of(sent[0]));
  return standing;
}

Result<RowKey> add_standing_choice(Transaction& tx, const TakenHold& hold, const RowKey& version,
                                   const RowKey& approval, domain::Way way) {
  const auto row = Keys::work(tx).exec_params1(
      kChoose, Keys::agency(tx), RowKeys::value(hold.row), RowKeys::value(version), std::string(domain::name_of(way)),
      RowKeys::value(hold.person), Keys::account(tx), RowKeys::value(approval));
  return RowKeys::of(row[0]);
}

}  // namespace holdfast::storage
