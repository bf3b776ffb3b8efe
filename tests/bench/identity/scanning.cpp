#include "tests/bench/identity/scanning.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <stdexcept>

#include "screening/identity/scan.h"
#include "tests/bench/screening/letters.h"

namespace holdfast::bench {
namespace {

namespace identity = screening::identity;

constexpr std::size_t kLetters = 2000;
constexpr std::size_t kBytes = 4096;
constexpr std::size_t kTied = 5;

void say(const char* what, std::vector<double> times, double mentions, double found) {
  std::ranges::sort(times);
  const auto at = [&](double share) {
    return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))] * 1e6;
  };
  std::printf("  %-34s p50 %.0f p99 %.0f max %.0f us; mentions %.3f; found %.3f\n", what, at(0.5), at(0.99), at(1),
              mentions / static_cast<double>(times.size()), found / static_cast<double>(times.size()));
}

struct Round {
  std::vector<double> times;
  double mentions = 0, found = 0;
};

void scan(const identity::Index& index, const std::string& letter, std::span<const identity::PersonId> tied,
          identity::PersonId who, Round& round) {
  const double begin = seconds();
  const auto mentions = identity::mentions_in(index, letter, tied);
  round.times.push_back(seconds() - begin);
  round.mentions += static_cast<double>(mentions.size());
  round.found += std::ranges::any_of(mentions, [&](const auto& one) {
    return std::ranges::find(one.who, who, &identity::Mentioned::id) != one.who.end();
  });
}

// Honest letters of the corpus, by what is said of them.
void honest(const identity::Index& index, std::string_view language) {
  const auto letters = corpus_letters(HOLDFAST_SOURCE, "clear", language);
  std::array<double, 4> spots{};
  std::array<double, 4> mentioned{};
  double any = 0;
  double sure = 0;
  for (const std::string& letter : letters) {
    std::array<bool, 4> there{};
    for (const auto& spot : identity::spots_in(letter)) there[static_cast<std::size_t>(spot.kind)] = true;
    for (std::size_t i = 0; i < there.size(); ++i) spots[i] += there[i];
    const auto mentions = identity::mentions_in(index, letter);
    any += !mentions.empty();
    sure += std::ranges::any_of(mentions,
                                [](const auto& one) { return one.who.front().decision == identity::Decision::sure; });
    there = {};
    for (const auto& one : mentions) there[static_cast<std::size_t>(one.spot.kind)] = true;
    for (std::size_t i = 0; i < there.size(); ++i) mentioned[i] += there[i];
  }
  const auto share = [&](double count) { return 100 * count / static_cast<double>(letters.size()); };
  std::printf(
      "  %zu clear letters (%s): with a mention %.2f %% (sure %.2f); name %.2f phone %.2f email %.2f address %.2f\n",
      letters.size(), std::string(language).c_str(), share(any), share(sure), share(mentioned[0]), share(mentioned[1]),
      share(mentioned[2]), share(mentioned[3]));
  std::printf("    whoever's it is: name %.2f %% phone %.2f email %.2f address %.2f\n", share(spots[0]),
              share(spots[1]), share(spots[2]), share(spots[3]));
}

// One sentence of somebody's, in the middle.
std::string about(const identity::Person& person, std::string letter) {
  const auto& known = person.particulars;
  std::string words = " I know that " + person.names.front() + " lives at " + known.addresses.front() + ", " +
                      known.phones.front() + ", " + known.emails.front() + ". ";
  return letter.insert(letter.find(' ', letter.size() / 2), words);
}
std::string name_of(const identity::Person& person, std::string letter) {
  const auto& name = person.names.front();
  const std::string both = name.substr(0, name.find(' ')) + name.substr(name.rfind(' '));
  return letter.insert(letter.find(' ', letter.size() / 2), " and " + both + " too");
}

}  // namespace

double seconds() {
  timespec now{};
  if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0) throw std::runtime_error("there is no such clock");
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

void measure_scan(const identity::Index& index, std::span<const identity::Person> registry) {
  Letters english(HOLDFAST_SOURCE, "en", 5);
  Round plain, told, named, tied_named;
  static_cast<void>(identity::mentions_in(index, "(510) 555-0142"));  // loads what is loaded once
  for (std::size_t i = 0; i < kLetters; ++i) {
    const auto& who = registry[i * (registry.size() / kLetters)];
    std::vector<identity::PersonId> tied{who.id};
    for (std::size_t k = 1; k < kTied; ++k) tied.push_back(registry[(i * 7 + k * 31) % registry.size()].id);
    const std::string letter = english.next(kBytes);
    scan(index, letter, {}, 0, plain);
    scan(index, about(who, letter), {}, who.id, told);
    scan(index, name_of(who, letter), {}, who.id, named);
    scan(index, name_of(who, letter), tied, who.id, tied_named);
  }
  say("4 KB of nobody", plain.times, plain.mentions, plain.found);
  say("4 KB, one person's all", told.times, told.mentions, told.found);
  say("4 KB, a name alone", named.times, named.mentions, named.found);
  say("4 KB, a name alone, 5 tied", tied_named.times, tied_named.mentions, tied_named.found);
  honest(index, "en");
  honest(index, "es");
}

}  // namespace holdfast::bench
