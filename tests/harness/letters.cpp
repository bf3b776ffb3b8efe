#include "tests/harness/letters.h"

#include <pqxx/pqxx>

#include "storage/postgres/internal.h"
#include "storage/postgres/sealed_rows.h"

namespace holdfast::test {
namespace {

using storage::binary;
using storage::Keys;
using storage::Transaction;

constexpr auto kLetter = R"sql(
  insert into hf.letter (agency_id, oid, channel, programme_id, submitted_by, offender_id, state, shown_state)
  select a.agency_id, $2, 'accountability_letter', a.programme_id, a.id, p.offender_id, 'banked', 'in_review'
    from hf.account a join hf.person p on p.agency_id = a.agency_id and p.oid = $4
   where a.agency_id = $1 and a.oid = $3 returning id
)sql";
constexpr auto kVersion = R"sql(
  insert into hf.letter_version (agency_id, oid, letter_id, no, object_id, state, language, verdict, characters)
  select agency_id, $2, id, $5, $3, 'approved', 'en', 'clear', $4 from hf.letter where agency_id = $1 and id = $6 returning id
)sql";
constexpr auto kReview = R"sql(
  insert into hf.review (agency_id, version_id, account_id, decision)
  select agency_id, $2, id, 'approve' from hf.account where agency_id = $1 and oid = $3
)sql";
constexpr auto kAddressing = R"sql(
  insert into hf.addressing (agency_id, letter_id, person_id, account_id, evidence_id)
  select a.agency_id, $2, p.id, a.id, $5 from hf.account a join hf.person p on p.agency_id = a.agency_id and p.oid = $4
   where a.agency_id = $1 and a.oid = $3
)sql";
constexpr auto kHold = R"sql(
  insert into hf.hold (agency_id, oid, letter_id, person_id, offender_id)
  select agency_id, $2, $3, id, offender_id from hf.person where agency_id = $1 and oid = $4
)sql";
constexpr auto kOrder = R"sql(
  insert into hf.contact_order (agency_id, oid, root_oid, offender_id, person_id, kind, state, conditions, starts_at, permanent,
                                entered_by)
  select p.agency_id, $2, $2, p.offender_id, p.id, 'domestic_violence', 'active', '{05}', hf.now() - interval '1 hour', true, a.id
    from hf.person p join hf.account a on a.agency_id = p.agency_id and a.oid = $4
   where p.agency_id = $1 and p.oid = $3
)sql";

std::int64_t add_version(Transaction& tx, Office& office, std::int64_t letter, const domain::VersionId& version, int no,
                         const domain::AccountId& analyst, const std::string& words) {
  auto& work = Keys::work(tx);
  const auto object =
      must(storage::put_object(tx, office.owner(), sealing::Purpose::letter, sealing::random_id<domain::ObjectId>(),
                               {{sealing::Purpose::letter, words}}, static_cast<std::uint32_t>(no)));
  const auto row = work.exec_params1(kVersion, Keys::agency(tx), binary(version), object,
                                     static_cast<int>(words.size()), no, letter);
  const auto id = row[0].as<std::int64_t>();
  work.exec_params0(kReview, Keys::agency(tx), id, binary(analyst));
  return id;
}

}  // namespace

Banked banked_letter(Office& office, const domain::PersonId& person, const std::string& words) {
  const auto writer = office.facilitator();
  const auto analyst = office.staff(domain::Role::analyst);
  const Banked made{sealing::random_id<domain::LetterId>(), sealing::random_id<domain::VersionId>(),
                    sealing::random_id<domain::HoldId>(), words};
  must(office.owner().database.run(office.here().system, [&](Transaction& tx) -> domain::Result<void> {
    auto& work = Keys::work(tx);
    const auto row =
        work.exec_params1(kLetter, Keys::agency(tx), binary(made.letter), binary(writer.account), binary(person));
    const auto letter = row[0].as<std::int64_t>();
    add_version(tx, office, letter, made.version, 1, analyst.account, words);
    const auto evidence = must(storage::put_object(tx, office.owner(), sealing::Purpose::addressing,
                                                   sealing::random_id<domain::ObjectId>(),
                                                   {{sealing::Purpose::addressing, "named in the record"}}));
    work.exec_params0(kAddressing, Keys::agency(tx), letter, binary(analyst.account), binary(person), evidence);
    work.exec_params0(kHold, Keys::agency(tx), binary(made.hold), letter, binary(person));
    return {};
  }));
  return made;
}

domain::VersionId newer_version(Office& office, const Banked& banked, const std::string& words) {
  const auto analyst = office.staff(domain::Role::analyst);
  const auto version = sealing::random_id<domain::VersionId>();
  must(office.owner().database.run(office.here().system, [&](Transaction& tx) -> domain::Result<void> {
    const auto row = Keys::work(tx).exec_params1(
        "update hf.letter set version = version + 1 where agency_id = $1 and oid = $2 returning id, version",
        Keys::agency(tx), binary(banked.letter));
    add_version(tx, office, row[0].as<std::int64_t>(), version, row[1].as<int>(), analyst.account, words);
    return {};
  }));
  return version;
}

domain::OrderId order_in_force(Office& office, const domain::PersonId& person) {
  const auto analyst = office.staff(domain::Role::analyst);
  const auto order = sealing::random_id<domain::OrderId>();
  must(office.owner().database.run(office.here().system, [&](Transaction& tx) -> domain::Result<void> {
    Keys::work(tx).exec_params0(kOrder, Keys::agency(tx), binary(order), binary(person), binary(analyst.account));
    return {};
  }));
  return order;
}

std::string ask(Office& office, const std::string& sql) {
  pqxx::connection owner(office.database().conninfo("holdfast_owner"));
  pqxx::work work(owner);
  const auto rows = work.exec(sql);
  work.commit();
  return rows.empty() || rows.front()[0].is_null() ? "" : rows.front()[0].as<std::string>();
}

}  // namespace holdfast::test
