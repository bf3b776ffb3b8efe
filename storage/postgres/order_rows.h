// For the sources of this folder: a row of hf.contact_order as the domain judges it.
#pragma once

#include "gateway/domain/order.h"
#include "storage/postgres/internal.h"
#include "storage/postgres/orders.h"

namespace holdfast::storage {

// Columns: oid, kind, state, conditions, looked, micros of starts_at and ends_at, permanent, micros of entered_at,
// hf.exception_texts.
//
// The database keeps one finding of a person who looked. It is heard for the codes that ask for one, for an order
// without codes, for dates in doubt, and for the whole of it if they found that it bars: hf.order_bars reads it the
// same way, and tests/integration/office/order_policy_test.cpp holds the two together.
domain::Order order_of(const pqxx::row& row);
// The terms of these codes, as one person found them.
std::vector<domain::OrderTerm> terms_of(const std::vector<std::string>& conditions, domain::Looked looked);

std::vector<domain::OrderException> exceptions_of(const pqxx::field& field);
// hf.exception_days.
std::vector<ExceptionDays> exception_days_of(const pqxx::field& field);
// For hf.exceptions_of.
std::string exceptions_text(const std::vector<ExceptionDays>& exceptions);

// The database key of the sealed note; none where there is nothing to seal.
domain::Result<std::optional<std::int64_t>> put_order_note(Transaction& tx, Worker& worker, const std::string& note);
// What the triggers did with entered.id.
void read_entered(Transaction& tx, EnteredOrder& entered);

// Days cross as text: YYYY-MM-DD.
std::optional<Day> day_of(const pqxx::field& field);
std::optional<std::string> date_text(const std::optional<Day>& day);

}  // namespace holdfast::storage
