// Feeds that the profile expects: whether each still speaks. Silence is a task of the office's, once; a number for
// whoever collects numbers; a line of `holdfast doctor`.
#pragma once

#include <string>
#include <vector>

#include "gateway/config/config.h"
#include "gateway/flows/background.h"
#include "storage/postgres/feeds.h"

namespace holdfast::flows {

// How many tasks were raised just now.
domain::Result<int> watch_feeds(storage::Worker& worker, const std::vector<config::Feed>& expected);
Chore watching_feeds(std::vector<config::Feed> expected);

struct FeedState {
  config::Feed feed;
  bool spoke = false;                 // ever
  std::chrono::seconds silent_for{};  // since it spoke last, or was expected first
  bool silent() const { return silent_for > feed.every; }
};
// Of the expected ones, in the profile's order. As the gateway itself, or the operator.
domain::Result<std::vector<FeedState>> feed_states(storage::Database& database, const storage::Actor& system,
                                                   const std::vector<config::Feed>& expected);

}  // namespace holdfast::flows
