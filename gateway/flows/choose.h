// A recipient decides about a letter: now, on a date, not now, never. It is their word and can be changed until the
// letter is opened; the office only writes down what they said elsewhere.
//
// One transaction: lock, judge, append the choice, close again what an earlier choice had released, move the hold, and
// release if the time has come and nothing bars. A bar does not undo the choice: the hold stays accepted, and the
// person is told that this is not their doing and whom to call.
#pragma once

#include <optional>
#include <string>

#include "gateway/domain/hold.h"
#include "storage/postgres/holds.h"

namespace holdfast::flows {

struct NewChoice {
  domain::HoldId hold;
  domain::ChoiceKind kind = domain::ChoiceKind::not_now;
  domain::Way way = domain::Way::read_here;
  std::optional<domain::Time> date{};  // for on_date and not_now_until
  domain::Said said = domain::Said::signed_in;
  bool office_asked = false;
  std::string evidence{};  // for what was said elsewhere: who spoke, when, how they were known
};

struct Chosen {
  domain::HoldState state{};
  domain::Bar bar = domain::Bar::none;  // why what was accepted is not released yet; not_yet is its date
};

// Errors: not_found; refused (already_opened, nobody_asks, no_date, no_evidence, not_approved, not_in_state).
domain::Result<Chosen> choose(storage::Worker& worker, const storage::Principal& who, const NewChoice& given);

// Why an accepted letter of mine is not there: none where nothing is in the way, not_yet for its date.
domain::Bar bar_of_accepted(const storage::HoldFacts& facts, domain::Time now);

}  // namespace holdfast::flows
