// What all connections of a server share: how many there may be, and what is in hand. Thread-safe.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace holdfast::http {

struct Counters {
  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> in_flight{0};
  std::atomic<std::size_t> buffered{0};
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> refused_busy{0};
  std::atomic<std::uint64_t> refused_connections{0};
};

// What one request holds of the common bounds. Given back when the handler has answered, not when the other end has
// gone: a handler that is still working still costs.
class Claim {
 public:
  explicit Claim(std::shared_ptr<Counters> counters) : counters_(std::move(counters)) {}
  Claim(Claim&& other) noexcept;
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;
  Claim& operator=(Claim&&) = delete;
  ~Claim() { release(); }

  bool take_bytes(std::size_t count, std::size_t limit);
  bool enter(std::size_t limit);
  void release();

 private:
  std::shared_ptr<Counters> counters_;
  std::size_t bytes_ = 0;
  bool inside_ = false;
};

// Who is connected: so many in all, and so many of one peer.
class Peers {
 public:
  Peers(std::shared_ptr<Counters> counters, std::size_t most, std::size_t most_of_one);

  bool admit(const std::string& peer);
  void release(const std::string& peer);
  bool wait_for_none(std::chrono::milliseconds at_most);

 private:
  std::shared_ptr<Counters> counters_;
  std::size_t most_;
  std::size_t most_of_one_;  // 0: no limit
  std::mutex mutex_;
  std::condition_variable none_left_;
  std::map<std::string, std::size_t> connected_;
};

}  // namespace holdfast::http
