// The administrator's rules, and one change of them for two people.
#include "gateway/pages/impl.h"

namespace holdfast::pages {
namespace {

constexpr std::size_t kShort = 12;  // of a hash: enough to tell sets apart

void fill_set(Fill& fill, const RuleSetLine& set) {
  fill.set("ID", set.id);
  fill.set("HASH", set.hash.substr(0, kShort));
  fill.set("WHOLE", set.hash);
  fill.token("STATE_CODE", set.state);
  fill.word("STATE", "rule_set_state", set.state);
  fill.say("RULES", "rules.count", {{"n", std::int64_t{set.rules}}});
  const auto act = [&](const char* section, const std::string& who, Time at) {
    auto part = fill.add(section);
    part.moment("AT", at);
    if (who.empty()) {
      part.say("WHO", "rules.gateway_itself");
    } else {
      part.set("WHO", who);
    }
  };
  act("ASKED", set.asked_by, set.asked);
  if (set.decided) act("DECIDED", set.decided_by, *set.decided);
}

void fill_weaker(Fill& fill, const RuleChangeView::Weaker& weaker) {
  fill.set("RULE", weaker.rule);
  fill.maybe("MEANS", "SAYS", weaker.says);
  for (const auto& how : weaker.how) fill.add("HOW").word("SAYS", "weakening", how);
  if (!weaker.hits) return;
  auto measured = fill.add("MEASURED");
  measured.say(
      "SAYS", "rules.figures",
      {{"n", std::int64_t{*weaker.hits}}, {"bad", std::int64_t{weaker.bad}}, {"good", std::int64_t{weaker.good}}});
  measured.word("OF", "rules_measured", weaker.measured);
}

}  // namespace

std::string Pages::render(const Frame& frame, const RulesView& view) const {
  return impl_->page("rules", Layout::staff, frame, [&](Fill& fill) {
    if (!view.faults.empty()) {
      auto refused = fill.add("REFUSED");
      for (const auto& fault : view.faults) {
        auto row = refused.add("FAULT");
        row.set("PLACE", fault.place);
        row.set("WHAT", fault.what);
      }
    }
    for (const auto& set : view.sets) {
      if (set.state == "waiting") {
        auto waiting = fill.add("WAITING");
        fill_set(waiting, set);
      }
      if (set.state == "in_force") {
        auto present = fill.add("IN_FORCE");
        fill_set(present, set);
      }
      auto row = fill.add("SET");
      fill_set(row, set);
    }
    for (const auto& gateway : view.gateways) {
      auto row = fill.add("GATEWAY");
      row.set("NAME", gateway.name);
      row.set("HASH", gateway.hash.substr(0, kShort));
      row.show(gateway.current ? "CURRENT" : "BEHIND");
      row.moment("SINCE", gateway.since);
      row.moment("SEEN", gateway.seen);
    }
  });
}

std::string Pages::render(const Frame& frame, const RuleChangeView& view) const {
  return impl_->page("rule_change", Layout::staff, frame, [&](Fill& fill) {
    fill.show(frame.role == domain::Role::second_person ? "FROM_SECOND" : "FROM_LIST");
    fill_set(fill, view.set);
    fill.set("BEFORE", view.before.substr(0, kShort));
    fill.say("COUNT", "rule_change.count", {{"n", static_cast<std::int64_t>(view.weaker.size())}});
    for (const auto& weaker : view.weaker) {
      auto row = fill.add("WEAKER");
      fill_weaker(row, weaker);
    }
    if (view.set.state != "waiting") return;
    auto answer = fill.add("ANSWER");
    fill_waits(answer, view.waits_for, view.set.asked);
    answer.show(view.own ? "OWN" : "OTHER");
  });
}

}  // namespace holdfast::pages
