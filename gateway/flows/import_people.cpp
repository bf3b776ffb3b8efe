#include "gateway/flows/import_rows.h"
#include "gateway/flows/registrations.h"

namespace holdfast::flows {
namespace {

using domain::Problem;
using domain::Result;
using Outcome = ImportedRow::Outcome;

storage::NewRegistration registration_of(const imports::PersonLine& line) {
  return {line.offender_number,
          line.case_number,
          line.kind,
          record_json({line.name, line.email, line.address, line.phone, line.language}),
          line.adult,
          line.tell,
          line.notices};
}

Result<TakenRow> change(const Importing& in, const domain::PersonId& person, const imports::PersonLine& line) {
  TakenRow taken;
  const auto changed = storage::change_registration(in.tx, in.worker, person, registration_of(line));
  if (!changed && changed.error().problem == Problem::conflict) {
    // A person of the office has seen this registration, and letters may hang on it: they enter what changed.
    taken.row.outcome = Outcome::waits;
    taken.row.id = person.text();
    taken.row.why = changed.error().why;
    taken.row.accepted = "a person of the office enters the change";
    return taken;
  }
  if (!changed) return std::unexpected(changed.error());
  const auto told = in.tell({.event = "registration.changed", .object = "person/" + person.text()});
  if (!told) return std::unexpected(told.error());
  taken.row.outcome = Outcome::version;
  taken.target = person;
  return taken;
}

}  // namespace

Result<TakenRow> take_person(const Importing& in, const imports::PersonLine& line,
                             const std::optional<storage::FeedRow>& before) {
  const auto* known = before ? std::get_if<domain::PersonId>(&before->target) : nullptr;
  if (known != nullptr) return change(in, *known, line);
  const auto person = storage::register_person(in.tx, in.worker, registration_of(line));
  if (!person) return std::unexpected(person.error());
  const auto told = in.tell({.event = "registration.entered", .object = "person/" + person->text()});
  if (!told) return std::unexpected(told.error());
  TakenRow taken;
  taken.target = *person;
  return taken;
}

Result<TakenRow> take_housing(const Importing& in, const imports::HousingLine& line,
                              const std::optional<storage::FeedRow>& before) {
  const auto housed = storage::house_offender(in.tx, {line.offender_number, line.name, line.institution, line.custody});
  if (!housed) return std::unexpected(housed.error());
  const auto told = in.tell({.event = "offender.housed", .object = "offender/" + line.offender_number});
  if (!told) return std::unexpected(told.error());
  TakenRow taken;
  taken.row.outcome = before ? Outcome::version : Outcome::taken;
  taken.target = storage::OffenderNumber{line.offender_number};
  return taken;
}

}  // namespace holdfast::flows
