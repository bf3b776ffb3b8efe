// No machine decides alone (rule 7); tightening needs one person, loosening two.
#include "gateway/domain/review.h"

#include <gtest/gtest.h>

#include <set>

#include "gateway/domain/retention.h"
#include "tests/unit/gateway/domain/words.h"

namespace holdfast::domain {
namespace {

constexpr ReviewFacts kRead{.screened = true,
                            .verdict = Verdict::clear,
                            .lifted_by = {},
                            .words_opened = true,
                            .submitted_it = false,
                            .recused = false};

template <class Facts, class Change>
constexpr Facts but(Facts facts, Change change) {
  change(facts);
  return facts;
}

const auto kNames = [](const auto& row) { return std::string{row.param.name}; };

struct Approving {
  const char* name;
  ReviewFacts facts;
  Actor by;
  Bar expected;
};
class ToApprove : public testing::TestWithParam<Approving> {};
TEST_P(ToApprove, Needs) {
  EXPECT_EQ(bar_name(bar_to_approve(GetParam().facts, GetParam().by)), bar_name(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Table, ToApprove,
    testing::ValuesIn(std::vector<Approving>{
        {"a_person_who_read_it", kRead, Actor::analyst, Bar::none},
        {"a_verdict_of_review_can_be_approved", but(kRead, [](auto& f) { f.verdict = Verdict::review; }),
         Actor::analyst, Bar::none},
        {"no_machine_on_a_clear_verdict", kRead, Actor::engine, Bar::machine},
        {"no_clock", kRead, Actor::clock, Bar::machine},
        {"no_facilitator", kRead, Actor::facilitator, Bar::not_yours},
        {"not_unscreened", but(kRead, [](auto& f) { f.screened = false; }), Actor::analyst, Bar::unscreened},
        {"not_under_quarantine", but(kRead, [](auto& f) { f.verdict = Verdict::quarantine; }), Actor::analyst,
         Bar::quarantine},
        {"not_lifted_by_one", but(kRead, [](auto& f) { f.verdict = Verdict::quarantine, f.lifted_by = kOne; }),
         Actor::analyst, Bar::quarantine},
        {"not_lifted_by_one_twice",
         but(kRead, [](auto& f) { f.verdict = Verdict::quarantine, f.lifted_by = kOneTwice; }), Actor::analyst,
         Bar::quarantine},
        {"lifted_by_two", but(kRead, [](auto& f) { f.verdict = Verdict::quarantine, f.lifted_by = kTwo; }),
         Actor::analyst, Bar::none},
        {"not_ones_own", but(kRead, [](auto& f) { f.submitted_it = true; }), Actor::analyst, Bar::own_letter},
        {"not_when_recused", but(kRead, [](auto& f) { f.recused = true; }), Actor::analyst, Bar::recused},
        {"not_unread", but(kRead, [](auto& f) { f.words_opened = false; }), Actor::analyst, Bar::words_not_opened},
        {"nothing_known_is_no", ReviewFacts{}, Actor::analyst, Bar::unscreened},
    }),
    kNames);

constexpr AddressingFacts kMatched{
    .version_approved = true, .quarantined = false, .person_confirmed = true, .evidence_noted = true};

struct Banking {
  const char* name;
  AddressingFacts facts;
  Actor by;
  Bar expected;
};
class ToBank : public testing::TestWithParam<Banking> {};
TEST_P(ToBank, Needs) {
  EXPECT_EQ(bar_name(bar_to_bank(GetParam().facts, GetParam().by)), bar_name(GetParam().expected));
}
INSTANTIATE_TEST_SUITE_P(Table, ToBank,
                         testing::ValuesIn(std::vector<Banking>{
                             {"a_person_with_evidence", kMatched, Actor::analyst, Bar::none},
                             {"the_matcher_proposes_only", kMatched, Actor::engine, Bar::machine},
                             {"an_approved_version", but(kMatched, [](auto& f) { f.version_approved = false; }),
                              Actor::analyst, Bar::not_approved},
                             {"nothing_under_quarantine", but(kMatched, [](auto& f) { f.quarantined = true; }),
                              Actor::analyst, Bar::quarantine},
                             {"somebody_to_be_for", but(kMatched, [](auto& f) { f.person_confirmed = false; }),
                              Actor::analyst, Bar::not_addressed},
                             {"a_note_of_the_evidence", but(kMatched, [](auto& f) { f.evidence_noted = false; }),
                              Actor::analyst, Bar::no_evidence},
                         }),
                         kNames);

constexpr RetentionFacts kDue{
    .legal_hold = false, .opened = false, .recipient_asked = false, .keep_until = day(5), .signed_by = {}};

struct Destroying {
  const char* name;
  RetentionFacts facts;
  Actor by;
  Bar expected;
};
class ToDestroy : public testing::TestWithParam<Destroying> {};
TEST_P(ToDestroy, OnDayFive) {
  EXPECT_EQ(bar_name(bar_to_destroy(GetParam().facts, GetParam().by, day(5))), bar_name(GetParam().expected));
}
INSTANTIATE_TEST_SUITE_P(
    Table, ToDestroy,
    testing::ValuesIn(std::vector<Destroying>{
        {"due_by_a_person", kDue, Actor::administrator, Bar::none},
        {"never_by_the_clock", kDue, Actor::clock, Bar::machine},
        {"never_by_screening", but(kDue, [](auto& f) { f.signed_by = kTwo; }), Actor::engine, Bar::machine},
        {"early_by_one", but(kDue, [](auto& f) { f.keep_until = day(6); }), Actor::analyst, Bar::kept},
        {"early_by_one_twice", but(kDue, [](auto& f) { f.keep_until = day(6), f.signed_by = kOneTwice; }),
         Actor::analyst, Bar::kept},
        {"early_by_two", but(kDue, [](auto& f) { f.keep_until = day(6), f.signed_by = kTwo; }), Actor::analyst,
         Bar::none},
        {"without_a_date_by_one", but(kDue, [](auto& f) { f.keep_until.reset(); }), Actor::analyst, Bar::kept},
        {"under_a_legal_hold_by_two", but(kDue, [](auto& f) { f.legal_hold = true, f.signed_by = kTwo; }),
         Actor::analyst, Bar::legal_hold},
        {"opened_is_theirs", but(kDue, [](auto& f) { f.opened = true, f.signed_by = kTwo; }), Actor::analyst,
         Bar::theirs},
        {"opened_and_they_asked", but(kDue, [](auto& f) { f.opened = true, f.recipient_asked = true; }), Actor::analyst,
         Bar::none},
        {"opened_and_by_themselves", but(kDue, [](auto& f) { f.opened = true; }), Actor::recipient, Bar::none},
        {"nothing_known_is_no", RetentionFacts{}, Actor::administrator, Bar::legal_hold},
    }),
    kNames);

TEST(Reasons, ALetterGoesBackWithOneAtLeast) {
  const std::vector<ReturnCode> none;
  const std::vector<ReturnCode> some{ReturnCode::contact, ReturnCode::illegible};
  EXPECT_EQ(bar_without_reasons(none, Actor::analyst), Bar::no_reason);
  EXPECT_EQ(bar_without_reasons(some, Actor::analyst), Bar::none);
  EXPECT_EQ(bar_without_reasons(some, Actor::engine), Bar::machine);
}

TEST(Reasons, CodesAreInOrderUniqueAndFoundByName) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kReturnReasons.size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(kReturnReasons[i].code), i);
    EXPECT_EQ(parse_code(kReturnReasons[i].name), kReturnReasons[i].code);
    names.insert(kReturnReasons[i].name);
  }
  EXPECT_EQ(names.size(), kReturnReasons.size());
  EXPECT_FALSE(parse_code("forgive"));
}

TEST(Reasons, ScreeningNeverProposesWhatOnlyPeopleGive) {
  for (const LabelCode& row : kLabelCodes) {
    EXPECT_FALSE(people_only(row.code)) << row.label;
    EXPECT_FALSE(row.or_else && people_only(*row.or_else)) << row.label;
  }
  EXPECT_TRUE(people_only(ReturnCode::illegible));
  EXPECT_TRUE(people_only(ReturnCode::length));
  EXPECT_TRUE(people_only(ReturnCode::wrong_person));
}

TEST(Reasons, EveryLabelProposesOneAndWelfareNone) {
  EXPECT_EQ(proposed_code("coercion"), ReturnCode::threat);
  EXPECT_EQ(proposed_code("victim_blaming"), ReturnCode::blame);
  EXPECT_EQ(proposed_code("concealment"), ReturnCode::coded);
  EXPECT_FALSE(proposed_code("welfare"));
  EXPECT_FALSE(proposed_code("no_such_label"));
}

}  // namespace
}  // namespace holdfast::domain
