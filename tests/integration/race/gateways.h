// Several gateways over one database, each with lanes, threads and connections of its own, as `serve` makes them; and
// what they do in a race. Printing and posting have no flow yet: here they are done as any flow does a step.
#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include "storage/postgres/lane.h"
#include "tests/integration/race/ground.h"

namespace holdfast::race {

enum class Act : std::uint8_t {
  // towards the recipient
  offer,
  choose,
  release,
  open,
  print,
  post,
  notify,
  // against it
  order,          // over this person
  order_for_all,  // over everybody of this offender
  stop_contact,
};
const char* name_of(Act act);

struct Contender {
  Act act{};
  std::size_t gateway = 0;
  std::chrono::microseconds behind{};  // after the start that all of a round have together
  domain::Result<void> outcome = domain::fail(domain::Problem::internal, "it did not run");
};

class Gateways {
 public:
  Gateways(Ground& ground, std::size_t count);
  ~Gateways();
  Gateways(const Gateways&) = delete;
  Gateways& operator=(const Gateways&) = delete;
  Gateways(Gateways&&) = delete;
  Gateways& operator=(Gateways&&) = delete;

  // All of them, each on a gateway of its own, at once; returns when the last is done.
  void race(const Pair& pair, std::vector<Contender>& contenders);

 private:
  struct Gateway;
  domain::Result<void> carry_out(storage::Worker& worker, const Pair& pair, Act act) const;

  Ground& ground_;
  std::vector<std::unique_ptr<Gateway>> gateways_;
};

}  // namespace holdfast::race
