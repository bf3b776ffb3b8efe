// One release on its way, by one of the four ways. There may be several after each other for one hold (recalled and
// released again, mail returned and sent again), never two under way.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "gateway/domain/machine.h"
#include "gateway/domain/release.h"
#include "gateway/domain/retention.h"

namespace holdfast::domain {

enum class DeliveryState : std::uint8_t {  // stored by name: never rename
  released,                                // nothing has begun
  printing,                                // or the e-mail that they chose is being made
  mailed,                                  // handed to the post (or to the mail server): opened, as far as we know
  returned_undeliverable,                  // came back unopened
  opened,                                  // the words were shown
  read_aloud,                              // the reader began
  recalled,
  closed,  // by the recipient; or by the reader, when the reading is done
  destroyed,
};
inline constexpr std::array<std::string_view, 9> kDeliveryStateNames{
    "released", "printing", "mailed",   "returned_undeliverable", "opened", "read_aloud",
    "recalled", "closed",   "destroyed"};
constexpr NameList names_of(DeliveryState /*unused*/) { return kDeliveryStateNames; }
// Whether the words have reached the person, as far as we can know.
constexpr bool is_opened(DeliveryState s) {
  return s == DeliveryState::mailed || s == DeliveryState::opened || s == DeliveryState::read_aloud ||
         s == DeliveryState::closed;
}

enum class DeliveryEvent : std::uint8_t {
  open,  // first opening, or again
  print,
  cancel_print,
  mail,
  mail_returned,
  read_aloud,
  recall,
  close,
  destroy,
};
inline constexpr std::array<std::string_view, 9> kDeliveryEventNames{
    "open", "print", "cancel_print", "mail", "mail_returned", "read_aloud", "recall", "close", "destroy"};
constexpr NameList names_of(DeliveryEvent /*unused*/) { return kDeliveryEventNames; }

using DeliveryTransition = Transition<DeliveryState, DeliveryEvent>;
inline constexpr Beginning<DeliveryState> kDeliveryBegins{
    DeliveryState::released, by(Actor::recipient, Actor::analyst, Actor::reader), "delivery.released"};

namespace delivery_table {
using S = DeliveryState;
using E = DeliveryEvent;
using enum Actor;
using G = Guard;
// An order; a change of mind; a withdrawal; a quarantine; a pairing in question.
constexpr Actors kRecall = by(order, recipient, facilitator, analyst, investigator, engine);
inline constexpr std::array kRows{std::to_array<DeliveryTransition>({
    // clang-format off
    // from        event             who                          guard          to                         entry
    {S::released, E::open,          by(recipient),               G::open,       S::opened,                 "delivery.opened"},
    {S::released, E::print,         by(analyst),                 G::print,      S::printing,               "delivery.printing"},
    {S::released, E::read_aloud,    by(reader),                  G::open,       S::read_aloud,             "delivery.reading_began"},
    {S::released, E::recall,        kRecall,                     G::none,       S::recalled,               "delivery.recalled"},

    {S::printing, E::mail,          by(analyst),                 G::open,       S::mailed,                 "delivery.mailed"},
    {S::printing, E::cancel_print,  by(analyst),                 G::none,       S::released,               "delivery.print_cancelled"},
    {S::printing, E::recall,        kRecall,                     G::none,       S::recalled,               "delivery.print_recalled"},

    {S::mailed,   E::recall,        kRecall,                     G::none,       S::mailed,                 "delivery.recall_too_late"},
    {S::mailed,   E::mail_returned, by(analyst),                 G::evidence,   S::returned_undeliverable, "delivery.mail_returned"},
    {S::mailed,   E::destroy,       by(recipient, analyst),      G::destroy,    S::destroyed,              "delivery.destroyed"},

    {S::opened,   E::open,          by(recipient),               G::read_again, S::opened,                 "delivery.read_again"},
    {S::opened,   E::recall,        kRecall,                     G::none,       S::opened,                 "delivery.recall_too_late"},
    {S::opened,   E::close,         by(recipient),               G::none,       S::closed,                 "delivery.closed"},
    {S::opened,   E::destroy,       by(recipient, analyst),      G::destroy,    S::destroyed,              "delivery.destroyed"},

    {S::read_aloud, E::read_aloud,  by(reader),                  G::read_again, S::read_aloud,             "delivery.read_again"},
    {S::read_aloud, E::recall,      kRecall,                     G::none,       S::read_aloud,             "delivery.recall_too_late"},
    {S::read_aloud, E::close,       by(recipient, reader),       G::none,       S::closed,                 "delivery.closed"},
    {S::read_aloud, E::destroy,     by(recipient, analyst),      G::destroy,    S::destroyed,              "delivery.destroyed"},

    {S::closed,   E::open,          by(recipient),               G::read_again, S::opened,                 "delivery.read_again"},
    {S::closed,   E::recall,        kRecall,                     G::none,       S::closed,                 "delivery.recall_too_late"},
    {S::closed,   E::destroy,       by(recipient, analyst),      G::destroy,    S::destroyed,              "delivery.destroyed"},

    {S::returned_undeliverable, E::destroy, by(analyst, administrator), G::destroy, S::destroyed,          "delivery.destroyed"},
    {S::recalled, E::destroy,       by(analyst, administrator),  G::destroy,    S::destroyed,              "delivery.destroyed"},
    // clang-format on
})};
}  // namespace delivery_table
inline constexpr auto& kDeliveryTransitions = delivery_table::kRows;
static_assert(one_row_each(kDeliveryTransitions));

struct DeliveryFacts {
  ReleaseFacts release{};
  bool evidence_noted = false;
  RetentionFacts retention{};
};
Judgement<DeliveryState, DeliveryEvent> next(DeliveryState from, DeliveryEvent event, Actor who,
                                             const DeliveryFacts& facts);

// What a recall does to a delivery: what can be closed is closed, what cannot is somebody's task at once.
enum class RecallEffect : std::uint8_t {
  nothing,          // it is over
  closed_again,     // nobody has seen it, nobody will
  print_cancelled,  // the print is torn up: a person's task, and nothing leaves the house
  task_for_person,  // it is in the post: someone telephones
  stays_theirs,     // they opened it
};
inline constexpr std::array<std::string_view, 5> kRecallEffectNames{"nothing", "closed_again", "print_cancelled",
                                                                    "task_for_person", "stays_theirs"};
constexpr NameList names_of(RecallEffect /*unused*/) { return kRecallEffectNames; }
RecallEffect recall_effect(DeliveryState state);

}  // namespace holdfast::domain
