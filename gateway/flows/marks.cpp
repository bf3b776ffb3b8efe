#include "gateway/flows/marks.h"

#include <algorithm>

#include "storage/postgres/flagged.h"
#include "storage/postgres/witness.h"

namespace holdfast::flows {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;
using storage::FindingMark;
using storage::Transaction;

Result<void> mark(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                  const domain::VersionId& version, std::span<const FindingMark> marks) {
  if (marks.empty()) return {};
  for (const auto& one : marks) {
    if (auto done = storage::mark_finding(tx, version, one); !done) return done;
  }
  const auto right = std::ranges::count_if(marks, &FindingMark::right);
  return storage::witness(tx, worker, who,
                          {.event = "finding.marked",
                           .object = "version/" + version.text(),
                           .counts = {{"right", right}, {"wrong", std::ssize(marks) - right}}});
}

}  // namespace

Result<void> mark_findings(storage::Worker& worker, const storage::Principal& who, const domain::VersionId& version,
                           std::span<const FindingMark> marks) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return mark(tx, worker, who, version, marks); });
}

Result<void> mark_flagged(storage::Worker& worker, const storage::Principal& who, const domain::TicketId& ticket,
                          std::span<const FindingMark> marks) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<void> {
    const auto version = storage::version_of_ticket(tx, ticket);
    if (!version) return std::unexpected(version.error());
    const auto& about = *version;
    if (!about) return fail(Problem::not_found, "there are no findings to mark");
    return mark(tx, worker, who, *about, marks);
  });
}

}  // namespace holdfast::flows
