#include "storage/postgres/loosenings.h"

#include "storage/postgres/order_rows.h"
#include "storage/sealing/random.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr auto kLock = R"sql(
  select hf.micros(hf.guard_update(n.agency_id, n.offender_id)) from hf.contact_order n where n.agency_id = $1 and n.oid = $2
)sql";
constexpr auto kWaiting = R"sql(
  select w.oid, w.state, w.conditions, w.looked, (w.starts_at at time zone coalesce(n.zone, $3))::date,
         ((w.ends_at - interval '1 microsecond') at time zone coalesce(n.zone, $3))::date, w.permanent, s.oid, a.display_name,
         hf.micros(w.asked_at), a.human_id, hf.exception_days(w.exceptions, coalesce(n.zone, $3))
    from hf.order_loosening w
    join hf.contact_order n on n.agency_id = w.agency_id and n.id = w.order_id
    join hf.sealed_object s on s.agency_id = w.agency_id and s.id = w.note_id
    join hf.account a on a.agency_id = w.agency_id and a.id = w.asked_by
   where w.agency_id = $1 and w.outcome = 'waiting'
     and n.root_oid = (select r.root_oid from hf.contact_order r where r.agency_id = $1 and r.oid = $2)
)sql";
constexpr auto kAsk = R"sql(
  insert into hf.order_loosening (agency_id, oid, order_id, state, conditions, looked, starts_at, ends_at, permanent, note_id,
                                  asked_by, exceptions)
  select n.agency_id, $2, n.id, $4, $5, $6, ($7::date)::timestamp at time zone coalesce(n.zone, $10),
         ($8::date + 1)::timestamp at time zone coalesce(n.zone, $10), $9, $11, $12, hf.exceptions_of($13, coalesce(n.zone, $10))
    from hf.contact_order n where n.agency_id = $1 and n.root_oid = $3 order by n.version desc limit 1
)sql";
constexpr auto kConfirm = R"sql(
  insert into hf.contact_order (agency_id, oid, root_oid, version, offender_id, person_id, kind, state, conditions, looked,
                                note_id, starts_at, ends_at, permanent, entered_by, loosening_id, exceptions, zone, statute)
  select n.agency_id, $3, n.root_oid, n.version + 1, n.offender_id, n.person_id, n.kind, w.state, w.conditions, w.looked,
         w.note_id, w.starts_at, w.ends_at, w.permanent, $4, w.id, w.exceptions, n.zone, n.statute
    from hf.order_loosening w join hf.contact_order n on n.agency_id = w.agency_id and n.id = w.order_id
   where w.agency_id = $1 and w.oid = $2
)sql";
constexpr auto kRefuse = R"sql(
  update hf.order_loosening set outcome = 'refused', decided_by = $3, decided_at = hf.now()
   where agency_id = $1 and oid = $2 and outcome = 'waiting'
)sql";

Loosening loosening_of(const pqxx::row& row) {
  Loosening found;
  found.id = id_of<LooseningId>(row[0]);
  found.state = domain::parse_name<domain::OrderState>(row[1].as<std::string>()).value_or(domain::OrderState::active);
  found.conditions = texts_of(row[2]);
  found.looked = domain::parse_name<domain::Looked>(row[3].as<std::string>()).value_or(domain::Looked::not_yet);
  found.starts_on = day_of(row[4]);
  found.ends_on = day_of(row[5]);
  found.permanent = row[6].as<bool>();
  found.note = id_of<domain::ObjectId>(row[7]);
  found.asked_by = row[8].as<std::string>();
  found.asked = time_of(row[9]);
  found.signed_by.first = natural(row[10].as<std::int64_t>());
  found.exceptions = exception_days_of(row[11]);
  return found;
}

}  // namespace

Result<domain::Time> lock_order(Transaction& tx, const domain::OrderId& order) {
  const auto rows = Keys::work(tx).exec_params(kLock, Keys::agency(tx), binary(order));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  return time_of(rows.front()[0]);
}

Result<std::optional<Loosening>> waiting_loosening(Transaction& tx, const Principal& who, const std::string& zone,
                                                   const domain::OrderId& order) {
  const auto rows = Keys::work(tx).exec_params(kWaiting, Keys::agency(tx), binary(order), zone);
  if (rows.empty()) return std::nullopt;
  auto found = loosening_of(rows.front());
  found.signed_by.second = natural(who.human);
  return found;
}

Result<LooseningId> ask_loosening(Transaction& tx, Worker& worker, const std::string& zone, const NewOrder& order) {
  const auto note = put_order_note(tx, worker, order.note);
  if (!note) return std::unexpected(note.error());
  const auto id = sealing::random_id<LooseningId>();
  auto asked = one_row(Keys::work(tx).exec_params(
      kAsk, Keys::agency(tx), binary(id), binary(order.root.value_or(domain::OrderId{})),
      std::string(name_of(order.state)), array_text(order.conditions), std::string(name_of(order.looked)),
      date_text(order.starts_on), date_text(order.ends_on), order.permanent, zone, *note, Keys::account(tx),
      exceptions_text(order.exceptions)));
  if (!asked) return std::unexpected(asked.error());
  return id;
}

Result<EnteredOrder> confirm_loosening(Transaction& tx, const LooseningId& loosening) {
  EnteredOrder entered;
  entered.id = sealing::random_id<domain::OrderId>();
  auto done = one_row(
      Keys::work(tx).exec_params(kConfirm, Keys::agency(tx), binary(loosening), binary(entered.id), Keys::account(tx)));
  if (!done) return std::unexpected(done.error());
  read_entered(tx, entered);
  return entered;
}

Result<void> refuse_loosening(Transaction& tx, const LooseningId& loosening) {
  return one_row(Keys::work(tx).exec_params(kRefuse, Keys::agency(tx), binary(loosening), Keys::account(tx)));
}

}  // namespace holdfast::storage
