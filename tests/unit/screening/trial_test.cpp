// What must stand beside a word for a walk to begin there: where it says no, there is no match.
#include "screening/match/trial.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace holdfast::screening::match {
namespace {

class Trials : public testing::Test {
 protected:
  explicit Trials() {
    for (const Step& step : steps_) {
      if (!step.word.empty()) numbers_of_.try_emplace(step.word, static_cast<std::uint32_t>(numbers_of_.size() + 1));
      numbers_.push_back(step.word.empty() ? 0 : numbers_of_.at(step.word));
    }
  }

  Trial of(const std::string& first, const std::string& second = {}) const {
    return trial_of(0, steps_, numbers_, numbers_of_.at(first), second.empty() ? 0 : numbers_of_.at(second));
  }
  Neighbours word(const std::string& text) const { return neighbour(numbers_of_.at(text)); }

  std::vector<Step> steps_ =
      steps_of(Automaton{"\\b(?:i (?:will|shall) kill(?: [a-z]+){0,2} you)\\b"}).value_or(std::vector<Step>{});
  std::map<std::string, std::uint32_t> numbers_of_;
  std::vector<std::uint32_t> numbers_;
};

TEST_F(Trials, NameTheWordsBeside) {
  EXPECT_EQ(of("kill").previous, word("will") | word("shall"));
  EXPECT_EQ(of("will", "kill").previous, word("i"));
}

TEST_F(Trials, TakeAnyWordInAGapButNoEnd) {
  EXPECT_EQ(of("kill").next & neighbour(0), neighbour(0));
  EXPECT_EQ(of("kill").next & kNothing, 0U);
}

TEST_F(Trials, TakeAnythingWhereAMatchBeginsOrEnds) {
  EXPECT_EQ(of("i").previous, kAnything);
  EXPECT_EQ(of("you").next, kAnything);
}

TEST_F(Trials, StandBetweenStatesOfThePattern) {
  EXPECT_EQ(of("i").before, kStart);
  EXPECT_EQ(of("you").after, kEnd);
  EXPECT_EQ(of("i", "will").after, of("will").after);
}

TEST(Neighbours, AreNeverTakenForOneAnother) {
  EXPECT_EQ(neighbour(0) & kNothing, 0U);
  for (std::uint32_t number = 1; number < 200; ++number) EXPECT_EQ(neighbour(number) & (neighbour(0) | kNothing), 0U);
}

}  // namespace
}  // namespace holdfast::screening::match
