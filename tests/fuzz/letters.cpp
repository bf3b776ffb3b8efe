// Any bytes as a letter, by the shipped rules: an outcome that fits its findings, the same twice, each quote from the
// letter.
#include <algorithm>
#include <string>

#include "screening/load.h"
#include "tests/fuzz/target.h"

namespace holdfast::fuzz {
namespace {

const screening::Engine& engine() {
  static const screening::Engine kEngine = [] {
    const char* root = std::getenv("HOLDFAST_SOURCE_DIR");
    return screening::Engine::build(
               screening::load_all(std::string{root == nullptr ? "." : root} + "/screening/packs").value())
        .value();
  }();
  return kEngine;
}

}  // namespace

void letters(std::string_view bytes) {
  using screening::Verdict;
  const screening::Outcome outcome = engine().screen(bytes);
  Verdict worst = Verdict::clear;
  for (const screening::Finding& finding : outcome.findings) {
    worst = std::max(worst, finding.level);
    require(finding.start < finding.end && engine().rule(finding.rule) != nullptr);
    require(bytes.size() > screening::Engine::kMaxBytes || bytes.contains(finding.quote));
  }
  require(worst == outcome.verdict);
  require(screening::outcome_json(outcome) == screening::outcome_json(engine().screen(bytes)));
}

}  // namespace holdfast::fuzz
