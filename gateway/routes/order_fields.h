// What the routes of orders and of their loosening share: the fields of a version, its ETag, its row on a page.
#pragma once

#include <string>
#include <vector>

#include "gateway/flows/orders.h"
#include "gateway/routes/office.h"

namespace holdfast::routes {

// An order's fields, without what its paper says.
void write_order(json::Writer& out, const flows::ExplainedOrder& order);
void write_exceptions(json::Writer& out, const std::vector<storage::ExceptionDays>& exceptions);

// One version as the API takes it: NewOrder without what stays (offender, person, kind, paper, statute, zone), and its
// note.
void read_version(json::Fields& fields, const json::Value& body, storage::NewOrder& order, flows::OrderNote& note,
                  bool reason_needed);

// A code of a form's field: one of E's names.
template <class E>
void read_code(std::vector<pages::FieldError>& errors, const std::string& field, std::string_view sent, E& into) {
  const auto known = domain::parse_name<E>(sent);
  if (!known) errors.push_back({field, sent.empty() ? pages::Fault::missing : pages::Fault::not_offered});
  into = known.value_or(E{});
}
// What both forms ask: the paper's court and number, state, days (an empty field is no day), permanent, conditions.
void read_terms(const Context& context, std::vector<pages::FieldError>& errors, storage::NewOrder& order,
                flows::OrderNote& note);
// The same as it was typed, for the form that comes back.
template <class View>
void keep_terms(const Context& context, View& view) {
  view.court = context.field("court");
  view.number = context.field("number");
  view.text = context.field("text");
  view.state = context.field("state");
  view.starts_on = context.field("starts_on");
  view.ends_on = context.field("ends_on");
  view.permanent = context.field("permanent") == "yes";
  view.conditions.clear();
  for (const auto code : context.form.all("conditions")) view.conditions.emplace_back(code);
}

// As a form sends one: channel/from/until.
std::string exception_text(const storage::ExceptionDays& one);
std::optional<storage::ExceptionDays> parse_exception(std::string_view text);
std::vector<pages::OrdersView::Row::Exception> exception_views(const std::vector<storage::ExceptionDays>& exceptions);

// Changes with the version, and with what waits for a second person.
std::string etag_of_order(const storage::OrderRow& row);
http::Response entered_answer(const storage::EnteredOrder& entered, const domain::OrderId& root);
pages::OrdersView::Row row_view(const Context& context, const flows::ExplainedOrder& order);

}  // namespace holdfast::routes
