// No-contact orders: what is in force and why, a new order, a new version of one. Orders win: what is in flight under a
// new order is closed again by its own commit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "storage/postgres/loosenings.h"
#include "storage/postgres/people.h"
#include "storage/postgres/principal.h"

namespace holdfast::flows {

struct ExplainedOrder {
  storage::OrderRow row;
  std::optional<domain::Explanation> bars;  // now; none: it bars nothing
};
// `zone` is the agency's time zone (its profile's).
domain::Result<std::vector<ExplainedOrder>> orders(storage::Worker& worker, const storage::Principal& who,
                                                   const std::string& zone, std::int64_t after, int limit);
domain::Result<ExplainedOrder> order(storage::Worker& worker, const storage::Principal& who, const std::string& zone,
                                     const domain::OrderId& id);

// What an order says beyond its dates, and why it was entered. It may name people: it is sealed.
struct OrderNote {
  std::string court, number, reason;
  std::string text{};  // its own words beyond the codes: the purpose of peaceful contact, the household by name
  bool empty() const { return court.empty() && number.empty() && reason.empty() && text.empty(); }
};
struct OpenedOrder {
  ExplainedOrder order;
  OrderNote note;
  std::optional<storage::Loosening> loosening;  // waits for a second person
  OrderNote loosening_note;
};
// The look is witnessed before the keeper is asked.
domain::Result<OpenedOrder> open_order(storage::Worker& worker, const storage::Principal& who, const std::string& zone,
                                       const domain::OrderId& id);

// invalid_field for dates that cannot be (an end before its beginning, an end of what has none). `root` is not set.
domain::Result<storage::EnteredOrder> enter_order(storage::Worker& worker, const storage::Principal& who,
                                                  const std::string& zone, storage::NewOrder order,
                                                  const OrderNote& note = {});
// A new version of the order that `of` is a version of; offender, person and kind stay. `seen` is the version that the
// person had before them: conflict where another one came first. refused (one_person) where it would bar less: that
// takes two different people (loosen.h). What waited for a second person is overtaken.
domain::Result<storage::EnteredOrder> enter_version(storage::Worker& worker, const storage::Principal& who,
                                                    const std::string& zone, const domain::OrderId& of, int seen,
                                                    storage::NewOrder order, const OrderNote& note);

// For loosen.h. The note as it is sealed; what a version of `newest` keeps of it; days that contradict each other.
std::string note_text(const OrderNote& note);
void follow(const storage::OrderRow& newest, storage::NewOrder& order);
domain::Result<void> check_days(const storage::NewOrder& order);

// For the form: the offender of this number and the protected persons, with names from their sealed records.
struct NamedPerson {
  storage::PersonRow row;
  std::string name;
};
struct OrderSubjects {
  std::optional<std::string> offender;  // none: nobody of this number yet
  std::vector<NamedPerson> persons;
};
domain::Result<OrderSubjects> order_subjects(storage::Worker& worker, const storage::Principal& who,
                                             const std::string& offender_number);

}  // namespace holdfast::flows
