// screening_eval [--misses] [--findings] [--rules] [--without-model] PACKS LETTERS.jsonl... : how the rules do on
// labelled letters. Each line of a file is an object with text, lang, verdict, categories. Prints, for each language,
// how labelled verdicts came out, and for each category precision and recall; with --rules, what each rule hit; with
// --misses, every letter whose verdict came out too low, and every clear one that was flagged.
#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include "screening/load.h"
#include "screening/screening.h"

namespace {

namespace screening = holdfast::screening;
namespace json = boost::json;

struct Letter {
  std::string id, language, text, verdict;
  std::set<std::string> categories;
};

struct Counts {
  int labelled = 0, flagged = 0, both = 0;
};

struct Report {
  std::map<std::string, std::map<std::string, std::map<std::string, int>>> verdicts;  // language, labelled, given
  std::map<std::string, std::map<std::string, Counts>> categories;                    // category, language
  std::map<std::string, std::map<std::string, int>> rules;  // rule, "good" category or "clear" or "other"
};

std::vector<Letter> read(const char* path) {
  std::vector<Letter> letters;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const json::object o = json::parse(line).as_object();
    const auto field = [&](const char* name) {
      return o.contains(name) ? std::string{o.at(name).as_string()} : std::string{};
    };
    Letter letter{field("id"), field("lang"), field("text"), field("verdict"), {}};
    if (o.contains("categories"))
      for (const auto& c : o.at("categories").as_array()) letter.categories.emplace(c.as_string());
    letters.push_back(std::move(letter));
  }
  return letters;
}

void add(Report& report, const Letter& letter, const screening::Outcome& outcome) {
  ++report.verdicts[letter.language][letter.verdict][std::string{to_string(outcome.verdict)}];
  std::set<std::string> all = letter.categories;
  all.insert(outcome.categories.begin(), outcome.categories.end());
  for (const auto& category : all) {
    Counts& counts = report.categories[category][letter.language];
    const bool given = std::ranges::find(outcome.categories, category) != outcome.categories.end();
    counts.labelled += letter.categories.contains(category) ? 1 : 0;
    counts.flagged += given ? 1 : 0;
    counts.both += given && letter.categories.contains(category) ? 1 : 0;
  }
  std::set<std::string> rules;
  for (const auto& f : outcome.findings)
    if (rules.insert(f.rule).second)
      ++report.rules[f.rule][letter.verdict == "clear"                ? "clear"
                             : letter.categories.contains(f.category) ? "good"
                                                                      : "other"];
}

void print_miss(const Letter& letter, const screening::Outcome& outcome) {
  const auto rank = [](std::string_view v) { return v == "quarantine" ? 2 : v == "review" ? 1 : 0; };
  const int wanted = rank(letter.verdict);
  const int given = rank(to_string(outcome.verdict));
  if (given >= wanted && (wanted > 0 || given == 0)) return;
  std::cout << (given < wanted ? "LOW " : "HIGH ") << letter.id << ' ' << letter.verdict << " as "
            << to_string(outcome.verdict);
  for (const auto& c : letter.categories) std::cout << ' ' << c;
  std::cout << "\n    " << letter.text << '\n';
  for (const auto& f : outcome.findings) std::cout << "    [" << f.rule << " | " << f.view << "] " << f.quote << '\n';
}

// One line a finding, for finding out which pattern of a rule does what.
void print_findings(const Letter& letter, const screening::Outcome& outcome) {
  for (const auto& f : outcome.findings)
    std::cout << "FINDING\t" << letter.id << '\t' << letter.verdict << '\t'
              << (letter.categories.contains(f.category) ? "good" : "other") << '\t' << f.rule << '\t' << f.view << '\t'
              << f.normalised << '\n';
}

void print(const Report& report, bool rules) {
  for (const auto& [language, labelled] : report.verdicts)
    for (const auto& [verdict, given] : labelled) {
      int total = 0;
      for (const auto& [name, count] : given) total += count;
      std::printf("%-3s %-11s %5d:", language.c_str(), verdict.c_str(), total);
      for (const char* name : {"clear", "review", "quarantine"}) {
        const int count = given.contains(name) ? given.at(name) : 0;
        std::printf("  %s %d (%.1f %%)", name, count, 100.0 * count / total);
      }
      std::printf("\n");
    }
  std::printf("\n%-24s %-4s %8s %8s %10s %8s\n", "category", "lang", "labelled", "flagged", "precision", "recall");
  for (const auto& [category, languages] : report.categories)
    for (const auto& [language, c] : languages)
      std::printf("%-24s %-4s %8d %8d %9.0f%% %7.0f%%\n", category.c_str(), language.c_str(), c.labelled, c.flagged,
                  c.flagged > 0 ? 100.0 * c.both / c.flagged : 0.0, c.labelled > 0 ? 100.0 * c.both / c.labelled : 0.0);
  if (!rules) return;
  std::printf("\n%-40s %6s %6s %6s\n", "rule", "good", "other", "clear");
  for (const auto& [rule, hits] : report.rules) {
    const auto count = [&](const char* name) { return hits.contains(name) ? hits.at(name) : 0; };
    std::printf("%-40s %6d %6d %6d\n", rule.c_str(), count("good"), count("other"), count("clear"));
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<const char*> paths;
  bool misses = false;
  bool findings = false;
  bool rules = false;
  bool without_model = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view arg = argv[i];
    if (arg == "--misses")
      misses = true;
    else if (arg == "--findings")
      findings = true;
    else if (arg == "--rules")
      rules = true;
    else if (arg == "--without-model")
      without_model = true;
    else
      paths.push_back(argv[i]);
  }
  if (paths.size() < 2) {
    std::cerr << "screening_eval [--misses] [--findings] [--rules] [--without-model] PACKS LETTERS.jsonl...\n";
    return 2;
  }
  const auto files = without_model ? screening::load_directory(paths[0]) : screening::load_all(paths[0]);
  if (!files) return std::cerr << files.error().file << ": " << files.error().what << '\n', 1;
  const auto engine = screening::Engine::build(*files);
  if (!engine)
    return std::cerr << engine.error().file << ':' << engine.error().line << ": " << engine.error().what << '\n', 1;
  for (const auto& failure : engine->failing_examples())
    std::cerr << failure.file << ':' << failure.line << ": " << failure.what << '\n';
  Report report;
  for (std::size_t i = 1; i < paths.size(); ++i)
    for (const Letter& letter : read(paths[i])) {
      const auto outcome = engine->screen(letter.text);
      add(report, letter, outcome);
      if (misses) print_miss(letter, outcome);
      if (findings) print_findings(letter, outcome);
    }
  print(report, rules);
}
