#include "gateway/commands/reloading.h"

#include <iostream>

#include "gateway/commands/commands.h"
#include "gateway/commands/people.h"
#include "gateway/commands/rules.h"

namespace holdfast::commands {
namespace {

using flows::Reloaded;

std::string brief(const std::string& hash) { return hash.substr(0, 12); }

std::string line_of(const flows::WeakerRule& weaker) {
  std::string line = "  " + weaker.rule + ":";
  for (const auto& how : weaker.how) line += " " + how;
  if (const auto& figures = weaker.figures) {
    line += " (" + std::to_string(figures->hits) + " letters: " + std::to_string(figures->bad) + " harmful, " +
            std::to_string(figures->good) + " harmless)";
  }
  return line;
}

}  // namespace

std::vector<std::string> lines_of(const Reloaded& reloaded) {
  std::vector<std::string> lines;
  switch (reloaded.outcome) {
    case Reloaded::Outcome::same:
      return {"the folder holds the rules in force: " + brief(reloaded.before)};
    case Reloaded::Outcome::taken:
      return {"in force: " + brief(reloaded.hash) + ", " + std::to_string(reloaded.rules) + " rules" +
              (reloaded.before.empty() ? "" : ", in the place of " + brief(reloaded.before))};
    case Reloaded::Outcome::asked:
    case Reloaded::Outcome::weaker:
      lines.push_back("the folder's rules (" + brief(reloaded.hash) + ") would stop less; in force stays " +
                      brief(reloaded.before));
      for (const auto& weaker : reloaded.weaker) lines.push_back(line_of(weaker));
      lines.emplace_back("it takes two: an administrator asks at /settings/rules, another person agrees there");
      return lines;
    case Reloaded::Outcome::faulty:
      for (const auto& fault : reloaded.faults) {
        lines.push_back(fault.file + (fault.line == 0 ? "" : ":" + std::to_string(fault.line)) + ": " + fault.what);
      }
      lines.push_back(reloaded.before.empty() ? "there are no rules in force"
                                              : "in force stays " + brief(reloaded.before));
      return lines;
  }
  return lines;
}

int rules_reload(const std::filesystem::path& config_file) {
  Founding founding(config_file);
  if (const int wrong = founding.open(); wrong != kDone) return wrong;
  const auto folder = flows::read_rule_folder(founding.settings().config.paths.packs);
  const auto reloaded = flows::reload_rules(founding.owner(), nullptr, folder);
  if (!reloaded) return complain("the rules", reloaded.error());
  for (const auto& line : lines_of(*reloaded)) std::cout << line << '\n';
  const bool done = reloaded->outcome == Reloaded::Outcome::same || reloaded->outcome == Reloaded::Outcome::taken;
  return done ? kDone : kNo;
}

}  // namespace holdfast::commands
