// For the sources of this folder: a row of hf.contact_order as the domain judges it.
#pragma once

#include "gateway/domain/order.h"
#include "storage/postgres/internal.h"

namespace holdfast::storage {

// Columns: oid, kind, state, conditions, looked, micros of starts_at and ends_at, permanent, micros of entered_at.
//
// The database keeps one finding of a person who looked. It is heard for the codes that ask for one, for an order
// without codes, for dates in doubt, and for the whole of it if they found that it bars: hf.order_bars reads it the
// same way, and tests/integration/office/order_policy_test.cpp holds the two together.
domain::Order order_of(const pqxx::row& row);

}  // namespace holdfast::storage
