// When something may be destroyed. Never by a machine, never what a recipient has opened unless they ask, never under
// a legal hold; before its time of keeping is over only by two different people.
#pragma once

#include <optional>

#include "gateway/domain/bar.h"
#include "gateway/domain/people.h"
#include "gateway/domain/time.h"

namespace holdfast::domain {

struct RetentionFacts {
  bool legal_hold = true;            // a named one: authority, purpose, end date
  bool opened = true;                // by the recipient
  bool recipient_asked = false;      // the recipient asks for what is theirs to be destroyed
  std::optional<Time> keep_until{};  // from the agency's profile; none: kept as long as the addressee may want it
  Signatures signed_by{};
};

Bar bar_to_destroy(const RetentionFacts& facts, Actor by, Time now);

}  // namespace holdfast::domain
