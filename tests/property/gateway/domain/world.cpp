#include "tests/property/gateway/domain/world.h"

#include <algorithm>
#include <chrono>

namespace holdfast::domain {
namespace {

using std::chrono::hours;
constexpr std::array kCodes{ReturnCode::contact};

NaturalId person(unsigned n) { return NaturalId{{static_cast<std::uint8_t>(n)}}; }
// One name, one name twice, or two names.
Signatures signatures(unsigned n) {
  if (n % 3 == 0) return {person(1), {}};
  return {person(1), person(n % 3)};
}
bool two_names(unsigned n) { return n % 3 == 2; }

template <class E>
E pick(unsigned n) {
  return static_cast<E>(n % names_of(E{}).size());
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Turn& turn) {
  out << name_of(turn.deed);
  if (turn.who) out << " by " << name_of(*turn.who);
  return out << " (" << turn.a << ", " << turn.b << ", " << turn.c << ")";
}

World::World() : now_{std::chrono::days{20'000}} { versions_.push_back({.id = VersionId{{1}}}); }

// ---- what is known ----

bool World::opened() const {
  return std::ranges::any_of(deliveries_, [](const PlainDelivery& d) { return is_opened(d.state); });
}
bool World::quarantined() const {
  return std::ranges::any_of(versions_, [](const PlainVersion& v) { return v.state == VersionState::quarantined; });
}
std::vector<Order> World::orders() const {
  std::vector<Order> all;
  all.reserve(orders_.size());
  for (const PlainOrder& o : orders_) all.push_back(o.order);
  return all;
}

// The spans of `orders` are the caller's to keep alive.
ReleaseFacts World::facts(std::size_t version, Way way) const {
  ReleaseFacts f;
  f.orders_known = f.registered = f.wants_to_be_asked = f.of_age = true;
  f.held_back = false;
  f.now = now_;
  f.letter = letter_;
  f.version = versions_[version].id;
  f.version_state = versions_[version].state;
  f.quarantined = quarantined();
  f.addressed = addressed_;
  f.frozen = frozen_;
  f.choices = choices_;
  f.way = way;
  f.opened = opened();
  return f;
}

HoldFacts World::hold_facts() const {
  HoldFacts f;
  f.release = facts(versions_.size() - 1, Way::read_here);
  f.evidence_noted = true;
  f.retention = {
      .legal_hold = false, .opened = opened(), .recipient_asked = false, .keep_until = now_, .signed_by = {}};
  return f;
}

// ---- the rules, plainly ----

void World::breaks(std::string_view rule, std::string_view how) {
  if (broken_.empty()) broken_ = std::string{rule} + ": " + std::string{how};
}

bool World::barred() const {
  return std::ranges::any_of(orders_, [&](const PlainOrder& o) { return o.from <= now_ && now_ < o.until; });
}

void World::judge_beginning(std::string_view what) {
  if (barred()) breaks("rule 2, begun under an order", what);
}

void World::judge_opening(const PlainDelivery& delivery, std::string_view how) {
  ++openings_;
  judge_beginning(how);
  const PlainVersion& version = versions_[delivery.version];
  if (!version.a_person_approved || !version.review.screened) breaks("rule 1, not approved by a person", how);
  if (!addressed_) breaks("rule 1, not addressed", how);
  if (std::ranges::any_of(versions_, &PlainVersion::under_quarantine)) breaks("rule 1, under quarantine", how);
  if (choices_.empty()) return breaks("rule 1, no choice", how);
  const Choice& latest = choices_.back();
  const bool yes = latest.kind == ChoiceKind::now || latest.kind == ChoiceKind::on_date;
  if (!yes || latest.version != version.id || latest.way != delivery.way) breaks("rule 1, not accepted", how);
  if (latest.kind == ChoiceKind::on_date && now_ < *latest.date) breaks("rule 1, its time has not come", how);
}

// Forward is: nearer to the words. Asking is the office's; everything after is the person's.
void World::judge_hold_move(HoldState before, HoldState after, HoldEvent event, Actor who, const Choice& choice) {
  const bool their_word = (event == HoldEvent::choose_accept || event == HoldEvent::choose_later) &&
                          (who == Actor::recipient || (who == Actor::analyst && choice.said != Said::signed_in));
  if (before == HoldState::declined && after != HoldState::declined) {
    const bool away = after == HoldState::withdrawn || after == HoldState::destroyed;
    if (!away && (!their_word || choice.office_asked)) breaks("rule 9, never undone by another", name_of(event));
    if (!away) ++undone_;
  }
  const bool stepped_back = event == HoldEvent::recall || event == HoldEvent::freeze || event == HoldEvent::returned;
  if (after == HoldState::accepted && before != HoldState::accepted && !stepped_back && !their_word) {
    breaks("rule 9, accepted by another", name_of(event));
  }
  if (nearness(after) > nearness(before) && (is_machine(who) && event != HoldEvent::offer)) {
    breaks("rule 7, moved by a machine", name_of(event));
  }
  if (nearness(after) > nearness(before) && (who == Actor::facilitator || who == Actor::institution)) {
    breaks("rule 9, moved forward by the offender's side", name_of(event));
  }
  if (after == HoldState::destroyed && is_machine(who)) breaks("rule 7, destroyed by a machine", name_of(event));
}

// After every act: what stands, stands; what can be changed, can be.
void World::judge_standing() {
  const bool open_to_change = hold_ == HoldState::offered || hold_ == HoldState::deferred ||
                              hold_ == HoldState::declined || hold_ == HoldState::accepted ||
                              hold_ == HoldState::released;
  if (!open_to_change || opened()) return;
  HoldFacts f = hold_facts();
  f.choice = {.version = versions_.back().id, .kind = ChoiceKind::never, .date = {}, .made_at = now_};
  if (!next(hold_, HoldEvent::choose_never, Actor::recipient, f)) breaks("rule 9, a choice cannot be changed", "");
}

// ---- acts ----

void World::do_version(std::size_t i, VersionEvent event, Actor who, const VersionFacts& version_facts) {
  PlainVersion& version = versions_[i];
  const auto row = next(version.state, event, who, version_facts);
  if (!row) return;
  const VersionState before = version.state;
  version.state = row->to;
  if (row->to == VersionState::destroyed && is_machine(who)) breaks("rule 7, destroyed by a machine", row->entry);
  if (row->to == VersionState::approved && before != VersionState::approved) {
    if (who != Actor::analyst) breaks("rule 7, approved by another", name_of(who));
    version.a_person_approved = true;
  }
  if (row->to != VersionState::approved) version.a_person_approved = false;
  if (row->to == VersionState::quarantined) version.under_quarantine = true;
  if (before == VersionState::approved && row->to != VersionState::approved) recall(who);
  if (row->to == VersionState::quarantined && before != VersionState::quarantined) recall(Actor::engine);
}

void World::do_letter(LetterEvent event, Actor who, const LetterFacts& letter_facts) {
  const auto row = next(letter_, event, who, letter_facts);
  if (row) letter_ = row->to;
}

void World::do_hold(HoldEvent event, Actor who, HoldFacts f) {
  if (!addressed_) return;  // no hold yet
  const auto all = orders();
  f.release.orders = all;
  const auto row = next(hold_, event, who, f);
  if (!row) return;
  const HoldState before = hold_;
  hold_ = row->to;
  judge_hold_move(before, hold_, event, who, f.choice);
  if (event == HoldEvent::offer) judge_beginning("offer");
  if (event == HoldEvent::release) judge_beginning("release");
  if (event == HoldEvent::freeze) frozen_ = true;
  if (event == HoldEvent::thaw) frozen_ = false;
  const bool stepped_back = before == HoldState::released && hold_ != HoldState::released && event != HoldEvent::open;
  if (!stepped_back) return;
  recall_deliveries(Actor::order);
}

void World::recall_deliveries(Actor who) {
  for (PlainDelivery& d : deliveries_) {
    const auto row = next(d.state, DeliveryEvent::recall, who, DeliveryFacts{});
    if (row) d.state = row->to;
  }
}

void World::do_release(Actor who, std::size_t version, Way way) {
  const HoldState before = hold_;
  HoldFacts f = hold_facts();
  f.release = facts(version, way);
  do_hold(HoldEvent::release, who, f);
  if (before != HoldState::released && hold_ == HoldState::released)
    deliveries_.push_back({DeliveryState::released, version, way});
}

void World::do_delivery(DeliveryEvent event, Actor who) {
  if (deliveries_.empty()) return;
  PlainDelivery& d = deliveries_.back();
  const auto all = orders();
  DeliveryFacts f{.release = facts(d.version, d.way), .evidence_noted = true, .retention = {}};
  f.release.orders = all;
  f.retention = {
      .legal_hold = false, .opened = opened(), .recipient_asked = false, .keep_until = now_, .signed_by = {}};
  const auto row = next(d.state, event, who, f);
  if (!row) return;
  const bool first = !is_opened(d.state) && is_opened(row->to);
  d.state = row->to;
  if (event == DeliveryEvent::print) judge_beginning("print");
  if (first) judge_opening(d, name_of(event));
  if (first && is_machine(who)) breaks("rule 7, opened by a machine", name_of(who));
  if (d.state == DeliveryState::destroyed && is_machine(who)) breaks("rule 7, destroyed by a machine", name_of(who));
  if (first) hold_ = HoldState::delivered;
  if (event == DeliveryEvent::mail_returned) do_hold(HoldEvent::returned, Actor::analyst, hold_facts());
}

void World::do_choose(Actor who, const Choice& choice) {
  const HoldEvent event = event_of(choice.kind);
  const HoldState before = hold_;
  HoldFacts f = hold_facts();
  f.choice = choice;
  const auto row = next(before, event, who, f);
  if (!addressed_ || !row) return;
  choices_.push_back(choice);
  do_hold(event, who, f);
}

void World::recall(Actor who) { do_hold(HoldEvent::recall, is_machine(who) ? who : Actor::investigator, hold_facts()); }

// The commit of an order: it is there, and what is in flight is recalled, in one turn.
void World::commit_order(PlainOrder order) {
  const auto before = deliveries_;
  orders_.push_back(std::move(order));
  if (!barred()) return;
  do_hold(HoldEvent::recall, Actor::order, hold_facts());
  recall_deliveries(Actor::order);
  for (std::size_t i = 0; i < before.size(); ++i) {
    const DeliveryState was = before[i].state;
    const DeliveryState is = deliveries_[i].state;
    const bool in_flight = was == DeliveryState::released || was == DeliveryState::printing;
    if (in_flight) ++recalls_;
    if (in_flight && is != DeliveryState::recalled) breaks("rule 2, not recalled", name_of(is));
    if (is_opened(was) && is != was) breaks("rule 2, taken from them", name_of(was));
  }
}

Choice World::choice_of(const Turn& turn, Actor who) const {
  Choice choice{.version = versions_[turn.b % versions_.size()].id,
                .kind = pick<ChoiceKind>(turn.a),
                .date = {},
                .made_at = now_};
  choice.way = turn.c % 2 == 0 ? Way::read_here : pick<Way>(turn.c / 2);
  choice.said = who == Actor::recipient && turn.b % 5 != 0 ? Said::signed_in : pick<Said>(turn.b);
  choice.office_asked = turn.c % 3 == 0;
  choice.evidence_noted = turn.c % 5 != 0;
  if (needs_date(choice.kind) && turn.c % 7 != 0) choice.date = now_ + hours{24} * (turn.c % 4);
  return choice;
}

LetterFacts World::letter_facts(const Turn& turn) const {
  const auto approved = [](const PlainVersion& v) { return v.state == VersionState::approved; };
  LetterFacts f;
  f.codes = kCodes;
  f.evidence_noted = true;
  f.addressing = {.version_approved = std::ranges::any_of(versions_, approved),
                  .quarantined = quarantined(),
                  .person_confirmed = turn.a % 4 != 0,
                  .evidence_noted = true};
  return f;
}

void World::advance() {
  const std::size_t last = versions_.size() - 1;
  PlainVersion& version = versions_[last];
  if (version.state == VersionState::received || version.state == VersionState::unscreened)
    return take({Deed::screen, {}, 0, 0, 0});
  if (version.state == VersionState::in_review) return take({Deed::approve, {}, 1, 1, 0});
  if (letter_ == LetterState::approved || !addressed_) return take({Deed::address, {}, 1, 0, 0});
  if (hold_ == HoldState::waiting) return take({Deed::offer, {}, 0, 0, 0});
  if (hold_ == HoldState::offered || hold_ == HoldState::deferred) {
    return do_choose(Actor::recipient, {.version = version.id, .kind = ChoiceKind::now, .date = {}, .made_at = now_});
  }
  const bool accepted = hold_ == HoldState::accepted && !choices_.empty();
  if (accepted) {
    const Choice& choice = choices_.back();
    for (std::size_t i = 0; i < versions_.size(); ++i) {
      if (versions_[i].id == choice.version) do_release(Actor::recipient, i, choice.way);
    }
    return;
  }
  if (hold_ != HoldState::released || deliveries_.empty()) return;
  const PlainDelivery& d = deliveries_.back();
  if (d.way == Way::read_here) return do_delivery(DeliveryEvent::open, Actor::recipient);
  if (d.way == Way::read_aloud) return do_delivery(DeliveryEvent::read_aloud, Actor::reader);
  do_delivery(d.state == DeliveryState::released ? DeliveryEvent::print : DeliveryEvent::mail, Actor::analyst);
}

void World::take(const Turn& turn) {
  const std::size_t i = turn.c % versions_.size();
  const std::size_t last = versions_.size() - 1;
  const bool suspect = versions_[i].state == VersionState::quarantined;
  const Actor judge = suspect ? Actor::investigator : Actor::analyst;
  const auto who = [&](Actor right) { return turn.who.value_or(right); };
  VersionFacts vf;
  vf.codes = kCodes;
  vf.signed_by = signatures(turn.a);
  vf.evidence_noted = true;
  vf.now = now_;
  vf.retention = {
      .legal_hold = false, .opened = opened(), .recipient_asked = false, .keep_until = now_, .signed_by = {}};
  const auto about_letter = [&] { return letter_facts(turn); };

  switch (turn.deed) {
    case Deed::advance:
      advance();
      break;
    case Deed::screen: {
      const auto verdict = pick<Verdict>(turn.a);
      const std::size_t which = turn.b % versions_.size();
      constexpr std::array kEvents{VersionEvent::screened_clear, VersionEvent::screened_review,
                                   VersionEvent::screened_quarantine};
      if (!next(versions_[which].state, kEvents[std::to_underlying(verdict)], who(Actor::engine), vf)) break;
      versions_[which].review.screened = true;
      versions_[which].review.verdict = verdict;
      versions_[which].review.lifted_by = {};
      do_version(which, kEvents[std::to_underlying(verdict)], who(Actor::engine), vf);
      break;
    }
    case Deed::approve:
      vf.review = versions_[last].review;
      vf.review.words_opened = turn.a % 4 != 0;
      vf.review.submitted_it = turn.b % 4 == 0;
      vf.review.recused = false;
      do_version(last, VersionEvent::approve, who(Actor::analyst), vf);
      if (versions_[last].state == VersionState::approved)
        do_letter(LetterEvent::approve, Actor::analyst, about_letter());
      break;
    case Deed::send_back: {
      do_version(i, VersionEvent::return_to_writer, who(judge), vf);
      if (versions_[i].state == VersionState::returned) versions_[i].under_quarantine = false;
      break;
    }
    case Deed::refuse:
      do_version(i, VersionEvent::refuse, who(judge), vf);
      if (versions_[i].state == VersionState::refused) versions_[i].under_quarantine = false;
      break;
    case Deed::quarantine:
      do_version(i, VersionEvent::quarantine, who(Actor::investigator), vf);
      break;
    case Deed::lift:
      do_version(i, VersionEvent::lift_quarantine, who(Actor::investigator), vf);
      if (versions_[i].state == VersionState::in_review) versions_[i].review.lifted_by = vf.signed_by;
      if (versions_[i].state == VersionState::in_review && two_names(turn.a)) versions_[i].under_quarantine = false;
      break;
    case Deed::retract:
      do_version(i, VersionEvent::retract_approval, who(Actor::analyst), vf);
      do_letter(LetterEvent::reopen, Actor::analyst, about_letter());
      break;
    case Deed::new_version:
      if (versions_.size() >= 4) break;
      do_letter(LetterEvent::new_version, who(Actor::facilitator), about_letter());
      if (letter_ != LetterState::in_review) break;
      do_version(last, VersionEvent::replace, who(Actor::facilitator), vf);
      versions_.push_back({.id = VersionId{{static_cast<std::uint8_t>(versions_.size() + 1)}}});
      break;
    case Deed::withdraw:
      do_letter(LetterEvent::withdraw, who(Actor::facilitator), about_letter());
      if (letter_ != LetterState::withdrawn) break;
      for (std::size_t v = 0; v < versions_.size(); ++v) do_version(v, VersionEvent::withdraw, Actor::facilitator, vf);
      do_hold(HoldEvent::withdraw, Actor::facilitator, hold_facts());
      break;
    case Deed::address: {
      const auto row = next(letter_, LetterEvent::address, who(Actor::analyst), about_letter());
      if (!row) break;
      letter_ = row->to;
      addressed_ = true;
      break;
    }
    case Deed::unaddress:
      if (!addressed_ || opened()) break;
      do_hold(HoldEvent::unpair, who(Actor::analyst), hold_facts());
      if (hold_ != HoldState::withdrawn) break;
      do_letter(LetterEvent::unaddress, Actor::analyst, about_letter());
      addressed_ = false;
      hold_ = HoldState::waiting;  // another pairing makes another hold
      choices_.clear();
      break;
    case Deed::offer:
      do_hold(HoldEvent::offer, who(Actor::analyst), hold_facts());
      break;
    case Deed::choose:
      do_choose(who(Actor::recipient), choice_of(turn, who(Actor::recipient)));
      break;
    case Deed::release:
      do_release(who(Actor::recipient), i, pick<Way>(turn.a));
      break;
    case Deed::open:
      do_delivery(DeliveryEvent::open, who(Actor::recipient));
      break;
    case Deed::print:
      do_delivery(DeliveryEvent::print, who(Actor::analyst));
      break;
    case Deed::mail:
      do_delivery(DeliveryEvent::mail, who(Actor::analyst));
      break;
    case Deed::read_aloud:
      do_delivery(DeliveryEvent::read_aloud, who(Actor::reader));
      break;
    case Deed::mail_comes_back:
      do_delivery(DeliveryEvent::mail_returned, who(Actor::analyst));
      break;
    case Deed::order: {
      const Time from = now_ + hours{24} * (turn.a % 3) - hours{24};
      const Time until = from + hours{24} * (1 + turn.b % 4);
      Order order{.kind = OrderKind::civil_harassment, .begins = from, .ends = until};
      order.terms = {{Condition::no_weapon}, {turn.c % 2 == 0 ? Condition::no_communication : Condition::unknown}};
      commit_order({std::move(order), from, until});
      break;
    }
    case Deed::end_order: {
      if (orders_.empty()) break;
      PlainOrder& o = orders_[turn.c % orders_.size()];
      OrderFacts of{.kind = o.order.kind,
                    .evidence_noted = turn.b % 2 == 0,
                    .loosens = true,
                    .signed_by = signatures(turn.a),
                    .ends = {},
                    .now = now_};
      const auto row = next(o.order.state, OrderEvent::terminate, who(Actor::analyst), of);
      if (!row) break;
      if (!two_names(turn.a) && o.order.kind != OrderKind::stop_contact) breaks("two people", "an order ended by one");
      o.order.state = row->to;
      o.order.replaced_at = now_;
      o.until = std::min(o.until, now_);
      break;
    }
    case Deed::stop_contact:
      commit_order({Order{.kind = OrderKind::stop_contact, .begins = now_}, now_, Time::max()});
      break;
    case Deed::allow_contact:
      for (PlainOrder& o : orders_) {
        if (o.order.kind != OrderKind::stop_contact || o.order.state != OrderState::active) continue;
        const auto row = next(o.order.state, OrderEvent::terminate, who(Actor::recipient),
                              {.kind = OrderKind::stop_contact, .signed_by = {}, .ends = {}});
        if (!row) continue;
        if (who(Actor::recipient) != Actor::recipient) breaks("two people", "a stop-contact request ended by another");
        o.order.state = row->to;
        o.order.replaced_at = now_;
        o.until = std::min(o.until, now_);
      }
      break;
    case Deed::time_passes:
      now_ += hours{6} * (1 + turn.a % 8);
      break;
    case Deed::freeze:
      do_hold(HoldEvent::freeze, who(Actor::analyst), hold_facts());
      break;
    case Deed::thaw:
      do_hold(HoldEvent::thaw, who(Actor::analyst), hold_facts());
      break;
    case Deed::destroy:
      if (turn.a % 2 == 0)
        do_version(i, VersionEvent::destroy, who(Actor::clock), vf);
      else
        do_delivery(DeliveryEvent::destroy, who(Actor::clock));
      break;
    case Deed::any_hold_event: {
      const auto event = pick<HoldEvent>(turn.a);
      const bool by_its_own_act = event == HoldEvent::choose_accept || event == HoldEvent::choose_later ||
                                  event == HoldEvent::choose_never || event == HoldEvent::release ||
                                  event == HoldEvent::open;
      if (!by_its_own_act && event != HoldEvent::unpair && event != HoldEvent::returned) {
        do_hold(event, who(pick<Actor>(turn.b)), hold_facts());
      }
      break;
    }
    case Deed::any_version_event:
      do_version(i, pick<VersionEvent>(turn.a), who(pick<Actor>(turn.b)), VersionFacts{});
      break;
  }
  judge_standing();
}

}  // namespace holdfast::domain
