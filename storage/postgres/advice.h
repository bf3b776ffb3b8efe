// Letters that the agency's adviser is to be asked about: one job a version under review, made apart from intake,
// worked by one gateway at a time under the lease `advice`. The running job is what the keeper asks for.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/postgres/here.h"
#include "storage/postgres/sealed.h"

namespace holdfast::storage {

// A job for each version in review that has none, oldest first. How many were made.
domain::Result<int> queue_advice(Worker& worker, int most);
// Whether any is due: asked before the adviser is, so that an idle gateway rings at no door.
domain::Result<bool> advice_due(Worker& worker);

struct AdviceLease {
  std::string holder;
  std::chrono::seconds ttl{120};
};
struct AdviceClaim {
  domain::VersionId version;
  domain::ObjectId object;
  std::uint32_t no = 1;    // the version's number, bound into what is sealed
  std::int64_t lease = 0;  // its epoch
};
// What became of one turn: nothing was due (or another gateway advises), one was dropped, or one is ours to ask about.
struct AdviceTurn {
  bool found = false;
  std::optional<AdviceClaim> claimed;
};
// Takes the lease and the oldest due job, one that a gateway left behind included. Commits as `sending`.
domain::Result<AdviceTurn> claim_advice(Worker& worker, const AdviceLease& lease);

enum class AdviceOutcome : std::uint8_t { nothing, added, raised, late };
// Verdict, findings, job and entry in one transaction. `late`: a person or the writer came first, nothing is kept.
// refused: the lease went to another gateway meanwhile.
domain::Result<AdviceOutcome> finish_advice(Worker& worker, const AdviceClaim& claim, const OpenedObject& object,
                                            int findings, const std::string& text);
// Everything stays as it was. Tried again later, kMostTries times in all, or never again if it is `final`.
domain::Result<void> fail_advice(Worker& worker, const AdviceClaim& claim, std::string_view why, bool final);

inline constexpr int kMostTries = 3;
inline constexpr std::chrono::seconds kRetryAfter{60};  // times the tries so far

}  // namespace holdfast::storage
