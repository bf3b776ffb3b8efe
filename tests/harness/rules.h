// The repository's own rules in force, built once for a test program; and small sets, for tests that change them.
#pragma once

#include <stdexcept>
#include <string>

#include "gateway/flows/rules.h"
#include "screening/load.h"
#include "tests/harness/source.h"

namespace holdfast::test {

inline flows::SharedRules built(std::vector<screening::RuleFile> files) {
  auto made = flows::make_rules(std::move(files));
  if (!made) throw std::runtime_error(made.error().front().file + ": " + made.error().front().what);
  return std::move(*made);
}

// Tests leave them as they are.
inline flows::RulesInForce& our_rules() {
  static flows::RulesInForce kRules{built(screening::load_directory(source_path("screening/packs")).value())};
  return kRules;
}

// One rule that stops a letter for each of `words`.
inline std::vector<screening::RuleFile> stopping(const std::vector<std::string>& words) {
  std::string text = "category = \"threat\"\nlanguage = \"en\"\n";
  for (const auto& word : words) {
    text += "[[rule]]\nid = \"threat.en." + word + "\"\nlevel = \"quarantine\"\npatterns = [\"the " + word +
            "\"]\nen = \"Says the " + word + ".\"\nes = \"Dice " + word + ".\"\nmust_match = [\"It is the " + word +
            ".\", \"The " + word + ".\"]\nmust_not_match = [\"Nothing here.\", \"Nor here.\"]\n";
  }
  return {{"threat.en.toml", text}};
}

}  // namespace holdfast::test
