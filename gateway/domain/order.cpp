#include "gateway/domain/order.h"

#include <algorithm>

namespace holdfast::domain {
namespace {

enum class Force : std::uint8_t { over, in_force, unclear };

constexpr bool replaced(OrderState state) {
  return state == OrderState::modified || state == OrderState::terminated || state == OrderState::superseded;
}

// What a recipient asked for holds until they say otherwise: a missing date never weakens it.
Force force_of_request(const Order& order, Time now) {
  if (replaced(order.state) && order.replaced_at && now >= *order.replaced_at) return Force::over;
  if (order.begins && now < *order.begins) return Force::over;
  return order.ends && now >= *order.ends ? Force::over : Force::in_force;
}

Force force_by_dates(const Order& order, Time now) {
  if (!order.begins || order.permanent == order.ends.has_value()) return Force::unclear;
  if (order.ends && *order.ends <= *order.begins) return Force::unclear;
  if (order.state == OrderState::expired && (!order.ends || now < *order.ends)) return Force::unclear;
  const bool begun = now >= *order.begins;
  return begun && (!order.ends || now < *order.ends) ? Force::in_force : Force::over;
}

Force force_at(const Order& order, Time now) {
  if (order.state == OrderState::entered_in_error) return Force::over;
  if (order.kind == OrderKind::stop_contact) return force_of_request(order, now);
  if (order.state == OrderState::requested) return Force::in_force;
  if (replaced(order.state)) {
    if (!order.replaced_at) return Force::unclear;
    if (now >= *order.replaced_at) return Force::over;
  }
  return force_by_dates(order, now);
}

Bar bar_of_term(const OrderTerm& term) {
  const Gate gate = gate_of(term.condition);
  if (gate == Gate::none) return Bar::none;
  if (gate == Gate::bars || term.looked == Looked::bars) return Bar::order;
  if (term.looked == Looked::does_not_bar) return Bar::none;
  return gate == Gate::read_first ? Bar::order_unread : Bar::order_needs_person;
}

constexpr int gravity(Bar bar) {
  switch (bar) {
    case Bar::order:
      return 3;
    case Bar::order_unread:
      return 2;
    case Bar::order_needs_person:
      return 1;
    default:
      return 0;
  }
}

struct TermBar {
  Bar bar = Bar::none;
  std::optional<Condition> term;
};

TermBar gravest_term(const Order& order) {
  if (bars_by_kind(order.kind)) return {Bar::order, {}};
  if (order.terms.empty()) return {Bar::order_needs_person, {}};
  TermBar gravest;
  for (const OrderTerm& term : order.terms) {
    const Bar bar = bar_of_term(term);
    if (gravity(bar) > gravity(gravest.bar)) gravest = {bar, term.condition};
  }
  return gravest;
}

TermBar bar_of(const Order& order, Force force) {
  if (order.kind == OrderKind::stop_contact) return {Bar::stop_contact, {}};
  if (force == Force::in_force) return gravest_term(order);
  switch (order.dates_looked) {
    case Looked::does_not_bar:
      return {};
    case Looked::bars:
      return gravest_term(order);
    case Looked::not_yet:
      break;
  }
  return {Bar::order_needs_person, {}};
}

bool excepted(const Order& order, Channel channel, Time now) {
  if (order.kind == OrderKind::stop_contact) return false;
  return std::ranges::any_of(order.exceptions, [&](const OrderException& e) {
    return e.channel == channel && e.from <= now && now < e.until && two_different_people(e.signed_by);
  });
}

std::optional<Time> end_of(const Order& order) {
  if (!replaced(order.state) || !order.replaced_at) return order.ends;
  return order.ends ? std::min(*order.ends, *order.replaced_at) : *order.replaced_at;
}

Lift lift_of(Bar bar, const std::optional<Time>& until) {
  if (bar == Bar::stop_contact) return Lift::the_recipient;
  if (bar != Bar::order) return Lift::a_person_looks;
  return until ? Lift::its_end : Lift::the_court;
}

}  // namespace

bool bars_by_kind(OrderKind kind) {
  switch (kind) {
    case OrderKind::domestic_violence:
    case OrderKind::civil_harassment:
    case OrderKind::elder_abuse:
    case OrderKind::workplace_violence:
    case OrderKind::juvenile:
    case OrderKind::out_of_state:
    case OrderKind::tribal:
    case OrderKind::other:
      return false;
    default:
      return true;
  }
}

Condition parse_condition(std::string_view code) { return parse_name<Condition>(code).value_or(Condition::unknown); }

Gate gate_of(Condition condition) {
  switch (condition) {
    case Condition::no_abuse:
    case Condition::no_threats:
    case Condition::stay_away:
    case Condition::near_person:
      return Gate::person_looks;
    case Condition::see_text:
      return Gate::read_first;
    case Condition::home_alone:
    case Condition::visits:
    case Condition::no_weapon:
    case Condition::temporary_custody:
    case Condition::peaceful_contact:
      return Gate::none;
    case Condition::no_communication:
    case Condition::direct_contact:
    case Condition::third_party:
    case Condition::unknown:
      break;
  }
  return Gate::bars;
}

std::optional<Explanation> Order::explain(Channel channel, Time now) const {
  const Force force = force_at(*this, now);
  if (force == Force::over || excepted(*this, channel, now)) return std::nullopt;
  const TermBar found = bar_of(*this, force);
  if (found.bar == Bar::none) return std::nullopt;
  const auto until = end_of(*this);
  return Explanation{found.bar, id, kind, found.term, begins, until, lift_of(found.bar, until)};
}

std::vector<Explanation> explain_orders(std::span<const Order> orders, Channel channel, Time now) {
  std::vector<Explanation> found;
  for (const Order& order : orders) {
    if (auto explanation = order.explain(channel, now)) found.push_back(*explanation);
  }
  std::ranges::stable_partition(found, [](const Explanation& e) { return e.bar != Bar::stop_contact; });
  return found;
}

Bar bar_of_orders(std::span<const Order> orders, Channel channel, Time now) {
  const auto found = explain_orders(orders, channel, now);
  return found.empty() ? Bar::none : found.front().bar;
}

std::string_view entry_of_version(OrderState from, OrderState to) {
  if (from != to) {
    for (const OrderTransition& row : kOrderTransitions) {
      if (row.from == from && row.to == to && row.event != OrderEvent::expire) return row.entry;
    }
  }
  return "order.modified";
}

Bar bar_to_end_order(const OrderFacts& facts, Actor by) {
  const bool own_request = facts.kind == OrderKind::stop_contact && by == Actor::recipient;
  if (own_request) return Bar::none;
  if (by == Actor::recipient) return Bar::not_yours;
  return bar_to_replace_order(facts);  // with nothing
}

Bar bar_to_replace_order(const OrderFacts& facts) {
  if (!facts.evidence_noted) return Bar::no_evidence;
  return facts.loosens && !two_different_people(facts.signed_by) ? Bar::one_person : Bar::none;
}

Bar bar_to_expire(const OrderFacts& facts) { return facts.ends && facts.now >= *facts.ends ? Bar::none : Bar::not_yet; }

Judgement<OrderState, OrderEvent> next(OrderState from, OrderEvent event, Actor who, const OrderFacts& facts) {
  return judged(std::span<const OrderTransition>{kOrderTransitions}, from, event, who, [&](Guard guard) {
    switch (guard) {
      case Guard::none:
        return Bar::none;
      case Guard::end_order:
        return bar_to_end_order(facts, who);
      case Guard::replace_order:
        return bar_to_replace_order(facts);
      case Guard::end_came:
        return bar_to_expire(facts);
      default:
        return Bar::person_first;
    }
  });
}

}  // namespace holdfast::domain
