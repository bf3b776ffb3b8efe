// Orders win (rule 2), on the real database: several gateways, and in every round an order or a request to stop contact
// against what brings a letter nearer to its person. Whoever comes first, nothing overlaps, and everything stands
// afterwards as who came first has it. tests/model goes through every interleaving of a model; this goes through some
// thousands of the real thing.
//
//   HOLDFAST_RACE_ROUNDS=100000 HOLDFAST_RACE_SEED=7 deploy/test --only race_test
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>

#include "gateway/domain/bar.h"
#include "tests/integration/race/gateways.h"
#include "tests/integration/race/judge.h"

namespace holdfast::race {
namespace {

constexpr std::size_t kGateways = 4;
constexpr int kAtOnce = 60;  // rounds between two judgements

int setting(const char* variable, int otherwise) {
  const char* value = std::getenv(variable);
  return value == nullptr ? otherwise : std::stoi(value);
}

std::vector<Act> towards(Stage stage) {
  using enum Act;
  switch (stage) {
    case Stage::waiting:
      return {offer, offer};
    case Stage::asked:
      return {choose, notify};
    case Stage::due:
      return {release, release};
    case Stage::released:
      return {open, open};
    case Stage::to_print:
      return {print, print};
    case Stage::printing:
      return {post, post};
  }
  return {};
}

// The same seed has the same rounds: who takes part, on which gateway, who begins. What the machine makes of it is its
// own.
class Dice {
 public:
  explicit Dice(int seed) : random_(static_cast<std::uint32_t>(seed)) {}

  std::vector<Contender> round(Stage stage) {
    auto acts = towards(stage);
    if (below(2) == 0) acts.pop_back();
    std::array against{Act::order, Act::order_for_all, Act::stop_contact};
    std::ranges::shuffle(against, random_);
    acts.insert(acts.end(), against.begin(), against.begin() + 1 + below(2));
    std::array<std::size_t, kGateways> gateways{0, 1, 2, 3};
    std::ranges::shuffle(gateways, random_);
    const std::size_t begins = below(3);  // 0: the letter's side, 1: the order's, 2: all at once
    std::vector<Contender> contenders;
    for (std::size_t i = 0; i < acts.size(); ++i) {
      const std::size_t side = acts[i] < Act::order ? 0 : 1;
      const auto behind = begins == 2 || side == begins ? 0 : below(kMostBehind);
      contenders.push_back({.act = acts[i], .gateway = gateways.at(i), .behind = std::chrono::microseconds(behind)});
    }
    return contenders;
  }

 private:
  static constexpr std::size_t kMostBehind = 6000;  // about as long as the longest of these transactions
  std::size_t below(std::size_t limit) { return random_() % limit; }
  std::mt19937 random_;
};

// A race may be lost, to an order or to another gateway's same act; nothing else may happen to it.
std::string fault_of(const Pair& pair, const Contender& contender) {
  if (contender.outcome) return "";
  const auto& error = contender.outcome.error();
  if (error.problem == domain::Problem::refused || error.why == domain::refusal(domain::Bar::not_in_state).why)
    return "";
  return "round " + std::to_string(pair.round) + ": " + name_of(contender.act) + ": " +
         std::string(domain::problem_name(error.problem)) + ": " + std::string(error.why);
}

struct Run {
  std::vector<Violation> violations;
  std::vector<std::string> faults;
  std::map<Stage, std::array<int, 2>> won;  // by the order, and by something that began before it
  int rounds = 0;
  long deadlocks = 0;
};

// Ends early, at the next judgement, with the first violation where it is looked for.
Run run(Ground& ground, int rounds, int seed, bool until_found) {
  Run seen;
  Dice dice(seed);
  Judge judge(ground);
  {
    Gateways gateways(ground, kGateways);
    std::map<int, Stage> stages;
    while (seen.rounds < rounds && !(until_found && !seen.violations.empty())) {
      const Stage stage = kStages.at(static_cast<std::size_t>(seen.rounds++) % kStages.size());
      const auto pair = ground.prepare(stage);
      stages[pair.round] = stage;
      auto contenders = dice.round(stage);
      gateways.race(pair, contenders);
      for (const auto& contender : contenders) {
        if (auto fault = fault_of(pair, contender); !fault.empty()) seen.faults.push_back(std::move(fault));
      }
      if (seen.rounds % kAtOnce != 0 && seen.rounds != rounds) continue;
      auto found = judge.judge();
      seen.violations.insert(seen.violations.end(), found.begin(), found.end());
      for (const auto& [round, began] : judge.something_began()) ++seen.won[stages[round]].at(began ? 1 : 0);
      ground.put_away();
    }
  }
  seen.deadlocks = ground.deadlocks();
  return seen;
}

std::string told(const Run& run) {
  std::string text;
  for (const auto& fault : run.faults) text += fault + "\n";
  for (const auto& one : run.violations) {
    text += "round " + std::to_string(one.round) + ": " + one.what + ": " + one.told + "\n";
  }
  return text.substr(0, 4000);
}

TEST(Race, FromTheCommitOfAnOrderNothingThatItBarsBegins) {
  Ground ground;
  const auto seen = run(ground, setting("HOLDFAST_RACE_ROUNDS", 1200), setting("HOLDFAST_RACE_SEED", 1), false);
  EXPECT_TRUE(seen.violations.empty() && seen.faults.empty()) << told(seen);
  EXPECT_EQ(seen.deadlocks, 0);
  // Both come first often enough that there was a race.
  for (const auto& [stage, won] : seen.won) {
    std::cout << name_of(stage) << ": the order first " << won[0] << ", after something had begun " << won[1] << '\n';
    EXPECT_GE(std::min(won[0], won[1]), 3) << name_of(stage);
  }
}

TEST(Race, WithoutTheLockTheSameRoundsOverlap) {
  Ground ground;
  ground.take_the_lock_away();
  const auto seen = run(ground, setting("HOLDFAST_RACE_ROUNDS", 1200), setting("HOLDFAST_RACE_SEED", 1), true);
  ASSERT_FALSE(seen.violations.empty()) << "nothing in " << seen.rounds << " rounds";
  std::cout << "the first in round " << seen.violations.front().round << ": " << seen.violations.front().what << ": "
            << seen.violations.front().told << "\nof " << seen.rounds << " rounds " << seen.violations.size()
            << " violations\n";
}

}  // namespace
}  // namespace holdfast::race
