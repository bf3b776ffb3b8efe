// What these tests share: days to speak of, and people.
#pragma once

#include <chrono>
#include <cstdint>

#include "gateway/domain/people.h"
#include "gateway/domain/time.h"

namespace holdfast::domain {

// Day n of the story, and a moment before it.
constexpr Time day(int n) { return Time{std::chrono::days{20'000 + n}}; }
constexpr Time just_before(Time time) { return time - std::chrono::microseconds{1}; }

constexpr NaturalId person(std::uint8_t n) { return NaturalId{{n}}; }
constexpr VersionId version(std::uint8_t n) { return VersionId{{n}}; }

constexpr Signatures kNobody{};
constexpr Signatures kOne{person(1), {}};
constexpr Signatures kOneTwice{person(1), person(1)};
constexpr Signatures kTwo{person(1), person(2)};

}  // namespace holdfast::domain
