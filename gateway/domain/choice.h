// What a recipient decided about one version of a letter. The latest choice wins; it can be changed until the letter
// is opened; "never" is undone by that person alone, and nobody asks (rule 9).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "gateway/domain/bar.h"
#include "gateway/domain/id.h"
#include "gateway/domain/people.h"
#include "gateway/domain/time.h"

namespace holdfast::domain {

enum class ChoiceKind : std::uint8_t {  // stored by name: never rename
  now,
  on_date,        // not before `date`
  not_now,        // deferred without a date: the office does not ask again
  not_now_until,  // deferred until `date`; from then on it lies there as an offer again, without a notice
  never,
};
inline constexpr std::array<std::string_view, 5> kChoiceKindNames{"now", "on_date", "not_now", "not_now_until",
                                                                  "never"};
constexpr NameList names_of(ChoiceKind /*unused*/) { return kChoiceKindNames; }

enum class Way : std::uint8_t { read_here, post, email, read_aloud };  // stored by name: never rename
inline constexpr std::array<std::string_view, 4> kWayNames{"read_here", "post", "email", "read_aloud"};
constexpr NameList names_of(Way /*unused*/) { return kWayNames; }

// How the person said it. An analyst records only what the person said by telephone, by post or in the room.
// `standing` was said beforehand, of every message of approved contact (approval.h).
enum class Said : std::uint8_t { signed_in, telephone, by_post, in_person, standing };
inline constexpr std::array<std::string_view, 5> kSaidNames{"signed_in", "telephone", "by_post", "in_person",
                                                            "standing"};
constexpr NameList names_of(Said /*unused*/) { return kSaidNames; }

struct Choice {
  VersionId version{};
  ChoiceKind kind = ChoiceKind::never;
  std::optional<Time> date{};  // for on_date and not_now_until
  Way way = Way::read_here;    // for now and on_date
  Said said = Said::signed_in;
  bool office_asked = false;    // the office raised it in that conversation
  bool evidence_noted = false;  // who recorded it noted when, how, and how they knew who spoke
  Time made_at{};
};

constexpr bool accepts(ChoiceKind kind) { return kind == ChoiceKind::now || kind == ChoiceKind::on_date; }
constexpr bool needs_date(ChoiceKind kind) { return kind == ChoiceKind::on_date || kind == ChoiceKind::not_now_until; }

// The latest of one hold's choices: the greatest made_at, and of equals the one that stands later in the list.
const Choice* latest_choice(std::span<const Choice> choices);

// Why a choice may not be written down, or Bar::none. `opened`: the letter was opened already.
Bar bar_to_choose(const Choice& choice, Actor by, bool opened);
// The same after "never": only the person raises it, of their own accord.
Bar bar_to_undo_never(const Choice& choice, Actor by, bool opened);
// Whether `latest` accepts this version, this way, at this time.
Bar bar_of_choice(const Choice* latest, const VersionId& version, Way way, Time now);

}  // namespace holdfast::domain
