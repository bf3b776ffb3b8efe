#include "gateway/domain/result.h"

#include <array>
#include <utility>

namespace holdfast::domain {
namespace {

constexpr std::array<std::pair<std::string_view, int>, 20> kProblems{{
    {"malformed-request", 400},
    {"invalid-field", 422},
    {"not-signed-in", 401},
    {"step-up-needed", 401},
    {"forbidden", 403},
    {"not-found", 404},
    {"method-not-allowed", 405},
    {"not-acceptable", 406},
    {"conflict", 409},
    {"idempotency-conflict", 409},
    {"refused", 409},
    {"gone", 410},
    {"precondition-failed", 412},
    {"too-large", 413},
    {"unsupported-media", 415},
    {"precondition-required", 428},
    {"too-many-requests", 429},
    {"headers-too-large", 431},
    {"internal", 500},
    {"unavailable", 503},
}};

}  // namespace

std::string_view problem_name(Problem problem) { return kProblems.at(std::to_underlying(problem)).first; }
int problem_status(Problem problem) { return kProblems.at(std::to_underlying(problem)).second; }

}  // namespace holdfast::domain
