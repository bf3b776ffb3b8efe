// Any bytes as a rule pack: it loads, or is refused with a reason; what loads matches without end or fault.
#include "screening/match/matcher.h"
#include "screening/match/pack_parser.h"
#include "screening/text/fold.h"
#include "tests/fuzz/target.h"

namespace holdfast::fuzz {

void packs(std::string_view bytes) {
  namespace match = screening::match;
  const std::vector<screening::RuleFile> files = {{"threat.en.toml", std::string{bytes}}};
  const auto pack = match::parse_packs(files);
  if (!pack) return require(!pack.error().what.empty());
  const auto matcher = match::Matcher::compile(*pack);
  if (!matcher) return require(!matcher.error().what.empty());
  for (const match::Rule& rule : pack->rules)
    for (const std::string& example : rule.examples.must_match) {
      const auto view = screening::text::fold(example).view;
      match::Budget budget;
      for (const match::Hit& hit : matcher->match(view.text, screening::text::tokens_of(view.text), budget))
        require(hit.rule < pack->rules.size() && hit.begin < hit.end && hit.end <= view.text.size());
    }
}

}  // namespace holdfast::fuzz
