// The clock's own turns of orders: one begins, ends, or lets a channel through no longer. What an order bars is asked
// at every step and waits for no turn; these call back what is in flight and ask for the person who looks at what was
// held back.
#pragma once

#include "storage/postgres/here.h"

namespace holdfast::flows {

// Those that are due, each in a transaction of its own under its offender's guard. How many.
domain::Result<int> take_due_turns(storage::Worker& worker);

}  // namespace holdfast::flows
