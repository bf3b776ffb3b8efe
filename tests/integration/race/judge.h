// What the rows and the log of a race say when it is over: who came first, by the times of the commits, and whether
// everything is as it must be then.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/integration/race/ground.h"

namespace holdfast::race {

// One thing that must not be. `what` names it, `told` says what was seen.
struct Violation {
  int round = 0;
  std::string what, told;
};

class Judge {
 public:
  explicit Judge(Ground& ground) : ground_(ground) {}

  // The rounds since the last time, which have ended. Opens the log's entries first, with the keeper's keys.
  std::vector<Violation> judge();
  // Of the rounds judged by the last call: in how many something began before the order came.
  std::map<int, bool> something_began() const { return began_; }

 private:
  void open_log();

  Ground& ground_;
  std::int64_t leaf_ = 0;  // the last one that was opened
  int round_ = 0;          // the last one that was judged
  std::map<int, bool> began_;
};

}  // namespace holdfast::race
