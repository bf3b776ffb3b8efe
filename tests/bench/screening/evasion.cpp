// screening_evasion [--lost NAME] PACKS LETTERS.jsonl [THREATS.jsonl...] : what still is flagged after words are
// hidden.
//
// Sentences are the labelled spans of the letters, the rules' own examples, and rows labelled "threat" of the further
// files; those that are flagged as they stand are disguised and screened again. "flagged" counts any finding, "words"
// only those where a rule still read the words (a finding of a category that the plain sentence had). Then: one
// flagged sentence inside a letter of 6 KB, and honest manners added to clear letters. --lost prints the sentences that
// this disguise or manner changed.
#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <set>

#include "screening/load.h"
#include "screening/match/pack_parser.h"
#include "screening/screening.h"
#include "tests/unit/screening/disguises.h"

namespace {

namespace screening = holdfast::screening;
namespace json = boost::json;

struct Sentence {
  std::string text;
  std::size_t begin{};  // bytes of its first finding
  std::size_t end{};
  std::set<std::string> categories;
  screening::Verdict verdict{};
};

struct Corpus {
  std::vector<std::string> sentences;
  std::vector<std::string> clear;
};

void read(const char* path, Corpus& corpus) {
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const json::object o = json::parse(line).as_object();
    const auto is = [&](const char* field, std::string_view value) {
      return o.contains(field) && o.at(field).is_string() && o.at(field).as_string() == value;
    };
    const std::string text{o.at("text").as_string()};
    if (is("label", "threat")) corpus.sentences.push_back(text);
    if (is("verdict", "clear")) corpus.clear.push_back(text);
    if (!o.contains("spans")) continue;
    for (const auto& span : o.at("spans").as_array())  // what is hidden already is not plain
      if (span.at("category").as_string() != "concealment") corpus.sentences.emplace_back(span.at("quote").as_string());
  }
}

void read_examples(std::span<const screening::RuleFile> files, Corpus& corpus) {
  const auto pack = screening::match::parse_packs(files);
  for (const auto& rule : pack.value().rules)
    if (rule.level != screening::match::Level::signal && rule.category != "concealment")
      corpus.sentences.insert(corpus.sentences.end(), rule.examples.must_match.begin(), rule.examples.must_match.end());
}

// Those that are flagged as they stand, and not for hiding.
std::vector<Sentence> flagged(const screening::Engine& engine, const std::vector<std::string>& texts) {
  std::vector<Sentence> made;
  for (const std::string& text : texts) {
    const auto outcome = engine.screen(text);
    if (outcome.findings.empty()) continue;
    Sentence s{text, text.find(outcome.findings[0].quote), 0, {}, outcome.verdict};
    s.end = s.begin + outcome.findings[0].quote.size();
    s.categories.insert(outcome.categories.begin(), outcome.categories.end());
    if (!s.categories.contains("concealment") && !s.categories.contains("unscreened")) made.push_back(std::move(s));
  }
  return made;
}

struct Kept {
  int of = 0, flagged = 0, words = 0, hiding = 0;
  std::map<std::string, int> views;
};

void count(Kept& kept, const Sentence& sentence, const screening::Outcome& outcome) {
  ++kept.of;
  kept.flagged += outcome.findings.empty() ? 0 : 1;
  const auto read = std::ranges::find_if(
      outcome.findings, [&](const screening::Finding& f) { return sentence.categories.contains(f.category); });
  if (read != outcome.findings.end()) ++kept.words, ++kept.views[read->view];
  kept.hiding += std::ranges::find(outcome.categories, "concealment") != outcome.categories.end() ? 1 : 0;
}

void print(std::string_view name, const char* strength, const Kept& kept, int aim) {
  const auto percent = [&](int count) { return kept.of == 0 ? 0.0 : 100.0 * count / kept.of; };
  std::printf("%-26s %-6s %5d %8.1f %8.1f %8.1f  %s ", std::string{name}.c_str(), strength, kept.of,
              percent(kept.flagged), percent(kept.words), percent(kept.hiding),
              percent(kept.flagged) < aim ? "BELOW" : "     ");
  std::vector<std::pair<int, std::string>> views;
  views.reserve(kept.views.size());
  for (const auto& [view, n] : kept.views) views.emplace_back(-n, view);
  std::ranges::sort(views);
  for (std::size_t i = 0; i < views.size() && i < 4; ++i)
    std::printf(" %s %d", views[i].second.c_str(), -views[i].first);
  std::printf("\n");
}

void measure_disguises(const screening::Engine& engine, std::span<const Sentence> sentences, std::string_view lost) {
  std::printf("%-26s %-6s %5s %8s %8s %8s\n", "disguise", "words", "of", "flagged", "words", "hiding");
  for (const screening::Disguise& disguise : screening::disguises()) {
    Kept one, all;
    for (const Sentence& s : sentences) {
      const auto measure = [&](Kept& kept, const std::string& hidden) {
        const auto outcome = engine.screen(hidden);
        const int before = kept.words;
        count(kept, s, outcome);
        if (lost == disguise.name && kept.words == before)
          std::cout << (outcome.findings.empty() ? "LOST  " : "UNREAD ") << hidden << '\n';
      };
      if (disguise.of_word) measure(one, screening::disguise_one(disguise, s.text, s.begin, s.end));
      measure(all, screening::disguise_all(disguise, s.text));
    }
    if (one.of > 0) print(disguise.name, "one", one, aim_of(disguise.family));
    print(disguise.name, "all", all, aim_of(disguise.family));
  }
}

// Sentences of clear letters put together until they are this long, begun at a different one each time. Letters that
// say nothing alone may say something together: those are passed by.
std::vector<std::string_view> long_letter(const screening::Engine& engine, const std::vector<std::string>& clear,
                                          std::size_t first) {
  std::vector<std::string_view> made;
  std::string whole;
  for (std::size_t i = 0; whole.size() < 6000; ++i) {
    const std::string& next = clear[(first + i) % clear.size()];
    if (!engine.screen(whole + next).findings.empty()) continue;
    whole += next;
    for (const std::string_view sentence : screening::sentences_of(next)) made.push_back(sentence);
  }
  return made;
}

void measure_burial(const screening::Engine& engine, std::span<const Sentence> sentences,
                    const std::vector<std::string>& clear, bool lost) {
  int kept = 0;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const auto around = long_letter(engine, clear, i * 7);
    std::string letter;
    const std::size_t at = i * 2654435761U % around.size();
    for (std::size_t k = 0; k < around.size(); ++k) {
      letter += around[k];
      if (k == at) letter += "\n\n" + sentences[i].text + "\n\n";
    }
    const bool found = engine.screen(letter).verdict >= sentences[i].verdict;
    kept += found ? 1 : 0;
    if (lost && !found) std::cout << "LOST " << sentences[i].text << '\n';
  }
  std::printf("\nburied in 6 KB of clear letters: %.1f %% of %zu keep their verdict\n",
              100.0 * kept / static_cast<double>(sentences.size()), sentences.size());
}

void measure_manners(const screening::Engine& engine, const std::vector<std::string>& clear, std::string_view lost) {
  std::printf("\n%-36s %6s %9s\n", "honest manner", "clear", "flagged");
  for (const screening::Manner& manner : screening::manners()) {
    int count = 0;
    for (const std::string& letter : clear) {
      const auto outcome = engine.screen(manner.of(letter));
      count += outcome.findings.empty() ? 0 : 1;
      if (lost == manner.name)
        for (const auto& f : outcome.findings)
          std::cout << "FLAGGED " << f.rule << " [" << f.view << "] " << f.normalised << " | " << f.quote << '\n';
    }
    std::printf("%-36s %6zu %9d %s\n", std::string{manner.name}.c_str(), clear.size(), count, count > 0 ? "ABOVE" : "");
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::string_view lost;
  std::vector<const char*> paths;
  for (int i = 1; i < argc; ++i)
    if (std::string_view{argv[i]} == "--lost" && i + 1 < argc)
      lost = argv[++i];
    else
      paths.push_back(argv[i]);
  if (paths.size() < 2)
    return std::cerr << "screening_evasion [--lost NAME] PACKS LETTERS.jsonl [THREATS.jsonl...]\n", 2;
  const auto files = screening::load_directory(paths[0]);
  if (!files) return std::cerr << files.error().file << ": " << files.error().what << '\n', 1;
  const auto engine = screening::Engine::build(*files);
  if (!engine)
    return std::cerr << engine.error().file << ':' << engine.error().line << ": " << engine.error().what << '\n', 1;
  Corpus corpus;
  for (std::size_t i = 1; i < paths.size(); ++i) read(paths[i], corpus);
  read_examples(*files, corpus);
  std::erase_if(corpus.clear, [&](const std::string& letter) { return !engine->screen(letter).findings.empty(); });
  const std::vector<Sentence> sentences = flagged(*engine, corpus.sentences);
  measure_disguises(*engine, sentences, lost);
  measure_burial(*engine, sentences, corpus.clear, lost == "burial");
  measure_manners(*engine, corpus.clear, lost);
}
