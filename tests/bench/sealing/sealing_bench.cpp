// What sealing and witnessing cost a letter, on one core. Figures: docs/formats.md.
//   build/release/sealing_bench --benchmark_min_time=1
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "audit/entry/entry.h"
#include "audit/entry/leaf.h"
#include "audit/log/merkle.h"
#include "storage/sealing/keyring.h"
#include "storage/sealing/open.h"
#include "storage/sealing/random.h"
#include "storage/sealing/seal.h"

namespace holdfast {
namespace {

using domain::Time;

constexpr Time kNow{std::chrono::sys_days{std::chrono::year{2026} / 11 / 25}};

// Text that compresses about as letters do: words drawn from a few hundred.
std::string letter_of(std::size_t size) {
  std::string text;
  unsigned seed = 12345;
  while (text.size() < size) {
    seed = seed * 1103515245u + 12345u;
    unsigned word = (seed >> 16) % 400;
    for (int i = 0; i < 4; ++i, word = word * 7 + 3) text += static_cast<char>('a' + word % 26);
    text += ' ';
  }
  text.resize(size);
  return text;
}

sealing::EpochPublicKey epoch_key() {
  std::string folder = (std::filesystem::temp_directory_path() / "holdfast-bench-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) std::abort();
  const auto keys = std::filesystem::path(folder) / "keys";
  if (!sealing::init_keys(keys, kNow)) std::abort();
  const auto key = sealing::PublicKeys(keys).current(kNow).value();
  std::filesystem::remove_all(folder);
  return key;
}

sealing::KeyContext a_letter() { return {"us-ca", sealing::Purpose::letter, sealing::random_id<domain::ObjectId>()}; }

// One letter: data key, compress, pad, encrypt, wrap.
void seal_letter(benchmark::State& state) {
  const std::string words = letter_of(static_cast<std::size_t>(state.range(0)));
  const auto to = epoch_key();
  sealing::Sealer sealer;
  for (auto _ : state) {
    const auto object = a_letter();
    const auto made = sealer.new_object(object, to, kNow).value();
    benchmark::DoNotOptimize(seal(made.key, {object.agency, object.purpose, object.object, 1}, words));
  }
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(seal_letter)->Arg(1000)->Arg(4096)->Arg(65536)->Arg(1 << 20);

void pack_letter(benchmark::State& state) {
  const std::string words = letter_of(static_cast<std::size_t>(state.range(0)));
  const std::span bytes(reinterpret_cast<const std::uint8_t*>(words.data()), words.size());
  for (auto _ : state) benchmark::DoNotOptimize(sealing::pack(bytes));
}
BENCHMARK(pack_letter)->Arg(4096);

void make_and_wrap_key(benchmark::State& state) {
  const auto to = epoch_key();
  sealing::Sealer sealer;
  const auto object = a_letter();
  for (auto _ : state) {
    if (state.range(0) == 1) sealer.forget();
    benchmark::DoNotOptimize(sealer.new_object(object, to, kNow));
  }
}
BENCHMARK(make_and_wrap_key)->ArgName("fresh_ephemeral")->Arg(0)->Arg(1);

audit::Entry an_entry() {
  return {.time = std::chrono::floor<std::chrono::milliseconds>(kNow),
          .event = "letter.received",
          .actor = "7zzzzzzzzzzzzzzzzzzzzzzzzz",
          .role = "facilitator",
          .agency = "us-ca",
          .object = "letter/7zzzzzzzzzzzzzzzzzzzzzzzzz",
          .outcome = "done",
          .reason = "",
          .counts = {{"characters", 4096}, {"findings", 0}}};
}

// One audit leaf: id, key, canonical entry, commitment.
void audit_leaf(benchmark::State& state) {
  const auto entry = an_entry();
  for (auto _ : state) {
    const auto json = audit::canonical_json(entry);
    benchmark::DoNotOptimize(audit::make_leaf(audit::random_leaf_id(), audit::random_leaf_key(), *json));
  }
}
BENCHMARK(audit_leaf);

void blank_leaf(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(audit::blank_leaf());
}
BENCHMARK(blank_leaf);

void append_to_log(benchmark::State& state) {
  audit::Frontier frontier;
  const auto leaf = audit::blank_leaf();
  for (auto _ : state) frontier.append_leaf(leaf);
  benchmark::DoNotOptimize(frontier.root());
}
BENCHMARK(append_to_log);

}  // namespace
}  // namespace holdfast

BENCHMARK_MAIN();
