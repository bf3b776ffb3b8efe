#include "tests/integration/race/gateways.h"

#include <barrier>

#include "gateway/flows/choose.h"
#include "gateway/flows/notice.h"
#include "gateway/flows/offer.h"
#include "gateway/flows/open_letter.h"
#include "gateway/flows/orders.h"
#include "gateway/flows/release.h"
#include "gateway/flows/stop_contact.h"
#include "storage/postgres/releases.h"

namespace holdfast::race {
namespace {

using domain::refusal;
using domain::Result;
using storage::Principal;
using storage::Transaction;
using storage::Worker;

template <class T>
Result<void> done(const Result<T>& result) {
  return result ? Result<void>{} : Result<void>(std::unexpected(result.error()));
}

// The hold's delivery takes one step by post; the envelope that is handed over opens the hold.
Result<void> by_post(Worker& worker, const Principal& who, const domain::HoldId& id, domain::DeliveryEvent event) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<void> {
    const auto hold = storage::take_hold(tx, id);
    if (!hold) return std::unexpected(hold.error());
    const auto live = storage::live_release(tx, *hold);
    if (!live) return std::unexpected(live.error());
    const auto& release = *live;
    if (!release) return std::unexpected(refusal(domain::Bar::recalled));
    const auto facts = storage::hold_facts(tx, *hold, release->version);
    if (!facts) return std::unexpected(facts.error());
    domain::DeliveryFacts delivery;
    delivery.release = facts->release(hold->at, release->way);
    const auto row = domain::next(release->state, event, domain::Actor::analyst, delivery);
    if (!row) return std::unexpected(refusal(row.error()));
    if (const auto moved = storage::close_delivery(tx, worker, who, *release, *row); !moved) return moved;
    if (event != domain::DeliveryEvent::mail) return {};
    domain::HoldFacts judged;
    judged.release = delivery.release;
    const auto opened = domain::next(hold->state, domain::HoldEvent::open, domain::Actor::analyst, judged);
    if (!opened) return std::unexpected(refusal(opened.error()));
    return storage::move_hold(tx, worker, &who, *hold, *opened);
  });
}

Result<void> notify(Worker& worker) {
  flows::NoticeWork work;
  work.ready = [] { return true; };
  work.text = [](std::string_view) { return flows::NoticeText{"Information for you", "There is information."}; };
  work.send = [](const flows::Mail&) { return domain::NoticeEvent::accepted; };
  return done(flows::work_notices(worker, work));
}

storage::NewOrder new_order(const Pair& pair, bool everybody) {
  storage::NewOrder order;
  order.kind = domain::OrderKind::criminal_protective;
  order.offender_number = pair.offender_number;
  if (!everybody) order.person = pair.person;
  order.state = domain::OrderState::unserved;
  order.conditions = {"05"};
  order.starts_on = storage::Day{std::chrono::year{2020}, std::chrono::month{1}, std::chrono::day{1}};
  order.permanent = true;
  return order;
}

void spin(std::chrono::microseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < until) {
  }
}

storage::ConnectionSettings settings_of(Ground& ground) {
  auto settings = ground.office().database().settings("holdfast_gateway");
  settings.application = "race";
  // A machine that is busy elsewhere is no fault of theirs; what waits for itself PostgreSQL finds after a second.
  settings.statement_ms = settings.lock_ms = settings.idle_in_transaction_ms = 60'000;
  return settings;
}

}  // namespace

const char* name_of(Act act) {
  constexpr std::array kNames{"offer", "choose", "release", "open",          "print",
                              "post",  "notify", "order",   "order_for_all", "stop_contact"};
  return kNames.at(static_cast<std::size_t>(act));
}

struct Gateways::Gateway {
  Gateway(const storage::ConnectionSettings& role, const storage::Here& here)
      : recipients(role, here, 1, 8), staff(role, here, 1, 8), background(role, here, 1, 8) {}
  storage::Lane& lane_of(Act act) {
    using enum Act;
    if (act == choose || act == open || act == stop_contact) return recipients;
    return act == offer || act == release || act == notify ? background : staff;
  }
  storage::Lane recipients, staff, background;
};

Gateways::Gateways(Ground& ground, std::size_t count) : ground_(ground) {
  const auto role = settings_of(ground);
  for (std::size_t i = 0; i < count; ++i) {
    gateways_.push_back(std::make_unique<Gateway>(role, ground.office().here()));
  }
}
Gateways::~Gateways() = default;

Result<void> Gateways::carry_out(Worker& worker, const Pair& pair, Act act) const {
  switch (act) {
    case Act::offer:
      return done(flows::offer_due(worker));
    case Act::choose:
      return done(flows::choose(worker, pair.recipient, {.hold = pair.hold, .kind = domain::ChoiceKind::now}));
    case Act::release:
      return done(flows::release_due(worker));
    case Act::open:
      return done(flows::open_letter(worker, pair.recipient, pair.hold));
    case Act::print:
      return by_post(worker, ground_.analyst(), pair.hold, domain::DeliveryEvent::print);
    case Act::post:
      return by_post(worker, ground_.analyst(), pair.hold, domain::DeliveryEvent::mail);
    case Act::notify:
      return notify(worker);
    case Act::order:
    case Act::order_for_all:
      return done(flows::enter_order(worker, ground_.analyst(), "America/Los_Angeles",
                                     new_order(pair, act == Act::order_for_all)));
    case Act::stop_contact:
      return flows::stop_contact(worker, pair.recipient);
  }
  return domain::fail(domain::Problem::internal, "there is no such act");
}

void Gateways::race(const Pair& pair, std::vector<Contender>& contenders) {
  const auto all = static_cast<std::ptrdiff_t>(contenders.size());
  const auto start = std::make_shared<std::barrier<>>(all);
  const auto end = std::make_shared<std::barrier<>>(all + 1);
  for (auto& contender : contenders) {
    const bool taken =
        gateways_.at(contender.gateway)->lane_of(contender.act).post([=, this, &pair, &contender](Worker& worker) {
          start->arrive_and_wait();
          spin(contender.behind);
          contender.outcome = carry_out(worker, pair, contender.act);
          (void)end->arrive();
        });
    if (!taken) throw std::runtime_error("a lane is full");
  }
  end->arrive_and_wait();
}

}  // namespace holdfast::race
