#include "gateway/http/rate_limit.h"

#include <algorithm>
#include <cmath>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace holdfast::http {
namespace {

constexpr std::size_t kShards = 16;
constexpr auto kLongestWait = std::chrono::hours{24};

struct Bucket {
  double held;
  domain::Time at;

  void refill(const Rate& rate, domain::Time now) {
    if (now <= at) return;
    held = std::min(rate.burst, held + rate.per_second * std::chrono::duration<double>(now - at).count());
    at = now;
  }

  std::chrono::seconds take(const Rate& rate, double cost) {
    if (held >= cost) {
      held -= cost;
      return std::chrono::seconds{0};
    }
    const double wait = std::ceil((cost - held) / rate.per_second);
    const double longest = std::chrono::duration<double>(kLongestWait).count();
    return std::chrono::seconds{static_cast<std::int64_t>(std::clamp(wait, 1.0, longest))};
  }
};

}  // namespace

struct RateLimiter::Shard {
  struct Caller {
    std::string name;
    Bucket bucket;
  };
  using Callers = std::list<Caller>;  // the one seen longest ago first

  std::mutex mutex;
  Callers callers;
  std::unordered_map<std::string_view, Callers::iterator> by_name;  // names live in the list
  Bucket shared{};                                                  // for new callers while all buckets are in use
  bool shared_used = false;

  Bucket& bucket(std::string_view name, const Rate& rate, std::size_t limit, domain::Time now) {
    if (const auto found = by_name.find(name); found != by_name.end()) {
      callers.splice(callers.end(), callers, found->second);
      return found->second->bucket;
    }
    if (callers.size() >= limit && !forget_one(rate, now)) return shared_bucket(rate, now);
    callers.push_back({std::string{name}, {rate.burst, now}});
    by_name.emplace(callers.back().name, std::prev(callers.end()));
    return callers.back().bucket;
  }

  // Only a bucket that is full again can be forgotten without giving anything away.
  bool forget_one(const Rate& rate, domain::Time now) {
    Bucket& oldest = callers.front().bucket;
    oldest.refill(rate, now);
    if (oldest.held < rate.burst) return false;
    by_name.erase(callers.front().name);
    callers.pop_front();
    return true;
  }

  Bucket& shared_bucket(const Rate& rate, domain::Time now) {
    if (!std::exchange(shared_used, true)) shared = {rate.burst, now};
    return shared;
  }
};

RateLimiter::RateLimiter(Rate rate, std::size_t max_callers)
    : rate_(rate),
      callers_per_shard_(std::max<std::size_t>(1, max_callers / kShards)),
      shards_(std::make_unique<Shard[]>(kShards)) {}

RateLimiter::~RateLimiter() = default;

std::chrono::seconds RateLimiter::take(std::string_view caller, domain::Time now, double cost) {
  Shard& shard = shards_[std::hash<std::string_view>{}(caller) % kShards];
  const std::scoped_lock lock{shard.mutex};
  Bucket& bucket = shard.bucket(caller, rate_, callers_per_shard_, now);
  bucket.refill(rate_, now);
  return bucket.take(rate_, cost);
}

}  // namespace holdfast::http
