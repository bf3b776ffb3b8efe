// Whom a letter is for: the queue of approved letters that have nobody yet, one letter's file with the protected
// persons of its writer, and what a person said and why. Names are not read here: a candidate carries the sealed
// record that the keeper opens.
//
// Every call works inside the caller's transaction, as its actor; what row-level security hides is not_found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/hold.h"
#include "gateway/domain/id.h"
#include "gateway/domain/letter.h"
#include "storage/postgres/here.h"

namespace holdfast::storage {

struct AddressingRow {
  domain::LetterId letter;
  domain::LetterState state{};  // approved, or banked where nobody was found
  std::string offender_number, offender_name;
  std::string case_number;
  domain::Time approved{};
  int candidates = 0;
  std::int64_t place = 0;
};
// Oldest first, after `place`.
domain::Result<std::vector<AddressingRow>> addressing_queue(Transaction& tx, std::int64_t place, int limit);

struct Candidate {
  domain::PersonId person;
  domain::ObjectId record;
  std::string kind;
  std::string case_number;
  bool adult = false;
  bool confirmed = false;
};
struct AddressingFile {
  domain::LetterId letter;
  domain::LetterState state{};
  std::string offender_number, offender_name;
  std::string case_number;
  std::optional<domain::VersionId> version;  // the newest approved one
  int no = 0;
  domain::ObjectId object;
  bool quarantined = false;                // any version
  std::optional<domain::PersonId> person;  // of the addressing that counts
  std::optional<domain::HoldId> hold;      // the live one
  std::optional<domain::HoldState> hold_state;
  std::vector<Candidate> candidates;
};
domain::Result<AddressingFile> addressing_file(Transaction& tx, const domain::LetterId& letter);

// The guard for share, then the letter. The time is the guard's.
domain::Result<domain::Time> lock_letter(Transaction& tx, const domain::LetterId& letter);
// Whether an order that the writer's side may know of bars this letter's writer from this person now. invalid_field: no
// person of this offender.
domain::Result<bool> shown_bar_of_pair(Transaction& tx, const domain::LetterId& letter, const domain::PersonId& person);

// The evidence is sealed. person none: looked for and not found.
domain::Result<void> add_addressing(Transaction& tx, Worker& worker, const domain::LetterId& letter,
                                    const std::optional<domain::PersonId>& person, std::string_view evidence);
domain::Result<domain::HoldId> make_hold(Transaction& tx, const domain::LetterId& letter,
                                         const domain::PersonId& person);

// The addressing that counts is undone with its evidence, its hold frozen and moved to `hold_to`, and a task raised.
domain::Result<void> undo_addressing(Transaction& tx, Worker& worker, const AddressingFile& file,
                                     domain::HoldState hold_to, std::string_view evidence);

}  // namespace holdfast::storage
