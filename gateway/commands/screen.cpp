#include <fstream>
#include <iostream>
#include <sstream>

#include "gateway/commands/commands.h"
#include "gateway/json/fields.h"
#include "gateway/json/writer.h"

namespace holdfast::commands {
namespace {

void print(const std::string& name, const screening::Outcome& outcome, const screening::Engine& engine) {
  std::cout << name << ": " << screening::to_string(outcome.verdict);
  for (const auto& category : outcome.categories) std::cout << ' ' << category;
  std::cout << '\n';
  for (const auto& finding : outcome.findings) {
    std::cout << "  " << finding.start << '-' << finding.end << "  " << finding.category << " ("
              << screening::to_string(finding.level) << ")  \"" << finding.quote << "\"\n      " << finding.rule << ": "
              << engine.description(finding.rule, "en") << '\n';
  }
}

std::string line_of(const std::string& id, const screening::Outcome& outcome) {
  json::Writer out;
  out.object().field("id", id).field("verdict", screening::to_string(outcome.verdict));
  out.key("categories").array();
  for (const auto& category : outcome.categories) out.value(category);
  out.end().key("findings").raw_json(screening::findings_json(outcome)).end();
  return out.take();
}

int screen_lines(std::istream& in, const screening::Engine& engine) {
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.empty()) continue;
    const auto value = json::parse(line);
    const auto* id = value ? value->find("id") : nullptr;
    const auto* text = value ? value->find("text") : nullptr;
    if (id == nullptr || text == nullptr || id->text() == nullptr || text->text() == nullptr) {
      return complain("line " + std::to_string(number) + ": an object with id and text (strings) is needed"), kWrong;
    }
    std::cout << line_of(*id->text(), engine.screen(*text->text())) << '\n';
  }
  return kDone;
}

}  // namespace

int screen(const ScreenOptions& options) {
  auto packs = options.packs;
  if (packs.empty()) packs = std::filesystem::exists("var/program/packs") ? "var/program/packs" : "screening/packs";
  const auto engine = read_engine(packs);
  if (!options.jsonl.empty()) {
    if (options.jsonl == "-") return screen_lines(std::cin, engine);
    std::ifstream in(options.jsonl, std::ios::binary);
    if (!in) return complain(options.jsonl.string() + ": cannot be read"), kWrong;
    return screen_lines(in, engine);
  }
  if (options.files.empty()) return complain("which letters? Give files, or --jsonl"), kWrong;
  for (const auto& file : options.files) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return complain(file.string() + ": cannot be read"), kWrong;
    const auto outcome = engine.screen(text.str());
    if (options.json) {
      std::cout << line_of(file.string(), outcome) << '\n';
    } else {
      print(file.string(), outcome, engine);
    }
  }
  return kDone;
}

}  // namespace holdfast::commands
