// Token buckets by caller: so many acts a second on average, so many at once.
//
// Memory is bounded: at most `max_callers` buckets. When all are in use, a caller whose bucket has filled up again
// is forgotten for a new one; when there is none, new callers share one bucket, so that inventing callers buys nothing.
//
// Units: `per_second` acts, `burst` acts; time is passed in and may not be the wall clock's; a time before the last
// one refills nothing. Threads: any number.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string_view>

#include "gateway/domain/time.h"

namespace holdfast::http {

struct Rate {
  double per_second = 1;
  double burst = 10;
};

class RateLimiter {
 public:
  RateLimiter(Rate rate, std::size_t max_callers);
  ~RateLimiter();
  RateLimiter(const RateLimiter&) = delete;
  RateLimiter& operator=(const RateLimiter&) = delete;
  RateLimiter(RateLimiter&&) = delete;
  RateLimiter& operator=(RateLimiter&&) = delete;

  // Zero: go on. Otherwise nothing was taken, and this is how long to wait (for Retry-After, at least a second).
  std::chrono::seconds take(std::string_view caller, domain::Time now, double cost = 1);

 private:
  struct Shard;
  Rate rate_;
  std::size_t callers_per_shard_;
  std::unique_ptr<Shard[]> shards_;
};

}  // namespace holdfast::http
