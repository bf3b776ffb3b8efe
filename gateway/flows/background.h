// What the gateway does without being asked: the log's sequencer, the facilitators' publication, and the work that
// later rooms add. One thread; any number of gateways run it over one database, leases and jobs keep them apart.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "storage/postgres/here.h"

namespace holdfast::flows {

struct Chore {
  std::string name;  // for the log
  std::chrono::milliseconds every{100};
  std::function<domain::Result<void>(storage::Worker&)> work;
};

class Background {
 public:
  // `on_failure` hears of a chore that failed, once for each change from working to failing.
  Background(const storage::ConnectionSettings& settings, const storage::Here& here, std::vector<Chore> chores,
             std::function<void(const std::string& chore, const domain::Error&)> on_failure);
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;
  Background(Background&&) = delete;
  Background& operator=(Background&&) = delete;
  void stop();

 private:
  std::jthread thread_;
};

Chore sequencing(std::string holder, std::chrono::milliseconds every, std::int64_t step);
// `times`: local minutes after midnight in `zone` (IANA). Each moment is published once, by whichever gateway comes
// first; moments missed while nobody ran are made up by the next.
Chore publishing(std::vector<std::chrono::minutes> times, std::string zone);

}  // namespace holdfast::flows
