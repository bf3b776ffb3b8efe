// What waits for a second person, as the one whom the profile names sees it: row-level security gives them these rows
// and no others.
#pragma once

#include <string>
#include <vector>

#include "gateway/domain/order.h"
#include "storage/postgres/principal.h"

namespace holdfast::storage {

enum class SecondKind : std::uint8_t { order, quarantine, rules };
inline constexpr std::array<std::string_view, 3> kSecondKindNames{"order", "quarantine", "rules"};
constexpr domain::NameList names_of(SecondKind /*unused*/) { return kSecondKindNames; }

struct SecondRow {
  SecondKind kind{};
  std::string id;                              // of the order, of the ticket, or of the set of rules
  std::string offender_number, offender_name;  // empty: rules are nobody's
  std::string asked_by;
  domain::Time asked{};
  std::int64_t place = 0;
};

// Longest waiting first.
domain::Result<std::vector<SecondRow>> waits_for_second(Transaction& tx, std::int64_t place, int limit);

// Whether an account may answer as a second person; staff of the office may ask.
domain::Result<bool> second_is_there(Transaction& tx);

}  // namespace holdfast::storage
