#include "gateway/flows/contact.h"

#include <array>

#include "gateway/flows/due.h"
#include "storage/postgres/notices.h"
#include "storage/postgres/witness.h"

namespace holdfast::flows {
namespace {

using domain::ApprovalEvent;
using domain::ApprovalId;
using domain::ApprovalState;
using domain::fail;
using domain::Problem;
using domain::refusal;
using domain::Result;
using storage::Principal;
using storage::Transaction;
using storage::Worker;

Result<void> check_terms(const storage::ContactTerms& terms) {
  if (!domain::needs_approval(terms.channel))
    return fail(Problem::invalid_field, "approved_contact or dialogue_preparation", "channel");
  if (!domain::sensible(terms.limits))
    return fail(Problem::invalid_field,
                "1 to 31 messages of 1 to 20000 characters, at hours that begin before they end", "until");
  const std::chrono::sys_days from{terms.starts_on};
  const std::chrono::sys_days last{terms.ends_on};
  if (last < from) return fail(Problem::invalid_field, "not before starts_on", "ends_on");
  if (last - from >= std::chrono::days{366})
    return fail(Problem::invalid_field, "at most a year after starts_on", "ends_on");
  return {};
}

ApprovalEvent event_of(ContactAct act, const Principal& who, const storage::Approval& approval) {
  switch (act) {
    case ContactAct::agree:
      if (who.role == domain::Role::recipient) return ApprovalEvent::recipient_agrees;
      return approval.institution.empty() ? ApprovalEvent::office_activates : ApprovalEvent::office_agrees;
    case ContactAct::refuse:
      return ApprovalEvent::refuse;
    case ContactAct::pause:
      return ApprovalEvent::pause;
    case ContactAct::go_on:
      return ApprovalEvent::resume;
    case ContactAct::in_error:
      return ApprovalEvent::mark_error;
    case ContactAct::end:
      break;
  }
  return ApprovalEvent::end;
}

bool closes(ContactAct act) { return act != ContactAct::agree && act != ContactAct::go_on; }

// What the recipient saw is what the routes show before they take a yes: this very approval, with its institution.
domain::ApprovalFacts facts_of(const storage::Approval& approval, const std::vector<domain::Order>& orders,
                               domain::Time now) {
  domain::ApprovalFacts facts;
  facts.orders = orders;
  facts.orders_known = true;
  facts.channel = approval.terms.channel;
  facts.now = now;
  facts.recipient_saw = facts.recipient_agrees = approval.agreed;
  facts.signed_by = approval.signed_by;
  facts.evidence_noted = true;  // the request itself: its terms, and who asked
  return facts;
}

Result<ApprovalState> act_in(Transaction& tx, Worker& worker, const Principal& who, const ApprovalId& id,
                             ContactAct act) {
  const auto now = storage::lock_approval(tx, id, closes(act));
  if (!now) return std::unexpected(now.error());
  const auto approval = storage::approval(tx, who, id);
  if (!approval) return std::unexpected(approval.error());
  const auto orders = storage::pair_orders(tx, approval->offender_row, approval->person_row);
  if (!orders) return std::unexpected(orders.error());
  const auto row = domain::next(approval->state, event_of(act, who, *approval), domain::actor_of(who.role),
                                facts_of(*approval, *orders, *now));
  if (!row) return std::unexpected(refusal(row.error()));
  return storage::add_step(tx, worker, who, id, *row, *now);
}

// ---- passing on ----

Result<bool> pass_on(Transaction& tx, Worker& worker, const domain::HoldId& id) {
  const auto hold = storage::take_hold(tx, id);
  if (!hold) return std::unexpected(hold.error());
  const auto facts = storage::hold_facts(tx, *hold);
  if (!facts) return std::unexpected(facts.error());
  const auto standing = storage::standing_of(tx, *hold, facts->plain.channel);
  if (!standing) return std::unexpected(standing.error());
  const auto& approval = *standing;
  if (!approval) return false;
  // A dialogue is prepared with somebody who is of no side: its facilitator reads the message with the person.
  const bool dialogue = facts->plain.channel == domain::Channel::dialogue_preparation;
  const auto way = dialogue ? domain::Way::read_aloud : domain::Way::read_here;
  domain::HoldFacts judged;
  judged.release = facts->release(hold->at, way);
  judged.contact = domain::bar_to_send(
      approval->approves, {.characters = facts->characters, .local = approval->local, .sent = approval->sent},
      hold->at);
  const auto row = domain::next(hold->state, domain::HoldEvent::pass_on, domain::Actor::job, judged);
  if (!row) return false;  // its hours, its limits, an order: it goes on waiting
  const auto chosen = storage::add_standing_choice(tx, *hold, facts->version, approval->approval, way);
  if (!chosen) return std::unexpected(chosen.error());
  if (const auto moved = storage::move_hold(tx, worker, nullptr, *hold, *row); !moved)
    return std::unexpected(moved.error());
  if (!facts->plain.wants_to_be_asked) return true;  // no notice to who wants none
  if (const auto told = storage::tell_of_offer(tx, worker, *hold); !told) return std::unexpected(told.error());
  return true;
}

}  // namespace

std::optional<ContactAct> parse_contact_act(std::string_view name) {
  constexpr std::array<std::string_view, 6> kNames{"agree", "refuse", "pause", "go_on", "end", "in_error"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames.at(i) == name) return static_cast<ContactAct>(i);
  }
  return std::nullopt;
}

Result<ApprovalId> request_contact(Worker& worker, const Principal& who, const std::string& zone,
                                   const storage::NewApproval& asked) {
  if (auto fits = check_terms(asked.terms); !fits) return std::unexpected(fits.error());
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<ApprovalId> {
    const auto id = storage::request_approval(tx, zone, asked);
    if (!id) return std::unexpected(id.error());
    const auto told = storage::witness(
        tx, worker, who, {.event = std::string(domain::kApprovalBegins.entry), .object = "approval/" + id->text()});
    if (!told) return std::unexpected(told.error());
    return *id;
  });
}

Result<ApprovalFile> contact_file(Worker& worker, const Principal& who, const ApprovalId& id) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<ApprovalFile> {
    auto approval = storage::approval(tx, who, id);
    if (!approval) return std::unexpected(approval.error());
    auto steps = storage::approval_steps(tx, id);
    if (!steps) return std::unexpected(steps.error());
    return ApprovalFile{std::move(*approval), std::move(*steps)};
  });
}

Result<std::vector<storage::Approval>> contacts(Worker& worker, const Principal& who, std::int64_t place, int limit) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::approvals(tx, who, place, limit); });
}

Result<ApprovalState> act_on_contact(Worker& worker, const Principal& who, const ApprovalId& id, ContactAct act) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return act_in(tx, worker, who, id, act); });
}

Result<std::vector<storage::AskedInstitution>> contacts_to_answer(Worker& worker, const Principal& who,
                                                                  std::int64_t place, int limit) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::asked_institution(tx, place, limit); });
}

Result<void> answer_contact(Worker& worker, const Principal& who, const ApprovalId& id, bool agrees) {
  return worker.database.run(who.actor,
                             [&](Transaction& tx) { return storage::answer_approval(tx, worker, who, id, agrees); });
}

Result<int> pass_on_due(Worker& worker) { return each_due(worker, storage::holds_to_pass_on, pass_on); }

}  // namespace holdfast::flows
