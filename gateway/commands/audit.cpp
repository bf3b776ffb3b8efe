#include <iostream>

#include "gateway/commands/commands.h"
#include "gateway/json/writer.h"
#include "storage/postgres/log.h"

namespace holdfast::commands {
namespace {

std::string hex(const audit::Hash& hash) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const auto byte : hash) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

}  // namespace

int audit_verify(const std::filesystem::path& config_file, bool json) {
  const auto [config, profile] = read_settings(config_file);
  auto settings = connection(config, config.database.owner_role, "holdfast audit");
  settings.statement_ms = 0;
  storage::Database database(settings);
  const auto agency = storage::find_agency(database, profile.code);
  if (!agency) return complain("the database", agency.error());
  const auto report = storage::verify_log(database, agency->system);
  if (!report) return complain("the log", report.error());
  json::Writer out;
  out.object()
      .field("good", report->good())
      .field("leaves", report->leaves)
      .field("heads", report->heads)
      .field("proven", report->proven)
      .field("root", hex(report->root));
  const auto& fault = report->fault;
  if (fault) {
    out.field("fault", audit::fault_name(fault->kind)).field("from", fault->from).field("until", fault->until);
  }
  out.end();
  if (json) {
    std::cout << out.take() << '\n';
  } else if (!fault) {
    std::cout << "The log is whole: " << report->proven << " leaves under " << report->heads << " heads, root "
              << hex(report->root) << '\n';
  } else {
    std::cout << "THE LOG DOES NOT VERIFY: " << audit::fault_name(fault->kind) << " from index " << fault->from << '\n';
  }
  return report->good() ? kDone : kNo;
}

}  // namespace holdfast::commands
