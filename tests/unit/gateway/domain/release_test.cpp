// No other way (rule 1), orders win (rule 2): the gate before a recipient, one change at a time.
#include "gateway/domain/release.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/gateway/domain/words.h"

namespace holdfast::domain {
namespace {

const Choice kYes{.version = version(1), .kind = ChoiceKind::now, .date = {}, .made_at = day(1)};

// Everything in place on day 5; a case takes one thing away.
struct World {
  std::vector<Order> orders;
  std::vector<Choice> choices{kYes};
  ReleaseFacts facts;

  World() {
    facts.orders_known = true;
    facts.held_back = false;
    facts.now = day(5);
    facts.letter = LetterState::banked;
    facts.version = version(1);
    facts.version_state = VersionState::approved;
    facts.quarantined = false;
    facts.addressed = true;
    facts.frozen = false;
    facts.registered = true;
    facts.wants_to_be_asked = true;
    facts.of_age = true;
  }
  ReleaseFacts now() const {
    ReleaseFacts f = facts;
    f.orders = orders;
    f.choices = choices;
    return f;
  }
};

Order in_force() { return {.kind = OrderKind::criminal_protective, .begins = day(0), .ends = day(9)}; }
Order ended() { return {.kind = OrderKind::criminal_protective, .begins = day(0), .ends = day(5)}; }
Order stop() { return {.kind = OrderKind::stop_contact, .begins = day(0)}; }

using Change = std::function<void(World&)>;
Change choosing(ChoiceKind kind, std::optional<Time> date = {}) {
  return [=](World& w) { w.choices.push_back({.version = version(1), .kind = kind, .date = date, .made_at = day(2)}); };
}
Change letter(LetterState state) {
  return [=](World& w) { w.facts.letter = state; };
}
Change in_version_state(VersionState state) {
  return [=](World& w) { w.facts.version_state = state; };
}

struct Case {
  const char* name;
  Change change;
  Bar to_offer;    // asked before any choice, or after the choice that the case makes
  Bar to_release;  // and to open: both ask the same
};
class Reaching : public testing::TestWithParam<Case> {};
TEST_P(Reaching, ARecipient) {
  World world;
  GetParam().change(world);
  const ReleaseFacts facts = world.now();
  EXPECT_EQ(bar_name(bar_to_offer(facts)), bar_name(GetParam().to_offer)) << "to offer";
  EXPECT_EQ(bar_name(bar_to_release(facts)), bar_name(GetParam().to_release)) << "to release";
  EXPECT_EQ(bar_name(bar_to_open(facts)), bar_name(GetParam().to_release)) << "to open";
}

const auto kNames = [](const auto& row) { return std::string{row.param.name}; };

INSTANTIATE_TEST_SUITE_P(
    OrdersSpeakFirst, Reaching,
    testing::ValuesIn(std::vector<Case>{
        {"approved_and_accepted_goes", [](World&) {}, Bar::none, Bar::none},
        {"order_beats_acceptance", [](World& w) { w.orders = {in_force()}; }, Bar::order, Bar::order},
        {"order_ending_now_is_over", [](World& w) { w.orders = {ended()}; }, Bar::none, Bar::none},
        {"one_of_many_orders_is_enough", [](World& w) { w.orders = {ended(), in_force(), ended()}; }, Bar::order,
         Bar::order},
        {"stop_contact_beats_acceptance", [](World& w) { w.orders = {stop()}; }, Bar::stop_contact, Bar::stop_contact},
        {"orders_not_read_bar", [](World& w) { w.facts.orders_known = false; }, Bar::order_needs_person,
         Bar::order_needs_person},
        {"order_is_named_before_quarantine", [](World& w) { w.orders = {in_force()}, w.facts.quarantined = true; },
         Bar::order, Bar::order},
    }),
    kNames);

INSTANTIATE_TEST_SUITE_P(
    TheLetter, Reaching,
    testing::ValuesIn(std::vector<Case>{
        {"quarantine_beats_approval", [](World& w) { w.facts.quarantined = true; }, Bar::quarantine, Bar::quarantine},
        {"quarantined_version", in_version_state(VersionState::quarantined), Bar::quarantine, Bar::quarantine},
        {"received", in_version_state(VersionState::received), Bar::unscreened, Bar::unscreened},
        {"unscreened", in_version_state(VersionState::unscreened), Bar::unscreened, Bar::unscreened},
        {"in_review", in_version_state(VersionState::in_review), Bar::not_approved, Bar::not_approved},
        {"returned", in_version_state(VersionState::returned), Bar::not_approved, Bar::not_approved},
        {"refused", in_version_state(VersionState::refused), Bar::not_approved, Bar::not_approved},
        {"superseded", in_version_state(VersionState::superseded), Bar::superseded, Bar::superseded},
        {"withdrawn_version", in_version_state(VersionState::withdrawn), Bar::withdrawn, Bar::withdrawn},
        {"version_in_error", in_version_state(VersionState::entered_in_error), Bar::entered_in_error,
         Bar::entered_in_error},
        {"destroyed_version", in_version_state(VersionState::destroyed), Bar::destroyed, Bar::destroyed},
        {"withdrawn_letter", letter(LetterState::withdrawn), Bar::withdrawn, Bar::withdrawn},
        {"letter_in_error", letter(LetterState::entered_in_error), Bar::entered_in_error, Bar::entered_in_error},
        {"destroyed_letter", letter(LetterState::destroyed), Bar::destroyed, Bar::destroyed},
        {"newer_version_in_review_takes_nothing_away", letter(LetterState::in_review), Bar::none, Bar::none},
        {"not_addressed", [](World& w) { w.facts.addressed = false; }, Bar::not_addressed, Bar::not_addressed},
        {"frozen", [](World& w) { w.facts.frozen = true; }, Bar::frozen, Bar::frozen},
    }),
    kNames);

INSTANTIATE_TEST_SUITE_P(
    ThePerson, Reaching,
    testing::ValuesIn(std::vector<Case>{
        {"not_registered", [](World& w) { w.facts.registered = false; }, Bar::not_registered, Bar::not_registered},
        {"a_minor", [](World& w) { w.facts.of_age = false; }, Bar::not_of_age, Bar::not_of_age},
        {"asked_not_to_be_asked", [](World& w) { w.facts.wants_to_be_asked = false; }, Bar::not_asked, Bar::none},
        {"silence_is_no", [](World& w) { w.choices.clear(); }, Bar::none, Bar::no_choice},
        {"accepted_for_tomorrow", choosing(ChoiceKind::on_date, day(6)), Bar::none, Bar::not_yet},
        {"accepted_for_today", choosing(ChoiceKind::on_date, day(5)), Bar::none, Bar::none},
        {"not_now", choosing(ChoiceKind::not_now), Bar::deferred, Bar::deferred},
        {"not_now_until_tomorrow", choosing(ChoiceKind::not_now_until, day(6)), Bar::not_yet, Bar::deferred},
        {"not_now_until_today_is_an_offer_again", choosing(ChoiceKind::not_now_until, day(5)), Bar::none,
         Bar::deferred},
        {"never", choosing(ChoiceKind::never), Bar::never, Bar::never},
        {"never_outlives_a_new_version", [](World& w) { choosing(ChoiceKind::never)(w), w.facts.version = version(2); },
         Bar::never, Bar::never},
        {"acceptance_is_for_one_version", [](World& w) { w.facts.version = version(2); }, Bar::none,
         Bar::another_version},
        {"another_way", [](World& w) { w.facts.way = Way::read_aloud; }, Bar::none, Bar::another_way},
        {"opened_already", [](World& w) { w.facts.opened = true; }, Bar::already_opened, Bar::already_opened},
    }),
    kNames);

// To a reader: what a release asks, but for the day; and they chose to have it read.
struct GivenCase {
  const char* name;
  Change change;
  Bar to_assign;
};
class Giving : public testing::TestWithParam<GivenCase> {};
TEST_P(Giving, ToAReader) {
  World world;
  world.choices = {
      {.version = version(1), .kind = ChoiceKind::on_date, .date = day(8), .way = Way::read_aloud, .made_at = day(1)}};
  GetParam().change(world);
  EXPECT_EQ(bar_name(bar_to_assign(world.now())), bar_name(GetParam().to_assign));
}
Change saying(ChoiceKind kind, Way way) {
  return [=](World& w) {
    w.choices.push_back({.version = version(1), .kind = kind, .date = {}, .way = way, .made_at = day(2)});
  };
}
INSTANTIATE_TEST_SUITE_P(One, Giving,
                         testing::ValuesIn(std::vector<GivenCase>{
                             {"before_its_day", [](World&) {}, Bar::none},
                             {"wished_for_now", saying(ChoiceKind::now, Way::read_aloud), Bar::none},
                             {"order", [](World& w) { w.orders = {in_force()}; }, Bar::order},
                             {"stop_contact", [](World& w) { w.orders = {stop()}; }, Bar::stop_contact},
                             {"quarantine", [](World& w) { w.facts.quarantined = true; }, Bar::quarantine},
                             {"withdrawn", letter(LetterState::withdrawn), Bar::withdrawn},
                             {"opened_already", [](World& w) { w.facts.opened = true; }, Bar::already_opened},
                             {"not_registered", [](World& w) { w.facts.registered = false; }, Bar::not_registered},
                             {"to_be_read_here", saying(ChoiceKind::now, Way::read_here), Bar::another_way},
                             {"not_now", choosing(ChoiceKind::not_now), Bar::deferred},
                             {"never", choosing(ChoiceKind::never), Bar::never},
                             {"nothing_said", [](World& w) { w.choices.clear(); }, Bar::no_choice},
                             {"another_version", [](World& w) { w.facts.version = version(2); }, Bar::another_version},
                         }),
                         kNames);

TEST(ReleaseFacts, LeftEmptyRefuseEverything) {
  const ReleaseFacts nothing;
  EXPECT_NE(bar_to_offer(nothing), Bar::none);
  EXPECT_NE(bar_to_release(nothing), Bar::none);
  EXPECT_NE(bar_to_open(nothing), Bar::none);
  EXPECT_NE(bar_to_print(nothing), Bar::none);
  EXPECT_NE(bar_to_read_again(nothing), Bar::none);
}

TEST(Printing, IsForWhoChosePostOrEmail) {
  World world;
  EXPECT_EQ(bar_to_print(world.now()), Bar::another_way);
  for (const Way way : {Way::post, Way::email}) {
    world.choices.front().way = world.facts.way = way;
    EXPECT_EQ(bar_to_print(world.now()), Bar::none);
  }
  world.orders = {in_force()};
  EXPECT_EQ(bar_to_print(world.now()), Bar::order);
}

// What a recipient has opened is theirs (rule 2): only a pairing in question closes it (rule 10).
TEST(ReadingAgain, IsNotClosedByOrdersReviewsOrTheWriter) {
  World world;
  EXPECT_EQ(bar_to_read_again(world.now()), Bar::not_opened);
  world.facts.opened = true;
  world.orders = {in_force(), stop()};
  world.facts.quarantined = true;
  world.facts.letter = LetterState::withdrawn;
  world.facts.version_state = VersionState::withdrawn;
  world.choices.clear();
  EXPECT_EQ(bar_to_read_again(world.now()), Bar::none);
  world.facts.frozen = true;
  EXPECT_EQ(bar_to_read_again(world.now()), Bar::frozen);
  world.facts.version_state = VersionState::destroyed;
  EXPECT_EQ(bar_to_read_again(world.now()), Bar::destroyed);
}

}  // namespace
}  // namespace holdfast::domain
