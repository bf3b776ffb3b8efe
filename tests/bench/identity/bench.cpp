// identity_bench [MOST] : look-ups of people in generated registries of 10,000, 100,000 and MOST (1,000,000) persons.
//
// Times are CPU time of the thread; memory is what the process grew by while the index was built, the persons it was
// built from already there.
#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "tests/bench/identity/people.h"
#include "tests/bench/identity/scanning.h"

namespace {

namespace identity = holdfast::screening::identity;
using holdfast::bench::People;
using holdfast::bench::seconds;

constexpr std::size_t kLookups = 2000;

double resident_mib() {
  std::ifstream in("/proc/self/statm");
  double all = 0;
  double resident = 0;
  in >> all >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1048576;
}

struct Seen {
  std::vector<double> times;
  double sure = 0, possible = 0, first = 0, found = 0;
};

void look(const identity::Index& index, const identity::Wanted& wanted, identity::PersonId who, Seen& seen) {
  const double begin = seconds();
  const auto candidates = index.find(wanted, 1000);
  seen.times.push_back(seconds() - begin);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (candidates[i].id != who) {
      ++(candidates[i].decision == identity::Decision::sure ? seen.sure : seen.possible);
      continue;
    }
    ++seen.found;
    if (i == 0) ++seen.first;
  }
}

void say(const char* what, Seen& seen) {
  std::ranges::sort(seen.times);
  const auto count = static_cast<double>(seen.times.size());
  const auto at = [&](double share) { return seen.times[static_cast<std::size_t>(share * (count - 1))] * 1e3; };
  std::printf("  %-34s p50 %.3f p99 %.3f max %.3f ms; others sure %.4f possible %.3f; found %.3f first %.3f\n", what,
              at(0.5), at(0.99), at(1), seen.sure / count, seen.possible / count, seen.found / count,
              seen.first / count);
}

void measure(std::size_t size) {
  People people(1);
  std::vector<identity::Person> registry;
  registry.reserve(size);
  for (std::size_t i = 0; i < size; ++i) registry.push_back(people.next());
  const double before = resident_mib();
  const double begin = seconds();
  const identity::Index index(registry);
  std::printf("%zu persons: built in %.1f s, %.0f MiB\n", size, seconds() - begin, resident_mib() - before);

  Seen strangers;
  Seen stranger_names;
  Seen present;
  Seen present_names;
  People others(2);
  for (std::size_t i = 0; i < kLookups; ++i) {
    const auto stranger = others.next();
    look(index, {stranger.names, stranger.particulars}, 0, strangers);
    look(index, {stranger.names, {}}, 0, stranger_names);
    const auto& one = registry[i * (size / kLookups)];
    const identity::Wanted wanted{{others.written_otherwise(one.names.front())}, one.particulars};
    look(index, wanted, one.id, present);
    look(index, {wanted.names, {}}, one.id, present_names);
  }
  say("somebody else, whole block", strangers);
  say("somebody else, name alone", stranger_names);
  say("one of them, whole block", present);
  say("one of them, name alone", present_names);
  holdfast::bench::measure_scan(index, registry);
}

}  // namespace

int main(int count, char** words) {
  const std::size_t most = count > 1 ? std::strtoull(words[1], nullptr, 10) : 1'000'000;
  for (const std::size_t size : {std::size_t{10'000}, std::size_t{100'000}, most}) {
    if (size <= most) measure(size);
    if (size == most) break;
  }
}
