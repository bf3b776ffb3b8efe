#include "gateway/domain/result.h"

#include <gtest/gtest.h>

#include <set>

#include "gateway/domain/bar.h"

namespace holdfast::domain {
namespace {

constexpr int kProblems = static_cast<int>(Problem::unavailable) + 1;

TEST(Problem, EachHasItsOwnNameAndAnErrorStatus) {
  std::set<std::string_view> names;
  for (int i = 0; i < kProblems; ++i) {
    const auto problem = static_cast<Problem>(i);
    names.insert(problem_name(problem));
    EXPECT_GE(problem_status(problem), 400) << problem_name(problem);
    EXPECT_LE(problem_status(problem), 503) << problem_name(problem);
  }
  EXPECT_EQ(names.size(), static_cast<std::size_t>(kProblems));
}

TEST(Problem, StatusesThatClientsRelyOn) {
  EXPECT_EQ(problem_status(Problem::malformed_request), 400);
  EXPECT_EQ(problem_status(Problem::not_signed_in), 401);
  EXPECT_EQ(problem_status(Problem::forbidden), 403);
  EXPECT_EQ(problem_status(Problem::not_found), 404);
  EXPECT_EQ(problem_status(Problem::refused), 409);
  EXPECT_EQ(problem_status(Problem::gone), 410);
  EXPECT_EQ(problem_status(Problem::precondition_failed), 412);
  EXPECT_EQ(problem_status(Problem::invalid_field), 422);
  EXPECT_EQ(problem_status(Problem::unavailable), 503);
}

TEST(Fail, CarriesTheProblemThePhraseAndTheField) {
  const Result<int> result = fail(Problem::invalid_field, "needs a date", "not_before");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().problem, Problem::invalid_field);
  EXPECT_EQ(result.error().why, "needs a date");
  EXPECT_EQ(result.error().field, "not_before");
}

TEST(Bar, EachHasItsOwnNameAndPhraseAndIsFoundByName) {
  std::set<std::string_view> names;
  std::set<std::string_view> phrases;
  for (const BarText& text : kBarTexts) {
    names.insert(text.name);
    phrases.insert(text.why);
    EXPECT_EQ(parse_bar(text.name), text.bar);
    EXPECT_EQ(text.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos) << text.name;
  }
  EXPECT_EQ(names.size(), kBars);
  EXPECT_EQ(phrases.size(), kBars);
  EXPECT_FALSE(parse_bar("Order"));
  EXPECT_FALSE(parse_bar(""));
}

TEST(Bar, BecomesAnErrorThatTheCallerCanActOn) {
  EXPECT_EQ(refusal(Bar::order).problem, Problem::refused);
  EXPECT_EQ(refusal(Bar::not_yours).problem, Problem::forbidden);
  EXPECT_EQ(refusal(Bar::destroyed).problem, Problem::gone);
  EXPECT_EQ(refusal(Bar::not_in_state).problem, Problem::conflict);
  EXPECT_EQ(refusal(Bar::order).why, why(Bar::order));
}

}  // namespace
}  // namespace holdfast::domain
