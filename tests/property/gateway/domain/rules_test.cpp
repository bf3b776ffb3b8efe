// No sequence of acts breaks rules 1, 2, 7 and 9 (design: "What must always hold").
#include <gtest/gtest.h>
// after gtest
#include <rapidcheck/gtest.h>

#include "tests/property/gateway/domain/world.h"

namespace rc {

template <>
struct Arbitrary<holdfast::domain::Turn> {
  static Gen<holdfast::domain::Turn> arbitrary() {
    using namespace holdfast::domain;
    const auto number = gen::resize(kNominalSize, gen::inRange(0u, 210u));  // 2, 3, 5 and 7 divide it
    // Deeds that end the story are rare, so that stories grow long.
    const auto deed = gen::weightedOneOf<Deed>(
        {{12, gen::just(Deed::advance)},
         {6, gen::element(Deed::choose, Deed::choose, Deed::release, Deed::open, Deed::print, Deed::mail,
                          Deed::read_aloud)},
         {4, gen::element(Deed::order, Deed::stop_contact, Deed::end_order, Deed::allow_contact, Deed::time_passes)},
         {2, gen::element(Deed::offer, Deed::approve, Deed::address, Deed::mail_comes_back, Deed::freeze, Deed::thaw)},
         {4, gen::element(Deed::new_version, Deed::screen, Deed::quarantine, Deed::lift)},
         {1, gen::element(Deed::refuse, Deed::send_back, Deed::destroy, Deed::any_version_event, Deed::any_hold_event)},
         {1, gen::map(gen::resize(kNominalSize, gen::inRange<std::size_t>(0, kDeedNames.size())),
                      [](std::size_t n) { return static_cast<Deed>(n); })}});
    const auto anybody = gen::map(gen::resize(kNominalSize, gen::inRange<std::size_t>(0, kActorNames.size())),
                                  [](std::size_t n) { return std::optional<Actor>{static_cast<Actor>(n)}; });
    const auto who = gen::weightedOneOf<std::optional<Actor>>({{5, gen::just(std::optional<Actor>{})}, {1, anybody}});
    return gen::construct<Turn>(deed, who, number, number, number);
  }
};

}  // namespace rc

namespace holdfast::domain {
namespace {

struct Seen {
  int openings = 0;
  int recalls = 0;
  int undone = 0;
};

// The world is able to reach what the rules are about.
TEST(World, SevenRightStepsEndWithReading) {
  World world;
  for (int step = 0; step < 6; ++step) world.take({});
  EXPECT_EQ(world.openings(), 0);
  world.take({});
  EXPECT_EQ(world.openings(), 1);
  EXPECT_EQ(world.broken(), "");
}

TEST(Rules, NoSequenceOfActsBreaksThem) {
  Seen seen;
  const bool kept = rc::check("rules 1, 2, 7 and 9 hold after every turn", [&](const std::vector<Turn>& turns) {
    World world;
    // How far the letter has come when the story begins.
    const int begun = *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, 8));
    for (int i = 0; i < begun; ++i) world.take({});
    for (const Turn& turn : turns) {
      world.take(turn);
      if (!world.broken().empty()) RC_FAIL(world.broken());
    }
    seen.openings += world.openings();
    seen.recalls += world.recalls();
    seen.undone += world.undone();
  });
  EXPECT_TRUE(kept);
  // The worlds went far enough to mean something.
  EXPECT_GT(seen.openings, 5);
  EXPECT_GT(seen.recalls, 0);
  EXPECT_GT(seen.undone, 0);
  RecordProperty("openings", seen.openings);
  RecordProperty("recalls", seen.recalls);
  RecordProperty("undone", seen.undone);
  std::printf("openings %d, recalls %d, never undone %d\n", seen.openings, seen.recalls, seen.undone);
}

}  // namespace
}  // namespace holdfast::domain
