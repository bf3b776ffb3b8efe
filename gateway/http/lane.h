// A lane: one I/O thread with its own context, and the sessions that live on it. What belongs to one of its sessions is
// touched by this thread alone.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

namespace holdfast::http {

using SteadyClock = std::chrono::steady_clock;

// A connection, as its lane and the answers on their way to it see it. On the lane's thread only.
class LaneMember {
 public:
  LaneMember() = default;
  LaneMember(const LaneMember&) = delete;
  LaneMember& operator=(const LaneMember&) = delete;
  LaneMember(LaneMember&&) = delete;
  LaneMember& operator=(LaneMember&&) = delete;
  virtual ~LaneMember() = default;

  virtual void check_deadline(SteadyClock::time_point now) = 0;
  virtual void end_if_idle() = 0;
  virtual void end_now() = 0;
  virtual void wake() = 0;  // an answer is there
};

class Lane : public std::enable_shared_from_this<Lane> {
 public:
  boost::asio::io_context context{1};
  std::set<LaneMember*> members;  // on the lane's thread

  // `on_failure`: the loop that looks at deadlines ended by an exception.
  void start(std::function<void()> on_failure);
  void on_each(void (LaneMember::*act)());
  // For answers from any thread: runs `act` on the lane's thread, now if this is it; not at all once the lane is
  // closed.
  void pass(std::function<void()> act);
  void close();  // and waits for the thread; the sessions have ended before

 private:
  boost::asio::awaitable<void> sweep();

  std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work_{context.get_executor()};
  boost::asio::steady_timer timer_{context};
  bool done_ = false;
  std::thread thread_;
  std::mutex mutex_;  // closed_: nothing is posted to a context that will not run again
  bool closed_ = false;
};

}  // namespace holdfast::http
