#include "storage/postgres/tickets.h"

#include "storage/postgres/internal.h"
#include "storage/postgres/sealed_rows.h"
#include "storage/postgres/ticket_rows.h"
#include "storage/sealing/random.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

// The list's order as one number: what waits, what is worked on, the rest; then age.
#define HOLDFAST_HOUSED_PLACE                                                                                    \
  "((case when t.state in ('open', 'reopened') then 0 when t.state in ('acknowledged', 'investigating') then 1 " \
  "when t.state = 'unconfirmed' then 2 else 3 end)::bigint << 60 | t.id)"
#define HOLDFAST_HOUSED_ROW                                                                                       \
  "select t.oid, t.state, t.severity, t.categories, t.offender_number, t.offender_name, hf.micros(t.opened_at), " \
  "hf.micros(t.changed_at), " HOLDFAST_HOUSED_PLACE " as place from hf.institution_ticket t where t.agency_id = $1 "

constexpr auto kHere = "select i.name from hf.institution i where i.agency_id = $1 and i.id = hf.my_institution()";
constexpr auto kList = HOLDFAST_HOUSED_ROW "and " HOLDFAST_HOUSED_PLACE " > $2 order by place limit $3";
constexpr auto kOne = HOLDFAST_HOUSED_ROW "and t.oid = $2";
constexpr auto kSteps = HOLDFAST_TICKET_STEP
    "join hf.institution_ticket t on t.agency_id = e.agency_id and t.id = e.ticket_id "
    "where e.agency_id = $1 and t.oid = $2 order by e.id";
constexpr auto kMove = "select hf.institution_moves_ticket($1, $2, $3)";
constexpr auto kStep = R"sql(
  insert into hf.ticket_event (agency_id, ticket_id, account_id, state, object_id, at)
  select t.agency_id, t.id, $3, $4, $5, hf.now() from hf.institution_ticket t where t.agency_id = $1 and t.oid = $2
)sql";

HousedTicket row_of(const pqxx::row& row) {
  HousedTicket found;
  found.ticket = id_of<domain::TicketId>(row[0]);
  found.state = ticket_state_of(row[1]);
  found.severity = row[2].as<std::string>();
  found.categories = texts_of(row[3]);
  found.offender_number = row[4].as<std::string>();
  found.offender_name = row[5].as<std::string>();
  found.opened = time_of(row[6]);
  found.changed = time_of(row[7]);
  found.place = row[8].as<std::int64_t>();
  return found;
}

}  // namespace

std::string_view words_opened_step() { return "words_opened"; }

Result<std::string> my_institution(Transaction& tx) {
  const auto rows = Keys::work(tx).exec_params(kHere, Keys::agency(tx));
  return rows.empty() ? std::string{} : rows.front()[0].as<std::string>();
}

Result<std::vector<HousedTicket>> housed_tickets(Transaction& tx, std::int64_t place, int limit) {
  std::vector<HousedTicket> found;
  for (const auto& row : Keys::work(tx).exec_params(kList, Keys::agency(tx), place, limit))
    found.push_back(row_of(row));
  return found;
}

Result<HousedTicketFile> housed_ticket(Transaction& tx, const domain::TicketId& ticket) {
  auto& work = Keys::work(tx);
  const auto rows = work.exec_params(kOne, Keys::agency(tx), binary(ticket));
  if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
  return HousedTicketFile{row_of(rows.front()), steps_of(work.exec_params(kSteps, Keys::agency(tx), binary(ticket)))};
}

Result<void> move_housed_ticket(Transaction& tx, const domain::TicketId& ticket, domain::TicketState from,
                                domain::TicketState to) {
  const std::vector<std::string> states{std::string(name_of(from))};
  const auto moved =
      Keys::work(tx).exec_params1(kMove, binary(ticket), array_text(states), std::string(name_of(to)))[0];
  if (moved.is_null()) return fail(Problem::conflict, "somebody else came first");
  return {};
}

Result<void> add_housed_step(Transaction& tx, Worker& worker, const domain::TicketId& ticket, domain::TicketState state,
                             std::string_view note) {
  const auto object = put_note(tx, worker, note);
  if (!object) return std::unexpected(object.error());
  const auto done = Keys::work(tx).exec_params(kStep, Keys::agency(tx), binary(ticket), Keys::account(tx),
                                               std::string(name_of(state)), *object);
  if (done.affected_rows() != 1) return fail(Problem::not_found, "there is nothing here");
  return {};
}

}  // namespace holdfast::storage
