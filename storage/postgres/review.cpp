#include "storage/postgres/review.h"

#include "storage/postgres/internal.h"
#include "storage/sealing/random.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

// The queue's order as one number: which part, then age.
#define HOLDFAST_REVIEW_ROW                                                                                     \
  "select v.oid, l.oid, v.no, v.state, v.verdict, v.language, v.categories, v.welfare, v.characters, "          \
  "  hf.micros(v.received_at), o.number, o.name, p.name, "                                                      \
  "  coalesce((select a.display_name from hf.assignment s join hf.account a on a.agency_id = s.agency_id "      \
  "     and a.id = s.account_id where s.agency_id = v.agency_id and s.version_id = v.id and s.kind = 'review' " \
  "     and s.ended_at is null order by s.id limit 1), ''), "                                                   \
  "  (case when v.state = 'quarantined' then 2 when v.welfare then 0 else 1 end)::bigint << 60 | v.id as place "

constexpr auto kQueue = HOLDFAST_REVIEW_ROW R"sql(
    from hf.letter_version v
    join hf.letter l on l.agency_id = v.agency_id and l.id = v.letter_id
    join hf.offender o on o.agency_id = l.agency_id and o.id = l.offender_id
    join hf.programme p on p.agency_id = l.agency_id and p.id = l.programme_id
   where v.agency_id = $1 and v.state in ('received', 'unscreened', 'in_review', 'quarantined')
     and ((case when v.state = 'quarantined' then 2 when v.welfare then 0 else 1 end)::bigint << 60 | v.id) > $2
   order by place limit $3
)sql";
constexpr auto kFile = HOLDFAST_REVIEW_ROW R"sql(,
         l.state, s.oid, l.case_number, v.engine, v.rules,
         coalesce(hf.bar_of_pair(v.agency_id, l.offender_id, d.person_id, l.channel, hf.now()), ''),
         exists (select from hf.account a where a.agency_id = v.agency_id and a.human_id = $3
                  and (a.id = l.submitted_by or a.programme_id = l.programme_id)),
         exists (select from hf.assignment x join hf.account a on a.agency_id = x.agency_id and a.id = x.account_id
                  where x.agency_id = v.agency_id and x.version_id = v.id and x.kind = 'review' and a.oid = $4
                    and x.ended_at is null and x.opened_at is not null),
         (select a.human_id from hf.account a where a.agency_id = q.agency_id and a.id = q.lift_asked_by),
         (select a.human_id from hf.account a where a.agency_id = q.agency_id and a.id = q.lifted_by),
         exists (select from hf.quarantine x join hf.letter_version y on y.agency_id = x.agency_id and y.id = x.version_id
                  where y.agency_id = v.agency_id and y.letter_id = l.id and x.lifted_at is null),
         d.person_id is not null, z.was, hf.micros(z.at)
    from hf.letter_version v
    join hf.letter l on l.agency_id = v.agency_id and l.id = v.letter_id
    join hf.offender o on o.agency_id = l.agency_id and o.id = l.offender_id
    join hf.programme p on p.agency_id = l.agency_id and p.id = l.programme_id
    join hf.sealed_object s on s.agency_id = v.agency_id and s.id = v.object_id
    left join lateral (select * from hf.quarantine x where x.agency_id = v.agency_id and x.version_id = v.id
                          and x.lifted_at is not null order by x.id desc limit 1) q on true
    left join lateral (select * from hf.addressing x where x.agency_id = v.agency_id and x.letter_id = l.id
                          and x.undone_at is null order by x.id desc limit 1) d on true
    left join lateral (select * from hf.rescreened x where x.agency_id = v.agency_id and x.version_id = v.id
                          and x.applied order by x.id desc limit 1) z on true
   where v.agency_id = $1 and v.oid = $2
)sql";
constexpr auto kEarlier = R"sql(
  select e.no, hf.micros(e.received_at), e.state,
         coalesce((select r.reasons from hf.review r where r.agency_id = e.agency_id and r.version_id = e.id
                    order by r.id desc limit 1), '{}')
    from hf.letter_version v
    join hf.letter_version e on e.agency_id = v.agency_id and e.letter_id = v.letter_id and e.no < v.no
   where v.agency_id = $1 and v.oid = $2 order by e.no desc
)sql";
constexpr auto kWhose = R"sql(
  select l.offender_id, l.id, v.id from hf.letter_version v
    join hf.letter l on l.agency_id = v.agency_id and l.id = v.letter_id where v.agency_id = $1 and v.oid = $2
)sql";
constexpr auto kAssign = R"sql(
  insert into hf.assignment (agency_id, oid, kind, version_id, account_id)
  select $1, $2, $3, v.id, $4 from hf.letter_version v where v.agency_id = $1 and v.oid = $5
  on conflict (agency_id, kind, version_id, account_id) where ended_at is null do nothing
)sql";
constexpr auto kAssigned = R"sql(
  select s.oid from hf.assignment s join hf.letter_version v on v.agency_id = s.agency_id and v.id = s.version_id
   where s.agency_id = $1 and s.kind = $2 and s.account_id = $3 and v.oid = $4 and s.ended_at is null
)sql";
constexpr auto kMarkOpened = R"sql(
  update hf.assignment set opened_at = hf.now()
   where agency_id = $1 and oid = $2 and account_id = $3 and opened_at is null
)sql";
constexpr auto kReview = R"sql(
  insert into hf.review (agency_id, version_id, account_id, decision, reasons, note)
  select $1, v.id, $2, $3, $4, $5 from hf.letter_version v where v.agency_id = $1 and v.oid = $6
)sql";
constexpr auto kEnd = "select hf.end_assignments(v.id) from hf.letter_version v where v.agency_id = $1 and v.oid = $2";
constexpr auto kVersionState = "update hf.letter_version set state = $3 where agency_id = $1 and oid = $2";
constexpr auto kLetterState = "update hf.letter set state = $3 where agency_id = $1 and oid = $2";
constexpr auto kSupersede = R"sql(
  update hf.letter_version e set state = 'superseded' from hf.letter_version v
   where v.agency_id = $1 and v.oid = $2 and e.agency_id = v.agency_id and e.letter_id = v.letter_id and e.no < v.no
     and e.state = 'approved'
)sql";
constexpr auto kQuarantine =
    "select hf.quarantine_version(v.id, $3, $4) from hf.letter_version v where v.agency_id = $1 and v.oid = $2";
constexpr auto kRecall = "select hf.recall_letter(l.id, $3) from hf.letter l where l.agency_id = $1 and l.oid = $2";

constexpr std::string_view kind_name(AssignmentKind kind) {
  switch (kind) {
    case AssignmentKind::review:
      return "review";
    case AssignmentKind::addressing:
      return "addressing";
    case AssignmentKind::investigation:
      return "investigation";
  }
  return "";
}

ReviewRow row_of(const pqxx::row& row) {
  ReviewRow found;
  found.version = id_of<domain::VersionId>(row[0]);
  found.letter = id_of<domain::LetterId>(row[1]);
  found.no = row[2].as<int>();
  found.state =
      domain::parse_name<domain::VersionState>(row[3].as<std::string>()).value_or(domain::VersionState::destroyed);
  if (!row[4].is_null()) found.verdict = domain::parse_name<domain::Verdict>(row[4].as<std::string>());
  found.language = row[5].as<std::string>();
  found.categories = texts_of(row[6]);
  found.welfare = row[7].as<bool>();
  found.characters = row[8].as<int>();
  found.received = time_of(row[9]);
  found.offender_number = row[10].as<std::string>();
  found.offender_name = row[11].as<std::string>();
  found.programme = row[12].as<std::string>();
  found.assigned_to = row[13].as<std::string>();
  found.place = row[14].as<std::int64_t>();
  return found;
}

std::optional<domain::NaturalId> maybe_natural(const pqxx::field& human) {
  return human.is_null() ? std::nullopt : std::optional{natural(human.as<std::int64_t>())};
}

}  // namespace

Result<std::vector<ReviewRow>> review_queue(Transaction& tx, std::int64_t place, int limit) {
  std::vector<ReviewRow> found;
  for (const auto& row : Keys::work(tx).exec_params(kQueue, Keys::agency(tx), place, limit))
    found.push_back(row_of(row));
  return found;
}

Result<ReviewFile> review_file(Transaction& tx, const Principal& who, const domain::VersionId& version) {
  auto& work = Keys::work(tx);
  const auto rows = work.exec_params(kFile, Keys::agency(tx), binary(version), who.human, binary(who.account));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  const auto row = rows.front();
  ReviewFile file;
  file.row = row_of(row);
  file.letter_state =
      domain::parse_name<domain::LetterState>(row[15].as<std::string>()).value_or(domain::LetterState::destroyed);
  file.object = id_of<domain::ObjectId>(row[16]);
  file.case_number = row[17].as<std::string>();
  file.engine = row[18].as<std::string>();
  file.rules = row[19].as<std::string>();
  file.barred = row[20].as<std::string>();
  file.own_programme = row[21].as<bool>();
  file.opened = row[22].as<bool>();
  file.lifted_by = {maybe_natural(row[23]), maybe_natural(row[24])};
  file.quarantined = row[25].as<bool>();
  file.addressed = row[26].as<bool>();
  if (const auto at = maybe_time_of(row[28])) {
    file.rescreened.emplace().at = *at;
    if (!row[27].is_null()) file.rescreened->was = domain::parse_name<domain::Verdict>(row[27].as<std::string>());
  }
  for (const auto& earlier : work.exec_params(kEarlier, Keys::agency(tx), binary(version))) {
    file.earlier.push_back(
        {earlier[0].as<int>(), time_of(earlier[1]), earlier[2].as<std::string>(), texts_of(earlier[3])});
  }
  return file;
}

Result<domain::Time> lock_version(Transaction& tx, const domain::VersionId& version) {
  auto& work = Keys::work(tx);
  const auto agency = Keys::agency(tx);
  const auto rows = work.exec_params(kWhose, agency, binary(version));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  const auto now = time_of(
      work.exec_params1("select hf.micros(hf.guard_share($1, $2))", agency, rows.front()[0].as<std::int64_t>())[0]);
  work.exec_params("select from hf.letter where agency_id = $1 and id = $2 for update", agency,
                   rows.front()[1].as<std::int64_t>());
  work.exec_params("select from hf.letter_version where agency_id = $1 and id = $2 for update", agency,
                   rows.front()[2].as<std::int64_t>());
  return now;
}

Result<domain::GrantId> assign(Transaction& tx, AssignmentKind kind, const domain::VersionId& version) {
  auto& work = Keys::work(tx);
  const std::string name(kind_name(kind));
  work.exec_params0(kAssign, Keys::agency(tx), binary(sealing::random_id<domain::GrantId>()), name, Keys::account(tx),
                    binary(version));
  const auto rows = work.exec_params(kAssigned, Keys::agency(tx), name, Keys::account(tx), binary(version));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  return id_of<domain::GrantId>(rows.front()[0]);
}

Result<void> mark_opened(Transaction& tx, const domain::GrantId& assignment) {
  Keys::work(tx).exec_params0(kMarkOpened, Keys::agency(tx), binary(assignment), Keys::account(tx));
  return {};
}

Result<void> add_review(Transaction& tx, const domain::VersionId& version, const NewReview& review) {
  const auto added = one_row(Keys::work(tx).exec_params(kReview, Keys::agency(tx), Keys::account(tx), review.decision,
                                                        array_text(review.reasons), review.note, binary(version)));
  if (!added) return added;
  return end_assignments(tx, version);
}

Result<void> end_assignments(Transaction& tx, const domain::VersionId& version) {
  Keys::work(tx).exec_params(kEnd, Keys::agency(tx), binary(version));
  return {};
}

Result<void> set_state(Transaction& tx, const domain::VersionId& version, domain::VersionState state) {
  return one_row(
      Keys::work(tx).exec_params(kVersionState, Keys::agency(tx), binary(version), std::string(name_of(state))));
}

Result<void> set_state(Transaction& tx, const domain::LetterId& letter, domain::LetterState state) {
  return one_row(
      Keys::work(tx).exec_params(kLetterState, Keys::agency(tx), binary(letter), std::string(name_of(state))));
}

Result<void> supersede_older(Transaction& tx, const domain::VersionId& version) {
  Keys::work(tx).exec_params(kSupersede, Keys::agency(tx), binary(version));
  return {};
}

Result<void> quarantine_version(Transaction& tx, const domain::VersionId& version, const domain::TicketId& ticket,
                                const std::vector<std::string>& categories) {
  Keys::work(tx).exec_params(kQuarantine, Keys::agency(tx), binary(version), binary(ticket), array_text(categories));
  return {};
}

Result<int> recall_letter(Transaction& tx, const domain::LetterId& letter, const std::string& why) {
  const auto rows = Keys::work(tx).exec_params(kRecall, Keys::agency(tx), binary(letter), why);
  return rows.empty() ? 0 : rows.front()[0].as<int>();
}

}  // namespace holdfast::storage
