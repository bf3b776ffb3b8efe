// One policy in two languages: what hf.order_bars says of an order is what gateway/domain/order.h says, for every mix
// of kind, state, dates, codes and what a person found. Unknown bars in both.
#include <algorithm>
#include <iterator>
#include <map>

#include "tests/integration/office/desk.h"

namespace holdfast {
namespace {

using test::must;

// 2026-06-01 00:00 UTC; the orders begin and end around it.
constexpr domain::Time kReference{std::chrono::seconds{1'780'272'000}};
constexpr std::chrono::hours kDay{24};

constexpr auto kEveryOrder = R"sql(
  insert into hf.contact_order (agency_id, oid, root_oid, paper_oid, version, offender_id, kind, state, conditions, looked,
                                starts_at, ends_at, permanent, exceptions, entered_by, entered_at)
  select a.id, m.oid, m.oid, m.oid, 1, o.id, k.kind, s.state, c.conditions::text[], l.looked, b.starts_at, e.ends_at, p.permanent,
         case when get_byte(m.oid, 0) % 4 = 0 then '{}' else array[
           row((array['accountability_letter', 'approved_contact'])[1 + get_byte(m.oid, 1) % 2],
               hf.at(1780272000000000) - interval '2 days', hf.at(1780272000000000) + interval '7 days', 1,
               nullif(get_byte(m.oid, 2) % 4, 0))::hf.order_exception] end,
         (select min(id) from hf.account), hf.at(1780272000000000) - interval '1 day'
    from hf.agency a join hf.offender o on o.agency_id = a.id
   cross join unnest('{emergency_protective,domestic_violence,elder_abuse,workplace_violence,juvenile,criminal_protective,
                       tribal,agency_hold,stop_contact,other}'::text[]) as k (kind)
   cross join unnest('{requested,unserved,active,modified,expired,terminated,superseded,entered_in_error}'::text[]) as s (state)
   cross join (values ('{}'), ('{03,peaceful_contact}'), ('{stay_away}'), ('{third_party}'), ('{03,08}'), ('{99}')) as c (conditions)
   cross join unnest('{not_yet,bars,does_not_bar}'::text[]) as l (looked)
   cross join (values (null::timestamptz), (hf.at(1780272000000000)), (hf.at(1780272000000000) - interval '10 days'),
                      (hf.at(1780272000000000) + interval '5 days')) as b (starts_at)
   cross join (values (null::timestamptz), (hf.at(1780272000000000)), (hf.at(1780272000000000) + interval '10 days')) as e (ends_at)
   cross join (values (false), (true)) as p (permanent)
   cross join lateral (select uuid_send(gen_random_uuid()) as oid where k.kind <> '' and s.state <> '' and c.conditions <> '?'
                          and l.looked <> '' and b.starts_at is distinct from 'infinity' and e.ends_at is distinct from 'infinity'
                          and p.permanent is not null) as m
)sql";

class OrderPolicyTest : public test::OfficeTest {
 protected:
  // All of them, page by page: a transaction has a few seconds, under a sanitizer too.
  std::vector<flows::ExplainedOrder> all_orders() {
    const auto analyst = office_.staff(domain::Role::analyst);
    std::vector<flows::ExplainedOrder> all;
    for (std::int64_t after = 0;; after = all.back().row.place) {
      auto page = must(flows::orders(gateway(), analyst.who, test::kZone, after, 1000));
      if (page.empty()) return all;
      std::ranges::move(page, std::back_inserter(all));
    }
  }

  std::map<domain::IdBytes, bool> by_sql(domain::Time at) {
    pqxx::connection postgres(office_.database().conninfo("postgres"));
    pqxx::work work(postgres);
    std::map<domain::IdBytes, bool> bars;
    for (const auto& row :
         work.exec_params("select oid, hf.order_bars(n, 'accountability_letter', hf.at($1)) from hf.contact_order n",
                          at.time_since_epoch().count())) {
      const pqxx::binarystring raw(row[0]);
      domain::IdBytes id{};
      std::copy(raw.begin(), raw.end(), id.begin());
      bars[id] = row[1].as<bool>();
    }
    return bars;
  }
};

TEST_F(OrderPolicyTest, TheDatabaseAndTheDomainReadEveryOrderAlike) {
  office_.offender("A12345");
  // Without triggers: this is a table of orders, not an office that enters them.
  sql("set session_replication_role = replica; " + std::string(kEveryOrder));
  const auto orders = all_orders();
  ASSERT_EQ(orders.size(), 10U * 8 * 6 * 3 * 4 * 3 * 2);
  std::size_t barred = 0;
  for (const auto at :
       {kReference - 10 * kDay, kReference - 2 * kDay, kReference, kReference + 7 * kDay, kReference + 10 * kDay}) {
    const auto sql_says = by_sql(at);
    for (const auto& [row, ignored] : orders) {
      const bool bars = row.order.bars(domain::Channel::accountability_letter, at);
      barred += bars ? 1 : 0;
      ASSERT_EQ(sql_says.at(row.order.id.bytes), bars)
          << name_of(row.order.kind) << ' ' << name_of(row.order.state) << " looked " << name_of(row.looked)
          << " codes " << (row.conditions.empty() ? "none" : row.conditions.front()) << " begins "
          << row.order.begins.has_value() << " ends " << row.order.ends.has_value() << " permanent "
          << row.order.permanent;
    }
  }
  EXPECT_GT(barred, orders.size());
  EXPECT_LT(barred, orders.size() * 4);
}

// Loosening too: for pairs of those orders, what hf.order_loosens says is what domain::loosens says.
TEST_F(OrderPolicyTest, TheDatabaseAndTheDomainFindTheSameLoosening) {
  office_.offender("A12345");
  sql("set session_replication_role = replica; " + std::string(kEveryOrder));
  const auto rows = all_orders();
  std::map<domain::IdBytes, const domain::Order*> orders;
  for (const auto& one : rows) orders[one.row.order.id.bytes] = &one.row.order;
  pqxx::connection postgres(office_.database().conninfo("postgres"));
  pqxx::work work(postgres);
  std::size_t compared = 0;
  std::size_t loosening = 0;
  const auto id = [](const pqxx::field& field) {
    const pqxx::binarystring raw(field);
    domain::IdBytes bytes{};
    std::copy(raw.begin(), raw.end(), bytes.begin());
    return bytes;
  };
  for (const auto& row : work.exec_params(
           "select o.oid, n.oid, hf.order_loosens(o, n, hf.at($1)) from hf.contact_order o, hf.contact_order n "
           "where o.id % 137 = 5 and n.id % 89 = 3 and o.kind = n.kind",
           kReference.time_since_epoch().count())) {
    const bool says = domain::loosens(*orders.at(id(row[0])), *orders.at(id(row[1])), false, kReference);
    ASSERT_EQ(row[2].as<bool>(), says) << compared;
    ++compared;
    loosening += says ? 1 : 0;
  }
  EXPECT_GT(compared, 3'000U);
  EXPECT_GT(loosening, compared / 20);
  EXPECT_LT(loosening, compared);
}

}  // namespace
}  // namespace holdfast
