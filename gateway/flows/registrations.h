// Registrations of protected persons, as the office keeps them: by telephone, on paper, and the confirming of each.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/postgres/people.h"
#include "storage/postgres/principal.h"

namespace holdfast::flows {

// The sealed record as a person's page needs it.
struct PersonRecord {
  std::string name, email, address, phone, language;
};
std::string record_json(const PersonRecord& record);
// Through the keeper, which witnesses the look; for staff who keep registrations.
domain::Result<PersonRecord> open_record(storage::Worker& worker, const storage::Principal& who,
                                         const domain::PersonId& person, const domain::ObjectId& record);
// The same for the gateway's own account, while it loads the registry under its lease.
domain::Result<PersonRecord> load_record(storage::Worker& worker, const domain::PersonId& person,
                                         const domain::ObjectId& record);

domain::Result<std::vector<storage::PersonRow>> registrations(storage::Worker& worker, const storage::Principal& who,
                                                              std::int64_t after, int limit);
domain::Result<storage::PersonRow> registration(storage::Worker& worker, const storage::Principal& who,
                                                const domain::PersonId& person);

struct OpenedRegistration {
  storage::PersonRow row;
  PersonRecord record;
};
domain::Result<OpenedRegistration> open_registration(storage::Worker& worker, const storage::Principal& who,
                                                     const domain::PersonId& person);

struct Registration {
  std::string offender_number, case_number, kind;
  PersonRecord record;
  std::optional<bool> adult;
  bool tell = false;
  std::string notices = "none";
};
// invalid_field where the way of notices has no address in the record. Nothing is offered until it is confirmed.
domain::Result<domain::PersonId> enter_registration(storage::Worker& worker, const storage::Principal& who,
                                                    const Registration& registration);

struct Confirmed {
  int offered = 0;  // letters that waited for this person and are offered now
};
// conflict: confirmed already.
domain::Result<Confirmed> confirm_registration(storage::Worker& worker, const storage::Principal& who,
                                               const domain::PersonId& person, bool adult);

}  // namespace holdfast::flows
