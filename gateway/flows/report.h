// A report of unwanted contact. Report, ticket and, if the person asks for it, the stop of all contact commit together.
// Without their yes, no institution ever sees the ticket: the office bars and works alone.
#pragma once

#include <string>

#include "storage/postgres/reports.h"

namespace holdfast::flows {

struct NewReport {
  std::string channel;  // hf.report.channel
  std::string what;
  bool share = false;
  bool stop = false;  // everything, at once
};

bool known_report_channel(std::string_view channel);
// The category and severity of the ticket: what an institution reads of it beside the offender's number and name.
inline constexpr std::string_view kReportCategory = "third_party_contact";
inline constexpr std::string_view kReportSeverity = "high";

domain::Result<storage::ReportAbout> report_about(storage::Worker& worker, const storage::Principal& who);
domain::Result<storage::MadeReport> report(storage::Worker& worker, const storage::Principal& who,
                                           const NewReport& given);

}  // namespace holdfast::flows
