// No-contact orders, their versions and what they bar. Days are days in the agency's time zone: an order's last day
// ends at the next midnight there. The time zone's name is checked by the profile; PostgreSQL knows the zones.
//
// Every call works inside the caller's transaction, as its actor.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/domain/order.h"
#include "storage/postgres/here.h"

namespace holdfast::storage {

using Day = std::chrono::year_month_day;

// One channel let through, by days of the order's zone; the last one is included.
struct ExceptionDays {
  domain::Channel channel{};
  Day from{}, until{};
  friend bool operator==(const ExceptionDays&, const ExceptionDays&) = default;
};

struct OrderRow {
  domain::Order order;  // as the domain judges it
  domain::OrderId root;
  domain::OrderId paper;  // those of one court paper, which may name several persons, have the same
  int version = 1;
  std::string statute;                   // "PC 136.2"; empty: none noted
  std::string zone;                      // the court's; empty: the agency's
  std::optional<domain::ObjectId> note;  // court, number and reason, sealed
  std::string offender_number, offender_name;
  std::optional<domain::PersonId> person;  // none: every person of this offender
  std::string person_kind;
  std::vector<std::string> conditions;
  domain::Looked looked{};
  std::optional<Day> starts_on, ends_on;  // the last day, included
  std::vector<ExceptionDays> exceptions;
  std::string entered_by;
  domain::Time entered{};
  std::optional<domain::Time> loosening_asked;  // something that bars less waits for a second person since then
  bool bars = false;                            // now, by the database's own reading
  std::int64_t place = 0;
};
// The newest version of each order, newest entry last, after `place`.
domain::Result<std::vector<OrderRow>> orders(Transaction& tx, const std::string& zone, std::int64_t place, int limit);
// The newest version of the order that this id is a version of.
domain::Result<OrderRow> order_file(Transaction& tx, const std::string& zone, const domain::OrderId& order);

struct NewOrder {
  std::optional<domain::OrderId> root;  // of the order this is a new version of; none: a new order
  domain::OrderKind kind{};
  std::string offender_number;
  std::optional<domain::PersonId> person;
  std::optional<domain::OrderId> paper;  // of a row of the same court paper; none: a paper of its own
  std::string statute, zone;             // empty: none, the agency's
  std::vector<std::string> conditions;
  std::vector<ExceptionDays> exceptions;  // more than the version before it has are two people's (loosenings.h)
  domain::OrderState state{};
  std::optional<Day> starts_on, ends_on;
  bool permanent = false;
  domain::Looked looked{};
  std::string note;  // sealed as it is stored; empty: there is none
};
// As the domain judges it once it is entered at `now`, its exceptions agreed: for what it would bar.
domain::Result<domain::Order> order_to_be(Transaction& tx, const std::string& zone, const NewOrder& order,
                                          domain::Time now);
struct EnteredOrder {
  domain::OrderId id;
  int version = 1;
  bool bars = false;  // now
  int recalled = 0;   // letters that were on their way and were closed again
  int tasks = 0;      // raised with it, those of the recalled included
};
// An offender that is not known yet is made. The triggers take the guard, refuse what one person may not loosen
// (refused: one_person) and recall what is in flight, in this transaction.
domain::Result<EnteredOrder> enter_order(Transaction& tx, Worker& worker, const std::string& zone,
                                         const NewOrder& order);

}  // namespace holdfast::storage
