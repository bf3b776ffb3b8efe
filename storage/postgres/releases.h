// Releases, their deliveries, openings and recalls. The database's triggers ask rule 1 and rule 2 again at each insert.
// Every function works on a hold that take_hold() has locked in this transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/delivery.h"
#include "storage/postgres/holds.h"

namespace holdfast::storage {

struct HeldRelease {
  domain::ReleaseId id;
  domain::DeliveryState state{};
  domain::Way way{};
  RowKey row, delivery, version;
};

// The one release of this hold that was not recalled, if there is one.
domain::Result<std::optional<HeldRelease>> live_release(Transaction& tx, const TakenHold& hold);

// Whether something was released under the latest choice, called back or not: under it nothing is released again.
bool was_released(Transaction& tx, const RowKey& choice);

// Writes release and delivery under the latest choice. The entry is "delivery.released"; the hold is moved by
// move_hold.
domain::Result<domain::ReleaseId> add_release(Transaction& tx, Worker& worker, const Principal* who,
                                              const TakenHold& hold, const RowKey& version, const RowKey& choice,
                                              domain::Way way);

enum class RecallCause : std::uint8_t {
  order,
  stop_contact,
  choice,
  wrong_pairing,
  quarantine,
  withdrawn,
  rescreened
};  // stored by name
std::string_view recall_cause_name(RecallCause cause);
// Closes a release again, as the domain's row for its delivery says. `row.to` recalled: it is over; anything else is a
// recall that came too late, and becomes a named person's task.
domain::Result<void> add_recall(Transaction& tx, Worker& worker, const Principal* who, const TakenHold& hold,
                                const HeldRelease& release, RecallCause cause, const domain::DeliveryTransition& row);

// What the keeper asks for before it unwraps: this account was shown these words at this time.
domain::Result<domain::GrantId> add_opening(Transaction& tx, Worker& worker, const Principal& who,
                                            const HeldRelease& release, const domain::DeliveryTransition& row);

// The reading, or the letter, is done. The entry is the row's.
domain::Result<void> close_delivery(Transaction& tx, Worker& worker, const Principal& who, const HeldRelease& release,
                                    const domain::DeliveryTransition& row);

struct MadeOpening {
  domain::HoldId hold;
  domain::Time at{};
};
domain::Result<std::vector<MadeOpening>> my_openings(Transaction& tx);  // newest first

}  // namespace holdfast::storage
