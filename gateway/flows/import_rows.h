// Private to the flow of imports: one row of each kind, taken inside a transaction.
#pragma once

#include "gateway/flows/import.h"
#include "storage/postgres/feeds.h"
#include "storage/postgres/witness.h"

namespace holdfast::flows {

struct Importing {
  storage::Transaction& tx;
  storage::Worker& worker;
  const storage::Principal* who;  // null: the operator
  const std::string& zone;
  storage::FeedId feed;
  std::string source;  // "feed ccpor, record X": for an order's sealed note

  domain::Result<void> tell(const storage::Event& event) const;
  sealing::KeyedHash key_of(std::string_view of, std::string_view record) const;
};

// What a row became. The target is what is noted of it; none where nothing is to be noted.
struct TakenRow {
  ImportedRow row;
  std::optional<storage::FeedTarget> target;
};
// `before`: what was noted of this row last; its content is another now.
domain::Result<TakenRow> take_order(const Importing& in, const imports::OrderLine& line,
                                    const std::optional<storage::FeedRow>& before);
domain::Result<TakenRow> take_person(const Importing& in, const imports::PersonLine& line,
                                     const std::optional<storage::FeedRow>& before);
domain::Result<TakenRow> take_housing(const Importing& in, const imports::HousingLine& line,
                                      const std::optional<storage::FeedRow>& before);

}  // namespace holdfast::flows
