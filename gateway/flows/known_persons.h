// Who of the registry may be meant: by a registration that is entered, by the words of a letter. For staff alone, under
// their permissions and recusals; whom they may not see is left out. Each person shown is witnessed. Matching proposes,
// and decides nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/flows/registry.h"

namespace holdfast::flows {

struct KnownPerson {
  storage::PersonRow row;
  screening::identity::Decision decision{};
  bool tied = false;   // to the offender whose letter it is
  double score = 0;    // of registrations
  std::string reason;  // which words agree, and how
};
struct Alike {
  bool wait = false;  // the registry is not current in this gateway yet: ask again
  std::vector<KnownPerson> persons;
};
// Other registrations that may be of the same person. Nothing is barred by it.
domain::Result<Alike> alike(storage::Worker& worker, const storage::Principal& who, const Registry& registry,
                            const PersonRecord& record, const std::optional<domain::PersonId>& but = std::nullopt);

struct SpokenOf {
  screening::identity::Spot spot;
  std::string words;  // of the letter
  std::vector<KnownPerson> persons;
};
struct Spoken {
  bool wait = false;
  std::vector<SpokenOf> of;
};
// Of the letter's words as they were opened for this person.
domain::Result<Spoken> spoken_of(storage::Worker& worker, const storage::Principal& who, const Registry& registry,
                                 std::string_view words, const std::string& offender_number);

}  // namespace holdfast::flows
