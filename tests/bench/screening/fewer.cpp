#include "tests/bench/screening/fewer.h"

#include <toml++/toml.h>

#include <sstream>

namespace holdfast::bench {
namespace {

template <typename Take>
void each_rule(toml::table& pack, Take take) {
  if (toml::array* rules = pack["rule"].as_array())
    for (toml::node& rule : *rules) take(*rule.at_path("patterns").as_array());
}

}  // namespace

std::vector<screening::RuleFile> with_patterns(const std::vector<screening::RuleFile>& files, std::size_t count) {
  std::vector<toml::table> packs;
  std::size_t rules = 0;
  std::size_t others = 0;
  for (const screening::RuleFile& file : files) {
    packs.push_back(toml::parse(file.text));
    each_rule(packs.back(), [&](const toml::array& patterns) {
      ++rules;
      others += patterns.size() - 1;
    });
  }
  const std::size_t wanted = count - rules;  // of the others
  std::size_t seen = 0;
  std::vector<screening::RuleFile> made;
  for (std::size_t i = 0; i < files.size(); ++i) {
    each_rule(packs[i], [&](toml::array& patterns) {
      for (auto at = patterns.begin() + 1; at != patterns.end();) {
        const bool stays = (seen + 1) * wanted / others > seen * wanted / others;
        ++seen;
        at = stays ? at + 1 : patterns.erase(at);
      }
    });
    std::ostringstream text;
    text << packs[i];
    made.push_back({files[i].name, text.str()});
  }
  return made;
}

}  // namespace holdfast::bench
