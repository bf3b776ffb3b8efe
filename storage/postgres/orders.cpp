#include "storage/postgres/orders.h"

#include <array>
#include <sstream>

#include "storage/postgres/internal.h"
#include "storage/postgres/order_rows.h"
#include "storage/postgres/people.h"
#include "storage/postgres/sealed_rows.h"
#include "storage/sealing/random.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

// The columns of order_of (order_rows.h).
#define HOLDFAST_ORDER_TERMS                                                                                    \
  "n.oid, n.kind, n.state, n.conditions, n.looked, hf.micros(n.starts_at), hf.micros(n.ends_at), n.permanent, " \
  "hf.micros(n.entered_at), hf.exception_texts(n.exceptions)"
#define HOLDFAST_NEWEST                                                                                     \
  "not exists (select from hf.contact_order m where m.agency_id = n.agency_id and m.root_oid = n.root_oid " \
  "and m.version > n.version)"
#define HOLDFAST_ORDER_ROW                                                                                         \
  "select " HOLDFAST_ORDER_TERMS                                                                                   \
  ", n.root_oid, n.version, s.oid, o.number, o.name, p.oid, coalesce(p.kind, ''), "                                \
  "(n.starts_at at time zone coalesce(n.zone, $2))::date, "                                                        \
  "((n.ends_at - interval '1 microsecond') at time zone coalesce(n.zone, $2))::date, "                             \
  "coalesce(a.display_name, ''), hf.order_bars(n, hf.now()), n.id, "                                               \
  "(select hf.micros(w.asked_at) from hf.order_loosening w where w.agency_id = n.agency_id and w.order_id = n.id " \
  "and w.outcome = 'waiting'), n.paper_oid, coalesce(n.statute, ''), coalesce(n.zone, ''), "                       \
  "hf.exception_days(n.exceptions, coalesce(n.zone, $2)) "                                                         \
  "from hf.contact_order n join hf.offender o on o.agency_id = n.agency_id and o.id = n.offender_id "              \
  "left join hf.person p on p.agency_id = n.agency_id and p.id = n.person_id "                                     \
  "left join hf.account a on a.agency_id = n.agency_id and a.id = n.entered_by "                                   \
  "left join hf.sealed_object s on s.agency_id = n.agency_id and s.id = n.note_id "

constexpr auto kOrders =
    HOLDFAST_ORDER_ROW "where n.agency_id = $1 and n.id > $3 and " HOLDFAST_NEWEST " order by n.id limit $4";
constexpr auto kOrder = HOLDFAST_ORDER_ROW
    "where n.agency_id = $1 and n.root_oid = (select r.root_oid from hf.contact_order r where r.agency_id = $1 and "
    "r.oid = $3) and " HOLDFAST_NEWEST;
constexpr auto kEnter = R"sql(
  insert into hf.contact_order (agency_id, oid, root_oid, version, offender_id, person_id, kind, state, conditions, looked,
                                note_id, starts_at, ends_at, permanent, entered_by, exceptions, zone, statute, paper_oid)
  select $1, $2, $3, $4, o.id,
         (select p.id from hf.person p where p.agency_id = o.agency_id and p.offender_id = o.id and p.oid = $6),
         $7, $8, $9, $10, $11, ($12::date)::timestamp at time zone $15, ($13::date + 1)::timestamp at time zone $15, $14, $16,
         hf.exceptions_of($17, $15), nullif($18, ''), nullif($19, ''), nullif($20, ''::bytea)
    from hf.offender o where o.agency_id = $1 and o.number = $5
)sql";
constexpr auto kTimes = R"sql(
  select hf.micros(($1::date)::timestamp at time zone $3), hf.micros(($2::date + 1)::timestamp at time zone $3),
         hf.exception_texts(hf.signed(hf.exceptions_of($4, $3), 1, 2))
)sql";
constexpr auto kEntered = R"sql(
  select bars, recalled, tasks, version from hf.order_entered($1)
)sql";
constexpr auto kPersonOf = R"sql(
  select from hf.person p join hf.offender o on o.agency_id = p.agency_id and o.id = p.offender_id
   where p.agency_id = $1 and p.oid = $2 and o.number = $3
)sql";

OrderRow row_of(const pqxx::row& row) {
  OrderRow found;
  found.order = order_of(row);
  found.conditions = texts_of(row[3]);
  found.looked = found.order.dates_looked;
  found.root = id_of<domain::OrderId>(row[10]);
  found.version = row[11].as<int>();
  found.note = maybe_id_of<domain::ObjectId>(row[12]);
  found.offender_number = row[13].as<std::string>();
  found.offender_name = row[14].as<std::string>();
  found.person = maybe_id_of<domain::PersonId>(row[15]);
  found.person_kind = row[16].as<std::string>();
  found.starts_on = day_of(row[17]);
  found.ends_on = day_of(row[18]);
  found.entered_by = row[19].as<std::string>();
  found.entered = time_of(row[8]);
  found.bars = row[20].as<bool>();
  found.place = row[21].as<std::int64_t>();
  found.loosening_asked = maybe_time_of(row[22]);
  found.paper = id_of<domain::OrderId>(row[23]);
  found.statute = row[24].as<std::string>();
  found.zone = row[25].as<std::string>();
  found.exceptions = exception_days_of(row[26]);
  return found;
}

// PostgreSQL knows the zones.
Result<void> check_zone(Transaction& tx, const std::string& zone) {
  if (zone.empty() || !Keys::work(tx).exec_params("select from pg_timezone_names where name = $1", zone).empty())
    return {};
  return fail(Problem::invalid_field, "no such time zone; for example America/Los_Angeles", "zone");
}

// A person is named only where they are this offender's. An empty id is nobody's: the order protects everyone.
Result<pqxx::binarystring> person_of(Transaction& tx, const NewOrder& order) {
  if (!order.person) return binary(std::span<const std::uint8_t>{});
  auto id = binary(*order.person);
  if (Keys::work(tx).exec_params(kPersonOf, Keys::agency(tx), id, order.offender_number).empty()) {
    return fail(Problem::invalid_field, "no protected person of this offender", "person");
  }
  return id;
}

// The court's own, where it is noted.
const std::string& zone_of(const NewOrder& order, const std::string& agency) {
  return order.zone.empty() ? agency : order.zone;
}

bool is_replaced(domain::OrderState state) {
  using enum domain::OrderState;
  return state == modified || state == terminated || state == superseded;
}

Day day_of(const std::string& text) {  // YYYY-MM-DD
  return Day{std::chrono::year{std::stoi(text.substr(0, 4))},
             std::chrono::month{static_cast<unsigned>(std::stoi(text.substr(5, 2)))},
             std::chrono::day{static_cast<unsigned>(std::stoi(text.substr(8, 2)))}};
}

}  // namespace

std::optional<Day> day_of(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  const auto text = field.as<std::string>();
  if (text.size() != 10) return std::nullopt;
  return day_of(text);
}

std::optional<std::string> date_text(const std::optional<Day>& day) {
  if (!day) return std::nullopt;
  const auto two = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(static_cast<int>(day->year())) + "-" + two(static_cast<unsigned>(day->month())) + "-" +
         two(static_cast<unsigned>(day->day()));
}

std::string exceptions_text(const std::vector<ExceptionDays>& exceptions) {
  std::vector<std::string> texts;
  texts.reserve(exceptions.size());
  for (const auto& one : exceptions) {
    texts.push_back(std::string(name_of(one.channel)) + "/" + date_text(one.from).value_or("") + "/" +
                    date_text(one.until).value_or(""));
  }
  return array_text(texts);
}

std::vector<ExceptionDays> exception_days_of(const pqxx::field& field) {
  std::vector<ExceptionDays> found;
  for (const auto& text : texts_of(field)) {
    const auto slash = text.find('/');  // channel/YYYY-MM-DD/YYYY-MM-DD
    const auto channel = domain::parse_name<domain::Channel>(text.substr(0, slash));
    if (!channel || text.size() != slash + 22) continue;
    found.push_back({*channel, day_of(text.substr(slash + 1, 10)), day_of(text.substr(slash + 12, 10))});
  }
  return found;
}

std::vector<domain::OrderException> exceptions_of(const pqxx::field& field) {
  const auto time = [](const std::string& micros) { return domain::Time{domain::Duration{std::stoll(micros)}}; };
  std::vector<domain::OrderException> found;
  for (const auto& text : texts_of(field)) {
    // channel/from/until/asked/granted: hf.exception_texts
    std::array<std::string, 5> part;
    std::istringstream in(text);
    for (auto& one : part) std::getline(in, one, '/');
    const auto channel = domain::parse_name<domain::Channel>(part[0]);
    if (!channel) continue;
    domain::OrderException exception{.channel = *channel, .from = time(part[1]), .until = time(part[2])};
    if (part[3] != "0") exception.signed_by.first = natural(std::stoll(part[3]));
    if (part[4] != "0") exception.signed_by.second = natural(std::stoll(part[4]));
    found.push_back(exception);
  }
  return found;
}

std::vector<domain::OrderTerm> terms_of(const std::vector<std::string>& conditions, domain::Looked looked) {
  std::vector<domain::OrderTerm> terms;
  terms.reserve(conditions.size() + 1);
  for (const auto& code : conditions) terms.push_back({domain::parse_condition(code), looked});
  if (conditions.empty() || looked == domain::Looked::bars) terms.push_back({domain::Condition::see_text, looked});
  return terms;
}

domain::Order order_of(const pqxx::row& row) {
  domain::Order order;
  order.id = id_of<domain::OrderId>(row[0]);
  order.kind = domain::parse_name<domain::OrderKind>(row[1].as<std::string>()).value_or(domain::OrderKind::other);
  order.state =
      domain::parse_name<domain::OrderState>(row[2].as<std::string>()).value_or(domain::OrderState::requested);
  const auto conditions = texts_of(row[3]);
  order.dates_looked = domain::parse_name<domain::Looked>(row[4].as<std::string>()).value_or(domain::Looked::not_yet);
  order.terms = terms_of(conditions, order.dates_looked);
  order.begins = maybe_time_of(row[5]);
  order.ends = maybe_time_of(row[6]);
  order.permanent = row[7].as<bool>();
  if (is_replaced(order.state)) order.replaced_at = time_of(row[8]);
  order.exceptions = exceptions_of(row[9]);
  return order;
}

Result<domain::Order> order_to_be(Transaction& tx, const std::string& zone, const NewOrder& order, domain::Time now) {
  const auto row = Keys::work(tx).exec_params1(kTimes, date_text(order.starts_on), date_text(order.ends_on),
                                               zone_of(order, zone), exceptions_text(order.exceptions));
  domain::Order made;
  made.kind = order.kind;
  made.state = order.state;
  made.begins = maybe_time_of(row[0]);
  made.ends = maybe_time_of(row[1]);
  made.permanent = order.permanent;
  if (is_replaced(order.state)) made.replaced_at = now;
  made.dates_looked = order.looked;
  made.terms = terms_of(order.conditions, order.looked);
  made.exceptions = exceptions_of(row[2]);
  return made;
}

Result<std::vector<OrderRow>> orders(Transaction& tx, const std::string& zone, std::int64_t place, int limit) {
  std::vector<OrderRow> found;
  for (const auto& row : Keys::work(tx).exec_params(kOrders, Keys::agency(tx), zone, place, limit))
    found.push_back(row_of(row));
  return found;
}

Result<OrderRow> order_file(Transaction& tx, const std::string& zone, const domain::OrderId& order) {
  const auto rows = Keys::work(tx).exec_params(kOrder, Keys::agency(tx), zone, binary(order));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  return row_of(rows.front());
}

Result<std::optional<std::int64_t>> put_order_note(Transaction& tx, Worker& worker, const std::string& note) {
  if (note.empty()) return std::nullopt;
  const auto object = put_object(tx, worker, sealing::Purpose::order_note, sealing::random_id<domain::ObjectId>(),
                                 {{sealing::Purpose::order_note, note}});
  if (!object) return std::unexpected(object.error());
  return *object;
}

Result<EnteredOrder> enter_order(Transaction& tx, Worker& worker, const std::string& zone, const NewOrder& order) {
  auto& work = Keys::work(tx);
  const auto agency = Keys::agency(tx);
  if (auto known = ensure_offender(tx, order.offender_number); !known) return std::unexpected(known.error());
  const auto person = person_of(tx, order);
  if (!person) return std::unexpected(person.error());
  const auto note = put_order_note(tx, worker, order.note);
  if (!note) return std::unexpected(note.error());
  if (auto zone_known = check_zone(tx, order.zone); !zone_known) return std::unexpected(zone_known.error());
  EnteredOrder entered;
  entered.id = sealing::random_id<domain::OrderId>();
  const auto root = order.root.value_or(entered.id);
  if (order.root) {
    entered.version =
        work.exec_params1(
                "select coalesce(max(version), 0) + 1 from hf.contact_order where agency_id = $1 and root_oid = $2",
                agency, binary(root))[0]
            .as<int>();
  }
  const auto paper = order.paper ? binary(*order.paper) : binary(std::span<const std::uint8_t>{});
  work.exec_params0(kEnter, agency, binary(entered.id), binary(root), entered.version, order.offender_number, *person,
                    std::string(name_of(order.kind)), std::string(name_of(order.state)), array_text(order.conditions),
                    std::string(name_of(order.looked)), *note, date_text(order.starts_on), date_text(order.ends_on),
                    order.permanent, zone_of(order, zone), Keys::account(tx), exceptions_text(order.exceptions),
                    order.zone, order.statute, paper);
  read_entered(tx, entered);
  return entered;
}

void read_entered(Transaction& tx, EnteredOrder& entered) {
  const auto row = Keys::work(tx).exec_params1(kEntered, binary(entered.id));
  entered.version = row[3].as<int>();
  entered.bars = row[0].as<bool>();
  entered.recalled = row[1].as<int>();
  entered.tasks = row[2].as<int>();
}

}  // namespace holdfast::storage
