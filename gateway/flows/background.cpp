#include "gateway/flows/background.h"

#include <date/tz.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <stop_token>

#include "storage/postgres/log.h"
#include "storage/postgres/programme.h"

namespace holdfast::flows {
namespace {

using domain::Result;
using domain::Time;

// The latest moment of publication at or before `now`.
Time last_publication(Time now, const std::vector<std::chrono::minutes>& times, const date::time_zone& zone) {
  const auto local = zone.to_local(now);
  const auto today = date::floor<date::days>(local);
  Time last{};
  for (const auto day : {today - date::days(1), today}) {
    for (const auto minutes : times) {
      const Time at =
          std::chrono::time_point_cast<domain::Duration>(zone.to_sys(day + minutes, date::choose::earliest));
      if (at <= now && at > last) last = at;
    }
  }
  return last;
}

void run(const std::stop_token& stopping, storage::Worker& worker, const std::vector<Chore>& chores,
         const std::function<void(const std::string&, const domain::Error&)>& on_failure) {
  using Clock = std::chrono::steady_clock;
  std::map<std::string, bool> failing;
  std::vector<Clock::time_point> due(chores.size(), Clock::now());
  std::mutex mutex;
  std::condition_variable_any ended;
  while (!stopping.stop_requested()) {
    auto next = Clock::now() + std::chrono::seconds(1);
    for (std::size_t i = 0; i < chores.size(); ++i) {
      if (Clock::now() >= due[i]) {
        const auto done = chores[i].work(worker);
        if (!done && !failing[chores[i].name]) on_failure(chores[i].name, done.error());
        failing[chores[i].name] = !done.has_value();
        due[i] = Clock::now() + chores[i].every;
      }
      next = std::min(next, due[i]);
    }
    std::unique_lock lock(mutex);
    ended.wait_until(lock, stopping, next, [] { return false; });
  }
}

}  // namespace

Background::Background(const storage::ConnectionSettings& settings, const storage::Here& here,
                       std::vector<Chore> chores,
                       std::function<void(const std::string&, const domain::Error&)> on_failure)
    : thread_([settings, &here, chores = std::move(chores),
               on_failure = std::move(on_failure)](const std::stop_token& stopping) {
        storage::Worker worker(settings, here);
        run(stopping, worker, chores, on_failure);
      }) {}
Background::~Background() { stop(); }

void Background::stop() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

Chore sequencing(std::string holder, std::chrono::milliseconds every, std::int64_t step) {
  return {"sequencing", every, [holder = std::move(holder), step](storage::Worker& worker) -> Result<void> {
            const auto placed = storage::sequence(worker, {.holder = holder, .step = step});
            return placed ? Result<void>{} : Result<void>(std::unexpected(placed.error()));
          }};
}

Chore publishing(std::vector<std::chrono::minutes> times, std::string zone) {
  return {"publishing", std::chrono::milliseconds(500),
          [times = std::move(times), zone = std::move(zone),
           done = Time{}](storage::Worker& worker) mutable -> Result<void> {
            const auto now = worker.database.run(worker.here->system,
                                                 [](storage::Transaction& tx) -> Result<Time> { return tx.now(); });
            if (!now) return std::unexpected(now.error());
            const auto moment = last_publication(*now, times, *date::locate_zone(zone));
            if (times.empty() || moment == done) return {};
            const auto published = storage::publish_once(worker, moment);
            if (!published) return std::unexpected(published.error());
            done = moment;
            return {};
          }};
}

}  // namespace holdfast::flows
