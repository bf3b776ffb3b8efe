// Held letters are screened again with the rules in force. What is found worse is listed, and where the operator asked
// for it set before a person: it goes nowhere until somebody looked. Nothing becomes better by itself (rule 7).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "gateway/domain/letter.h"
#include "screening/screening.h"
#include "storage/postgres/rescreen.h"

namespace holdfast::flows {

struct RescreenWork {
  std::string holder;                                               // this process: one works at a time, under a lease
  std::function<std::shared_ptr<const screening::Engine>()> rules;  // those in force now
  std::chrono::seconds lease{30};                                   // longer than a turn lasts
  int most = 8;                                                     // letters in a turn
};

// One turn of its own background thread: how many letters it was done with, 0 where there is nothing to do. A letter
// that cannot be opened or judged is counted and stays as it was. Errors: the database's, the keeper's being away.
domain::Result<int> work_rescreen(storage::Worker& worker, const RescreenWork& work);

// The event of a version that is screened again. What a person let pass goes back before a person, however grave the
// verdict, and a ticket follows their word alone: one at once would tell an institution that the letter had not been
// opened, for what was opened is not screened again (rule 3).
domain::VersionEvent event_of_screening(domain::Verdict verdict, bool passed);

}  // namespace holdfast::flows
