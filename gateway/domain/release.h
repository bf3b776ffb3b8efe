// Why something may not reach a recipient now. One set of facts, read under the offender's guard, and one question a
// step: offer, release, first opening, print. Orders speak first (rule 2), then the letter, then the person (rule 1).
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "gateway/domain/bar.h"
#include "gateway/domain/choice.h"
#include "gateway/domain/letter.h"
#include "gateway/domain/order.h"
#include "gateway/domain/people.h"
#include "gateway/domain/time.h"

namespace holdfast::domain {

// The pair (this offender, this person), this letter, this version, at one instant. Left out, a fact refuses.
struct ReleaseFacts {
  std::span<const Order> orders{};  // every order and stop-contact request of the pair, ended ones too
  bool orders_known = false;        // they were read, completely, under the guard
  bool held_back = true;            // one of them barred this since a person last let it go on: one looks first
  Channel channel = Channel::accountability_letter;
  Time now{};

  LetterState letter = LetterState::destroyed;
  VersionId version{};
  VersionState version_state = VersionState::unscreened;
  bool quarantined = true;  // any version of this letter
  bool addressed = false;   // a person confirmed who it is for, with evidence
  bool frozen = true;       // a pairing in question, or recalled by an order that was then found to be in error

  bool registered = false;            // and confirmed
  bool wants_to_be_asked = false;     // of letters by this offender; silence is no
  bool of_age = false;                // or a confirmed guardian who is neither the writer nor restrained decides
  std::span<const Choice> choices{};  // this hold's, all of them

  Way way = Way::read_here;  // how it is about to go
  bool opened = false;       // already
};

Bar bar_to_offer(const ReleaseFacts& facts);
Bar bar_to_release(const ReleaseFacts& facts);
// First opening: the page sent, the reader beginning, the envelope handed to the post. Everything is asked again.
Bar bar_to_open(const ReleaseFacts& facts);
Bar bar_to_print(const ReleaseFacts& facts);
// To a reader: everything that release asks, but for the day that the person named; they chose to have it read.
Bar bar_to_assign(const ReleaseFacts& facts);
// What was opened is theirs: no order, review or act of the writer closes it again. Only a pairing in question does.
Bar bar_to_read_again(const ReleaseFacts& facts);

// What all four have in common: the letter and its version, without the person's side.
Bar bar_of_letter(const ReleaseFacts& facts);
// The orders alone.
Bar bar_of_pair(const ReleaseFacts& facts);

}  // namespace holdfast::domain
