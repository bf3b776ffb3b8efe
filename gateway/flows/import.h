// Files of orders, people and housing, taken: the same row does nothing a second time, a changed row is a new version,
// what would bar less waits for people, and what is absent from a file says nothing at all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/imports/lines.h"
#include "storage/postgres/principal.h"

namespace holdfast::flows {

struct ImportOrder {
  imports::Kind kind{};
  imports::Format format{};
  std::string feed = "files";         // the name under which files of this source come
  bool whole = true;                  // all or nothing, in one transaction; else each row by itself
  bool dry_run = false;               // everything is done, told, and undone
  std::optional<std::size_t> rows{};  // how many there should be: a file of another count is cut
};
// A feed's name as it is taken: a-z, 0-9 and -, at most 40.
bool is_feed_name(std::string_view name);

struct ImportedRow {
  enum class Outcome : std::uint8_t { taken, version, unchanged, waits, refused };
  std::size_t place = 0;
  Outcome outcome{};
  std::string id;                        // of the order or the person, where there is one
  std::string field;                     // of a refusal, or of what waits
  std::string_view why, accepted;        // the same
  std::vector<imports::Remark> looks;    // taken, and barring until a person has looked at these
  std::vector<domain::HoldId> barred;    // holds that nothing barred before
  std::vector<domain::HoldId> recalled;  // and letters that were on their way
};
std::string_view to_string(ImportedRow::Outcome outcome);

struct ImportReport {
  bool committed = false;  // something may have been taken; false after a dry run, or where a whole file was not
  std::optional<imports::Fault> fault;  // the file from there on was not read
  int taken = 0, versions = 0, unchanged = 0, waiting = 0, refused = 0;
  std::vector<ImportedRow> rows;  // without the unchanged ones, in the order of the file
  bool whole_answer() const { return refused == 0 && waiting == 0 && !fault; }
};

// `who`: null for the operator, who asks for nothing that takes two people: there a task is raised instead. `zone` is
// the agency's. An error is one of the database's or the keys': what was committed before it stays, row by row.
domain::Result<ImportReport> import_file(storage::Worker& worker, const storage::Principal* who,
                                         const std::string& zone, const ImportOrder& asked, std::string_view bytes);

}  // namespace holdfast::flows
