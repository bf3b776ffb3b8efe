#include <array>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <tuple>

#include "gateway/commands/commands.h"
#include "gateway/commands/corpus.h"
#include "screening/learned/findings.h"
#include "screening/learned/validation.h"
#include "screening/load.h"

namespace holdfast::commands {
namespace {

namespace learned = screening::learned;

// One line that fills, on a terminal's standard error; nothing elsewhere has to read it.
void show(std::size_t done, std::size_t all) {
  constexpr std::size_t kWidth = 40;
  const std::size_t full = all == 0 ? kWidth : done * kWidth / all;
  std::cerr << "\r[" << std::string(full, '#') << std::string(kWidth - full, '.') << "] " << done << '/' << all
            << (done == all ? "\n" : "") << std::flush;
}

double percent(unsigned part, unsigned of) { return of == 0 ? 0 : 100.0 * part / of; }

void print(const char* what, const learned::Tallied (&figures)[2][3]) {
  for (std::size_t language = 0; language < 2; ++language) {
    const auto& [clear, review, quarantine] = figures[language];
    const unsigned harmful = review.flagged + quarantine.flagged;
    std::printf(
        "%-6s %-3s  quarantine %5.1f %% of %3u, %4.1f as such   review %5.1f %% of %3u   clear %5.1f %% of %3u, %4.1f "
        "quarantined   "
        "category right %5.1f %%   words hit %5.1f %%\n",
        what, language == 0 ? "en" : "es", percent(quarantine.flagged, quarantine.letters), quarantine.letters,
        percent(quarantine.quarantined, quarantine.letters), percent(review.flagged, review.letters), review.letters,
        percent(clear.flagged, clear.letters), clear.letters, percent(clear.quarantined, clear.letters),
        percent(review.category + quarantine.category, harmful), percent(review.overlap + quarantine.overlap, harmful));
  }
}

int cross_validate(const std::vector<learned::Sample>& samples, const std::string& concepts,
                   const TrainOptions& options) {
  constexpr unsigned kFolds = 5;
  // The rules were written from the development letters, so what they do there says little.
  constexpr std::array kParts = {"letters that nobody wrote rules from", "letters the rules were written from",
                                 "ordinary writing, no letters of this kind"};
  const auto part = [](const learned::Sample& s) { return s.ordinary ? std::size_t{2} : s.read_by_rules ? 1 : 0; };
  std::ofstream held_out;
  learned::HeldOut seen;
  if (!options.held_out.empty()) {
    held_out.open(options.held_out, std::ios::binary | std::ios::trunc);
    seen = [&](const learned::Sample& s, const screening::Outcome& outcome) {
      held_out << R"({"id":")" << s.id << R"(","label":")" << to_string(s.verdict) << R"(","outcome":)"
               << screening::outcome_json(outcome) << "}\n";
    };
  }
  auto packs = screening::load_directory(options.packs);
  if (!packs) return complain(packs.error().file + ": " + packs.error().what), kWrong;
  const auto all = learned::cross_validate(samples, concepts, kFolds, {}, *packs, kParts.size(), part, seen, show);
  if (!all) return complain(all.error().file + ": " + all.error().what), kWrong;
  held_out << std::flush;
  if (!options.held_out.empty() && !held_out)
    return complain(options.held_out.string() + ": cannot be written"), kWrong;
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    const auto& figures = (*all)[i];
    std::printf("flagged, %u folds of whole groups, %s:\n", kFolds, kParts[i]);
    print("model", figures.model);
    print("rules", figures.rules);
    print("both", figures.both);
  }
  const auto& [pairs, apart] = std::tie(all->front().pairs, all->front().told_apart);
  std::printf("minimal pairs told apart: en %.1f %% of %u, es %.1f %% of %u\n", percent(apart[0], pairs[0]), pairs[0],
              percent(apart[1], pairs[1]), pairs[1]);
  return kDone;
}

}  // namespace

int rules_train(const TrainOptions& options) {
  auto samples = read_corpus(options.corpus);
  if (!samples) return complain(samples.error()), kWrong;
  const screening::Engine rules = read_rules(options.packs);
  for (learned::Sample& sample : *samples)
    for (const screening::Finding& f : rules.everything(sample.text))
      sample.hints.push_back(learned::hint_of(f.start, f.rule, f.category, f.level));
  std::ifstream in(options.concepts, std::ios::binary);
  const std::string concepts{std::istreambuf_iterator<char>(in), {}};
  if (!in || concepts.empty()) return complain(options.concepts.string() + ": cannot be read"), kWrong;
  if (options.cross_validate) return cross_validate(*samples, concepts, options);
  const auto model = learned::train(*samples, concepts, options.made, {}, show);
  if (!model) return complain(model.error().file + ": " + model.error().what), kWrong;
  std::ofstream out(options.out, std::ios::binary | std::ios::trunc);
  out << *model;
  out.close();
  if (!out) return complain(options.out.string() + ": cannot be written"), kWrong;
  std::cout << options.out.string() << ": " << samples->size() << " letters and passages, " << model->size()
            << " bytes\n";
  return kDone;
}

}  // namespace holdfast::commands
