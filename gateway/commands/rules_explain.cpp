#include <fstream>
#include <iostream>
#include <iterator>

#include "gateway/commands/commands.h"
#include "gateway/commands/explained.h"
#include "gateway/commands/rules.h"
#include "screening/load.h"
#include "screening/tools/anatomy.h"

namespace holdfast::commands {

int rules_explain(const ExplainOptions& options) {
  const auto packs = packs_or_ours(options.packs);
  const auto files = screening::load_directory(packs);
  if (!files) return complain(files.error().file + ": " + files.error().what), kWrong;
  const auto engine = options.rules_only ? read_rules(packs) : read_engine(packs);
  if (const auto rule = screening::tools::anatomy(*files, engine, options.what, options.language)) {
    std::cout << *rule;
    return kDone;
  }
  std::ifstream in(options.what, std::ios::binary);
  const std::string letter{std::istreambuf_iterator<char>(in), {}};
  if (!in) return complain(options.what + ": neither a rule of these packs nor a file that can be read"), kWrong;
  std::cout << explained(engine, *files, engine.screen(letter), letter, options.language);
  return kDone;
}

}  // namespace holdfast::commands
