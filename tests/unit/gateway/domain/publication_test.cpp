// Silence (rule 3): what a facilitator is told does not depend on any recipient.
#include "gateway/domain/publication.h"

#include <gtest/gtest.h>

#include "tests/unit/gateway/domain/words.h"

namespace holdfast::domain {
namespace {

using L = LetterState;
using V = VersionState;
using P = PublishedState;

struct Case {
  const char* name;
  PublicationFacts facts;
  P expected;
};
class Publishing : public testing::TestWithParam<Case> {};
TEST_P(Publishing, Says) { EXPECT_EQ(name_of(published_state(GetParam().facts)), name_of(GetParam().expected)); }

constexpr PublicationFacts facts(L letter, V version, P last, bool barred = false, bool quarantined = false,
                                 bool own_act = false) {
  return {letter, version, barred, quarantined, last, own_act};
}

INSTANTIATE_TEST_SUITE_P(
    Table, Publishing,
    testing::ValuesIn(std::vector<Case>{
        {"unscreened_is_received", facts(L::in_review, V::unscreened, P::received), P::received},
        {"in_review", facts(L::in_review, V::in_review, P::received), P::in_review},
        {"screening_again_does_not_show", facts(L::in_review, V::unscreened, P::in_review), P::in_review},
        {"returned", facts(L::returned, V::returned, P::in_review), P::returned},
        {"refused_is_not_accepted", facts(L::refused, V::refused, P::in_review), P::not_accepted},
        {"waiting_for_addressing_looks_like_review", facts(L::approved, V::approved, P::in_review), P::in_review},
        {"banked", facts(L::banked, V::approved, P::in_review), P::banked},
        {"quarantined_looks_like_review", facts(L::in_review, V::quarantined, P::in_review, false, true), P::in_review},
        {"barred_looks_like_review", facts(L::banked, V::approved, P::in_review, true), P::in_review},
        {"withdrawn_by_its_own_act", facts(L::withdrawn, V::withdrawn, P::banked, false, false, true), P::withdrawn},
        {"withdrawn_under_quarantine_too", facts(L::withdrawn, V::quarantined, P::in_review, true, true, true),
         P::withdrawn},
        {"in_error_says_what_was_said", facts(L::entered_in_error, V::entered_in_error, P::returned), P::returned},
        {"destroyed_says_what_was_said", facts(L::destroyed, V::destroyed, P::not_accepted), P::not_accepted},
        {"a_new_version_after_banked_moves", facts(L::in_review, V::in_review, P::banked, false, false, true),
         P::in_review},
    }),
    [](const auto& row) { return std::string{row.param.name}; });

// Whatever happens to a banked letter without the facilitator's own act, they read `banked`.
TEST(Publishing, NothingButTheirOwnActMovesABankedLetter) {
  for (std::size_t l = 0; l < kLetterStateNames.size(); ++l) {
    if (static_cast<L>(l) == L::withdrawn) continue;  // that is their own act
    for (std::size_t v = 0; v < kVersionStateNames.size(); ++v) {
      for (const bool barred : {false, true}) {
        for (const bool quarantined : {false, true}) {
          const auto f = facts(static_cast<L>(l), static_cast<V>(v), P::banked, barred, quarantined);
          EXPECT_EQ(published_state(f), P::banked) << kLetterStateNames[l] << " " << kVersionStateNames[v];
        }
      }
    }
  }
}

TEST(PublicationTimes, AreStrictlyAfterNow) {
  using std::chrono::hours;
  const std::vector<DayMinute> twice{hours{17}, hours{9}};
  EXPECT_EQ(next_publication(day(1), twice), day(1) + hours{9});
  EXPECT_EQ(next_publication(day(1) + hours{9}, twice), day(1) + hours{17});
  EXPECT_EQ(next_publication(just_before(day(1) + hours{17}), twice), day(1) + hours{17});
  EXPECT_EQ(next_publication(day(1) + hours{17}, twice), day(2) + hours{9});
  EXPECT_EQ(next_publication(day(1) + hours{3}, {}), day(2));
  EXPECT_EQ(next_publication(day(1), std::vector<DayMinute>{hours{0}}), day(2));
}

// Rule 3, of approved contact: whether anybody reviews a message depends on its recipient's approval, so that nothing
// that a review decides is said of it.
TEST(Publishing, SaysNothingOfAMessagesReview) {
  for (std::size_t letter = 0; letter < kLetterStateNames.size(); ++letter) {
    for (std::size_t version = 0; version < kVersionStateNames.size(); ++version) {
      const auto state = static_cast<LetterState>(letter);
      auto said = facts(state, static_cast<VersionState>(version), P::in_review);
      for (const auto channel : {Channel::approved_contact, Channel::dialogue_preparation}) {
        said.channel = channel;
        EXPECT_EQ(published_state(said), state == LetterState::withdrawn ? P::withdrawn : P::in_review)
            << name_of(state);
      }
    }
  }
}

}  // namespace
}  // namespace holdfast::domain
