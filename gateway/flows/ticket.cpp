#include "gateway/flows/ticket.h"

#include <algorithm>
#include <ranges>

#include "storage/postgres/sealed.h"
#include "storage/postgres/witness.h"

namespace holdfast::flows {
namespace {

using domain::fail;
using domain::Problem;
using domain::refusal;
using domain::Result;
using domain::TicketEvent;
using domain::TicketState;
using storage::Transaction;

std::optional<TicketEvent> event_to(TicketState state) {
  switch (state) {
    case TicketState::acknowledged:
      return TicketEvent::acknowledge;
    case TicketState::investigating:
      return TicketEvent::investigate;
    case TicketState::substantiated:
      return TicketEvent::substantiate;
    case TicketState::not_substantiated:
      return TicketEvent::not_substantiate;
    case TicketState::referred:
      return TicketEvent::refer;
    default:
      return std::nullopt;
  }
}

// One row of the table, with its step and its entry.
Result<TicketState> step(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                         const domain::TicketId& ticket, TicketState from, TicketEvent event, std::string_view said) {
  domain::TicketFacts facts;
  facts.evidence_noted = !said.empty();
  const auto row = domain::next(from, event, domain::Actor::institution, facts);
  if (!row) return std::unexpected(refusal(row.error()));
  if (auto moved = storage::move_housed_ticket(tx, ticket, from, row->to); !moved)
    return std::unexpected(moved.error());
  if (auto added = storage::add_housed_step(tx, worker, ticket, row->to, said); !added)
    return std::unexpected(added.error());
  const auto told =
      storage::witness(tx, worker, who, {.event = std::string(row->entry), .object = "ticket/" + ticket.text()});
  if (!told) return std::unexpected(told.error());
  return row->to;
}

Result<TicketState> answer(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                           const domain::TicketId& ticket, const TicketAnswer& given) {
  const auto event = event_to(given.state);
  if (!event || *event == TicketEvent::acknowledge) return fail(Problem::invalid_field, "not a known value", "state");
  const auto file = storage::housed_ticket(tx, ticket);
  if (!file) return std::unexpected(file.error());
  auto from = file->row.state;
  if (from == TicketState::acknowledged && *event != TicketEvent::investigate) {
    const auto begun = step(tx, worker, who, ticket, from, TicketEvent::investigate, {});
    if (!begun) return begun;
    from = *begun;
  }
  return step(tx, worker, who, ticket, from, *event, given.text);
}

struct Seen {
  std::string institution;
  storage::HousedTicketFile file;
};

Result<Seen> see(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                 const domain::TicketId& ticket) {
  auto file = storage::housed_ticket(tx, ticket);
  if (!file) return std::unexpected(file.error());
  auto here = storage::my_institution(tx);
  if (!here) return std::unexpected(here.error());
  if (last_note(file->steps)) {
    const auto told =
        storage::witness(tx, worker, who, {.event = "ticket.note_opened", .object = "ticket/" + ticket.text()});
    if (!told) return std::unexpected(told.error());
  }
  return Seen{std::move(*here), std::move(*file)};
}

}  // namespace

Result<HousedTickets> housed_tickets(storage::Worker& worker, const storage::Principal& who, std::int64_t after,
                                     int limit) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<HousedTickets> {
    auto here = storage::my_institution(tx);
    if (!here) return std::unexpected(here.error());
    auto rows = storage::housed_tickets(tx, after, limit);
    if (!rows) return std::unexpected(rows.error());
    return HousedTickets{std::move(*here), std::move(*rows)};
  });
}

std::string_view step_code(std::string_view state) {
  if (state == storage::words_opened_step()) return "words_opened";
  const auto known = domain::parse_name<TicketState>(state);
  if (!known) return "opened";
  if (const auto event = event_to(*known)) return domain::name_of(*event);
  switch (*known) {
    case TicketState::open:
      return domain::name_of(TicketEvent::confirm);
    case TicketState::dismissed:
      return domain::name_of(TicketEvent::dismiss);
    case TicketState::closed:
      return domain::name_of(TicketEvent::close);
    default:
      return domain::name_of(TicketEvent::reopen);
  }
}

std::optional<domain::ObjectId> last_note(const std::vector<storage::TicketStep>& steps) {
  for (const auto& one : steps | std::views::reverse) {
    if (one.note) return one.note;
  }
  return std::nullopt;
}

Result<sealing::SecretBytes> open_note(storage::Worker& worker, const storage::Principal& who,
                                       const domain::TicketId& ticket, const domain::ObjectId& note) {
  const auto object = storage::OpenedObject::ask(
      worker, who.actor, who.account,
      {sealing::GrantKind::ticket, domain::GrantId{ticket.bytes}, note, sealing::Purpose::ticket_note, 1});
  if (!object) return std::unexpected(object.error());
  return object->part(worker, sealing::Purpose::ticket_note);
}

Result<storage::HousedTicket> housed_ticket_row(storage::Worker& worker, const storage::Principal& who,
                                                const domain::TicketId& ticket) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<storage::HousedTicket> {
    auto file = storage::housed_ticket(tx, ticket);
    if (!file) return std::unexpected(file.error());
    return std::move(file->row);
  });
}

Result<HousedTicketAnswer> housed_ticket(storage::Worker& worker, const storage::Principal& who,
                                         const domain::TicketId& ticket) {
  auto seen = worker.database.run(who.actor, [&](Transaction& tx) { return see(tx, worker, who, ticket); });
  if (!seen) return std::unexpected(seen.error());
  HousedTicketAnswer found{std::move(seen->institution), std::move(seen->file), {}};
  if (const auto note = last_note(found.file.steps)) {
    auto said = open_note(worker, who, ticket, *note);
    if (!said) return std::unexpected(said.error());
    found.answer = std::move(*said);
  }
  return found;
}

Result<TicketState> acknowledge_ticket(storage::Worker& worker, const storage::Principal& who,
                                       const domain::TicketId& ticket) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<TicketState> {
    const auto file = storage::housed_ticket(tx, ticket);
    if (!file) return std::unexpected(file.error());
    return step(tx, worker, who, ticket, file->row.state, TicketEvent::acknowledge, {});
  });
}

Result<TicketState> answer_ticket(storage::Worker& worker, const storage::Principal& who,
                                  const domain::TicketId& ticket, const TicketAnswer& given) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return answer(tx, worker, who, ticket, given); });
}

}  // namespace holdfast::flows
