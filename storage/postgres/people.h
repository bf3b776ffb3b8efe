// Protected persons and their registrations. Everything that names them is in the sealed record: it is opened through
// the keeper (GrantKind::registry_load, the person's id as the grant), never read here.
//
// Every call works inside the caller's transaction, as its actor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/id.h"
#include "storage/postgres/here.h"

namespace holdfast::storage {

struct PersonRow {
  domain::PersonId person;
  domain::ObjectId record;
  std::string kind;  // victim, family, next_of_kin, guardian, witness, representative
  std::string offender_number, offender_name;
  std::string case_number;
  bool confirmed = false;
  bool tell = false;
  std::string notices;  // none, email, post
  std::optional<bool> adult;
  bool frozen = false;
  std::optional<domain::Time> registered;
  std::int64_t place = 0;
};
domain::Result<std::vector<PersonRow>> persons(Transaction& tx, std::int64_t place, int limit);
domain::Result<PersonRow> person_file(Transaction& tx, const domain::PersonId& person);
domain::Result<std::vector<PersonRow>> persons_of_offender(Transaction& tx, const std::string& offender_number);

// The name of the offender of this number where one is known to this actor.
domain::Result<std::optional<std::string>> offender_name(Transaction& tx, const std::string& number);
// Made where there is none; not_found where the actor is kept from that case.
domain::Result<void> ensure_offender(Transaction& tx, const std::string& number);

struct NewRegistration {
  std::string offender_number;
  std::string case_number;  // may be empty
  std::string kind;
  std::string record;  // JSON {"name","email","address","phone","language"}, sealed here
  std::optional<bool> adult;
  bool tell = false;
  std::string notices = "none";
};
// Not yet registered and not confirmed: nothing is offered to anybody by this.
domain::Result<domain::PersonId> register_person(Transaction& tx, Worker& worker, const NewRegistration& registration);
// Another record in the place of the one before. conflict where it is confirmed already: then a person decides; another
// offender's or another kind is another person's.
domain::Result<void> change_registration(Transaction& tx, Worker& worker, const domain::PersonId& person,
                                         const NewRegistration& registration);
// The guard for share, then the person: confirmed by the actor, registered now. conflict where it is confirmed already.
domain::Result<void> confirm_person(Transaction& tx, const domain::PersonId& person, bool adult);

}  // namespace holdfast::storage
