#include "gateway/flows/registrations.h"

#include "gateway/flows/offer.h"
#include "gateway/json/value.h"
#include "gateway/json/writer.h"
#include "storage/postgres/bank.h"
#include "storage/postgres/sealed.h"
#include "storage/postgres/witness.h"

namespace holdfast::flows {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;
using storage::Transaction;

std::string text_of(const json::Value& object, std::string_view key) {
  const auto* found = object.find(key);
  const auto* text = found == nullptr ? nullptr : found->text();
  return text == nullptr ? std::string{} : *text;
}

Result<void> check_ways(const Registration& registration) {
  if (registration.notices == "email" && registration.record.email.empty()) {
    return fail(Problem::invalid_field, "notices by e-mail need an address", "email");
  }
  if (registration.notices == "post" && registration.record.address.empty()) {
    return fail(Problem::invalid_field, "notices by post need an address", "address");
  }
  return {};
}

Result<PersonRecord> read_record(storage::Worker& worker, const storage::Actor& actor, const domain::AccountId& account,
                                 const domain::PersonId& person, const domain::ObjectId& record) {
  const auto object = storage::OpenedObject::ask(
      worker, actor, account,
      {sealing::GrantKind::registry_load, domain::GrantId{person.bytes}, record, sealing::Purpose::person, 1});
  if (!object) return std::unexpected(object.error());
  const auto text = object->part(worker, sealing::Purpose::person);
  if (!text) return std::unexpected(text.error());
  const auto parsed = json::parse(text->reveal_text());
  if (!parsed) return fail(Problem::internal, "the record cannot be read");
  return PersonRecord{text_of(*parsed, "name"), text_of(*parsed, "email"), text_of(*parsed, "address"),
                      text_of(*parsed, "phone"), text_of(*parsed, "language")};
}

}  // namespace

std::string record_json(const PersonRecord& record) {
  json::Writer out;
  out.object()
      .field("name", record.name)
      .field("email", record.email)
      .field("address", record.address)
      .field("phone", record.phone)
      .field("language", record.language)
      .end();
  return out.take();
}

Result<PersonRecord> open_record(storage::Worker& worker, const storage::Principal& who, const domain::PersonId& person,
                                 const domain::ObjectId& record) {
  return read_record(worker, who.actor, who.account, person, record);
}

Result<PersonRecord> load_record(storage::Worker& worker, const domain::PersonId& person,
                                 const domain::ObjectId& record) {
  return read_record(worker, worker.here->system, worker.here->system_account, person, record);
}

Result<std::vector<storage::PersonRow>> registrations(storage::Worker& worker, const storage::Principal& who,
                                                      std::int64_t after, int limit) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::persons(tx, after, limit); });
}

Result<storage::PersonRow> registration(storage::Worker& worker, const storage::Principal& who,
                                        const domain::PersonId& person) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::person_file(tx, person); });
}

Result<OpenedRegistration> open_registration(storage::Worker& worker, const storage::Principal& who,
                                             const domain::PersonId& person) {
  auto row = worker.database.run(who.actor, [&](Transaction& tx) -> Result<storage::PersonRow> {
    auto found = storage::person_file(tx, person);
    if (!found) return found;
    const auto told =
        storage::witness(tx, worker, who, {.event = "registration.opened", .object = "person/" + person.text()});
    if (!told) return std::unexpected(told.error());
    return found;
  });
  if (!row) return std::unexpected(row.error());
  auto record = open_record(worker, who, person, row->record);
  if (!record) return std::unexpected(record.error());
  return OpenedRegistration{std::move(*row), std::move(*record)};
}

Result<domain::PersonId> enter_registration(storage::Worker& worker, const storage::Principal& who,
                                            const Registration& registration) {
  if (auto ways = check_ways(registration); !ways) return std::unexpected(ways.error());
  const storage::NewRegistration added{
      registration.offender_number, registration.case_number, registration.kind,   record_json(registration.record),
      registration.adult,           registration.tell,        registration.notices};
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<domain::PersonId> {
    const auto person = storage::register_person(tx, worker, added);
    if (!person) return person;
    const auto told =
        storage::witness(tx, worker, who, {.event = "registration.entered", .object = "person/" + person->text()});
    if (!told) return std::unexpected(told.error());
    return person;
  });
}

Result<Confirmed> confirm_registration(storage::Worker& worker, const storage::Principal& who,
                                       const domain::PersonId& person, bool adult) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<Confirmed> {
    if (auto done = storage::confirm_person(tx, person, adult); !done) return std::unexpected(done.error());
    const auto told =
        storage::witness(tx, worker, who, {.event = "registration.confirmed", .object = "person/" + person.text()});
    if (!told) return std::unexpected(told.error());
    const auto holds = storage::waiting_holds(tx, person);
    if (!holds) return std::unexpected(holds.error());
    Confirmed confirmed;
    for (const auto& hold : *holds) {
      const auto offered = offer_where_wished(tx, worker, &who, hold);
      if (!offered) return std::unexpected(offered.error());
      if (*offered) ++confirmed.offered;
    }
    return confirmed;
  });
}

}  // namespace holdfast::flows
