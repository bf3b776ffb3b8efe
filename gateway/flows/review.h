// Review: what waits, opening the words under an assignment, deciding. Screening points; a person decides (rule 7).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/reasons.h"
#include "storage/postgres/here.h"
#include "storage/postgres/marks.h"
#include "storage/postgres/principal.h"
#include "storage/postgres/review.h"
#include "storage/postgres/sealed.h"
#include "storage/sealing/secret.h"

namespace holdfast::flows {

// What the writer said beside the words, and what screening found in both.
struct CoverFinding {
  std::string rule, category, level, quote, view;
  std::size_t start = 0, end = 0;  // code points of the words as received
  std::string normalised{};        // what the rule saw
};
// What came nearest to a graver verdict when the letter was screened (screening::Nearest).
struct CoverNearest {
  std::string kind, level, rule, category;
  std::vector<std::string> missing;
  double points = 0, of = 0;
};
struct Cover {
  std::string addressee;
  std::vector<CoverFinding> findings;            // in the words, in their order; rule adviser.*: the adviser's
  std::vector<CoverFinding> addressee_findings;  // in the addressee's line
  std::optional<CoverNearest> nearest{};         // of the words; as screening judged, whatever the adviser added
};
// internal for a cover that intake cannot have written.
domain::Result<Cover> read_cover(std::string_view json);
// The cover of an opened letter, with what newer rules and the agency's adviser added to its findings, if anything.
domain::Result<Cover> open_cover(storage::Worker& worker, const storage::OpenedObject& letter);

domain::Result<std::vector<storage::ReviewRow>> review_queue(storage::Worker& worker, const storage::Principal& who,
                                                             std::int64_t after, int limit);
domain::Result<storage::ReviewFile> review_file(storage::Worker& worker, const storage::Principal& who,
                                                const domain::VersionId& version);

struct ReviewWords {
  storage::ReviewFile file;
  sealing::SecretBytes words;  // byte for byte as received
  Cover cover;
  std::vector<storage::FindingMark> marks{};  // what this person said of the findings
};
// Commits the assignment and its entry first, then asks the keeper. The person must have stepped up (the route's act).
domain::Result<ReviewWords> open_review(storage::Worker& worker, const storage::Principal& who,
                                        const domain::VersionId& version);

enum class Decision : std::uint8_t { approve, return_, quarantine, refuse };
inline constexpr std::array<std::string_view, 4> kDecisionNames{"approve", "return", "quarantine", "refuse"};
constexpr domain::NameList names_of(Decision /*unused*/) { return kDecisionNames; }

struct ReviewDecision {
  Decision decision{};
  std::vector<domain::ReturnCode> codes;
  std::string note = "none";  // none, nearly, rewrite, with_help: a prepared sentence for the facilitator
};
struct Decided {
  domain::VersionState version{};
  domain::LetterState letter{};
};
// refused with the bar's phrase; conflict where the version is no longer one to decide. Nothing of it changes what the
// programme sees before the next publication.
domain::Result<Decided> decide_review(storage::Worker& worker, const storage::Principal& who,
                                      const domain::VersionId& version, const ReviewDecision& decision);

}  // namespace holdfast::flows
