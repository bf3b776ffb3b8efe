// What the routes of orders and of their loosening share: the fields of a version, its ETag, its row on a page.
#pragma once

#include <string>
#include <vector>

#include "gateway/flows/orders.h"
#include "gateway/routes/office.h"

namespace holdfast::routes {

// An order's fields, without what its paper says.
void write_order(json::Writer& out, const flows::ExplainedOrder& order);

// One version as the API takes it: NewOrder without the offender, person and kind, and its note.
void read_version(json::Fields& fields, const json::Value& body, storage::NewOrder& order, flows::OrderNote& note,
                  bool reason_needed);
// A date of a form; an empty field is no date.
void read_date(std::vector<pages::FieldError>& errors, const std::string& field, const std::string& sent,
               std::optional<storage::Day>& into);

// Changes with the version, and with what waits for a second person.
std::string etag_of_order(const storage::OrderRow& row);
http::Response entered_answer(const storage::EnteredOrder& entered, const domain::OrderId& root);
pages::OrdersView::Row row_view(const Context& context, const flows::ExplainedOrder& order);

}  // namespace holdfast::routes
