#include "storage/postgres/people.h"

#include "storage/postgres/internal.h"
#include "storage/postgres/sealed_rows.h"
#include "storage/sealing/random.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

#define HOLDFAST_PERSON_ROW                                                                                     \
  "select p.oid, s.oid, p.kind, o.number, o.name, coalesce(c.number, ''), p.confirmed_by is not null, p.tell, " \
  "p.notices, p.adult, p.frozen_at is not null, hf.micros(p.registered_at), p.id from hf.person p "             \
  "join hf.offender o on o.agency_id = p.agency_id and o.id = p.offender_id "                                   \
  "join hf.sealed_object s on s.agency_id = p.agency_id and s.id = p.record_id "                                \
  "left join hf.court_case c on c.agency_id = p.agency_id and c.id = p.case_id where p.agency_id = $1 and "

constexpr auto kPersons = HOLDFAST_PERSON_ROW "p.id > $2 order by p.id limit $3";
constexpr auto kPerson = HOLDFAST_PERSON_ROW "p.oid = $2";
constexpr auto kOfOffender = HOLDFAST_PERSON_ROW "o.number = $2 order by p.id limit 200";
constexpr auto kOffender = "select name, id from hf.offender where agency_id = $1 and number = $2";
constexpr auto kAddOffender =
    "insert into hf.offender (agency_id, oid, number, name) values ($1, $2, $3, '') on conflict do nothing";
constexpr auto kAddCase = R"sql(
  insert into hf.court_case (agency_id, oid, offender_id, number)
  select $1, $2, o.id, $4 from hf.offender o where o.agency_id = $1 and o.number = $3 on conflict do nothing
)sql";
constexpr auto kAddPerson = R"sql(
  insert into hf.person (agency_id, oid, offender_id, case_id, kind, record_id, adult, tell, notices)
  select $1, $2, o.id, (select c.id from hf.court_case c where c.agency_id = o.agency_id and c.offender_id = o.id and c.number = $4),
         $5, $6, $7, $8, $9
    from hf.offender o where o.agency_id = $1 and o.number = $3
)sql";
constexpr auto kChange = R"sql(
  update hf.person p
     set record_id = $3, adult = $5, tell = $6, notices = $7,
         case_id = (select c.id from hf.court_case c where c.agency_id = p.agency_id and c.offender_id = p.offender_id and c.number = $4)
   where p.agency_id = $1 and p.oid = $2 and p.confirmed_by is null
)sql";
constexpr auto kGuard = R"sql(
  select hf.guard_share(p.agency_id, p.offender_id) from hf.person p where p.agency_id = $1 and p.oid = $2
)sql";
constexpr auto kConfirm = R"sql(
  update hf.person set confirmed_by = $3, registered_at = coalesce(registered_at, hf.now()), adult = $4
   where agency_id = $1 and oid = $2 and confirmed_by is null
)sql";

PersonRow row_of(const pqxx::row& row) {
  PersonRow found;
  found.person = id_of<domain::PersonId>(row[0]);
  found.record = id_of<domain::ObjectId>(row[1]);
  found.kind = row[2].as<std::string>();
  found.offender_number = row[3].as<std::string>();
  found.offender_name = row[4].as<std::string>();
  found.case_number = row[5].as<std::string>();
  found.confirmed = row[6].as<bool>();
  found.tell = row[7].as<bool>();
  found.notices = row[8].as<std::string>();
  if (!row[9].is_null()) found.adult = row[9].as<bool>();
  found.frozen = row[10].as<bool>();
  found.registered = maybe_time_of(row[11]);
  found.place = row[12].as<std::int64_t>();
  return found;
}

}  // namespace

Result<std::vector<PersonRow>> persons(Transaction& tx, std::int64_t place, int limit) {
  std::vector<PersonRow> found;
  for (const auto& row : Keys::work(tx).exec_params(kPersons, Keys::agency(tx), place, limit))
    found.push_back(row_of(row));
  return found;
}

Result<PersonRow> person_file(Transaction& tx, const domain::PersonId& person) {
  const auto rows = Keys::work(tx).exec_params(kPerson, Keys::agency(tx), binary(person));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  return row_of(rows.front());
}

Result<std::vector<PersonRow>> persons_of_offender(Transaction& tx, const std::string& offender_number) {
  std::vector<PersonRow> found;
  for (const auto& row : Keys::work(tx).exec_params(kOfOffender, Keys::agency(tx), offender_number))
    found.push_back(row_of(row));
  return found;
}

Result<std::optional<std::string>> offender_name(Transaction& tx, const std::string& number) {
  const auto rows = Keys::work(tx).exec_params(kOffender, Keys::agency(tx), number);
  if (rows.empty()) return std::nullopt;
  return rows.front()[0].as<std::string>();
}

Result<void> ensure_offender(Transaction& tx, const std::string& number) {
  auto& work = Keys::work(tx);
  if (!work.exec_params(kOffender, Keys::agency(tx), number).empty()) return {};
  work.exec_params0(kAddOffender, Keys::agency(tx), binary(sealing::random_id<domain::OffenderId>()), number);
  if (work.exec_params(kOffender, Keys::agency(tx), number).empty())
    return fail(Problem::not_found, "there is nothing here");
  return {};
}

namespace {

void ensure_case(Transaction& tx, const NewRegistration& registration) {
  if (registration.case_number.empty()) return;
  Keys::work(tx).exec_params0(kAddCase, Keys::agency(tx), binary(sealing::random_id<domain::CaseId>()),
                              registration.offender_number, registration.case_number);
}

Result<std::int64_t> put_record(Transaction& tx, Worker& worker, const NewRegistration& registration) {
  return put_object(tx, worker, sealing::Purpose::person, sealing::random_id<domain::ObjectId>(),
                    {{sealing::Purpose::person, registration.record}});
}

}  // namespace

Result<domain::PersonId> register_person(Transaction& tx, Worker& worker, const NewRegistration& registration) {
  auto& work = Keys::work(tx);
  const auto agency = Keys::agency(tx);
  if (auto known = ensure_offender(tx, registration.offender_number); !known) return std::unexpected(known.error());
  ensure_case(tx, registration);
  const auto record = put_record(tx, worker, registration);
  if (!record) return std::unexpected(record.error());
  const auto person = sealing::random_id<domain::PersonId>();
  work.exec_params0(kAddPerson, agency, binary(person), registration.offender_number, registration.case_number,
                    registration.kind, *record, registration.adult, registration.tell, registration.notices);
  return person;
}

Result<void> change_registration(Transaction& tx, Worker& worker, const domain::PersonId& person,
                                 const NewRegistration& registration) {
  const auto known = person_file(tx, person);
  if (!known) return std::unexpected(known.error());
  if (known->offender_number != registration.offender_number || known->kind != registration.kind) {
    return fail(Problem::conflict, "this record was taken as somebody else's");
  }
  if (known->confirmed) return fail(Problem::conflict, "this registration is confirmed already");
  ensure_case(tx, registration);
  const auto record = put_record(tx, worker, registration);
  if (!record) return std::unexpected(record.error());
  return one_row(Keys::work(tx).exec_params(kChange, Keys::agency(tx), binary(person), *record,
                                            registration.case_number, registration.adult, registration.tell,
                                            registration.notices));
}

Result<void> confirm_person(Transaction& tx, const domain::PersonId& person, bool adult) {
  auto& work = Keys::work(tx);
  if (work.exec_params(kGuard, Keys::agency(tx), binary(person)).empty())
    return fail(Problem::not_found, "there is nothing here");
  const auto done = work.exec_params(kConfirm, Keys::agency(tx), binary(person), Keys::account(tx), adult);
  if (done.affected_rows() != 1) return fail(Problem::conflict, "this registration is confirmed already");
  return {};
}

}  // namespace holdfast::storage
