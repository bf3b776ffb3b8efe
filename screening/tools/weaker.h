// What a new set of rules stops less than the one before it: what two people must agree on before it judges letters.
//
// Compared are the rules and composites that stop a letter (active, of level quarantine) and what they lean on: rules
// that they require, contexts and rules that take them back, word families. It compares as written. Groups are spelled
// out, so that a word more is seen to be more; what it cannot see to be as strong counts as weaker. Rules of review
// level and scores stop no letter and are not looked at; nor is the learned layer, but that another one, or none, may
// second less of what needs its second.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "screening/match/rule.h"
#include "screening/screening.h"

namespace holdfast::screening::tools {

enum class Weakening : std::uint8_t {  // stored by name: never rename
  removed,
  retired,
  set_back,  // to test or draft
  lowered,   // to review or signal
  patterns,  // one is gone, or says something else
  words,     // a word family that its patterns name lost words
  unless,    // more takes it back
  excuse,    // what takes it back covers more
  company,   // it needs more beside it
  place,     // it looks in fewer readings, or elsewhere for what it needs
  second,    // it speaks where the learned layer points, and that is another or gone
};
// "removed", "retired" ...
std::string_view to_string(Weakening weakening);

struct Weaker {
  std::string rule;            // or composite; a rule that one leans on stands here under its own id
  std::vector<Weakening> how;  // in the order above, each once; never empty

  bool operator==(const Weaker&) const = default;
};

// By id.
std::vector<Weaker> weaker(const match::Pack& before, const match::Pack& after);
// The error is the first file's that cannot be read.
std::expected<std::vector<Weaker>, LoadError> weaker(std::span<const RuleFile> before, std::span<const RuleFile> after);

}  // namespace holdfast::screening::tools
