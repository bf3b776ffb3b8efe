#include "gateway/flows/open_letter.h"

#include <utility>

#include "gateway/domain/hold.h"
#include "storage/postgres/releases.h"
#include "storage/postgres/sealed.h"

namespace holdfast::flows {
namespace {

using domain::Bar;
using domain::refusal;
using domain::Result;
using storage::Principal;
using storage::Transaction;
using storage::Worker;

struct Opening {
  domain::GrantId grant;
  domain::ObjectId object;
  std::uint32_t version = 0;
  std::string from, language;
  domain::Time written{};
};

// Why there is nothing to open: the bar of what was accepted, or that nothing was.
Bar bar_without_release(Transaction& tx, const storage::TakenHold& hold) {
  const auto facts = storage::hold_facts(tx, hold);
  if (!facts) return Bar::not_in_state;
  const auto* latest = domain::latest_choice(facts->choices);
  if (latest == nullptr) return Bar::no_choice;
  const auto bar = domain::bar_to_release(facts->release(hold.at, latest->way));
  return bar == Bar::none ? Bar::recalled : bar;
}

// Who shows the words: their person, or the reader whom the office gave it to. Both are asked the same.
domain::DeliveryEvent event_of(const Principal& who) {
  return who.role == domain::Role::reader ? domain::DeliveryEvent::read_aloud : domain::DeliveryEvent::open;
}
sealing::GrantKind grant_of(const Principal& who) {
  return who.role == domain::Role::reader ? sealing::GrantKind::reading : sealing::GrantKind::release;
}

Result<Opening> write_opening(Transaction& tx, Worker& worker, const Principal& who, const domain::HoldId& id) {
  const auto hold = storage::take_hold(tx, id);
  if (!hold) return std::unexpected(hold.error());
  const auto live = storage::live_release(tx, *hold);
  if (!live) return std::unexpected(live.error());
  const auto& found = *live;
  if (!found) return std::unexpected(refusal(bar_without_release(tx, *hold)));
  const auto facts = storage::hold_facts(tx, *hold, found->version);
  if (!facts) return std::unexpected(facts.error());
  const auto release = facts->release(hold->at, found->way);
  const auto actor = domain::actor_of(who.role);
  domain::DeliveryFacts delivery;
  delivery.release = release;
  const auto row = domain::next(found->state, event_of(who), actor, delivery);
  if (!row) return std::unexpected(refusal(row.error()));
  const auto grant = storage::add_opening(tx, worker, who, *found, *row);
  if (!grant) return std::unexpected(grant.error());
  if (hold->state == domain::HoldState::released) {
    domain::HoldFacts judged;
    judged.release = release;
    const auto moved = domain::next(hold->state, domain::HoldEvent::open, actor, judged);
    if (!moved) return std::unexpected(refusal(moved.error()));
    if (const auto done = storage::move_hold(tx, worker, &who, *hold, *moved); !done)
      return std::unexpected(done.error());
  }
  return Opening{*grant, facts->object, facts->version_no, facts->from, facts->language, facts->written};
}

}  // namespace

Result<OpenedLetter> open_letter(Worker& worker, const Principal& who, const domain::HoldId& hold) {
  const auto opening =
      worker.database.run(who.actor, [&](Transaction& tx) { return write_opening(tx, worker, who, hold); });
  if (!opening) return std::unexpected(opening.error());
  const auto object = storage::OpenedObject::ask(worker, who.actor, who.account,
                                                 {.kind = grant_of(who),
                                                  .grant = opening->grant,
                                                  .object = opening->object,
                                                  .purpose = sealing::Purpose::letter,
                                                  .version = opening->version});
  if (!object) return std::unexpected(object.error());
  auto words = object->part(worker, sealing::Purpose::letter);
  if (!words) return std::unexpected(words.error());
  return OpenedLetter{opening->from, opening->language, opening->written, std::move(*words)};
}

}  // namespace holdfast::flows
