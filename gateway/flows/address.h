// Addressing: a person says who an approved letter is for, on evidence. Matching proposes, it never decides.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/postgres/addressing.h"
#include "storage/postgres/principal.h"

namespace holdfast::flows {

domain::Result<std::vector<storage::AddressingRow>> addressing_queue(storage::Worker& worker,
                                                                     const storage::Principal& who, std::int64_t after,
                                                                     int limit);

struct NamedCandidate {
  storage::Candidate person;
  std::string name;                   // from the sealed record
  std::vector<std::string> evidence;  // codes: name_exact, name_close, case_number, registration
};
struct OpenedAddressing {
  storage::AddressingFile file;
  std::string addressee;  // in the writer's words
  std::vector<NamedCandidate> candidates;
};
// Opens the cover under an assignment of kind addressing and every candidate's record, each witnessed by the keeper.
// conflict where the letter is not one to address.
domain::Result<OpenedAddressing> open_addressing(storage::Worker& worker, const storage::Principal& who,
                                                 const domain::LetterId& letter);

struct AddressLetter {
  domain::LetterId letter;
  std::optional<domain::PersonId> person;  // none: looked for and not found
  std::string evidence;
};
struct Addressed {
  domain::LetterState letter{};
  std::optional<domain::HoldId> hold;
  bool offered = false;
};
// refused with the order's bar where an order that was served bars the two: the letter stays where it was.
domain::Result<Addressed> address_letter(storage::Worker& worker, const storage::Principal& who,
                                         const AddressLetter& input);

// The file alone: nothing is opened.
domain::Result<storage::AddressingFile> addressing_file(storage::Worker& worker, const storage::Principal& who,
                                                        const domain::LetterId& letter);

// A wrong pairing: the hold is frozen and closed at once, what was on its way is recalled, a task is raised.
struct Unaddressed {
  domain::LetterState letter{};
  int recalled = 0;
};
domain::Result<Unaddressed> undo_addressing(storage::Worker& worker, const storage::Principal& who,
                                            const domain::LetterId& letter, const std::string& evidence);

}  // namespace holdfast::flows
