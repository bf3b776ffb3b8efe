// What a facilitator is told, and when. A projection: it depends on the letter's own review and on the facilitator's
// own acts, never on whether a recipient exists, was asked, chose, opened, moved or complained (rule 3).
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <span>

#include "gateway/domain/letter.h"
#include "gateway/domain/names.h"
#include "gateway/domain/order.h"
#include "gateway/domain/time.h"

namespace holdfast::domain {

enum class PublishedState : std::uint8_t {  // stored by name: never rename
  received,
  in_review,
  returned,
  banked,
  not_accepted,
  withdrawn,
};
inline constexpr std::array<std::string_view, 6> kPublishedStateNames{"received", "in_review",    "returned",
                                                                      "banked",   "not_accepted", "withdrawn"};
constexpr NameList names_of(PublishedState /*unused*/) { return kPublishedStateNames; }

struct PublicationFacts {
  LetterState letter = LetterState::in_review;
  VersionState version = VersionState::received;   // the latest version
  bool barred = false;                             // an order that was served bars the pair at this publication
  bool quarantined = false;                        // any version
  PublishedState last = PublishedState::received;  // what was published before
  bool own_act_since = false;  // the facilitator sent a new version, or withdrew, since `last` was published
  Channel channel = Channel::accountability_letter;
};

// What the next publication says. A letter that is quarantined, barred, frozen or in error looks like a slow one; one
// under an order that was not served yet like any other. Once `banked`, only the facilitator's own act moves it.
// Withdrawal, being their own act, shows at once. Of approved contact nothing but `received` and `in_review` is ever
// said: what is decided about it there depends on its recipient.
PublishedState published_state(const PublicationFacts& facts);

using DayMinute = std::chrono::minutes;  // since midnight UTC

// The first publication strictly after `now`. Times need no order; with none, the next midnight UTC.
Time next_publication(Time now, std::span<const DayMinute> times);

}  // namespace holdfast::domain
