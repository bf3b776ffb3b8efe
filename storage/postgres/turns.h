// The times at which orders begin and end of themselves (hf.order_turn), each taken once by whichever gateway comes
// first.
#pragma once

#include <optional>
#include <string>

#include "storage/postgres/here.h"

namespace holdfast::storage {

struct Turn {
  std::optional<domain::OrderId> order;  // its root; none: another gateway was quicker, or a newer version stands
  std::string kind;
  bool ended = false;
  int recalled = 0;
  int tasks = 0;  // for the people who look at what it held back
};
// Takes the guard of the order's offender. Nothing where none is due.
std::optional<Turn> take_turn(Transaction& tx);

}  // namespace holdfast::storage
