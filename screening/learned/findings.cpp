#include "screening/learned/findings.h"

#include "screening/learned/model.h"

namespace holdfast::screening::learned {

std::string rule_id(std::string_view category) { return "model." + std::string{category}; }

Hint hint_of(std::uint32_t at, std::string_view rule, std::string_view category, Verdict level) {
  const std::string_view what = level == Verdict::clear ? "signal" : to_string(level);
  return {at, std::string{rule}, std::string{category} + '.' + std::string{what}};
}

std::vector<RuleInfo> rule_infos() {
  std::vector<RuleInfo> made;
  for (const std::string_view category : kCategories) {
    if (category == "welfare") continue;
    made.push_back({rule_id(category), std::string{category}, "any", Verdict::review,
                    "No rule names these words; they read like others that were labelled " + std::string{category} +
                        ". A guess learned from examples, for a person to judge.",
                    "Ninguna regla nombra estas palabras; se parecen a otras marcadas como " + std::string{category} +
                        ". Es una conjetura aprendida de ejemplos, que debe juzgar una persona."});
  }
  return made;
}

}  // namespace holdfast::screening::learned
