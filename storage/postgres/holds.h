// Holds and the choices made about them. Only the recipient's choice moves a hold forward.
//
// A step that moves one calls take_hold() first: it locks the offender's guard FOR SHARE, the letter and the hold, in
// that order, and gives the time at which everything was locked. hold_facts() then reads what the domain asks, and
// move_hold() writes where the domain's row leads, with its entry, in the same transaction.
//
// Errors: not_found where there is no such hold for this actor (another person's, or one that is not offered yet);
// refused with the bar where a trigger said no.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/hold.h"
#include "storage/postgres/principal.h"
#include "storage/postgres/row_key.h"

namespace holdfast::storage {

struct TakenHold {
  domain::HoldId id;
  domain::LetterId letter;
  domain::HoldState state{};
  domain::Time at{};  // after the locks
  RowKey row, offender, person;
};
domain::Result<TakenHold> take_hold(Transaction& tx, const domain::HoldId& hold);

// The version in question, and everything that bears on it. Owns what ReleaseFacts points to.
struct HoldFacts {
  RowKey version;  // empty: no version is approved
  domain::ObjectId object;
  std::uint32_t version_no = 0;
  std::string language;
  int characters = 0;
  domain::Time written{};
  std::string from;  // who wrote
  std::vector<domain::Order> orders;
  std::vector<domain::Choice> choices;
  // Valid while this object lives and is not moved; `now` and `way` are the caller's.
  domain::ReleaseFacts release(domain::Time now, domain::Way way) const;
  RowKey latest_choice;
  domain::ReleaseFacts plain;  // without orders and choices
};
// Without `version`: the newest that a person approved.
domain::Result<HoldFacts> hold_facts(Transaction& tx, const TakenHold& hold, const std::optional<RowKey>& version = {});

// Every order and stop-contact request between this offender and this person, the newest version of each.
domain::Result<std::vector<domain::Order>> pair_orders(Transaction& tx, const RowKey& offender, const RowKey& person);

// Follows a row of the domain's table: state, `defer_until` (kept for deferred only), entry. `who` null: the gateway.
domain::Result<void> move_hold(Transaction& tx, Worker& worker, const Principal* who, const TakenHold& hold,
                               const domain::HoldTransition& row, const std::string& reason = {},
                               std::optional<domain::Time> defer_until = {});

// Appends the choice of this hold's person. `evidence` (who spoke, when, how they were known) is sealed; it is there
// exactly when the office writes down what was said elsewhere. The entry is move_hold's.
domain::Result<RowKey> add_choice(Transaction& tx, Worker& worker, const TakenHold& hold, const RowKey& version,
                                  const domain::Choice& choice, const std::string& evidence = {});

// What a recipient sees of what is theirs. Reading it changes nothing and locks nothing.
struct Offer {
  domain::HoldId id;
  domain::HoldState state{};
  bool frozen = false;
  domain::Time since{};
  domain::Time changed{};
  std::string from;
  std::string language;
  int characters = 0;
  domain::Time written{};
  std::optional<domain::ChoiceKind> choice;
  std::optional<domain::Time> not_before;
  bool replaced = false;  // an accepted version is not the newest any more
};
domain::Result<std::vector<Offer>> my_offers(Transaction& tx);
domain::Result<Offer> my_offer(Transaction& tx, const domain::HoldId& hold);
// The same facts as after take_hold, unlocked: to say why something accepted is not there. Not for deciding.
domain::Result<HoldFacts> my_hold_facts(Transaction& tx, const domain::HoldId& hold);

struct MadeChoice {
  domain::HoldId hold;
  domain::ChoiceKind kind{};
  std::optional<domain::Time> not_before;
  domain::Time at{};
  std::string said;  // signed_in, or how the office heard it: telephone, by_post, in_person
};
domain::Result<std::vector<MadeChoice>> my_choices(Transaction& tx);  // newest first

// For the gateway's own work, at most `most`, those waiting longest first.
domain::Result<std::vector<domain::HoldId>> holds_to_release(Transaction& tx, int most);  // accepted, its time has come
domain::Result<std::vector<domain::HoldId>> holds_to_reoffer(Transaction& tx, int most);  // deferred until now
domain::Result<std::vector<domain::HoldId>> holds_to_offer(Transaction& tx,
                                                           int most);  // waiting, person wishes to be asked

}  // namespace holdfast::storage
