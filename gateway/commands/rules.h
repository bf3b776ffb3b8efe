// The subcommands of `holdfast rules` that read, test and explain rule packs. They touch no database, but for reload
// and for what readers said of findings.
#pragma once

#include <expected>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "screening/screening.h"
#include "screening/tools/mass_check.h"
#include "storage/postgres/marks.h"

namespace holdfast::commands {

// Where packs are looked for if nobody says: those of the installation, then those of the source tree.
std::filesystem::path packs_or_ours(const std::filesystem::path& given);

struct LintOptions {
  std::filesystem::path packs;
  bool strict = false;  // what a person should look at counts as wrong
  bool json = false;
};
// 1 where something is wrong.
int rules_lint(const LintOptions& options);
// Runs every example. 1 where one does not hold.
int rules_test(const std::filesystem::path& packs);

struct ReportOptions {
  std::filesystem::path packs;
  std::vector<std::filesystem::path> letters;
  std::filesystem::path against;
  bool rules_only = false;
  bool misses = false;
  bool findings = false;
  bool feedback = false;  // what readers said of findings, from the database of `config`; then letters may be left out
  std::filesystem::path config;
  bool json = false;
};
// 1 where, against an earlier report, a share fell by more than a point.
int rules_report(const ReportOptions& options);

// A line each: an object with id, lang, verdict, categories and text. The error names file and line.
std::expected<std::vector<screening::tools::Labelled>, std::string> read_letters(
    const std::vector<std::filesystem::path>& files);
// A report as JSON, and back as far as comparing needs it: letters and levels.
std::string report_json(const screening::tools::Report& report);
std::expected<screening::tools::Report, std::string> read_report(const std::filesystem::path& file);

// What readers said of findings, by rule, rules' hash and verdict; an exit code where it cannot be had.
std::expected<std::vector<storage::MarkCount>, int> read_feedback(const std::filesystem::path& config);
// Into the rows of a report. What rules say that the packs have no more stays out.
void add_feedback(screening::tools::Report& report, std::span<const storage::MarkCount> counts);
void print_feedback(std::span<const storage::MarkCount> counts, bool json);

struct ExplainOptions {
  std::string what;  // a rule's id, or a file with a letter
  std::filesystem::path packs;
  std::string language = "en";
  bool rules_only = false;
};
int rules_explain(const ExplainOptions& options);

// Takes the rules of the settings' folder: every gateway of this database follows. 1 where they are not taken.
int rules_reload(const std::filesystem::path& config_file);

}  // namespace holdfast::commands
