#include "gateway/commands/explained.h"

#include "screening/explain.h"
#include "screening/tools/taken_back.h"

namespace holdfast::commands {

std::string explained(const screening::Engine& engine, std::span<const screening::RuleFile> files,
                      const screening::Outcome& outcome, std::string_view letter, std::string_view language) {
  const bool spanish = language == "es";
  std::string out = screening::explain(engine, outcome, language);
  for (const auto& back : screening::tools::taken_back(files, letter)) {
    std::string contexts;
    for (const auto& name : back.contexts) contexts += (contexts.empty() ? "" : ", ") + name;
    out += spanish ? "\nNo cuenta por lo que la rodea" : "\nTaken back by what stands around it";
    if (!contexts.empty()) out += " (" + contexts + ')';
    out += ": \"" + back.quote + "\", " + back.rule + '\n';
    (out += "    ") += engine.description(back.rule, language);
    out += '\n';
  }
  return out;
}

}  // namespace holdfast::commands
