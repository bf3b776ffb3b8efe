// screening_bench [--without-rivals] : how fast letters are screened, from the top of the source tree.
//
// CPU time of the thread throughout, so that a machine in use still gives figures worth comparing; those of two threads
// are by the clock. Every letter is different (letters.h) and screened once, but for the rivals', whose text all
// engines see in the same order.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <thread>

#include "screening/load.h"
#include "screening/match/matcher.h"
#include "screening/match/pack_parser.h"
#include "screening/match/pattern.h"
#include "screening/screening.h"
#include "screening/text/fold.h"
#include "tests/bench/screening/fewer.h"
#include "tests/bench/screening/letters.h"
#include "tests/bench/screening/rivals.h"

namespace {

namespace screening = holdfast::screening;
namespace bench = holdfast::bench;

constexpr std::size_t kLetter = 4000;  // bytes
constexpr std::size_t kCold = 100;     // letters
constexpr std::size_t kWarm = 1500;
constexpr std::size_t kRivalLetters = 300;
constexpr std::size_t kFewerPatterns = 500;  // the aims speak of a set of so many

std::string root() {
  const char* given = std::getenv("HOLDFAST_SOURCE_DIR");
  return given != nullptr ? given : ".";
}

double seconds(clockid_t clock) {
  timespec now{};
  if (clock_gettime(clock, &now) != 0) throw std::runtime_error("there is no such clock");
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

template <typename Work>
double cpu_seconds(Work work) {
  const double begin = seconds(CLOCK_THREAD_CPUTIME_ID);
  work();
  return seconds(CLOCK_THREAD_CPUTIME_ID) - begin;
}

template <typename Work>
double clock_seconds(Work work) {
  const double begin = seconds(CLOCK_MONOTONIC);
  work();
  return seconds(CLOCK_MONOTONIC) - begin;
}

std::size_t size_of(const std::vector<std::string>& letters) {
  std::size_t bytes = 0;
  for (const std::string& letter : letters) bytes += letter.size();
  return bytes;
}

long resident_kb() {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("VmRSS:")) return std::strtol(line.c_str() + 6, nullptr, 10);
  return 0;
}

screening::Engine build(const std::vector<screening::RuleFile>& files) {
  auto built = screening::Engine::build(files);
  if (built) return std::move(*built);
  std::cerr << built.error().file << ':' << built.error().line << ": " << built.error().what << '\n';
  std::exit(1);
}

// Seconds for each letter.
std::vector<double> screen(const screening::Engine& engine, const std::vector<std::string>& letters) {
  std::vector<double> made;
  made.reserve(letters.size());
  for (const std::string& letter : letters)
    made.push_back(cpu_seconds([&] { static_cast<void>(engine.screen(letter)); }));
  return made;
}

double sum(const std::vector<double>& all) {
  double made = 0;
  for (const double one : all) made += one;
  return made;
}

void measure_building(const std::vector<screening::RuleFile>& files, const std::string& name) {
  std::vector<double> builds;
  builds.reserve(5);
  for (int i = 0; i < 5; ++i) builds.push_back(cpu_seconds([&] { static_cast<void>(build(files)); }));
  std::ranges::sort(builds);
  std::printf("%-26s %6.0f ms (median of 5)\n", name.c_str(), 1e3 * builds[2]);
}

void measure_letters(const std::vector<screening::RuleFile>& files, const char* language, const std::string& name) {
  bench::Letters source{root(), language, 1};
  const auto first = source.next(kCold, kLetter);
  const auto more = source.next(kWarm, kLetter);
  const screening::Engine engine = build(files);
  const double cold = sum(screen(engine, first)) / static_cast<double>(size_of(first));
  std::vector<double> times = screen(engine, more);
  const double warm = sum(times) / static_cast<double>(size_of(more));
  std::ranges::sort(times);
  std::printf("%-26s %6.1f MB/s warm  %6.1f cold (%+.0f %% a letter)  p50 %.0f us  p99 %.0f us\n", name.c_str(),
              1e-6 / warm, 1e-6 / cold, 100 * (cold / warm - 1), 1e6 * times[times.size() / 2],
              1e6 * times[times.size() * 99 / 100]);
}

void measure_threads(const std::vector<screening::RuleFile>& files) {
  bench::Letters source{root(), "en", 2};
  const auto one = source.next(kWarm, kLetter);
  const auto two = source.next(kWarm, kLetter);
  const screening::Engine engine = build(files);
  const auto all = [&](const std::vector<std::string>& letters) {
    for (const std::string& letter : letters) static_cast<void>(engine.screen(letter));
  };
  all(one);
  double cpu_alone = 0;
  const double alone = clock_seconds([&] {
    cpu_alone = cpu_seconds([&] {
      all(one);
      all(two);
    });
  });
  double cpu_one = 0;
  double cpu_two = 0;
  const double together = clock_seconds([&] {
    const std::jthread other{[&] { cpu_two = cpu_seconds([&] { all(two); }); }};
    cpu_one = cpu_seconds([&] { all(one); });
  });
  std::printf("%-26s %6.2f times one by the clock, %.2f by CPU time\n", "two threads", alone / together,
              2 * cpu_alone / (cpu_one + cpu_two));
}

void measure_hostile(const screening::Engine& engine) {
  for (const bench::Hostile& letter : bench::hostile(root())) {
    screening::Outcome outcome;
    const double once = cpu_seconds([&] { outcome = engine.screen(letter.text); });
    std::printf("64 KB %-20s %6.1f ms  %s\n", std::string{letter.name}.c_str(), 1e3 * once,
                std::string{to_string(outcome.verdict)}.c_str());
  }
}

void measure_rivals(const std::vector<screening::RuleFile>& files) {
  const auto pack = screening::match::parse_packs(files).value();
  std::vector<std::string> patterns;
  for (const auto& rule : pack.rules)
    for (const auto& pattern : rule.patterns) {
      const std::string text = screening::match::expand(pattern.text, pack.macros).value();
      patterns.push_back("\\b(?:" + text + (text.ends_with("\\?") ? ")" : ")\\b"));
    }
  const auto letters = bench::Letters{root(), "en", 3}.next(kRivalLetters, kLetter);
  std::vector<std::string> folded;
  folded.reserve(letters.size());
  for (const std::string& letter : letters) folded.push_back(screening::text::fold(letter).view.text);
  const auto bytes = static_cast<double>(size_of(letters));

  const screening::Engine engine = build(files);
  const double whole = sum(screen(engine, letters));
  const auto matcher = screening::match::Matcher::compile(pack).value();
  const double matching = cpu_seconds([&] {
    for (const std::string& text : folded) {
      screening::match::Budget budget;
      static_cast<void>(matcher.match(text, screening::text::tokens_of(text), budget));
    }
  });
  std::printf("\n%zu patterns, %zu English letters, from the first on\n", patterns.size(), letters.size());
  std::printf("%-26s %6.1f MB/s\n", "ours: fold to explanation", 1e-6 * bytes / whole);
  std::printf("%-26s %6.1f MB/s\n", "ours: words and matching", 1e-6 * bytes / matching);
#ifndef HOLDFAST_HAS_HYPERSCAN
  std::printf("Hyperscan is not installed (libhyperscan-dev): not measured\n");
#endif
  for (const bench::Rival& rival : bench::rivals(patterns)) {
    const double time = cpu_seconds([&] {
      for (const std::string& text : folded) static_cast<void>(rival.count(text));
    });
    std::printf("%-26s %6.1f MB/s  built in %.0f ms; ours matches %.2f and does all %.2f times as fast\n",
                rival.name.c_str(), 1e-6 * bytes / time, rival.build_ms, time / matching, time / whole);
  }
}

}  // namespace

int main(int argc, char** argv) {
  const auto files = screening::load_directory(root() + "/screening/packs");
  if (!files) return std::cerr << files.error().file << ": " << files.error().what << '\n', 1;
  const long before = resident_kb();
  const screening::Engine engine = build(*files);
  std::printf("%-26s %6ld MB more in memory\n", "one engine", (resident_kb() - before) / 1024);
  const auto fewer = bench::with_patterns(*files, kFewerPatterns);
  const std::string only = ", " + std::to_string(kFewerPatterns) + " patterns";
  measure_building(*files, "building it");
  measure_building(fewer, "building it" + only);
  for (const char* language : {"en", "es"}) measure_letters(*files, language, language);
  for (const char* language : {"en", "es"}) measure_letters(fewer, language, language + only);
  measure_threads(*files);
  measure_hostile(engine);
  if (argc < 2 || std::string_view{argv[1]} != "--without-rivals") measure_rivals(*files);
}
