// A lane: its own threads, each with its own connection and sealer, behind one bounded queue. Lanes keep apart what
// must not wait for each other: intake, recipients, staff, background.
//
// post() never blocks: false means full, and the caller answers 503. Items taken are worked before stop() returns.
// A batch lane hands its function as many waiting items as it may take at once; a plain lane hands one.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "storage/postgres/here.h"

namespace holdfast::storage {

template <class Item>
class BatchLane {
 public:
  using Work = std::function<void(Worker&, std::vector<Item>&)>;

  BatchLane(const ConnectionSettings& settings, const Here& here, std::size_t threads, std::size_t capacity,
            std::size_t most, Work work)
      : capacity_(capacity), most_(most), work_(std::move(work)) {
    for (std::size_t i = 0; i < threads; ++i) {
      threads_.emplace_back([this, settings, &here] { serve(settings, here); });
    }
  }
  ~BatchLane() { stop(); }
  BatchLane(const BatchLane&) = delete;
  BatchLane& operator=(const BatchLane&) = delete;
  BatchLane(BatchLane&&) = delete;
  BatchLane& operator=(BatchLane&&) = delete;

  [[nodiscard]] bool post(Item item) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_ || waiting_.size() >= capacity_) return false;
      waiting_.push_back(std::move(item));
    }
    ready_.notify_one();
    return true;
  }

  std::size_t waiting() const {
    const std::lock_guard lock(mutex_);
    return waiting_.size();
  }

  // Works what was taken, then ends the threads.
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    ready_.notify_all();
    for (auto& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }

 private:
  bool take(std::vector<Item>& batch) {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    while (!waiting_.empty() && batch.size() < most_) {
      batch.push_back(std::move(waiting_.front()));
      waiting_.pop_front();
    }
    return !batch.empty();
  }

  void serve(const ConnectionSettings& settings, const Here& here) {
    Worker worker(settings, here);
    std::vector<Item> batch;
    while (take(batch)) {
      work_(worker, batch);
      batch.clear();
    }
  }

  const std::size_t capacity_;
  const std::size_t most_;
  const Work work_;
  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Item> waiting_;
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

using Task = std::move_only_function<void(Worker&)>;

class Lane : public BatchLane<Task> {
 public:
  Lane(const ConnectionSettings& settings, const Here& here, std::size_t threads, std::size_t capacity)
      : BatchLane(settings, here, threads, capacity, 1, [](Worker& worker, std::vector<Task>& tasks) {
          for (auto& task : tasks) task(worker);
        }) {}
};

}  // namespace holdfast::storage
