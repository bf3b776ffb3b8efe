#include "gateway/flows/choose.h"

#include "gateway/flows/release.h"
#include "storage/postgres/releases.h"

namespace holdfast::flows {
namespace {

using domain::refusal;
using domain::Result;
using storage::Principal;
using storage::TakenHold;
using storage::Transaction;
using storage::Worker;

// What an earlier choice had released and nobody opened is closed again: the new choice decides.
Result<void> close_again(Transaction& tx, Worker& worker, const Principal& who, const TakenHold& hold) {
  const auto live = storage::live_release(tx, hold);
  if (!live) return std::unexpected(live.error());
  const auto& release = *live;
  if (!release) return {};
  const auto row = domain::next(release->state, domain::DeliveryEvent::recall, domain::actor_of(who.role), {});
  if (!row) return std::unexpected(refusal(row.error()));
  return storage::add_recall(tx, worker, &who, hold, *release, storage::RecallCause::choice, *row);
}

domain::Choice choice_of(const NewChoice& given, const storage::HoldFacts& facts, domain::Time at) {
  domain::Choice choice;
  choice.version = facts.plain.version;
  choice.kind = given.kind;
  choice.date = domain::needs_date(given.kind) ? given.date : std::nullopt;
  choice.way = given.way;
  choice.said = given.said;
  choice.office_asked = given.office_asked;
  choice.evidence_noted = !given.evidence.empty();
  choice.made_at = at;
  return choice;
}

Result<Chosen> choose_in(Transaction& tx, Worker& worker, const Principal& who, const NewChoice& given) {
  auto hold = storage::take_hold(tx, given.hold);
  if (!hold) return std::unexpected(hold.error());
  auto facts = storage::hold_facts(tx, *hold);
  if (!facts) return std::unexpected(facts.error());
  const auto choice = choice_of(given, *facts, hold->at);
  domain::HoldFacts judged;
  judged.release = facts->release(hold->at, given.way);
  judged.choice = choice;
  const auto row = domain::next(hold->state, domain::event_of(given.kind), domain::actor_of(who.role), judged);
  if (!row) return std::unexpected(refusal(row.error()));
  if (!facts->version) return std::unexpected(refusal(domain::Bar::not_approved));
  if (const auto closed = close_again(tx, worker, who, *hold); !closed) return std::unexpected(closed.error());
  const auto made = storage::add_choice(tx, worker, *hold, facts->version, choice, given.evidence);
  if (!made) return std::unexpected(made.error());
  const auto until = given.kind == domain::ChoiceKind::not_now_until ? choice.date : std::nullopt;
  const auto moved = storage::move_hold(tx, worker, &who, *hold, *row, std::string(domain::name_of(given.kind)), until);
  if (!moved) return std::unexpected(moved.error());
  hold->state = row->to;
  if (hold->state != domain::HoldState::accepted) return Chosen{hold->state};
  facts->choices.push_back(choice);
  facts->latest_choice = *made;
  const auto bar = domain::bar_to_release(facts->release(hold->at, given.way));
  if (bar != domain::Bar::none) return Chosen{hold->state, bar};
  const auto released = release_in(tx, worker, &who, *hold, *facts, given.way);
  if (!released) return std::unexpected(released.error());
  return Chosen{*released};
}

}  // namespace

Result<Chosen> choose(Worker& worker, const Principal& who, const NewChoice& given) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return choose_in(tx, worker, who, given); });
}

domain::Bar bar_of_accepted(const storage::HoldFacts& facts, domain::Time now) {
  const auto* latest = domain::latest_choice(facts.choices);
  if (latest == nullptr || !domain::accepts(latest->kind)) return domain::Bar::none;
  return domain::bar_to_release(facts.release(now, latest->way));
}

}  // namespace holdfast::flows
