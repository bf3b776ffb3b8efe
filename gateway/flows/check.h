// The facilitator's check: what the letter-bank guidelines say of a letter before it is sent in, so that the
// facilitator can help its writer. The words are screened in memory and go nowhere.
//
// What it promises
//   It tells nothing of what stops a letter. The engine it is given knows no such rule (screening::Holds::guidelines),
//   so a letter that would be quarantined is answered as the same letter without those words, and takes as long.
//   Findings name a category and words, never a rule. What is hidden or disguised is `concealment`, without its words:
//   whoever hides text learns neither what was seen nor how.
//   It depends on the words alone: nothing of offenders, orders, registrations or other letters is read.
//   It is counted for each account and programme, so that the rules cannot be learned by trying, and witnessed.
//
// Why `welfare` is told, though it is no guideline: it protects somebody, perhaps the writer tonight, and the
// facilitator is nearer than the office will be. It is told as one gentle line with what to do, never as a fault of the
// letter and without the words. Its rules stop no letter, so it teaches nobody to write around anything. The log's
// entry leaves it out: who may be in danger is not an auditor's.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "screening/screening.h"
#include "storage/postgres/checks.h"

namespace holdfast::flows {

struct Guideline {
  std::string category;             // of review level
  std::vector<std::string> quotes;  // the letter's own words; none for concealment
};

struct Checked {
  std::vector<Guideline> found;  // each category once, in the order of the letter
  bool unread = false;           // too long, too laborious, or in a language without rules: the list says little
  bool welfare = false;
  std::chrono::seconds wait{0};  // more than zero: over the limit, and nothing else is said
};

// Pure. `guidelines` was built with Holds::guidelines.
Checked compare(const screening::Engine& guidelines, std::string_view words);

// Words as fault_of_words() (intake.h) lets pass.
domain::Result<Checked> check_letter(storage::Worker& worker, const storage::Principal& who,
                                     const screening::Engine& guidelines, std::string_view words,
                                     const storage::CheckLimits& limits);

}  // namespace holdfast::flows
