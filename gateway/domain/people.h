// Who acts: one of the roles, or one of the parts of the program that act without a person.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "gateway/domain/id.h"
#include "gateway/domain/names.h"
#include "gateway/domain/permissions.h"

namespace holdfast::domain {

enum class Actor : std::uint8_t {  // stored by name: never rename
  facilitator,                     // the first nine are permissions.h's roles, in their order
  recipient,
  analyst,
  reader,
  investigator,
  institution,
  auditor,
  administrator,
  second_person,
  engine,  // screening: it stops and it points
  order,   // an order or a stop-contact request, at its commit
  clock,   // a time that has come
  job,     // the queue's worker
};
inline constexpr std::array<std::string_view, 13> kActorNames{
    "facilitator",   "recipient",     "analyst", "reader", "investigator", "institution", "auditor",
    "administrator", "second_person", "engine",  "order",  "clock",        "job"};
constexpr NameList names_of(Actor /*unused*/) { return kActorNames; }

constexpr Actor actor_of(Role role) { return static_cast<Actor>(std::to_underlying(role)); }
constexpr bool is_machine(Actor actor) { return actor >= Actor::engine; }

struct Actors {
  std::uint16_t bits = 0;
  constexpr bool has(Actor actor) const { return ((bits >> std::to_underlying(actor)) & 1u) != 0; }
};

template <class... A>
constexpr Actors by(A... actors) {
  return Actors{static_cast<std::uint16_t>(((1u << std::to_underlying(actors)) | ...))};
}

// A human being, whatever accounts they have. Two accounts of one person are one person.
using NaturalId = Id<struct NaturalTag>;

// The people who stand behind an act that needs two. Absent = nobody has signed there yet.
struct Signatures {
  std::optional<NaturalId> first{};
  std::optional<NaturalId> second{};
};

constexpr bool two_different_people(const NaturalId& a, const NaturalId& b) { return a.bytes != b.bytes; }
constexpr bool two_different_people(const Signatures& by) {
  return by.first && by.second && two_different_people(*by.first, *by.second);
}

}  // namespace holdfast::domain
