#include "storage/postgres/flagged.h"

#include "storage/postgres/internal.h"
#include "storage/postgres/ticket_rows.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

// The list's order as one number: where it stands, how grave, then age.
#define HOLDFAST_FLAGGED_PLACE                                                                                  \
  "((case when t.state = 'unconfirmed' then 0 when t.state in ('closed', 'dismissed') then 2 else 1 end)"       \
  "::bigint << 60 | (case t.severity when 'critical' then 0 when 'high' then 1 when 'medium' then 2 else 3 end" \
  "::bigint << 56) | t.id)"
#define HOLDFAST_FLAGGED_ROW                                                                  \
  "select t.oid, t.state, t.severity, t.categories, o.number, o.name, coalesce(i.name, ''), " \
  "t.shared_at is not null, t.report_id is not null, hf.micros(t.opened_at), "                \
  "hf.micros(t.changed_at), " HOLDFAST_FLAGGED_PLACE " as place "
#define HOLDFAST_FLAGGED_FROM                                                                   \
  " from hf.ticket t join hf.offender o on o.agency_id = t.agency_id and o.id = t.offender_id " \
  "left join hf.institution i on i.agency_id = t.agency_id and i.id = t.institution_id "

constexpr auto kList = HOLDFAST_FLAGGED_ROW HOLDFAST_FLAGGED_FROM "where t.agency_id = $1 and " HOLDFAST_FLAGGED_PLACE
                                                                  " > $2 order by place limit $3";
constexpr auto kFile = HOLDFAST_FLAGGED_ROW R"sql(,
         v.oid, l.oid, v.no, v.state, l.state,
         not exists (select from hf.letter_version n where n.agency_id = v.agency_id and n.letter_id = v.letter_id and n.no > v.no),
         v.engine, v.rules, vo.oid, r.oid, ro.oid,
         exists (select from hf.ticket_event e where e.agency_id = t.agency_id and e.ticket_id = t.id
                  and e.account_id = $3 and e.state = 'words_opened'),
         (select a.human_id from hf.account a where a.agency_id = q.agency_id and a.id = q.lift_asked_by),
         hf.micros(q.lift_asked_at)
)sql" HOLDFAST_FLAGGED_FROM R"sql(
    left join hf.letter_version v on v.agency_id = t.agency_id and v.id = t.version_id
    left join hf.letter l on l.agency_id = v.agency_id and l.id = v.letter_id
    left join hf.sealed_object vo on vo.agency_id = v.agency_id and vo.id = v.object_id
    left join hf.report r on r.agency_id = t.agency_id and r.id = t.report_id
    left join hf.sealed_object ro on ro.agency_id = r.agency_id and ro.id = r.object_id
    left join hf.quarantine q on q.agency_id = v.agency_id and q.version_id = v.id and q.lifted_at is null
   where t.agency_id = $1 and t.oid = $2
)sql";
constexpr auto kSteps = HOLDFAST_TICKET_STEP
    "join hf.ticket t on t.agency_id = e.agency_id and t.id = e.ticket_id "
    "where e.agency_id = $1 and t.oid = $2 order by e.id";
constexpr auto kSimilar = R"sql(
  select s.oid, hf.micros(s.opened_at), s.categories from hf.ticket t
    join hf.ticket s on s.agency_id = t.agency_id and s.offender_id = t.offender_id and s.id <> t.id
   where t.agency_id = $1 and t.oid = $2 order by s.id desc limit 20
)sql";
constexpr auto kLock = "select from hf.ticket where agency_id = $1 and oid = $2 for update";
constexpr auto kVersionOf = R"sql(
  select v.oid from hf.ticket t left join hf.letter_version v on v.agency_id = t.agency_id and v.id = t.version_id
   where t.agency_id = $1 and t.oid = $2
)sql";
constexpr auto kMove = "update hf.ticket set state = $3, changed_at = hf.now() where agency_id = $1 and oid = $2";
constexpr auto kStep = R"sql(
  insert into hf.ticket_event (agency_id, ticket_id, account_id, state, reason, at)
  select t.agency_id, t.id, $3, $4, $5, hf.now() from hf.ticket t where t.agency_id = $1 and t.oid = $2
)sql";
constexpr auto kEnd = "select hf.end_investigations($1)";
constexpr auto kAskLift = R"sql(
  update hf.quarantine q set lift_asked_by = $3, lift_asked_at = hf.now() from hf.letter_version v
   where v.agency_id = $1 and v.oid = $2 and q.agency_id = v.agency_id and q.version_id = v.id
     and q.lifted_at is null and q.lift_asked_by is null
)sql";
constexpr auto kLift = R"sql(
  update hf.quarantine q set lifted_by = $3, lifted_at = hf.now() from hf.letter_version v
   where v.agency_id = $1 and v.oid = $2 and q.agency_id = v.agency_id and q.version_id = v.id
     and q.lifted_at is null and q.lift_asked_by is not null
)sql";

FlaggedRow row_of(const pqxx::row& row) {
  FlaggedRow found;
  found.ticket = id_of<domain::TicketId>(row[0]);
  found.state = ticket_state_of(row[1]);
  found.severity = row[2].as<std::string>();
  found.categories = texts_of(row[3]);
  found.offender_number = row[4].as<std::string>();
  found.offender_name = row[5].as<std::string>();
  found.institution = row[6].as<std::string>();
  found.shared = row[7].as<bool>();
  found.from_report = row[8].as<bool>();
  found.opened = time_of(row[9]);
  found.changed = time_of(row[10]);
  found.place = row[11].as<std::int64_t>();
  return found;
}

std::optional<FlaggedVersion> version_of(const pqxx::row& row) {
  if (row[12].is_null()) return std::nullopt;
  FlaggedVersion found;
  found.version = id_of<domain::VersionId>(row[12]);
  found.letter = id_of<domain::LetterId>(row[13]);
  found.no = row[14].as<int>();
  found.state =
      domain::parse_name<domain::VersionState>(row[15].as<std::string>()).value_or(domain::VersionState::destroyed);
  found.letter_state =
      domain::parse_name<domain::LetterState>(row[16].as<std::string>()).value_or(domain::LetterState::destroyed);
  found.newest = row[17].as<bool>();
  found.engine = row[18].as<std::string>();
  found.rules = row[19].as<std::string>();
  found.object = id_of<domain::ObjectId>(row[20]);
  return found;
}

}  // namespace

Result<std::vector<FlaggedRow>> flagged_list(Transaction& tx, std::int64_t place, int limit) {
  std::vector<FlaggedRow> found;
  for (const auto& row : Keys::work(tx).exec_params(kList, Keys::agency(tx), place, limit))
    found.push_back(row_of(row));
  return found;
}

Result<FlaggedFile> flagged_file(Transaction& tx, const Principal& who, const domain::TicketId& ticket) {
  auto& work = Keys::work(tx);
  const auto rows = work.exec_params(kFile, Keys::agency(tx), binary(ticket), Keys::account(tx));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  const auto row = rows.front();
  FlaggedFile file;
  file.row = row_of(row);
  file.version = version_of(row);
  if (!row[21].is_null()) file.report = {id_of<domain::ReportId>(row[21]), id_of<domain::ObjectId>(row[22])};
  file.opened = row[23].as<bool>();
  file.lift.second = natural(who.human);
  if (!row[24].is_null()) {
    file.lift_asked = maybe_time_of(row[25]);
    file.lift_mine = row[24].as<std::int64_t>() == who.human;
    file.lift.first = natural(row[24].as<std::int64_t>());
  }
  file.steps = steps_of(work.exec_params(kSteps, Keys::agency(tx), binary(ticket)));
  for (const auto& similar : work.exec_params(kSimilar, Keys::agency(tx), binary(ticket))) {
    file.similar.push_back({id_of<domain::TicketId>(similar[0]), time_of(similar[1]), texts_of(similar[2])});
  }
  return file;
}

Result<void> lock_ticket(Transaction& tx, const domain::TicketId& ticket) {
  return one_row(Keys::work(tx).exec_params(kLock, Keys::agency(tx), binary(ticket)));
}

Result<std::optional<domain::VersionId>> version_of_ticket(Transaction& tx, const domain::TicketId& ticket) {
  const auto rows = Keys::work(tx).exec_params(kVersionOf, Keys::agency(tx), binary(ticket));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  return maybe_id_of<domain::VersionId>(rows.front()[0]);
}

Result<void> move_flagged(Transaction& tx, const domain::TicketId& ticket, domain::TicketState to) {
  return one_row(Keys::work(tx).exec_params(kMove, Keys::agency(tx), binary(ticket), std::string(name_of(to))));
}

Result<void> add_flagged_step(Transaction& tx, const domain::TicketId& ticket, std::string_view state,
                              const std::string& reason) {
  return one_row(Keys::work(tx).exec_params(kStep, Keys::agency(tx), binary(ticket), Keys::account(tx),
                                            std::string(state), reason));
}

Result<void> end_investigations(Transaction& tx, const domain::TicketId& ticket) {
  Keys::work(tx).exec_params(kEnd, binary(ticket));
  return {};
}

Result<void> ask_lift(Transaction& tx, const domain::VersionId& version) {
  Keys::work(tx).exec_params0(kAskLift, Keys::agency(tx), binary(version), Keys::account(tx));
  return {};
}

Result<void> lift_quarantine(Transaction& tx, const domain::VersionId& version) {
  return one_row(Keys::work(tx).exec_params(kLift, Keys::agency(tx), binary(version), Keys::account(tx)));
}

}  // namespace holdfast::storage
