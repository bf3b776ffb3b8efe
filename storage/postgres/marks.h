// What people who read the words say of screening's findings: right or wrong. Rule, place and mark, and nothing of the
// letter: it is for those who write rules.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gateway/domain/id.h"
#include "storage/postgres/here.h"

namespace holdfast::storage {

struct FindingMark {
  std::string rule;
  bool addressee = false;  // of the addressee's line, not of the words
  int start = 0, end = 0;  // code points
  bool right = false;

  bool operator==(const FindingMark&) const = default;
};

// One row a finding and person: the latest word counts. refused where this account does not have the words open.
domain::Result<void> mark_finding(Transaction& tx, const domain::VersionId& version, const FindingMark& mark);
// What this person said of the version's findings.
domain::Result<std::vector<FindingMark>> my_marks(Transaction& tx, const domain::VersionId& version);

struct MarkCount {
  std::string rule;
  std::string rules;    // the hash of the rules that judged
  std::string verdict;  // of the letter
  std::uint32_t right = 0, wrong = 0;
};
// Over all letters, by rule, rules' hash and verdict. `owner` is a Worker whose connection has the owner's role.
domain::Result<std::vector<MarkCount>> mark_counts(Worker& owner);

}  // namespace holdfast::storage
