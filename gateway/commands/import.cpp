#include <fstream>
#include <iostream>

#include "gateway/commands/commands.h"
#include "gateway/commands/people.h"
#include "gateway/flows/import_report.h"
#include "gateway/imports/limits.h"

namespace holdfast::commands {
namespace {

using flows::ImportedRow;
using flows::ImportReport;

// One byte more than is taken, where there is more.
std::optional<std::string> read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes(imports::kMostBytes + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (in.bad() || !in.is_open()) return std::nullopt;
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  return bytes;
}

std::string about(std::string_view field, std::string_view why, std::string_view accepted) {
  std::string text;
  if (!field.empty()) text += std::string(field) + " ";
  text += why;
  if (!accepted.empty()) text += "; accepted: " + std::string(accepted);
  return text;
}

void print_row(const std::string& file, const ImportedRow& row) {
  std::cout << file << ':' << row.place << ": " << flows::to_string(row.outcome);
  if (!row.id.empty()) std::cout << ' ' << row.id;
  if (!row.why.empty()) std::cout << ": " << about(row.field, row.why, row.accepted);
  std::cout << '\n';
  for (const auto& look : row.looks)
    std::cout << "  bars until a person has looked: " << look.field << ' ' << look.why << '\n';
  for (const auto& hold : row.barred) std::cout << "  bars the hold " << hold.text() << '\n';
  for (const auto& hold : row.recalled) std::cout << "  calls back the letter of the hold " << hold.text() << '\n';
}

void print(const std::string& file, const flows::ImportOrder& asked, const ImportReport& report) {
  for (const auto& row : report.rows) print_row(file, row);
  if (const auto& fault = report.fault) {
    std::cout << file << ':' << fault->place << ": "
              << about(fault->refusal.field, fault->refusal.why, fault->refusal.accepted) << '\n';
  }
  std::cout << report.taken << " taken, " << report.versions << " new versions, " << report.unchanged << " unchanged, "
            << report.waiting << " wait for people, " << report.refused << " refused\n";
  if (asked.dry_run) std::cout << "a dry run: nothing was changed\n";
  if (!asked.dry_run && !report.committed) std::cout << "refused as a whole: nothing was changed\n";
}

}  // namespace

int import_file(const std::filesystem::path& config_file, const ImportOptions& options) {
  flows::ImportOrder asked;
  const auto kind = imports::parse_kind(options.kind);
  const auto format = imports::format_of_name(options.file.string());
  if (!kind) return complain("orders, people or housing is imported"), kWrong;
  if (!format) return complain(options.file.string() + ": a name that ends with .csv, .json or .xml is needed"), kWrong;
  if (!flows::is_feed_name(options.feed)) return complain("--feed: a-z, 0-9 and -, at most 40"), kWrong;
  const auto bytes = read_file(options.file);
  if (!bytes) return complain(options.file.string() + ": cannot be read"), kWrong;
  asked.kind = *kind;
  asked.format = *format;
  asked.feed = options.feed;
  asked.whole = !options.row_by_row;
  asked.dry_run = options.dry_run;
  asked.rows = options.rows;
  Founding founding(config_file);
  if (const int wrong = founding.open(); wrong != kDone) return wrong;
  const auto report =
      flows::import_file(founding.owner(), nullptr, founding.settings().profile.time_zone, asked, *bytes);
  if (!report) return complain("the import", report.error());
  if (options.json) std::cout << flows::report_json(asked, *report) << '\n';
  if (!options.json) print(options.file.filename().string(), asked, *report);
  return report->whole_answer() ? kDone : kNo;
}

}  // namespace holdfast::commands
