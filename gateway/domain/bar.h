// Why something may not happen now. Every refusal of the core is one of these; the database's own guards raise the
// same names as error details, so that a refusal reads the same wherever it was made.
//
// The phrases are for staff and for the recipient. They never reach the offender's side: a facilitator is told what
// publication.h says, and nothing else.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>

#include "gateway/domain/names.h"
#include "gateway/domain/result.h"

namespace holdfast::domain {

enum class Bar : std::uint8_t {  // stored by name: never rename, only add
  none,
  // what it is and who asks
  not_in_state,
  not_yours,
  one_person,
  machine,
  own_letter,
  recused,
  // orders (order.h)
  order,
  order_unread,
  order_needs_person,
  stop_contact,
  // the letter and its version
  quarantine,
  unscreened,
  not_approved,
  not_addressed,
  frozen,
  superseded,
  withdrawn,
  entered_in_error,
  destroyed,
  words_not_opened,
  no_reason,
  no_evidence,
  // the recipient
  not_registered,
  not_asked,
  not_of_age,
  no_choice,
  another_version,
  another_way,
  deferred,
  never,
  nobody_asks,
  not_yet,
  no_date,
  already_opened,
  not_opened,
  theirs,
  // keeping and destroying
  legal_hold,
  kept,
  // tickets, notices, approvals
  not_read,
  not_shown,
  not_agreed,
  recalled,
  attempted,
  no_notice,
  person_first,
  writers_side,
  // approved contact
  no_approval,
  too_long,
  limit_reached,
};

inline constexpr std::size_t kBars = static_cast<std::size_t>(Bar::limit_reached) + 1;

struct BarText {
  Bar bar;
  std::string_view name;
  std::string_view why;  // a fixed phrase, safe to log
};

inline constexpr std::array<BarText, kBars> kBarTexts{{
    {Bar::none, "none", "nothing bars it"},
    {Bar::not_in_state, "not_in_state", "its present state does not allow this"},
    {Bar::not_yours, "not_yours", "this act belongs to someone else"},
    {Bar::one_person, "one_person", "this needs two different people"},
    {Bar::machine, "machine", "a machine does not decide this"},
    {Bar::own_letter, "own_letter", "who submitted a letter does not judge it"},
    {Bar::recused, "recused", "this person is recused from the case"},
    {Bar::order, "order", "an order in force bars this contact"},
    {Bar::order_unread, "order_unread", "the free text of an order has not been read by a person"},
    {Bar::order_needs_person, "order_needs_person", "a person must look at an order before anything moves"},
    {Bar::stop_contact, "stop_contact", "the recipient asked for contact to stop"},
    {Bar::quarantine, "quarantine", "something of this letter is under quarantine"},
    {Bar::unscreened, "unscreened", "this version has not been screened"},
    {Bar::not_approved, "not_approved", "this version is not approved"},
    {Bar::not_addressed, "not_addressed", "nobody has confirmed who this letter is for"},
    {Bar::frozen, "frozen", "this is frozen until a person confirms who it belongs to"},
    {Bar::superseded, "superseded", "a newer version took its place"},
    {Bar::withdrawn, "withdrawn", "it was withdrawn"},
    {Bar::entered_in_error, "entered_in_error", "it was entered in error"},
    {Bar::destroyed, "destroyed", "it was destroyed"},
    {Bar::words_not_opened, "words_not_opened", "the words have not been opened by who decides"},
    {Bar::no_reason, "no_reason", "a reason code is needed"},
    {Bar::no_evidence, "no_evidence", "the evidence has not been noted"},
    {Bar::not_registered, "not_registered", "the recipient has not registered"},
    {Bar::not_asked, "not_asked", "the recipient does not wish to be asked"},
    {Bar::not_of_age, "not_of_age", "the recipient is a minor without a confirmed guardian"},
    {Bar::no_choice, "no_choice", "the recipient has not chosen"},
    {Bar::another_version, "another_version", "the recipient chose another version"},
    {Bar::another_way, "another_way", "the recipient chose another way to receive it"},
    {Bar::deferred, "deferred", "the recipient said: not now"},
    {Bar::never, "never", "the recipient said: never"},
    {Bar::nobody_asks, "nobody_asks", "after never, only the recipient may raise it"},
    {Bar::not_yet, "not_yet", "its time has not come"},
    {Bar::no_date, "no_date", "this choice needs a date"},
    {Bar::already_opened, "already_opened", "it has been opened already"},
    {Bar::not_opened, "not_opened", "it has not been opened"},
    {Bar::theirs, "theirs", "what a recipient has opened is theirs"},
    {Bar::legal_hold, "legal_hold", "a legal hold keeps it"},
    {Bar::kept, "kept", "its time of keeping is not over"},
    {Bar::not_read, "not_read", "no person has read it yet"},
    {Bar::not_shown, "not_shown", "the recipient has not seen what would leave the office"},
    {Bar::not_agreed, "not_agreed", "the recipient has not agreed"},
    {Bar::recalled, "recalled", "it was recalled"},
    {Bar::attempted, "attempted", "it was attempted already and may not be repeated"},
    {Bar::no_notice, "no_notice", "the recipient does not wish notices this way"},
    {Bar::person_first, "person_first", "a person must decide first"},
    {Bar::writers_side, "writers_side", "nobody of the programme that submitted a letter reads it to its person"},
    {Bar::no_approval, "no_approval", "no approval of contact on this channel is in force"},
    {Bar::too_long, "too_long", "it is longer than was agreed"},
    {Bar::limit_reached, "limit_reached", "as many have gone as were agreed for this time"},
}};

constexpr bool bar_texts_in_order() {
  for (std::size_t i = 0; i < kBars; ++i) {
    if (static_cast<std::size_t>(kBarTexts[i].bar) != i) return false;
  }
  return true;
}
static_assert(bar_texts_in_order(), "one row a bar, in the order of the enum");

constexpr std::string_view bar_name(Bar bar) { return kBarTexts[static_cast<std::size_t>(bar)].name; }
constexpr std::string_view why(Bar bar) { return kBarTexts[static_cast<std::size_t>(bar)].why; }

// The bar of a name that a trigger raised; nothing if it is none of ours.
constexpr std::optional<Bar> parse_bar(std::string_view name) {
  for (const BarText& text : kBarTexts) {
    if (text.name == name) return text.bar;
  }
  return std::nullopt;
}

// As an Error: refused with the phrase, but forbidden for not_yours and gone for destroyed.
Error refusal(Bar bar);

// The first of two bars that bars.
constexpr Bar first_of(Bar a, Bar b) { return a != Bar::none ? a : b; }

}  // namespace holdfast::domain
