#include "gateway/http/bounds.h"

#include <utility>

namespace holdfast::http {

Claim::Claim(Claim&& other) noexcept
    : counters_(std::move(other.counters_)),
      bytes_(std::exchange(other.bytes_, 0)),
      inside_(std::exchange(other.inside_, false)) {}

bool Claim::take_bytes(std::size_t count, std::size_t limit) {
  bytes_ += count;
  return counters_->buffered.fetch_add(count) + count <= limit;
}

bool Claim::enter(std::size_t limit) {
  inside_ = true;
  return counters_->in_flight.fetch_add(1) < limit;
}

void Claim::release() {
  if (bytes_ != 0) counters_->buffered -= std::exchange(bytes_, 0);
  if (std::exchange(inside_, false)) --counters_->in_flight;
}

Peers::Peers(std::shared_ptr<Counters> counters, std::size_t most, std::size_t most_of_one)
    : counters_(std::move(counters)), most_(most), most_of_one_(most_of_one) {}

bool Peers::admit(const std::string& peer) {
  const std::scoped_lock lock{mutex_};
  if (counters_->connections >= most_) return false;
  std::size_t& mine = connected_[peer];
  if (most_of_one_ != 0 && mine >= most_of_one_) return false;
  ++mine;
  ++counters_->connections;
  return true;
}

void Peers::release(const std::string& peer) {
  const std::scoped_lock lock{mutex_};
  const auto mine = connected_.find(peer);
  if (mine != connected_.end() && --mine->second == 0) connected_.erase(mine);
  if (--counters_->connections == 0) none_left_.notify_all();
}

bool Peers::wait_for_none(std::chrono::milliseconds at_most) {
  std::unique_lock lock{mutex_};
  return none_left_.wait_for(lock, at_most, [this] { return counters_->connections == 0; });
}

}  // namespace holdfast::http
