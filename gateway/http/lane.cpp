#include "gateway/http/lane.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

namespace holdfast::http {
namespace {

constexpr auto kSweep = std::chrono::milliseconds{50};

}  // namespace

void Lane::start(std::function<void()> on_failure) {
  boost::asio::co_spawn(context, sweep(), [on_failure = std::move(on_failure)](const std::exception_ptr& error) {
    if (error) on_failure();
  });
  thread_ = std::thread{[self = shared_from_this()] { self->context.run(); }};
}

boost::asio::awaitable<void> Lane::sweep() {
  while (!done_) {
    timer_.expires_after(kSweep);
    co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    const auto now = SteadyClock::now();
    for (LaneMember* member : members) member->check_deadline(now);
  }
}

void Lane::on_each(void (LaneMember::*act)()) {
  boost::asio::post(context, [self = shared_from_this(), act] {
    for (LaneMember* member : self->members) (member->*act)();
  });
}

void Lane::pass(std::function<void()> act) {
  if (context.get_executor().running_in_this_thread()) return act();
  const std::scoped_lock lock{mutex_};
  if (!closed_) boost::asio::post(context, std::move(act));
}

void Lane::close() {
  {
    const std::scoped_lock lock{mutex_};
    closed_ = true;
  }
  boost::asio::post(context, [self = shared_from_this()] {
    self->done_ = true;
    self->timer_.cancel();
    self->work_.reset();
  });
  thread_.join();
}

}  // namespace holdfast::http
