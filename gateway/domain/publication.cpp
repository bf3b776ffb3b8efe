#include "gateway/domain/publication.h"

#include <algorithm>

namespace holdfast::domain {
namespace {

using P = PublishedState;

bool unread(VersionState version) { return version == VersionState::received || version == VersionState::unscreened; }

P of_review(const PublicationFacts& facts) {
  const bool first_word = facts.last == P::received || facts.own_act_since;
  if (unread(facts.version)) return first_word ? P::received : P::in_review;
  if (facts.quarantined) return P::in_review;
  switch (facts.letter) {
    case LetterState::returned:
      return P::returned;
    case LetterState::refused:
      return P::not_accepted;
    case LetterState::banked:
      return facts.barred ? P::in_review : P::banked;
    default:
      return P::in_review;
  }
}

}  // namespace

PublishedState published_state(const PublicationFacts& facts) {
  if (facts.letter == LetterState::withdrawn || facts.last == P::withdrawn) return P::withdrawn;
  if (needs_approval(facts.channel)) {
    const bool first_word = facts.last == P::received || facts.own_act_since;
    return first_word && unread(facts.version) ? P::received : P::in_review;
  }
  if (facts.last == P::banked && !facts.own_act_since) return P::banked;
  const bool quiet = facts.letter == LetterState::entered_in_error || facts.letter == LetterState::destroyed;
  if (quiet) return facts.last == P::received || facts.own_act_since ? P::in_review : facts.last;
  return of_review(facts);
}

Time next_publication(Time now, std::span<const DayMinute> times) {
  const auto today = std::chrono::floor<std::chrono::days>(now);
  const auto midnight = today + std::chrono::days{1};
  if (times.empty()) return midnight;
  Time next = midnight + *std::ranges::min_element(times);
  for (const DayMinute time : times) {
    const Time at = today + time;
    if (at > now && at < next) next = at;
  }
  return next;
}

}  // namespace holdfast::domain
