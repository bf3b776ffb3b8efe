// Letters that have come a long way already, written as the owner: for tests that begin where a letter is banked.
#pragma once

#include <string>

#include "tests/harness/office.h"

namespace holdfast::test {

struct Banked {
  domain::LetterId letter;
  domain::VersionId version;
  domain::HoldId hold;
  std::string words;
};

// Approved by one analyst, addressed to `person` with evidence, banked, its hold waiting. shown_state is in_review.
Banked banked_letter(Office& office, const domain::PersonId& person, const std::string& words);
// A newer version of it, approved too.
domain::VersionId newer_version(Office& office, const Banked& banked, const std::string& words);
// A no-contact order over this person, in force since an hour ago, as an analyst enters it.
domain::OrderId order_in_force(Office& office, const domain::PersonId& person);

// Runs SQL as the owner; the first value found, as text, or empty for null or no row.
std::string ask(Office& office, const std::string& sql);

}  // namespace holdfast::test
