#include "storage/postgres/founding.h"

#include "storage/postgres/internal.h"
#include "storage/postgres/sealed_rows.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

template <class Id>
Result<std::optional<std::int64_t>> key_of(Transaction& tx, const char* table, const std::optional<Id>& id) {
  if (!id) return std::optional<std::int64_t>{};
  const std::string sql = "select id from hf." + std::string(table) + " where agency_id = $1 and oid = $2";
  const pqxx::result rows = Keys::work(tx).exec_params(sql, Keys::agency(tx), binary(*id));
  if (rows.empty()) return fail(Problem::not_found, "it is not there");
  return std::optional<std::int64_t>{rows.front()[0].as<std::int64_t>()};
}

// Inserts into hf.<table> (agency_id, oid, columns...) and gives the new outside id.
template <class Id, class... Values>
Result<Id> add(Worker& owner, const std::string& table_and_columns, const std::string& places,
               const Values&... values) {
  const auto id = sealing::random_id<Id>();
  return owner.database.run(owner.here->system, [&](Transaction& tx) -> Result<Id> {
    Keys::work(tx).exec_params0("insert into hf." + table_and_columns + " values ($1, $2, " + places + ")",
                                Keys::agency(tx), binary(id), values...);
    return id;
  });
}

}  // namespace

Result<void> found_agency(Database& owner, const std::string& code, const std::string& name) {
  return owner.run({}, [&](Transaction& tx) -> Result<void> {
    Keys::work(tx).exec_params("select hf.found_agency($1, $2)", code, name);
    return {};
  });
}

Result<domain::ProgrammeId> add_programme(Worker& owner, const std::string& name,
                                          const std::optional<domain::InstitutionId>& institution) {
  // An empty id is nobody's.
  const auto where = institution ? binary(*institution) : binary(std::span<const std::uint8_t>{});
  return add<domain::ProgrammeId>(owner, "programme (agency_id, oid, name, institution_id)",
                                  "$3, (select id from hf.institution where agency_id = $1 and oid = $4)", name, where);
}

Result<domain::InstitutionId> add_institution(Worker& owner, const std::string& code, const std::string& name) {
  return add<domain::InstitutionId>(owner, "institution (agency_id, oid, code, name)", "$3, $4", code, name);
}

namespace {

template <class Id>
Result<std::optional<Id>> find(Worker& owner, const std::string& sql, const std::string& value) {
  return owner.database.run(owner.here->system, [&](Transaction& tx) -> Result<std::optional<Id>> {
    const pqxx::result rows = Keys::work(tx).exec_params(sql, Keys::agency(tx), value);
    if (rows.empty()) return std::optional<Id>{};
    return std::optional<Id>{id_of<Id>(rows.front()[0])};
  });
}

}  // namespace

Result<std::optional<domain::ProgrammeId>> find_programme(Worker& owner, const std::string& name) {
  return find<domain::ProgrammeId>(owner, "select oid from hf.programme where agency_id = $1 and name = $2", name);
}

Result<std::optional<domain::InstitutionId>> find_institution(Worker& owner, const std::string& code) {
  return find<domain::InstitutionId>(owner, "select oid from hf.institution where agency_id = $1 and code = $2", code);
}

Result<domain::OffenderId> add_offender(Worker& owner, const std::string& number, const std::string& name,
                                        const std::optional<domain::InstitutionId>& housed_at) {
  const auto id = sealing::random_id<domain::OffenderId>();
  return owner.database.run(owner.here->system, [&](Transaction& tx) -> Result<domain::OffenderId> {
    const auto institution = key_of(tx, "institution", housed_at);
    if (!institution) return std::unexpected(institution.error());
    const auto row = Keys::work(tx).exec_params1(
        "insert into hf.offender as o (agency_id, oid, number, name, institution_id, custody) values ($1, $2, $3, $4, "
        "$5, $6) "
        "on conflict (agency_id, number) do update set name = excluded.name, institution_id = excluded.institution_id, "
        "custody = excluded.custody returning oid",
        Keys::agency(tx), binary(id), number, name, *institution, housed_at ? "institution" : "unknown");
    return id_of<domain::OffenderId>(row[0]);
  });
}

Result<domain::CaseId> add_case(Worker& owner, const domain::OffenderId& offender, const std::string& number) {
  const auto id = sealing::random_id<domain::CaseId>();
  return owner.database.run(owner.here->system, [&](Transaction& tx) -> Result<domain::CaseId> {
    const auto key = key_of(tx, "offender", std::optional{offender});
    if (!key) return std::unexpected(key.error());
    Keys::work(tx).exec_params0(
        "insert into hf.court_case (agency_id, oid, offender_id, number) values ($1, $2, $3, $4)", Keys::agency(tx),
        binary(id), *key, number);
    return id;
  });
}

Result<domain::PersonId> add_person(Worker& owner, const NewPerson& person) {
  const auto id = sealing::random_id<domain::PersonId>();
  const auto object = sealing::random_id<domain::ObjectId>();
  return owner.database.run(owner.here->system, [&](Transaction& tx) -> Result<domain::PersonId> {
    const auto offender = key_of(tx, "offender", std::optional{person.offender});
    const auto court_case = key_of(tx, "court_case", person.court_case);
    const auto confirmed_by = key_of(tx, "account", person.confirmed_by);
    if (!offender) return std::unexpected(offender.error());
    if (!court_case) return std::unexpected(court_case.error());
    if (!confirmed_by) return std::unexpected(confirmed_by.error());
    const auto record =
        put_object(tx, owner, sealing::Purpose::person, object, {{sealing::Purpose::person, person.record}});
    if (!record) return std::unexpected(record.error());
    Keys::work(tx).exec_params0(
        "insert into hf.person (agency_id, oid, offender_id, case_id, kind, record_id, adult, registered_at, "
        "confirmed_by, "
        "tell, notices) values ($1, $2, $3, $4, $5, $6, $7, case when $8::boolean then hf.now() end, $9, $10, $11)",
        Keys::agency(tx), binary(id), *offender, *court_case, person.kind, *record, person.adult, person.registered,
        *confirmed_by, person.tell, person.notices);
    return id;
  });
}

Result<domain::AccountId> add_account(Worker& owner, const NewAccount& account) {
  const auto id = sealing::random_id<domain::AccountId>();
  return owner.database.run(owner.here->system, [&](Transaction& tx) -> Result<domain::AccountId> {
    auto& work = Keys::work(tx);
    const auto programme = key_of(tx, "programme", account.programme);
    const auto institution = key_of(tx, "institution", account.institution);
    const auto person = key_of(tx, "person", account.person);
    if (!programme) return std::unexpected(programme.error());
    if (!institution) return std::unexpected(institution.error());
    if (!person) return std::unexpected(person.error());
    std::int64_t human = 0;
    if (account.same_human_as) {
      human = work.exec_params1("select human_id from hf.account where agency_id = $1 and oid = $2", Keys::agency(tx),
                                binary(*account.same_human_as))[0]
                  .as<std::int64_t>();
    } else {
      human = work.exec_params1("insert into hf.human (agency_id, oid) values ($1, hf.random_oid()) returning id",
                                Keys::agency(tx))[0]
                  .as<std::int64_t>();
    }
    const auto rows = work.exec_params(
        "insert into hf.account (agency_id, oid, human_id, login_hash, role, display_name, language, programme_id, "
        "institution_id, person_id, passphrase_hash, totp_sealed) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, nullif($12, ''::bytea)) on conflict (agency_id, "
        "login_hash) "
        "do nothing returning id",
        Keys::agency(tx), binary(id), human, binary(account.login), std::string(domain::role_name(account.role)),
        account.display_name, account.language, *programme, *institution, *person, account.passphrase_hash,
        binary(account.totp_sealed));
    if (rows.empty()) return fail(Problem::conflict, "this login is taken", "login");
    return id;
  });
}

Result<void> disable_account(Worker& owner, const domain::AccountId& account) {
  return owner.database.run(owner.here->system, [&](Transaction& tx) -> Result<void> {
    Keys::work(tx).exec_params0("update hf.account set disabled_at = hf.now() where agency_id = $1 and oid = $2",
                                Keys::agency(tx), binary(account));
    return {};
  });
}

Result<void> disable_login(Worker& owner, const sealing::KeyedHash& login) {
  return owner.database.run(owner.here->system, [&](Transaction& tx) -> Result<void> {
    const pqxx::result done = Keys::work(tx).exec_params(
        "update hf.account set disabled_at = hf.now() where agency_id = $1 and login_hash = $2 and disabled_at is null",
        Keys::agency(tx), binary(login));
    if (done.affected_rows() == 0) return fail(Problem::not_found, "nobody signs in with this login", "login");
    return {};
  });
}

Result<bool> has_login(Worker& owner, const sealing::KeyedHash& login) {
  return owner.database.run(owner.here->system, [&](Transaction& tx) -> Result<bool> {
    const pqxx::result rows = Keys::work(tx).exec_params(
        "select from hf.account where agency_id = $1 and login_hash = $2", Keys::agency(tx), binary(login));
    return !rows.empty();
  });
}

Result<void> recuse(Worker& owner, const domain::AccountId& account, const domain::OffenderId& offender) {
  return owner.database.run(owner.here->system, [&](Transaction& tx) -> Result<void> {
    Keys::work(tx).exec_params0(
        "insert into hf.recusal (agency_id, account_id, offender_id) select a.agency_id, a.id, o.id from hf.account a "
        "join hf.offender o on o.agency_id = a.agency_id and o.oid = $3 where a.agency_id = $1 and a.oid = $2 "
        "on conflict do nothing",
        Keys::agency(tx), binary(account), binary(offender));
    return {};
  });
}

Result<void> make_clock_movable(Database& owner) {
  return owner.run({}, [](Transaction& tx) -> Result<void> {
    Keys::work(tx).exec("update hf.clock set movable = true");
    return {};
  });
}

Result<void> move_clock(Database& owner, std::chrono::seconds ahead) {
  return owner.run({}, [&](Transaction& tx) -> Result<void> {
    Keys::work(tx).exec_params0("update hf.clock set ahead = ahead + make_interval(secs => $1)", ahead.count());
    return {};
  });
}

}  // namespace holdfast::storage
