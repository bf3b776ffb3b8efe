// How fast letters are screened: screening_bench, from the top of the source tree.
#include <benchmark/benchmark.h>

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "screening/load.h"
#include "screening/screening.h"

namespace {

namespace screening = holdfast::screening;

std::string source(const char* path) {
  const char* root = std::getenv("HOLDFAST_SOURCE_DIR");
  return std::string{root != nullptr ? root : "."} + "/" + path;
}

const screening::Engine& engine() {
  static const screening::Engine kEngine = [] {
    const auto files = screening::load_directory(source("screening/packs"));
    auto built = screening::Engine::build(files.value());
    if (!built) {
      std::cerr << built.error().file << ':' << built.error().line << ": " << built.error().what << '\n';
      std::exit(1);
    }
    return std::move(*built);
  }();
  return kEngine;
}

// Letters of about 4 KB, put together from whole letters of one verdict.
std::vector<std::string> letters(std::string_view verdict, std::string_view language) {
  std::vector<std::string> made(1);
  std::ifstream in(source("tests/corpus/letters_dev.jsonl"));
  for (std::string line; std::getline(in, line);) {
    const auto o = boost::json::parse(line).as_object();
    if (o.at("verdict").as_string() != verdict || o.at("lang").as_string() != language) continue;
    if (made.back().size() >= 4000) made.emplace_back();
    (made.back() += o.at("text").as_string().c_str()) += "\n\n";
  }
  made.pop_back();
  return made;
}

void run(benchmark::State& state, const std::vector<std::string>& texts) {
  engine();
  std::size_t at = 0;
  std::int64_t bytes = 0;
  for (auto _ : state) {
    const std::string& text = texts[at++ % texts.size()];
    benchmark::DoNotOptimize(engine().screen(text));
    bytes += static_cast<std::int64_t>(text.size());
  }
  state.SetBytesProcessed(bytes);
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}

void clear_english(benchmark::State& state) { run(state, letters("clear", "en")); }
void clear_spanish(benchmark::State& state) { run(state, letters("clear", "es")); }
void flagged_english(benchmark::State& state) { run(state, letters("quarantine", "en")); }
BENCHMARK(clear_english);
BENCHMARK(clear_spanish);
BENCHMARK(flagged_english);

std::string repeated(std::string_view unit) {
  std::string text;
  while (text.size() + unit.size() <= screening::Engine::kMaxBytes) text += unit;
  return text;
}

// 64 KB made to cost: every letter of the flagged corpus; one word for ever; nothing but signs; nested gaps.
void hostile_flagged(benchmark::State& state) {
  std::string all;
  for (const auto& text : letters("quarantine", "en")) all += text;
  run(state, {repeated(all.substr(0, 30000))});
}
void hostile_one_word(benchmark::State& state) { run(state, {repeated("kill ")}); }
void hostile_no_end(benchmark::State& state) { run(state, {repeated("i will you know where when get out find and ")}); }
void hostile_lone_letters(benchmark::State& state) { run(state, {repeated("k 1 l-l.")}); }
void hostile_invisible(benchmark::State& state) { run(state, {repeated("a\xE2\x80\x8B")}); }
void hostile_broken(benchmark::State& state) { run(state, {repeated("\xF0\x9F")}); }
void hostile_base64(benchmark::State& state) { run(state, {repeated("V3JpdGUgbWUuIE1hcmxvdw ")}); }
BENCHMARK(hostile_flagged)->Unit(benchmark::kMillisecond);
BENCHMARK(hostile_one_word)->Unit(benchmark::kMillisecond);
BENCHMARK(hostile_no_end)->Unit(benchmark::kMillisecond);
BENCHMARK(hostile_lone_letters)->Unit(benchmark::kMillisecond);
BENCHMARK(hostile_invisible)->Unit(benchmark::kMillisecond);
BENCHMARK(hostile_broken)->Unit(benchmark::kMillisecond);
BENCHMARK(hostile_base64)->Unit(benchmark::kMillisecond);

void build_engine(benchmark::State& state) {
  const auto files = screening::load_all(source("screening/packs"));
  for (auto _ : state) benchmark::DoNotOptimize(screening::Engine::build(*files));
}
BENCHMARK(build_engine)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
