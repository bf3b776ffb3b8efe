#include "storage/postgres/addressing.h"

#include "storage/postgres/internal.h"
#include "storage/postgres/sealed_rows.h"
#include "storage/postgres/tasks.h"
#include "storage/sealing/random.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr auto kQueue = R"sql(
  select l.oid, l.state, o.number, o.name, l.case_number,
         hf.micros(coalesce((select r.at from hf.review r join hf.letter_version v on v.agency_id = r.agency_id
                                and v.id = r.version_id
                              where r.agency_id = l.agency_id and v.letter_id = l.id and r.decision = 'approve'
                              order by r.id desc limit 1), l.received_at)),
         (select count(*) from hf.person p where p.agency_id = l.agency_id and p.offender_id = l.offender_id), l.id
    from hf.letter l join hf.offender o on o.agency_id = l.agency_id and o.id = l.offender_id
   where l.agency_id = $1 and l.state in ('approved', 'banked') and l.id > $2
     and (select d.person_id from hf.addressing d where d.agency_id = l.agency_id and d.letter_id = l.id
             and d.undone_at is null order by d.id desc limit 1) is null
   order by l.id limit $3
)sql";
constexpr auto kFile = R"sql(
  select l.oid, l.state, o.number, o.name, l.case_number, v.oid, coalesce(v.no, 0), s.oid,
         exists (select from hf.quarantine q join hf.letter_version y on y.agency_id = q.agency_id and y.id = q.version_id
                  where y.agency_id = l.agency_id and y.letter_id = l.id and q.lifted_at is null),
         p.oid, h.oid, h.state
    from hf.letter l
    join hf.offender o on o.agency_id = l.agency_id and o.id = l.offender_id
    left join lateral (select * from hf.letter_version x where x.agency_id = l.agency_id and x.letter_id = l.id
                          and x.state = 'approved' order by x.no desc limit 1) v on true
    left join hf.sealed_object s on s.agency_id = v.agency_id and s.id = v.object_id
    left join lateral (select * from hf.addressing x where x.agency_id = l.agency_id and x.letter_id = l.id
                          and x.undone_at is null order by x.id desc limit 1) d on true
    left join hf.person p on p.agency_id = d.agency_id and p.id = d.person_id
    left join hf.hold h on h.agency_id = l.agency_id and h.letter_id = l.id and h.state not in ('withdrawn', 'destroyed')
   where l.agency_id = $1 and l.oid = $2
)sql";
constexpr auto kCandidates = R"sql(
  select p.oid, s.oid, p.kind, coalesce(c.number, ''), p.adult is true, p.confirmed_by is not null
    from hf.letter l
    join hf.person p on p.agency_id = l.agency_id and p.offender_id = l.offender_id
    join hf.sealed_object s on s.agency_id = p.agency_id and s.id = p.record_id
    left join hf.court_case c on c.agency_id = p.agency_id and c.id = p.case_id
   where l.agency_id = $1 and l.oid = $2 order by p.id limit 200
)sql";
constexpr auto kWhose = "select offender_id, id from hf.letter where agency_id = $1 and oid = $2";
constexpr auto kBar = R"sql(
  select coalesce(hf.bar_of_pair(l.agency_id, l.offender_id, p.id, l.channel, hf.now()), '')
    from hf.letter l join hf.person p on p.agency_id = l.agency_id and p.offender_id = l.offender_id
   where l.agency_id = $1 and l.oid = $2 and p.oid = $3
)sql";
constexpr auto kAdd = R"sql(
  insert into hf.addressing (agency_id, letter_id, person_id, account_id, evidence_id)
  select $1, l.id, (select p.id from hf.person p where p.agency_id = l.agency_id and p.offender_id = l.offender_id and p.oid = $3),
         $4, $5 from hf.letter l where l.agency_id = $1 and l.oid = $2
)sql";
constexpr auto kHold = R"sql(
  insert into hf.hold (agency_id, oid, letter_id, person_id, offender_id)
  select $1, $2, l.id, p.id, l.offender_id
    from hf.letter l join hf.person p on p.agency_id = l.agency_id and p.offender_id = l.offender_id
   where l.agency_id = $1 and l.oid = $3 and p.oid = $4
)sql";
constexpr auto kUndo = R"sql(
  update hf.addressing d set undone_at = hf.now(), undone_by = $3, undone_evidence_id = $4
    from hf.letter l where l.agency_id = $1 and l.oid = $2 and d.agency_id = l.agency_id and d.letter_id = l.id
     and d.undone_at is null and d.person_id is not null
)sql";
constexpr auto kFreeze = R"sql(
  update hf.hold set state = $3, frozen_at = hf.now(), changed_at = hf.now() where agency_id = $1 and oid = $2
)sql";
constexpr auto kTask = R"sql(
  insert into hf.task (agency_id, oid, kind, hold_id)
  select $1, $2, 'wrong_pairing', h.id from hf.hold h where h.agency_id = $1 and h.oid = $3
)sql";

domain::LetterState letter_state(const pqxx::field& field) {
  return domain::parse_name<domain::LetterState>(field.as<std::string>()).value_or(domain::LetterState::destroyed);
}

}  // namespace

Result<std::vector<AddressingRow>> addressing_queue(Transaction& tx, std::int64_t place, int limit) {
  std::vector<AddressingRow> found;
  for (const auto& row : Keys::work(tx).exec_params(kQueue, Keys::agency(tx), place, limit)) {
    found.push_back({id_of<domain::LetterId>(row[0]), letter_state(row[1]), row[2].as<std::string>(),
                     row[3].as<std::string>(), row[4].as<std::string>(), time_of(row[5]), row[6].as<int>(),
                     row[7].as<std::int64_t>()});
  }
  return found;
}

Result<AddressingFile> addressing_file(Transaction& tx, const domain::LetterId& letter) {
  auto& work = Keys::work(tx);
  const auto rows = work.exec_params(kFile, Keys::agency(tx), binary(letter));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  const auto row = rows.front();
  AddressingFile file;
  file.letter = letter;
  file.state = letter_state(row[1]);
  file.offender_number = row[2].as<std::string>();
  file.offender_name = row[3].as<std::string>();
  file.case_number = row[4].as<std::string>();
  file.version = maybe_id_of<domain::VersionId>(row[5]);
  file.no = row[6].as<int>();
  if (file.version) file.object = id_of<domain::ObjectId>(row[7]);
  file.quarantined = row[8].as<bool>();
  file.person = maybe_id_of<domain::PersonId>(row[9]);
  file.hold = maybe_id_of<domain::HoldId>(row[10]);
  if (!row[11].is_null()) file.hold_state = domain::parse_name<domain::HoldState>(row[11].as<std::string>());
  for (const auto& one : work.exec_params(kCandidates, Keys::agency(tx), binary(letter))) {
    file.candidates.push_back({id_of<domain::PersonId>(one[0]), id_of<domain::ObjectId>(one[1]),
                               one[2].as<std::string>(), one[3].as<std::string>(), one[4].as<bool>(),
                               one[5].as<bool>()});
  }
  return file;
}

Result<domain::Time> lock_letter(Transaction& tx, const domain::LetterId& letter) {
  auto& work = Keys::work(tx);
  const auto agency = Keys::agency(tx);
  const auto rows = work.exec_params(kWhose, agency, binary(letter));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  const auto now = time_of(
      work.exec_params1("select hf.micros(hf.guard_share($1, $2))", agency, rows.front()[0].as<std::int64_t>())[0]);
  work.exec_params("select from hf.letter where agency_id = $1 and id = $2 for update", agency,
                   rows.front()[1].as<std::int64_t>());
  return now;
}

Result<std::string> bar_of_pair(Transaction& tx, const domain::LetterId& letter, const domain::PersonId& person) {
  const auto rows = Keys::work(tx).exec_params(kBar, Keys::agency(tx), binary(letter), binary(person));
  if (rows.empty()) return fail(Problem::invalid_field, "no protected person of this writer", "person");
  return rows.front()[0].as<std::string>();
}

Result<void> add_addressing(Transaction& tx, Worker& worker, const domain::LetterId& letter,
                            const std::optional<domain::PersonId>& person, std::string_view evidence) {
  const auto object = put_object(tx, worker, sealing::Purpose::addressing, sealing::random_id<domain::ObjectId>(),
                                 {{sealing::Purpose::addressing, evidence}});
  if (!object) return std::unexpected(object.error());
  // An empty id is nobody's.
  const auto whom = person ? binary(*person) : binary(std::span<const std::uint8_t>{});
  return one_row(Keys::work(tx).exec_params(kAdd, Keys::agency(tx), binary(letter), whom, Keys::account(tx), *object));
}

Result<domain::HoldId> make_hold(Transaction& tx, const domain::LetterId& letter, const domain::PersonId& person) {
  const auto hold = sealing::random_id<domain::HoldId>();
  auto made =
      one_row(Keys::work(tx).exec_params(kHold, Keys::agency(tx), binary(hold), binary(letter), binary(person)));
  if (!made) return std::unexpected(made.error());
  return hold;
}

Result<void> undo_addressing(Transaction& tx, Worker& worker, const AddressingFile& file, domain::HoldState hold_to,
                             std::string_view evidence) {
  auto& work = Keys::work(tx);
  const auto agency = Keys::agency(tx);
  const auto object = put_object(tx, worker, sealing::Purpose::addressing, sealing::random_id<domain::ObjectId>(),
                                 {{sealing::Purpose::addressing, evidence}});
  if (!object) return std::unexpected(object.error());
  auto undone = one_row(work.exec_params(kUndo, agency, binary(file.letter), Keys::account(tx), *object));
  if (!undone || !file.hold) return undone;
  if (auto done = one_row(work.exec_params(kFreeze, agency, binary(*file.hold), std::string(name_of(hold_to)))); !done)
    return done;
  work.exec_params(kTask, agency, binary(sealing::random_id<TaskId>()), binary(*file.hold));
  return {};
}

}  // namespace holdfast::storage
