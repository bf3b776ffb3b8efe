// Flagged contact, the office's side: every ticket of the agency, what it began with, who read it, and the quarantine
// that two people lift. Words and reports are not read here; a row of these is what the keeper asks for.
//
// Every call works inside the caller's transaction, as the actor it was begun for: row-level security hides the cases
// they are recused from, which are then not_found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/domain/letter.h"
#include "gateway/domain/ticket.h"
#include "storage/postgres/principal.h"
#include "storage/postgres/tickets.h"

namespace holdfast::storage {

struct FlaggedRow {
  domain::TicketId ticket;
  domain::TicketState state{};
  std::string severity;
  std::vector<std::string> categories;
  std::string offender_number, offender_name;
  std::string institution;  // empty: housed nowhere that we know of
  bool shared = false;      // the institution may see it
  bool from_report = false;
  domain::Time opened{}, changed{};
  std::int64_t place = 0;
};

// What the ticket is about: a version of a letter, or a report.
struct FlaggedVersion {
  domain::VersionId version;
  domain::LetterId letter;
  int no = 1;
  domain::VersionState state{};
  domain::LetterState letter_state{};
  bool newest = true;  // no newer version of the letter
  std::string engine, rules;
  domain::ObjectId object;
};
struct FlaggedReport {
  domain::ReportId report;
  domain::ObjectId object;
};

struct SimilarTicket {
  domain::TicketId ticket;
  domain::Time opened{};
  std::vector<std::string> categories;
};

struct FlaggedFile {
  FlaggedRow row;
  std::optional<FlaggedVersion> version;
  std::optional<FlaggedReport> report;
  bool opened = false;                     // the words, by this account
  std::optional<domain::Time> lift_asked;  // of the quarantine that stands: since when it waits for a second person
  bool lift_mine = false;                  // asked for by this human
  domain::Signatures lift;                 // who asked, and this human
  std::vector<TicketStep> steps;
  std::vector<SimilarTicket> similar;  // other tickets of the same offender, newest first
};

// Unconfirmed first, then what is being worked on, then what is over; each by severity, then age; after `place`.
domain::Result<std::vector<FlaggedRow>> flagged_list(Transaction& tx, std::int64_t place, int limit);
domain::Result<FlaggedFile> flagged_file(Transaction& tx, const Principal& who, const domain::TicketId& ticket);

// The ticket's row, for the rest of the transaction. What it is about is locked before it (lock_version).
domain::Result<void> lock_ticket(Transaction& tx, const domain::TicketId& ticket);
domain::Result<std::optional<domain::VersionId>> version_of_ticket(Transaction& tx, const domain::TicketId& ticket);

domain::Result<void> move_flagged(Transaction& tx, const domain::TicketId& ticket, domain::TicketState to);
// By this actor. `state` is the state it went to, or words_opened_step().
domain::Result<void> add_flagged_step(Transaction& tx, const domain::TicketId& ticket, std::string_view state,
                                      const std::string& reason);
// Every assignment to the ticket's words ends.
domain::Result<void> end_investigations(Transaction& tx, const domain::TicketId& ticket);

// This actor asks for the version's quarantine to be lifted; nothing happens where none stands or it was asked for.
domain::Result<void> ask_lift(Transaction& tx, const domain::VersionId& version);
// This actor lifts it. refused (one_person) by the database where the same human asked; not_found where none stands.
domain::Result<void> lift_quarantine(Transaction& tx, const domain::VersionId& version);

}  // namespace holdfast::storage
