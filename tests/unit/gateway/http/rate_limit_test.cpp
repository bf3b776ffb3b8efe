// Guards ASVS 2.4.1 and R5: limits by caller, in bounded memory, from any number of threads.
#include "gateway/http/rate_limit.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace holdfast::http {
namespace {

using namespace std::chrono_literals;

const domain::Time kStart{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}};

TEST(RateLimiter, TakesTheBurstThenSaysHowLongToWait) {
  RateLimiter limiter{{.per_second = 0.5, .burst = 3}, 1000};
  for (int at = 0; at < 3; ++at) EXPECT_EQ(limiter.take("a", kStart), 0s);
  EXPECT_EQ(limiter.take("a", kStart), 2s);
  EXPECT_EQ(limiter.take("b", kStart), 0s);
}

TEST(RateLimiter, RefillsWithTimeAndNeverPastTheBurst) {
  RateLimiter limiter{{.per_second = 1, .burst = 2}, 1000};
  limiter.take("a", kStart, 2);
  EXPECT_EQ(limiter.take("a", kStart + 999ms), 1s);
  EXPECT_EQ(limiter.take("a", kStart + 1s), 0s);
  EXPECT_EQ(limiter.take("a", kStart + 1h), 0s);
  EXPECT_EQ(limiter.take("a", kStart + 1h), 0s);
  EXPECT_NE(limiter.take("a", kStart + 1h), 0s);
}

TEST(RateLimiter, TimeThatGoesBackGivesNothing) {
  RateLimiter limiter{{.per_second = 1, .burst = 1}, 1000};
  EXPECT_EQ(limiter.take("a", kStart + 1h), 0s);
  EXPECT_NE(limiter.take("a", kStart), 0s);
  EXPECT_NE(limiter.take("a", kStart + 1h), 0s);
}

TEST(RateLimiter, InventedCallersShareOneBucketOnceMemoryIsFull) {
  RateLimiter limiter{{.per_second = 0.001, .burst = 5}, 160};
  int taken = 0;
  for (int at = 0; at < 10'000; ++at) taken += limiter.take("caller " + std::to_string(at), kStart) == 0s ? 1 : 0;
  EXPECT_GE(taken, 160);
  EXPECT_LE(taken, 160 + 16 * 5);  // ten callers and a shared burst for each of 16 shards
}

TEST(RateLimiter, AKnownCallerKeepsItsBucketWhileMemoryIsFull) {
  RateLimiter limiter{{.per_second = 0.001, .burst = 3}, 16};
  limiter.take("known", kStart);
  for (int at = 0; at < 1000; ++at) limiter.take("caller " + std::to_string(at), kStart);
  EXPECT_EQ(limiter.take("known", kStart), 0s);
  EXPECT_EQ(limiter.take("known", kStart), 0s);
  EXPECT_NE(limiter.take("known", kStart), 0s);
}

TEST(RateLimiter, ForgetsOnlyCallersWhoseBucketIsFullAgain) {
  RateLimiter limiter{{.per_second = 1, .burst = 3}, 16};
  for (int at = 0; at < 1000; ++at) limiter.take("caller " + std::to_string(at), kStart, 3);
  EXPECT_EQ(limiter.take("late comer", kStart + 10s, 3), 0s);
}

TEST(RateLimiter, ThreadsTogetherTakeNoMoreThanTheBurst) {
  RateLimiter limiter{{.per_second = 0.001, .burst = 100}, 1000};
  std::atomic<int> taken{0};
  {
    std::vector<std::jthread> threads;
    threads.reserve(8);
    for (int thread = 0; thread < 8; ++thread) {
      threads.emplace_back([&] {
        for (int at = 0; at < 500; ++at) {
          if (limiter.take("one", kStart) == 0s) ++taken;
          limiter.take(std::to_string(at), kStart);
        }
      });
    }
  }
  EXPECT_EQ(taken, 100);
}

}  // namespace
}  // namespace holdfast::http
