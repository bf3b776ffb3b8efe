// A person's report of unwanted contact, sealed, with the ticket it begins. Committed together.
#pragma once

#include <string>

#include "storage/postgres/principal.h"

namespace holdfast::storage {

// Who a recipient's report can be about: the offender of their own record, and what an institution reads of a ticket.
struct ReportAbout {
  domain::OffenderId offender;
  std::string number, name;
  bool housed = false;  // an institution could be told
};
domain::Result<ReportAbout> my_offender(Transaction& tx);

struct NewReport {
  std::string channel;  // letter, call, message, visit, third_person, social_media, other
  std::string what;     // UTF-8, as written
  bool share = false;   // they saw what the institution will read, and agreed
};
struct MadeReport {
  domain::ReportId report;
  domain::TicketId ticket;
};
// Entries: "report.received" and "ticket.begun". Without `share` no institution ever sees the ticket.
domain::Result<MadeReport> add_report(Transaction& tx, Worker& worker, const Principal& who, const NewReport& report);

}  // namespace holdfast::storage
