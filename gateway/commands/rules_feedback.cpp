#include <cstdio>
#include <iostream>
#include <map>

#include "gateway/commands/commands.h"
#include "gateway/commands/people.h"
#include "gateway/commands/rules.h"
#include "gateway/json/writer.h"

namespace holdfast::commands {
namespace {

using screening::tools::RuleRow;
using storage::MarkCount;

std::map<std::string, RuleRow::People> by_rule(std::span<const MarkCount> counts) {
  std::map<std::string, RuleRow::People> rules;
  for (const auto& one : counts) {
    rules[one.rule].right += one.right;
    rules[one.rule].wrong += one.wrong;
  }
  return rules;
}

}  // namespace

std::expected<std::vector<MarkCount>, int> read_feedback(const std::filesystem::path& config) {
  Founding founding(config);
  if (const int wrong = founding.open(); wrong != kDone) return std::unexpected(wrong);
  auto counts = storage::mark_counts(founding.owner());
  if (!counts) return std::unexpected(complain("what readers said", counts.error()));
  return std::move(*counts);
}

void add_feedback(screening::tools::Report& report, std::span<const MarkCount> counts) {
  const auto rules = by_rule(counts);
  for (auto& row : report.rules) {
    const auto found = rules.find(row.id);
    row.people = found == rules.end() ? RuleRow::People{} : found->second;
  }
}

void print_feedback(std::span<const MarkCount> counts, bool json) {
  if (!json) {
    std::printf("%6s %6s  %s\n", "RIGHT", "WRONG", "RULE");
    for (const auto& [rule, people] : by_rule(counts))
      std::printf("%6u %6u  %s\n", people.right, people.wrong, rule.c_str());
    return;
  }
  json::Writer out;
  out.object().key("feedback").array();
  for (const auto& one : counts) {
    out.object()
        .field("rule", one.rule)
        .field("rules_hash", one.rules)
        .field("verdict", one.verdict)
        .field("right", one.right)
        .field("wrong", one.wrong)
        .end();
  }
  out.end().end();
  std::cout << out.take() << '\n';
}

}  // namespace holdfast::commands
