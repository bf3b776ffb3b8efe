// Banked letters and their holds, as the office sees them, and the offering of a hold to its person.
// Every call works inside the caller's transaction, as its actor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/hold.h"
#include "storage/postgres/here.h"

namespace holdfast::storage {

struct BankRow {
  domain::LetterId letter;
  std::optional<domain::HoldId> hold;  // none: nobody was found
  std::string offender_number, offender_name;
  std::string person_kind;  // empty: nobody was found
  std::string state;        // of the hold; "unaddressed" without one
  bool frozen = false;
  std::string barred;  // the bar's name, evaluated now; empty: none
  domain::Time banked{};
  std::int64_t place = 0;
};
domain::Result<std::vector<BankRow>> bank(Transaction& tx, std::int64_t place, int limit);

// Everything that an offer depends on, with the guard taken for share and the hold locked.
struct OfferFile {
  domain::HoldId hold;
  domain::HoldState state{};
  bool frozen = true;
  bool barred = true;  // by the database's own reading of the orders
  domain::LetterState letter{};
  domain::VersionId version;
  domain::VersionState version_state{};
  bool quarantined = true;
  bool addressed = false;
  bool registered = false, wants_to_be_asked = false, of_age = false;
  std::string notices;        // none, email, post
  bool notice_waits = false;  // the person has a notice of this kind that has not gone yet
  std::vector<domain::Order> orders;
  std::vector<domain::Choice> choices;
  domain::Time now{};
};
domain::Result<OfferFile> offer_file(Transaction& tx, const domain::HoldId& hold);
// The person's holds that wait, oldest first.
domain::Result<std::vector<domain::HoldId>> waiting_holds(Transaction& tx, const domain::PersonId& person);

domain::Result<void> mark_offered(Transaction& tx, const domain::HoldId& hold);
// A notice "something is waiting" by e-mail with its job. The wish was confirmed with the registration.
domain::Result<domain::NoticeId> queue_notice(Transaction& tx, const domain::HoldId& hold);
// Where the person is told by post or in person: a task for the office.
domain::Result<void> task_to_tell(Transaction& tx, const domain::HoldId& hold);

}  // namespace holdfast::storage
