#include "gateway/flows/feeds.h"

#include <algorithm>

#include "storage/postgres/witness.h"

namespace holdfast::flows {
namespace {

using domain::Result;
using storage::Transaction;

std::string kind_of(const config::Feed& feed) {
  return std::string(config::kFeedKindNames.at(static_cast<std::size_t>(feed.kind)));
}

FeedState state_of(const config::Feed& feed, const std::vector<storage::FeedAge>& ages) {
  FeedState state{feed};
  const auto kind = kind_of(feed);
  const auto found = std::ranges::find_if(
      ages, [&](const storage::FeedAge& age) { return age.kind == kind && age.name == feed.name; });
  if (found == ages.end()) return state;
  state.spoke = found->spoke.has_value();
  state.silent_for = std::chrono::floor<std::chrono::seconds>(found->age());
  return state;
}

}  // namespace

Result<int> watch_feeds(storage::Worker& worker, const std::vector<config::Feed>& expected) {
  int raised = 0;
  for (const auto& feed : expected) {
    const auto watched = worker.database.run(worker.here->system, [&](Transaction& tx) -> Result<bool> {
      const auto silent = storage::watch_feed(tx, kind_of(feed), feed.name, static_cast<int>(feed.every.count()));
      if (!silent || !*silent) return silent;
      const auto told = storage::witness_service(
          tx, worker, "gateway", {.event = "feed.silent", .object = "feed/" + feed.name, .reason = kind_of(feed)});
      if (!told) return std::unexpected(told.error());
      return true;
    });
    if (!watched) return std::unexpected(watched.error());
    raised += *watched ? 1 : 0;
  }
  return raised;
}

Chore watching_feeds(std::vector<config::Feed> expected) {
  return {"feeds", std::chrono::seconds(2), [expected = std::move(expected)](storage::Worker& worker) -> Result<void> {
            const auto watched = watch_feeds(worker, expected);
            return watched ? Result<void>{} : Result<void>(std::unexpected(watched.error()));
          }};
}

Result<std::vector<FeedState>> feed_states(storage::Database& database, const storage::Actor& system,
                                           const std::vector<config::Feed>& expected) {
  const auto ages = database.run(system, [](Transaction& tx) { return storage::feed_ages(tx); });
  if (!ages) return std::unexpected(ages.error());
  std::vector<FeedState> states;
  states.reserve(expected.size());
  for (const auto& feed : expected) states.push_back(state_of(feed, *ages));
  return states;
}

}  // namespace holdfast::flows
