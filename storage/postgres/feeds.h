// Feeds: what came in files, row by row, so that the same row does nothing a second time; and when each feed spoke
// last. A row's key and content are known here as keyed hashes only.
//
// Every call works inside the caller's transaction, as its actor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gateway/domain/id.h"
#include "storage/postgres/here.h"

namespace holdfast::storage {

using FeedId = domain::Id<struct FeedTag>;

// Made where there is none, and held until the transaction ends. `kind`: orders, people, housing.
domain::Result<FeedId> take_feed(Transaction& tx, const std::string& kind, const std::string& name);

struct OffenderNumber {
  std::string text;
};
// What a row is here: an order (any version of it), a person, an offender.
using FeedTarget = std::variant<domain::OrderId, domain::PersonId, OffenderNumber>;

struct FeedRow {
  sealing::KeyedHash digest{};
  bool asked = false;  // it would have barred less: people were asked, and it was not taken
  FeedTarget target;
};
// What was noted last of this key; none: it never came.
domain::Result<std::optional<FeedRow>> feed_row(Transaction& tx, const FeedId& feed, const sealing::KeyedHash& key);
domain::Result<void> note_feed_row(Transaction& tx, const FeedId& feed, const sealing::KeyedHash& key,
                                   const FeedRow& row);
// The person of this offender that feeds of people know by this key, if that is one.
domain::Result<std::optional<domain::PersonId>> person_of_key(Transaction& tx, const sealing::KeyedHash& key,
                                                              const std::string& offender_number);

struct FeedRun {
  bool whole = true;
  int taken = 0, versions = 0, unchanged = 0, waiting = 0, refused = 0;
};
domain::Result<void> note_feed_run(Transaction& tx, const FeedId& feed, const FeedRun& run);

// An order of this feed would bar less and nobody is there who could ask: somebody of the office is told.
domain::Result<void> raise_bars_less(Transaction& tx, const FeedId& feed, const domain::OrderId& order);

// The guards of those of these offenders that are known, for orders, ascending: before many of them are touched.
domain::Result<void> lock_offenders(Transaction& tx, const std::vector<std::string>& numbers);

// Holds of this offender that an order bars now.
domain::Result<std::vector<domain::HoldId>> barred_holds(Transaction& tx, const std::string& offender_number);
// Holds whose letters this version of an order called back.
domain::Result<std::vector<domain::HoldId>> recalled_holds(Transaction& tx, const domain::OrderId& version);

struct Housing {
  std::string offender_number;
  std::string name;         // empty: it stays
  std::string institution;  // a code; empty: in none
  std::string custody;
};
// An offender that is not known yet is made. invalid_field for an institution that nobody knows.
domain::Result<void> house_offender(Transaction& tx, const Housing& housing);

// ---- silence ----

// By the gateway's own work: true where a task was raised just now because the feed has been silent for that long.
domain::Result<bool> watch_feed(Transaction& tx, const std::string& kind, const std::string& name, int hours);

struct FeedAge {
  std::string kind, name;
  std::optional<domain::Time> spoke;  // none: never; it has been expected since `since`
  domain::Time since{}, now{};
  domain::Duration age() const { return now - spoke.value_or(since); }
};
domain::Result<std::vector<FeedAge>> feed_ages(Transaction& tx);

}  // namespace holdfast::storage
