// Guards the shape of problem documents (RFC 9457), which is part of the API.
#include "gateway/json/problem.h"

#include <gtest/gtest.h>

namespace holdfast::json {
namespace {

using domain::Error;
using domain::Problem;

TEST(ProblemDocument, NamesTypeStatusAndField) {
  EXPECT_EQ(problem_document(Error{Problem::invalid_field, "too long", "writer.name"}, "r1"),
            R"({"type":"/problems/invalid-field","title":"Unprocessable Content","status":422,"detail":"too long",)"
            R"("field":"writer.name","request_id":"r1"})");
}

TEST(ProblemDocument, HasNoFieldWhereNoneIsMeant) {
  EXPECT_EQ(problem_document(Error{Problem::not_found, "nothing here"}, "r2"),
            R"({"type":"/problems/not-found","title":"Not Found","status":404,"detail":"nothing here",)"
            R"("request_id":"r2"})");
}

TEST(ProblemDocument, TakesAnotherStatusWhereTheRouteSaysSo) {
  EXPECT_NE(problem_document(Error{Problem::idempotency_conflict, "other body"}, "r3", 422).find(R"("status":422)"),
            std::string::npos);
}

TEST(ProblemDocument, AnswersOfHttpItselfAreAboutBlank) {
  EXPECT_EQ(problem_document(505, "HTTP/1.1 only", "r4"),
            R"({"type":"about:blank","title":"HTTP Version Not Supported","status":505,"detail":"HTTP/1.1 only",)"
            R"("request_id":"r4"})");
}

TEST(ProblemDocument, EveryProblemOfTheClosedListHasATitle) {
  for (int at = 0; at <= static_cast<int>(Problem::unavailable); ++at) {
    EXPECT_NE(status_title(domain::problem_status(static_cast<Problem>(at))), "Unknown") << at;
  }
}

}  // namespace
}  // namespace holdfast::json
