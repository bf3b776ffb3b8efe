// The acts of people on each machine, one line a story: who does what, where it leads, or why not.
#include <gtest/gtest.h>

#include "gateway/domain/approval.h"
#include "gateway/domain/delivery.h"
#include "gateway/domain/hold.h"
#include "gateway/domain/notice.h"
#include "gateway/domain/ticket.h"
#include "tests/unit/gateway/domain/words.h"

namespace holdfast::domain {
namespace {

const auto kNames = [](const auto& row) { return std::string{row.param.name}; };

// "approved", or the bar's name: what a step comes to, in a word.
template <class J>
std::string outcome(const J& judgement) {
  return std::string{judgement ? name_of(judgement->to) : bar_name(judgement.error())};
}

template <class S, class E, class F>
struct Step {
  const char* name;
  S from;
  E event;
  Actor who;
  F facts;
  const char* expected;
};
template <class S, class E, class F>
class Steps : public testing::TestWithParam<Step<S, E, F>> {
 protected:
  void walk() {
    const auto& c = this->GetParam();
    EXPECT_EQ(outcome(next(c.from, c.event, c.who, c.facts)), c.expected);
  }
};

// ---- versions ----

using VersionStep = Step<VersionState, VersionEvent, VersionFacts>;
class VersionSteps : public Steps<VersionState, VersionEvent, VersionFacts> {};
TEST_P(VersionSteps, GoAsWritten) { walk(); }

constexpr std::array kCodes{ReturnCode::contact};
VersionFacts read_by_a_person(Verdict verdict = Verdict::clear) {
  VersionFacts facts;
  facts.review = {.screened = true,
                  .verdict = verdict,
                  .lifted_by = {},
                  .words_opened = true,
                  .submitted_it = false,
                  .recused = false};
  return facts;
}
VersionFacts signed_by(Signatures who) {
  VersionFacts facts;
  facts.signed_by = who;
  return facts;
}
VersionFacts with_reasons() {
  VersionFacts facts;
  facts.codes = kCodes;
  return facts;
}
VersionFacts kept(RetentionFacts retention) {
  VersionFacts facts;
  facts.retention = retention;
  facts.now = day(5);
  return facts;
}

using VS = VersionState;
using VE = VersionEvent;
INSTANTIATE_TEST_SUITE_P(
    Table, VersionSteps,
    testing::ValuesIn(std::vector<VersionStep>{
        {"a_clear_verdict_goes_to_review", VS::received, VE::screened_clear, Actor::engine, {}, "in_review"},
        {"a_verdict_of_quarantine_stops", VS::received, VE::screened_quarantine, Actor::engine, {}, "quarantined"},
        {"a_failed_engine_holds", VS::received, VE::screening_failed, Actor::engine, {}, "unscreened"},
        {"an_unscreened_version_is_not_approved", VS::unscreened, VE::approve, Actor::analyst, read_by_a_person(),
         "unscreened"},
        {"screened_at_last", VS::unscreened, VE::screened_review, Actor::engine, {}, "in_review"},
        {"a_person_approves", VS::in_review, VE::approve, Actor::analyst, read_by_a_person(), "approved"},
        {"the_engine_does_not", VS::in_review, VE::approve, Actor::engine, read_by_a_person(), "machine"},
        {"nobody_approves_under_quarantine", VS::quarantined, VE::approve, Actor::analyst, read_by_a_person(),
         "quarantine"},
        {"returned_with_reasons", VS::in_review, VE::return_to_writer, Actor::analyst, with_reasons(), "returned"},
        {"not_without", VS::in_review, VE::return_to_writer, Actor::analyst, {}, "no_reason"},
        {"one_person_quarantines_what_was_approved",
         VS::approved,
         VE::quarantine,
         Actor::investigator,
         {},
         "quarantined"},
        {"one_person_lifts_no_quarantine", VS::quarantined, VE::lift_quarantine, Actor::analyst, signed_by(kOne),
         "one_person"},
        {"two_lift_it_back_to_review", VS::quarantined, VE::lift_quarantine, Actor::analyst, signed_by(kTwo),
         "in_review"},
        {"a_newer_pack_quarantines_what_was_approved",
         VS::approved,
         VE::screened_quarantine,
         Actor::engine,
         {},
         "quarantined"},
        {"a_newer_pack_lifts_nothing", VS::quarantined, VE::screened_clear, Actor::engine, {}, "quarantined"},
        {"a_newer_version_leaves_an_approved_one", VS::approved, VE::replace, Actor::facilitator, {}, "approved"},
        {"a_newer_version_supersedes_an_undecided_one",
         VS::in_review,
         VE::replace,
         Actor::facilitator,
         {},
         "superseded"},
        {"a_newer_version_removes_no_evidence", VS::quarantined, VE::replace, Actor::facilitator, {}, "quarantined"},
        {"a_withdrawal_removes_no_evidence", VS::quarantined, VE::withdraw, Actor::facilitator, {}, "quarantined"},
        {"an_approval_is_regretted", VS::approved, VE::retract_approval, Actor::analyst, {}, "in_review"},
        {"destroyed_when_due", VS::refused, VE::destroy, Actor::administrator, kept({false, false, false, day(5), {}}),
         "destroyed"},
        {"not_by_the_clock", VS::refused, VE::destroy, Actor::clock, kept({false, false, false, day(5), {}}),
         "machine"},
        {"destroyed_is_gone", VS::destroyed, VE::approve, Actor::analyst, read_by_a_person(), "destroyed"},
        {"withdrawn_is_over", VS::withdrawn, VE::approve, Actor::analyst, read_by_a_person(), "withdrawn"},
        {"an_error_resumes_by_two", VS::entered_in_error, VE::reinstate, Actor::analyst, signed_by(kTwo), "in_review"},
        {"an_error_resumes_not_by_one", VS::entered_in_error, VE::reinstate, Actor::analyst, signed_by(kOneTwice),
         "one_person"},
    }),
    kNames);

// ---- letters ----

using LetterStep = Step<LetterState, LetterEvent, LetterFacts>;
class LetterSteps : public Steps<LetterState, LetterEvent, LetterFacts> {};
TEST_P(LetterSteps, GoAsWritten) { walk(); }

LetterFacts addressed(bool confirmed) {
  LetterFacts facts;
  facts.addressing = {
      .version_approved = true, .quarantined = false, .person_confirmed = confirmed, .evidence_noted = true};
  return facts;
}
using LS = LetterState;
using LE = LetterEvent;
INSTANTIATE_TEST_SUITE_P(
    Table, LetterSteps,
    testing::ValuesIn(std::vector<LetterStep>{
        {"approved_waits_for_addressing", LS::in_review, LE::approve, Actor::analyst, addressed(false), "approved"},
        {"addressed_is_banked", LS::approved, LE::address, Actor::analyst, addressed(true), "banked"},
        {"the_matcher_addresses_nothing", LS::approved, LE::address, Actor::engine, addressed(true), "machine"},
        {"not_without_a_person_confirmed", LS::approved, LE::address, Actor::analyst, addressed(false),
         "not_addressed"},
        {"banked_without_a_hold", LS::approved, LE::bank_unaddressed, Actor::analyst, addressed(false), "banked"},
        {"addressed_when_a_registration_arrives", LS::banked, LE::address, Actor::analyst, addressed(true), "banked"},
        {"a_wrong_pairing_goes_back", LS::banked, LE::unaddress, Actor::analyst, {}, "no_evidence"},
        {"not_straight_to_the_bank", LS::in_review, LE::address, Actor::analyst, addressed(true), "not_in_state"},
        {"withdrawn_when_banked", LS::banked, LE::withdraw, Actor::facilitator, {}, "withdrawn"},
        {"a_new_version_when_banked", LS::banked, LE::new_version, Actor::facilitator, {}, "in_review"},
        {"nothing_after_withdrawal", LS::withdrawn, LE::new_version, Actor::facilitator, {}, "withdrawn"},
    }),
    kNames);

// ---- holds and deliveries ----

const std::array kAccepted{Choice{.version = version(1), .kind = ChoiceKind::now, .date = {}, .made_at = day(1)}};
const std::array kByPost{
    Choice{.version = version(1), .kind = ChoiceKind::now, .date = {}, .way = Way::post, .made_at = day(1)}};
const std::array kBarring{Order{.kind = OrderKind::criminal_protective, .begins = day(2), .ends = day(9)}};

ReleaseFacts ready(std::span<const Choice> choices, Way way) {
  ReleaseFacts f;
  f.held_back = false;
  f.orders_known = f.addressed = f.registered = f.wants_to_be_asked = f.of_age = true;
  f.quarantined = f.frozen = false;
  f.now = day(5);
  f.letter = LetterState::banked;
  f.version = version(1);
  f.version_state = VersionState::approved;
  f.choices = choices;
  f.way = way;
  return f;
}
HoldFacts going(std::span<const Choice> choices = kAccepted, Way way = Way::read_here) {
  HoldFacts facts;
  facts.release = ready(choices, way);
  return facts;
}
HoldFacts barred() {
  HoldFacts facts = going();
  facts.release.orders = kBarring;
  return facts;
}
HoldFacts choosing(ChoiceKind kind, bool opened = false, bool office_asked = false) {
  HoldFacts facts = going();
  facts.release.opened = opened;
  facts.choice = {.version = version(1), .kind = kind, .date = {}, .office_asked = office_asked, .made_at = day(5)};
  return facts;
}
HoldFacts by_telephone(ChoiceKind kind, bool office_asked) {
  HoldFacts facts = choosing(kind, false, office_asked);
  facts.choice.said = Said::telephone;
  facts.choice.evidence_noted = true;
  return facts;
}

using HoldStep = Step<HoldState, HoldEvent, HoldFacts>;
class HoldSteps : public Steps<HoldState, HoldEvent, HoldFacts> {};
TEST_P(HoldSteps, GoAsWritten) { walk(); }

using HS = HoldState;
using HE = HoldEvent;
INSTANTIATE_TEST_SUITE_P(
    Table, HoldSteps,
    testing::ValuesIn(std::vector<HoldStep>{
        {"offered_to_who_wants_to_be_asked", HS::waiting, HE::offer, Actor::analyst, going({}), "offered"},
        {"not_under_an_order", HS::waiting, HE::offer, Actor::analyst, barred(), "order"},
        {"accepted", HS::offered, HE::choose_accept, Actor::recipient, choosing(ChoiceKind::now), "accepted"},
        {"deferred", HS::offered, HE::choose_later, Actor::recipient, choosing(ChoiceKind::not_now), "deferred"},
        {"declined", HS::offered, HE::choose_never, Actor::recipient, choosing(ChoiceKind::never), "declined"},
        {"a_choice_is_what_it_says", HS::offered, HE::choose_accept, Actor::recipient, choosing(ChoiceKind::never),
         "no_choice"},
        {"no_facilitator_chooses", HS::offered, HE::choose_accept, Actor::facilitator, choosing(ChoiceKind::now),
         "not_yours"},
        {"no_time_chooses", HS::offered, HE::choose_accept, Actor::clock, choosing(ChoiceKind::now), "machine"},
        {"never_is_undone_by_the_person", HS::declined, HE::choose_accept, Actor::recipient, choosing(ChoiceKind::now),
         "accepted"},
        {"by_telephone_of_their_own_accord", HS::declined, HE::choose_accept, Actor::analyst,
         by_telephone(ChoiceKind::now, false), "accepted"},
        {"not_when_the_office_asked", HS::declined, HE::choose_accept, Actor::analyst,
         by_telephone(ChoiceKind::now, true), "nobody_asks"},
        {"nobody_offers_after_never", HS::declined, HE::offer, Actor::analyst, going(), "not_in_state"},
        {"nothing_is_released_without_acceptance", HS::offered, HE::release, Actor::recipient, going(), "not_in_state"},
        {"released_on_acceptance", HS::accepted, HE::release, Actor::recipient, going(), "released"},
        {"no_machine_releases", HS::accepted, HE::release, Actor::job, going(), "machine"},
        {"not_released_under_an_order", HS::accepted, HE::release, Actor::recipient, barred(), "order"},
        {"opened", HS::released, HE::open, Actor::recipient, going(), "delivered"},
        {"not_opened_under_an_order", HS::released, HE::open, Actor::recipient, barred(), "order"},
        {"an_analyst_opens_nothing_that_is_read_here", HS::released, HE::open, Actor::analyst, going(), "another_way"},
        {"an_analyst_posts", HS::released, HE::open, Actor::analyst, going(kByPost, Way::post), "delivered"},
        {"a_changed_mind_before_opening", HS::released, HE::choose_never, Actor::recipient, choosing(ChoiceKind::never),
         "declined"},
        {"no_change_after_opening", HS::delivered, HE::choose_never, Actor::recipient,
         choosing(ChoiceKind::never, true), "not_in_state"},
        {"an_order_recalls", HS::released, HE::recall, Actor::order, {}, "accepted"},
        {"an_order_leaves_what_was_opened", HS::delivered, HE::recall, Actor::order, {}, "delivered"},
        {"the_writer_withdraws", HS::accepted, HE::withdraw, Actor::facilitator, {}, "withdrawn"},
        {"the_writer_withdraws_too_late", HS::delivered, HE::withdraw, Actor::facilitator, {}, "delivered"},
        {"withdrawn_is_over", HS::withdrawn, HE::choose_accept, Actor::recipient, choosing(ChoiceKind::now),
         "withdrawn"},
    }),
    kNames);

using DeliveryStep = Step<DeliveryState, DeliveryEvent, DeliveryFacts>;
class DeliverySteps : public Steps<DeliveryState, DeliveryEvent, DeliveryFacts> {};
TEST_P(DeliverySteps, GoAsWritten) { walk(); }

DeliveryFacts sending(std::span<const Choice> choices = kAccepted, Way way = Way::read_here) {
  return {.release = ready(choices, way), .evidence_noted = true, .retention = {}};
}
DeliveryFacts sending_under_an_order(std::span<const Choice> choices, Way way, bool opened) {
  DeliveryFacts facts = sending(choices, way);
  facts.release.orders = kBarring;
  facts.release.opened = opened;
  return facts;
}

using DS = DeliveryState;
using DE = DeliveryEvent;
INSTANTIATE_TEST_SUITE_P(
    Table, DeliverySteps,
    testing::ValuesIn(std::vector<DeliveryStep>{
        {"opened_here", DS::released, DE::open, Actor::recipient, sending(), "opened"},
        {"not_by_staff", DS::released, DE::open, Actor::analyst, sending(), "not_yours"},
        {"not_under_an_order", DS::released, DE::open, Actor::recipient,
         sending_under_an_order(kAccepted, Way::read_here, false), "order"},
        {"again_under_an_order", DS::opened, DE::open, Actor::recipient,
         sending_under_an_order(kAccepted, Way::read_here, true), "opened"},
        {"printed_for_post", DS::released, DE::print, Actor::analyst, sending(kByPost, Way::post), "printing"},
        {"not_printed_when_read_here", DS::released, DE::print, Actor::analyst, sending(), "another_way"},
        {"mailed", DS::printing, DE::mail, Actor::analyst, sending(kByPost, Way::post), "mailed"},
        {"an_order_between_print_and_post_wins", DS::printing, DE::mail, Actor::analyst,
         sending_under_an_order(kByPost, Way::post, false), "order"},
        {"a_print_is_recalled", DS::printing, DE::recall, Actor::order, {}, "recalled"},
        {"the_post_is_not", DS::mailed, DE::recall, Actor::order, {}, "mailed"},
        {"what_was_opened_is_not", DS::opened, DE::recall, Actor::order, {}, "opened"},
        {"nothing_begins_after_a_recall", DS::recalled, DE::open, Actor::recipient, sending(), "recalled"},
        {"mail_comes_back", DS::mailed, DE::mail_returned, Actor::analyst, sending(), "returned_undeliverable"},
        {"only_they_close_it", DS::opened, DE::close, Actor::analyst, {}, "not_yours"},
        {"they_close_it", DS::opened, DE::close, Actor::recipient, {}, "closed"},
        {"no_machine_opens", DS::released, DE::open, Actor::job, sending(), "machine"},
    }),
    kNames);

TEST(Recall, WhatItDoesToEachDelivery) {
  EXPECT_EQ(recall_effect(DS::released), RecallEffect::closed_again);
  EXPECT_EQ(recall_effect(DS::printing), RecallEffect::print_cancelled);
  EXPECT_EQ(recall_effect(DS::mailed), RecallEffect::task_for_person);
  for (const DS state : {DS::opened, DS::read_aloud, DS::closed})
    EXPECT_EQ(recall_effect(state), RecallEffect::stays_theirs);
  for (const DS state : {DS::recalled, DS::returned_undeliverable, DS::destroyed}) {
    EXPECT_EQ(recall_effect(state), RecallEffect::nothing);
  }
}

// ---- tickets ----

using TicketStep = Step<TicketState, TicketEvent, TicketFacts>;
class TicketSteps : public Steps<TicketState, TicketEvent, TicketFacts> {};
TEST_P(TicketSteps, GoAsWritten) { walk(); }

using TS = TicketState;
using TE = TicketEvent;
constexpr TicketFacts kNoted{true, false, false, false, true};
INSTANTIATE_TEST_SUITE_P(
    Table, TicketSteps,
    testing::ValuesIn(std::vector<TicketStep>{
        {"unread_is_not_confirmed",
         TS::unconfirmed,
         TE::confirm,
         Actor::investigator,
         {false, false, false, false, false},
         "not_read"},
        {"read_is", TS::unconfirmed, TE::confirm, Actor::investigator, {true, false, false, false, false}, "open"},
        {"the_engine_confirms_nothing", TS::unconfirmed, TE::confirm, Actor::engine, kNoted, "machine"},
        {"a_report_is_shown_first",
         TS::unconfirmed,
         TE::confirm,
         Actor::investigator,
         {true, true, false, false, false},
         "not_shown"},
        {"a_reporter_may_say_no",
         TS::unconfirmed,
         TE::confirm,
         Actor::investigator,
         {true, true, true, false, false},
         "not_agreed"},
        {"a_reporter_agrees",
         TS::unconfirmed,
         TE::confirm,
         Actor::investigator,
         {true, true, true, true, false},
         "open"},
        {"the_institution_acknowledges", TS::open, TE::acknowledge, Actor::institution, {}, "acknowledged"},
        {"not_what_nobody_read", TS::unconfirmed, TE::acknowledge, Actor::institution, {}, "not_in_state"},
        {"a_finding_is_noted", TS::investigating, TE::substantiate, Actor::institution, {}, "no_evidence"},
        {"substantiated", TS::investigating, TE::substantiate, Actor::institution, kNoted, "substantiated"},
        {"the_institution_closes_nothing", TS::substantiated, TE::close, Actor::institution, kNoted, "not_yours"},
        {"a_transfer_starts_at_the_new_house", TS::investigating, TE::reroute, Actor::job, {}, "open"},
        {"closed_can_be_reopened", TS::closed, TE::reopen, Actor::investigator, kNoted, "reopened"},
        {"dismissed_is_read_again_first", TS::dismissed, TE::reopen, Actor::investigator, kNoted, "unconfirmed"},
    }),
    kNames);

// ---- notices ----

using NoticeStep = Step<NoticeState, NoticeEvent, NoticeFacts>;
class NoticeSteps : public Steps<NoticeState, NoticeEvent, NoticeFacts> {};
TEST_P(NoticeSteps, GoAsWritten) { walk(); }

NoticeFacts wanted(int attempts = 0, bool urgent = false, int allowed = 1) {
  NoticeFacts f;
  f.orders_known = f.wanted = true;
  f.recalled = false;
  f.now = day(5);
  f.attempts = attempts;
  f.urgent = urgent;
  f.attempts_allowed = allowed;
  return f;
}
NoticeFacts notice_but(void (*change)(NoticeFacts&)) {
  NoticeFacts f = wanted();
  change(f);
  return f;
}

using NS = NoticeState;
using NE = NoticeEvent;
INSTANTIATE_TEST_SUITE_P(
    Table, NoticeSteps,
    testing::ValuesIn(std::vector<NoticeStep>{
        {"claimed_is_begun", NS::queued, NE::claim, Actor::job, wanted(), "sending"},
        {"not_under_an_order", NS::queued, NE::claim, Actor::job,
         notice_but([](NoticeFacts& f) { f.orders = kBarring; }), "order"},
        {"an_order_bars_no_other_notice", NS::queued, NE::claim, Actor::job,
         notice_but([](NoticeFacts& f) { f.orders = kBarring, f.about_letter = false; }), "sending"},
        {"not_after_a_recall", NS::queued, NE::claim, Actor::job, notice_but([](NoticeFacts& f) { f.recalled = true; }),
         "recalled"},
        {"not_when_unwanted", NS::queued, NE::claim, Actor::job, notice_but([](NoticeFacts& f) { f.wanted = false; }),
         "no_notice"},
        {"a_discreet_one_once", NS::queued, NE::claim, Actor::job, wanted(1), "attempted"},
        {"an_urgent_one_as_allowed", NS::queued, NE::claim, Actor::job, wanted(2, true, 3), "sending"},
        {"and_not_more", NS::queued, NE::claim, Actor::job, wanted(3, true, 3), "attempted"},
        {"doubt_goes_to_a_person", NS::sending, NE::lost, Actor::job, {}, "doubtful"},
        {"no_machine_resolves_doubt", NS::doubtful, NE::found_unsent, Actor::job, {}, "machine"},
        {"nobody_retries_doubt", NS::doubtful, NE::retry, Actor::analyst, wanted(1, true, 3), "not_in_state"},
        {"a_discreet_one_is_not_retried", NS::failed, NE::retry, Actor::job, wanted(1), "attempted"},
        {"an_urgent_one_is", NS::failed, NE::retry, Actor::job, wanted(1, true, 3), "queued"},
        {"a_recall_drops_what_is_queued", NS::queued, NE::recall, Actor::order, {}, "cancelled"},
        {"a_recall_that_meets_sending_is_a_persons_task", NS::sending, NE::recall, Actor::order, {}, "doubtful"},
        {"cancelled_stays", NS::cancelled, NE::claim, Actor::job, wanted(), "not_in_state"},
    }),
    kNames);

TEST(Recall, WhatItDoesToEachNotice) {
  for (const NS state : {NS::queued, NS::held, NS::failed}) EXPECT_EQ(recall_effect(state), NoticeRecall::dropped);
  for (const NS state : {NS::sending, NS::doubtful}) EXPECT_EQ(recall_effect(state), NoticeRecall::task_for_person);
  for (const NS state : {NS::sent, NS::cancelled, NS::bounced}) EXPECT_EQ(recall_effect(state), NoticeRecall::nothing);
}

// ---- approved contact ----

using ApprovalStep = Step<ApprovalState, ApprovalEvent, ApprovalFacts>;
class ApprovalSteps : public Steps<ApprovalState, ApprovalEvent, ApprovalFacts> {};
TEST_P(ApprovalSteps, GoAsWritten) { walk(); }

ApprovalFacts agreed(Signatures by = kTwo, std::span<const Order> orders = {}, bool saw = true, bool agrees = true) {
  return {.orders = orders,
          .orders_known = true,
          .now = day(5),
          .recipient_saw = saw,
          .recipient_agrees = agrees,
          .signed_by = by,
          .evidence_noted = true};
}

using AS = ApprovalState;
using AE = ApprovalEvent;
INSTANTIATE_TEST_SUITE_P(
    Table, ApprovalSteps,
    testing::ValuesIn(std::vector<ApprovalStep>{
        {"the_recipient_agrees_for_themselves", AS::requested, AE::recipient_agrees, Actor::analyst, agreed(),
         "not_yours"},
        {"the_recipient_agrees", AS::requested, AE::recipient_agrees, Actor::recipient, {}, "recipient_agreed"},
        {"the_office_agrees", AS::recipient_agreed, AE::office_agrees, Actor::analyst, agreed(), "office_agreed"},
        {"not_under_an_order", AS::recipient_agreed, AE::office_agrees, Actor::analyst, agreed(kTwo, kBarring),
         "order"},
        {"the_institution_agrees", AS::office_agreed, AE::institution_agrees, Actor::institution, agreed(), "active"},
        {"one_person_for_both_is_not_enough", AS::office_agreed, AE::institution_agrees, Actor::institution,
         agreed(kOneTwice), "one_person"},
        {"not_before_the_recipient_saw_it", AS::office_agreed, AE::institution_agrees, Actor::institution,
         agreed(kTwo, {}, false), "not_shown"},
        {"not_when_they_no_longer_agree", AS::office_agreed, AE::institution_agrees, Actor::institution,
         agreed(kTwo, {}, true, false), "not_agreed"},
        {"an_order_pauses", AS::active, AE::pause, Actor::order, {}, "paused"},
        {"no_machine_resumes", AS::paused, AE::resume, Actor::clock, agreed(), "machine"},
        {"resumed_by_two", AS::paused, AE::resume, Actor::analyst, agreed(), "active"},
        {"not_under_the_order", AS::paused, AE::resume, Actor::analyst, agreed(kTwo, kBarring), "order"},
        {"either_side_ends_it", AS::active, AE::end, Actor::facilitator, {}, "ended"},
        {"the_recipient_ends_it", AS::active, AE::end, Actor::recipient, {}, "ended"},
        {"ended_is_over", AS::ended, AE::resume, Actor::analyst, agreed(), "not_in_state"},
    }),
    kNames);

}  // namespace
}  // namespace holdfast::domain
