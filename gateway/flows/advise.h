// Advice: a language model that the agency runs itself is asked about a letter under review, after intake and apart
// from it. It may raise clear to review and add findings to what a reviewer sees; it lowers nothing and decides nothing
// (rule 7). Whatever it does or fails to do, what the programme sees and when is the same (rule 3).
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/domain/names.h"
#include "screening/screening.h"
#include "storage/postgres/advice.h"

namespace holdfast::flows {

enum class AdviceFailure : std::uint8_t {  // named in jobs, the log and metrics; none says anything of a letter
  unreachable,
  timed_out,
  refused,    // an HTTP status other than 200, a redirect among them
  talkative,  // more than it may say
  malformed,  // not the protocol, or not what was asked for
  unfit,      // the letter: too long, or not UTF-8. Not asked, and not asked again.
  stopped,    // the gateway ends
};
inline constexpr std::array<std::string_view, 7> kAdviceFailureNames{"unreachable", "timed_out", "refused", "talkative",
                                                                     "malformed",   "unfit",     "stopped"};
constexpr domain::NameList names_of(AdviceFailure /*unused*/) { return kAdviceFailureNames; }

// Findings of level `review`, rule adviser.<category>, each quoting the letter.
using AdviceAnswer = std::expected<std::vector<screening::Finding>, AdviceFailure>;

// Of this process, for its metrics.
struct AdviceTally {
  std::atomic<std::uint64_t> nothing = 0, added = 0, raised = 0, late = 0, failed = 0;
};

struct AdviceWork {
  std::string holder;           // this process: one advises at a time, under a lease
  std::function<bool()> ready;  // somebody listens: asked before any letter is opened
  std::function<AdviceAnswer(std::string_view letter)> ask;
  std::function<void(AdviceFailure)> failed;  // for the log
  std::chrono::seconds lease{120};            // longer than any question lasts
  int most = 32;                              // letters in a turn
};

// One turn of its own background thread. How many letters it was done with, one way or another. Errors: the database's.
domain::Result<int> work_advice(storage::Worker& worker, const AdviceWork& work, AdviceTally& tally);

}  // namespace holdfast::flows
