#include "gateway/domain/choice.h"

namespace holdfast::domain {
namespace {

// A signed-in person speaks for themselves; an analyst writes down what was said elsewhere, and notes how.
Bar bar_of_speaker(const Choice& choice, Actor by) {
  if (is_machine(by)) return Bar::machine;
  if (by == Actor::recipient) return choice.said == Said::signed_in ? Bar::none : Bar::not_yours;
  if (by != Actor::analyst || choice.said == Said::signed_in || choice.said == Said::standing) return Bar::not_yours;
  return choice.evidence_noted ? Bar::none : Bar::no_evidence;
}

Bar bar_of_kind(const Choice& latest, Time now) {
  switch (latest.kind) {
    case ChoiceKind::now:
      return Bar::none;
    case ChoiceKind::on_date:
      return latest.date && now >= *latest.date ? Bar::none : Bar::not_yet;
    case ChoiceKind::not_now:
    case ChoiceKind::not_now_until:
      return Bar::deferred;
    case ChoiceKind::never:
      return Bar::never;
  }
  return Bar::no_choice;
}

}  // namespace

const Choice* latest_choice(std::span<const Choice> choices) {
  const Choice* latest = nullptr;
  for (const Choice& choice : choices) {
    if (latest == nullptr || choice.made_at >= latest->made_at) latest = &choice;
  }
  return latest;
}

Bar bar_to_choose(const Choice& choice, Actor by, bool opened) {
  if (opened) return Bar::already_opened;
  if (const Bar bar = bar_of_speaker(choice, by); bar != Bar::none) return bar;
  return needs_date(choice.kind) && !choice.date ? Bar::no_date : Bar::none;
}

Bar bar_to_undo_never(const Choice& choice, Actor by, bool opened) {
  const Bar bar = bar_to_choose(choice, by, opened);
  return first_of(bar, choice.office_asked ? Bar::nobody_asks : Bar::none);
}

Bar bar_of_choice(const Choice* latest, const VersionId& version, Way way, Time now) {
  if (latest == nullptr) return Bar::no_choice;
  if (const Bar bar = bar_of_kind(*latest, now); bar != Bar::none) return bar;
  if (latest->version != version) return Bar::another_version;
  return latest->way == way ? Bar::none : Bar::another_way;
}

}  // namespace holdfast::domain
