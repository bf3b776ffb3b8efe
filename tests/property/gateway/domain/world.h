// A small world: one letter with its versions, one recipient, orders, choices, and a clock that moves. People and
// machines act on it in any order; every act goes through the core's own functions, and what it would allow is judged
// by plain records kept beside them (Plain...), never by the functions under test.
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "gateway/domain/delivery.h"
#include "gateway/domain/hold.h"

namespace holdfast::domain {

enum class Deed : std::uint8_t {
  advance,  // whoever's turn it is does the next right thing
  screen,
  approve,
  send_back,
  refuse,
  quarantine,
  lift,
  retract,
  new_version,
  withdraw,
  address,
  unaddress,
  offer,
  choose,
  release,
  open,
  print,
  mail,
  read_aloud,
  mail_comes_back,
  order,
  end_order,
  stop_contact,
  allow_contact,
  time_passes,
  freeze,
  thaw,
  destroy,
  any_hold_event,
  any_version_event,
};
inline constexpr std::array<std::string_view, 30> kDeedNames{
    "advance",     "screen",          "approve",     "send_back", "refuse",         "quarantine",
    "lift",        "retract",         "new_version", "withdraw",  "address",        "unaddress",
    "offer",       "choose",          "release",     "open",      "print",          "mail",
    "read_aloud",  "mail_comes_back", "order",       "end_order", "stop_contact",   "allow_contact",
    "time_passes", "freeze",          "thaw",        "destroy",   "any_hold_event", "any_version_event"};
constexpr NameList names_of(Deed /*unused*/) { return kDeedNames; }

struct Turn {
  Deed deed = Deed::advance;
  std::optional<Actor> who{};  // nobody named: the one whose act it is
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
};
std::ostream& operator<<(std::ostream& out, const Turn& turn);

struct PlainVersion {
  VersionId id{};
  VersionState state = VersionState::received;
  ReviewFacts review{};
  bool a_person_approved = false;
  bool under_quarantine = false;
};

struct PlainOrder {
  Order order;
  Time from;
  Time until;  // plainly: in force in [from, until)
};

struct PlainDelivery {
  DeliveryState state = DeliveryState::released;
  std::size_t version = 0;
  Way way = Way::read_here;
};

class World {
 public:
  World();
  void take(const Turn& turn);

  // What the rules are asked about. Empty: none was broken.
  const std::string& broken() const { return broken_; }
  int openings() const { return openings_; }
  int recalls() const { return recalls_; }
  int undone() const { return undone_; }

 private:
  void advance();
  void do_version(std::size_t i, VersionEvent event, Actor who, const VersionFacts& facts);
  void do_hold(HoldEvent event, Actor who, HoldFacts facts);
  void do_delivery(DeliveryEvent event, Actor who);
  void do_release(Actor who, std::size_t version, Way way);
  void do_choose(Actor who, const Choice& choice);
  void do_letter(LetterEvent event, Actor who, const LetterFacts& facts);
  void commit_order(PlainOrder order);
  void recall(Actor who);
  void recall_deliveries(Actor who);

  Choice choice_of(const Turn& turn, Actor who) const;
  ReleaseFacts facts(std::size_t version, Way way) const;
  HoldFacts hold_facts() const;
  LetterFacts letter_facts(const Turn& turn) const;
  std::vector<Order> orders() const;
  bool opened() const;
  bool quarantined() const;

  // The rules, plainly.
  bool barred() const;
  void judge_opening(const PlainDelivery& delivery, std::string_view how);
  void judge_beginning(std::string_view what);
  void judge_hold_move(HoldState before, HoldState after, HoldEvent event, Actor who, const Choice& choice);
  void judge_standing();
  void breaks(std::string_view rule, std::string_view how);

  Time now_;
  std::vector<PlainVersion> versions_;
  LetterState letter_ = LetterState::in_review;
  HoldState hold_ = HoldState::waiting;
  bool addressed_ = false;
  bool frozen_ = false;
  std::vector<PlainOrder> orders_;
  std::vector<Choice> choices_;
  std::vector<PlainDelivery> deliveries_;
  std::string broken_;
  int openings_ = 0;
  int recalls_ = 0;
  int undone_ = 0;
};

}  // namespace holdfast::domain
