#include <expected>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>

#include "gateway/advice/adviser.h"
#include "gateway/advice/question.h"
#include "gateway/commands/commands.h"
#include "gateway/commands/explained.h"
#include "gateway/commands/rules.h"
#include "gateway/json/fields.h"
#include "gateway/json/writer.h"
#include "screening/load.h"

namespace holdfast::commands {
namespace {

// The engine and, where one is asked, an adviser. What an adviser fails to say leaves the engine's outcome as it is.
class Judge {
 public:
  Judge(const screening::Engine& engine, std::unique_ptr<advice::Adviser> adviser)
      : engine_(engine), adviser_(std::move(adviser)) {}

  screening::Outcome screen(std::string_view letter) {
    auto outcome = engine_.screen(letter);
    if (!adviser_) return outcome;
    ++asked_;
    if (const auto advised = adviser_->ask(letter)) {
      advice::join(outcome, *advised);
    } else {
      ++failed_[domain::name_of(advised.error())];
    }
    return outcome;
  }
  std::string why(const screening::Finding& found) const {
    return found.view == "adviser" ? "the adviser points here" : std::string(engine_.description(found.rule, "en"));
  }
  // How it went with the adviser, on standard error; kAway where any letter went without.
  int finish() const {
    if (failed_.empty()) return kDone;
    std::size_t letters = 0;
    std::string reasons;
    for (const auto& [reason, count] : failed_) {
      letters += count;
      reasons += (reasons.empty() ? "" : ", ") + std::string(reason) + ' ' + std::to_string(count);
    }
    complain("the adviser judged " + std::to_string(asked_ - letters) + " of " + std::to_string(asked_) +
             " letters; not the rest: " + reasons);
    return kAway;
  }

 private:
  const screening::Engine& engine_;
  std::unique_ptr<advice::Adviser> adviser_;
  std::size_t asked_ = 0;
  std::map<std::string_view, std::size_t> failed_;
};

// Null where none is asked for; the error says what would be accepted.
std::expected<std::unique_ptr<advice::Adviser>, std::string> adviser_of(config::Adviser options) {
  if (options.off()) return nullptr;
  const bool files = !options.certificate.empty() && !options.key.empty() && !options.authority.empty();
  if (!config::is_adviser_url(options.url) || (options.url.starts_with("https:") && !files)) {
    return std::unexpected(
        "--adviser: a letter travels over a socket of this machine or mutual TLS only; accepted: "
        "unix:/path/of/a/socket, or https://host[:port][/path] with --adviser-certificate, --adviser-key and "
        "--adviser-authority");
  }
  if (options.instructions.empty()) {
    const std::filesystem::path installed = "var/program/adviser/instructions.txt";
    options.instructions = std::filesystem::exists(installed) ? installed : "deploy/adviser/instructions.txt";
  }
  auto settings = advice::read_settings(options);
  if (!settings) return std::unexpected(settings.error());
  return std::make_unique<advice::Adviser>(std::move(*settings));
}

void print(const std::string& name, const screening::Outcome& outcome, const Judge& judge) {
  std::cout << name << ": " << screening::to_string(outcome.verdict);
  for (const auto& category : outcome.categories) std::cout << ' ' << category;
  std::cout << '\n';
  for (const auto& finding : outcome.findings) {
    std::cout << "  " << finding.start << '-' << finding.end << "  " << finding.category << " ("
              << screening::to_string(finding.level) << ")  \"" << finding.quote << "\"\n      " << finding.rule << ": "
              << judge.why(finding) << '\n';
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

int screen_lines(std::istream& in, Judge& judge) {
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (line.empty()) continue;
    const auto value = json::parse(line);
    const auto* id = value ? value->find("id") : nullptr;
    const auto* text = value ? value->find("text") : nullptr;
    if (id == nullptr || text == nullptr || id->text() == nullptr || text->text() == nullptr) {
      return complain("line " + std::to_string(number) + ": an object with id and text (strings) is needed"), kWrong;
    }
    std::cout << line_of(*id->text(), judge.screen(*text->text())) << '\n';
  }
  return judge.finish();
}

}  // namespace

int screen(const ScreenOptions& options) {
  const auto packs = packs_or_ours(options.packs);
  const auto engine = options.rules_only ? read_rules(packs) : read_engine(packs);
  auto adviser = adviser_of(options.adviser);
  if (!adviser) return complain(adviser.error()), kWrong;
  Judge judge(engine, std::move(*adviser));
  if (!options.jsonl.empty()) {
    if (options.jsonl == "-") return screen_lines(std::cin, judge);
    std::ifstream in(options.jsonl, std::ios::binary);
    if (!in) return complain(options.jsonl.string() + ": cannot be read"), kWrong;
    return screen_lines(in, judge);
  }
  if (options.files.empty()) return complain("which letters? Give files, or --jsonl"), kWrong;
  const auto files = screening::load_directory(packs);
  if (!files) return complain(files.error().file + ": " + files.error().what), kWrong;
  for (const auto& file : options.files) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) return complain(file.string() + ": cannot be read"), kWrong;
    const auto outcome = judge.screen(text.str());
    if (options.json) {
      std::cout << line_of(file.string(), outcome) << '\n';
    } else if (options.explain) {
      std::cout << file.string() << '\n' << explained(engine, *files, outcome, text.str(), options.language);
    } else {
      print(file.string(), outcome, judge);
    }
  }
  return judge.finish();
}

}  // namespace holdfast::commands
