// Approved contact: nothing goes without an approval that everybody agreed to, nor beyond it, nor after it was paused;
// by hand, past every flow, neither. What a person may read and what the institution may see follows it.
#include "gateway/flows/choose.h"
#include "gateway/flows/offer.h"
#include "tests/integration/contact/desk.h"

namespace holdfast {
namespace {

using domain::ApprovalState;
using domain::Channel;
using domain::Role;
using flows::ContactAct;
using test::must;
using test::why;

class Contact : public test::ContactTest {
 protected:
  // The newest hold, whoever may see it: the attempt is about writing.
  std::string choose_by_hand(const std::string& said, const std::string& approval, const std::string& account) {
    const auto newest = [&](const std::string& column) {
      return sql("select " + column + " from hf.hold h order by h.id desc limit 1");
    };
    return by_hand(account,
                   "insert into hf.choice (agency_id, hold_id, version_id, kind, way, person_id, recorded_by, said, "
                   "approval_id) values (" +
                       agency() + ", " + newest("id") + ", " +
                       newest("(select max(v.id) from hf.letter_version v where v.letter_id = h.letter_id)") +
                       ", 'now', 'read_here', " + newest("person_id") + ", " + account + ", '" + said + "', " +
                       approval + ")");
  }
  std::string release_by_hand() {
    return by_hand(recipient_,
                   "insert into hf.release (agency_id, oid, hold_id, version_id, choice_id, person_id, by_account) "
                   "select h.agency_id, uuid_send(gen_random_uuid()), h.id, c.version_id, c.id, h.person_id, " +
                       key("account", recipient_.account.bytes) +
                       " from hf.hold h join hf.choice c on c.hold_id = h.id order by c.id desc limit 1");
  }
  std::string step_by_hand(const test::Desk& desk, const std::string& event) {
    const auto account = key("account", desk.account.bytes);
    return by_hand(account, "insert into hf.approval_step (agency_id, approval_id, event, account_id) values (" +
                                agency() + ", " + key("contact_approval", approval_.bytes) + ", '" + event + "', " +
                                account + ")");
  }
  std::size_t queued() { return must(flows::review_queue(gateway(), analyst_.who, 0, 50)).size(); }
};

// ---- the way of a message ----

TEST_F(Contact, AMessageGoesByTheApprovalAlone) {
  begin();
  const auto hold = addressed(message());
  EXPECT_EQ(hold_state(hold), "waiting");
  EXPECT_EQ(must(flows::offer_due(gateway())), 0) << "nobody asks piece by piece";
  EXPECT_EQ(pass_on(), 1);
  EXPECT_EQ(release(), 1);
  EXPECT_EQ(hold_state(hold), "released");
  EXPECT_EQ(sql("select said from hf.choice"), "standing");
  const auto opened = must(flows::open_letter(gateway(), recipient_.who, hold));
  EXPECT_EQ(opened.words.reveal_text(), "The children ask after you.");
  EXPECT_EQ(pass_on(), 0);
}

TEST_F(Contact, ADialogueGoesThroughItsFacilitator) {
  begin(asked(Channel::dialogue_preparation));
  addressed(message("I want to ask you.", Channel::dialogue_preparation));
  EXPECT_EQ(pass_on(), 1);
  EXPECT_EQ(sql("select way from hf.choice"), "read_aloud");
}

TEST_F(Contact, OneChannelsApprovalIsNotTheOthers) {
  begin();
  EXPECT_EQ(why(flows::open_review(gateway(), analyst_.who,
                                   message("I want to ask you.", Channel::dialogue_preparation).version)),
            domain::why(domain::Bar::no_approval));
}

TEST_F(Contact, TheirOwnWordAboutOneMessageOutlivesTheApproval) {
  begin();
  const auto hold = addressed(message());
  ASSERT_EQ(pass_on(), 1);
  must(flows::choose(gateway(), recipient_.who, {.hold = hold, .kind = domain::ChoiceKind::never}));
  EXPECT_EQ(pass_on(), 0);
  EXPECT_EQ(release(), 0);
  EXPECT_EQ(hold_state(hold), "declined");
}

// ---- who agrees ----

TEST_F(Contact, TheRecipientComesFirst) {
  approval_ = request(asked());
  EXPECT_NE(why(act(analyst_, ContactAct::agree)), "done");
  EXPECT_EQ(step_by_hand(analyst_, "office_activates"), "not_in_state");
  EXPECT_EQ(step_by_hand(analyst_, "recipient_agrees"), "not_yours");
  EXPECT_EQ(state_of("contact_approval", approval_), "requested");
}

TEST_F(Contact, AnotherRecipientNeitherSeesNorMovesIt) {
  begin();
  const auto other = office_.recipient(office_.person(offender_));
  EXPECT_EQ(act(other, ContactAct::pause).error().problem, domain::Problem::not_found);
  EXPECT_NE(step_by_hand(other, "pause"), "done");
  EXPECT_EQ(state_of("contact_approval", approval_), "active");
}

TEST_F(Contact, NobodyMovesItByAnUpdate) {
  approval_ = request(asked());
  EXPECT_NE(by_hand(analyst_, "update hf.contact_approval set state = 'active'"), "done");
}

TEST_F(Contact, AnOrderBarsAgreeing) {
  bar_it();
  approval_ = request(asked());
  must(act(recipient_, ContactAct::agree));
  EXPECT_EQ(why(act(analyst_, ContactAct::agree)), domain::why(domain::Bar::order));
  EXPECT_EQ(step_by_hand(analyst_, "office_activates"), "order");
}

TEST_F(Contact, OneLivesAtATime) {
  begin();
  EXPECT_EQ(flows::request_contact(gateway(), analyst_.who, test::kZone, asked()).error().problem,
            domain::Problem::conflict);
  must(act(recipient_, ContactAct::end));
  begin();
}

TEST_F(Contact, SomebodyRecusedHasNoPartInIt) {
  approval_ = request(asked());
  must(act(recipient_, ContactAct::agree));
  const auto other = office_.staff(Role::analyst);
  sql("insert into hf.recusal (agency_id, account_id, offender_id) values (" + agency() + ", " +
      key("account", other.account.bytes) + ", " + key("offender", offender_.bytes) + ")");
  EXPECT_EQ(act(other, ContactAct::agree).error().problem, domain::Problem::not_found);
  EXPECT_NE(step_by_hand(other, "office_activates"), "done");
}

// ---- what the database refuses ----

TEST_F(Contact, WithoutAnApprovalNothingIsReleased) {
  begin();
  addressed(message());
  ASSERT_EQ(pass_on(), 1);
  // By hand even the approval's own row can be changed: what is asked is asked of it at that instant.
  sql("update hf.contact_approval set ends_at = starts_at + interval '1 second'");
  EXPECT_EQ(release_by_hand(), "no_approval");
  EXPECT_EQ(release(), 0);
}

TEST_F(Contact, NorOpened) {
  begin();
  const auto hold = addressed(message());
  ASSERT_EQ(pass_on() + release(), 2);
  sql("update hf.contact_approval set ends_at = starts_at + interval '1 second'");
  EXPECT_EQ(why(flows::open_letter(gateway(), recipient_.who, hold)), domain::why(domain::Bar::no_approval));
}

TEST_F(Contact, NorUnderAnOrder) {
  begin();
  addressed(message());
  ASSERT_EQ(pass_on(), 1);
  bar_it();
  EXPECT_EQ(release_by_hand(), "order");
}

TEST_F(Contact, ARecipientsOwnYesIsNoApproval) {
  begin();
  const auto hold = addressed(message());
  ASSERT_EQ(pass_on(), 1);
  must(act(recipient_, ContactAct::pause));
  EXPECT_EQ(must(flows::choose(gateway(), recipient_.who, {.hold = hold, .kind = domain::ChoiceKind::now})).bar,
            domain::Bar::no_approval);
  EXPECT_EQ(release_by_hand(), "no_approval");
}

TEST_F(Contact, NobodyWritesAStandingChoiceByHand) {
  begin();
  addressed(message());
  const auto approval = key("contact_approval", approval_.bytes);
  EXPECT_EQ(choose_by_hand("standing", approval, key("account", recipient_.account.bytes)), "not_yours");
  EXPECT_EQ(choose_by_hand("standing", approval, key("account", analyst_.account.bytes)), "not_yours");
  EXPECT_EQ(choose_by_hand("standing", approval, system_key()), "done");
}

TEST_F(Contact, NoMessageIsOfferedInstead) {
  begin();
  addressed(message());
  EXPECT_EQ(by_hand(analyst_, "update hf.hold set state = 'offered'"), "not_asked");
}

// ---- limits, in both languages ----

TEST_F(Contact, NoMoreThanWereAgreed) {
  begin();
  for (int i = 0; i < 3; ++i) addressed(message());
  EXPECT_EQ(pass_on(), 2);
  const auto approval = key("contact_approval", approval_.bytes);
  EXPECT_EQ(choose_by_hand("standing", approval, system_key()), "limit_reached");
  office_.move_clock(std::chrono::hours{24 * 7});
  EXPECT_EQ(pass_on(), 1);
}

TEST_F(Contact, AskingAnewResetsNothing) {
  begin();
  addressed(message());
  addressed(message());
  ASSERT_EQ(pass_on(), 2);
  must(act(recipient_, ContactAct::end));
  begin();
  addressed(message());
  EXPECT_EQ(pass_on(), 0);
  EXPECT_EQ(choose_by_hand("standing", key("contact_approval", approval_.bytes), system_key()), "limit_reached");
}

TEST_F(Contact, NoLongerThanWasAgreed) {
  begin();
  addressed(message(std::string(1001, 'a')));
  EXPECT_EQ(pass_on(), 0);
  EXPECT_EQ(choose_by_hand("standing", key("contact_approval", approval_.bytes), system_key()), "too_long");
}

TEST_F(Contact, AtTheHoursThatWereAgreed) {
  auto terms = asked();
  // The one minute that the clock does not show there now, nor will soon.
  const auto shown = std::stoi(sql("select extract(hour from hf.now() at time zone '" + test::kZone + "')"));
  terms.terms.limits.from = std::chrono::hours{(shown + 12) % 24};
  terms.terms.limits.until = terms.terms.limits.from + std::chrono::hours{1};
  begin(terms);
  addressed(message());
  EXPECT_EQ(pass_on(), 0);
  EXPECT_EQ(choose_by_hand("standing", key("contact_approval", approval_.bytes), system_key()), "not_yet");
  office_.move_clock(std::chrono::hours{12});
  EXPECT_EQ(pass_on(), 1);
}

// ---- pausing and ending ----

TEST_F(Contact, APauseClosesAgainWhatIsInFlight) {
  begin();
  const auto hold = addressed(message());
  ASSERT_EQ(pass_on() + release(), 2);
  EXPECT_EQ(must(act(recipient_, ContactAct::pause)), ApprovalState::paused);
  EXPECT_EQ(hold_state(hold), "accepted");
  EXPECT_EQ(count("recall where cause = 'contact_paused'"), 1);
  EXPECT_EQ(count("task"), 0) << "nobody tells them of their own act";
  EXPECT_NE(why(flows::open_letter(gateway(), recipient_.who, hold)), "done");
  EXPECT_EQ(release(), 0);
}

TEST_F(Contact, WhatWasOpenedStaysTheirs) {
  begin();
  const auto hold = addressed(message());
  ASSERT_EQ(pass_on() + release(), 2);
  must(flows::open_letter(gateway(), recipient_.who, hold));
  must(act(recipient_, ContactAct::end));
  EXPECT_EQ(hold_state(hold), "delivered");
  EXPECT_EQ(why(flows::open_letter(gateway(), recipient_.who, hold)), "done");
}

TEST_F(Contact, LettersOfTheBankGoOn) {
  begin();
  const auto arrived = letter(writer_, "A12345", "I am sorry.");
  const auto hold = addressed(arrived);
  must(flows::choose(gateway(), recipient_.who, {.hold = hold, .kind = domain::ChoiceKind::now}));
  must(act(recipient_, ContactAct::end));
  EXPECT_EQ(hold_state(hold), "released");
}

TEST_F(Contact, MessagesAfterAPauseAreHeldUnread) {
  begin();
  must(act(recipient_, ContactAct::pause));
  const auto arrived = message();
  EXPECT_EQ(queued(), 0u);
  EXPECT_EQ(why(flows::open_review(gateway(), analyst_.who, arrived.version)), domain::why(domain::Bar::no_approval));
  EXPECT_EQ(by_hand(analyst_, "insert into hf.assignment (agency_id, oid, kind, version_id, account_id) values (" +
                                  agency() + ", uuid_send(gen_random_uuid()), 'review', " +
                                  key("letter_version", arrived.version.bytes) + ", " +
                                  key("account", analyst_.account.bytes) + ")"),
            "no_approval");
}

TEST_F(Contact, SomebodyInDangerIsReadAllTheSame) {
  const auto arrived = message();
  EXPECT_EQ(queued(), 0u);
  sql("update hf.letter_version set welfare = true");
  EXPECT_EQ(queued(), 1u);
  EXPECT_EQ(why(flows::open_review(gateway(), analyst_.who, arrived.version)), "done");
}

TEST_F(Contact, ItGoesOnByTheRecipientsWordAndTheOffices) {
  begin();
  must(act(recipient_, ContactAct::pause));
  EXPECT_EQ(why(act(analyst_, ContactAct::go_on)), domain::why(domain::Bar::not_shown))
      << "their word was before the pause";
  EXPECT_EQ(step_by_hand(analyst_, "resume"), "not_agreed");
  EXPECT_EQ(step_by_hand(recipient_, "resume"), "not_yours");
  EXPECT_EQ(must(act(recipient_, ContactAct::agree)), ApprovalState::paused);
  EXPECT_EQ(must(act(analyst_, ContactAct::go_on)), ApprovalState::active);
}

TEST_F(Contact, AnOrderPausesItAtItsCommit) {
  begin();
  const auto hold = addressed(message());
  ASSERT_EQ(pass_on() + release(), 2);
  const auto entered = bar_it();
  EXPECT_EQ(entered.recalled, 1);
  EXPECT_EQ(state_of("contact_approval", approval_), "paused");
  EXPECT_EQ(hold_state(hold), "accepted");
  EXPECT_EQ(count("recall where cause = 'order'"), 1) << "the order's own recall, whose person is told";
}

TEST_F(Contact, StoppingContactPausesItToo) {
  begin();
  must(flows::stop_contact(gateway(), recipient_.who));
  EXPECT_EQ(state_of("contact_approval", approval_), "paused");
}

// ---- the institution ----

class ContactWithInstitution : public Contact {
 protected:
  void SetUp() override {
    Contact::SetUp();
    warden_ = office_.institution_staff(office_.institution());
    auto terms = asked();
    terms.asks_institution = true;
    approval_ = request(terms);
    must(act(recipient_, ContactAct::agree));
  }
  void office_agrees() { ASSERT_EQ(must(act(analyst_, ContactAct::agree)), ApprovalState::office_agreed); }
  std::vector<storage::AskedInstitution> sees() {
    return must(flows::contacts_to_answer(gateway(), warden_.who, 0, 50));
  }
  test::Desk warden_;
};

TEST_F(ContactWithInstitution, IsAskedOnlyAfterBothHaveAgreed) {
  EXPECT_TRUE(sees().empty());
  EXPECT_EQ(flows::answer_contact(gateway(), warden_.who, approval_, true).error().problem, domain::Problem::not_found);
  office_agrees();
  EXPECT_EQ(sees().size(), 1u);
  EXPECT_EQ(step_by_hand(analyst_, "office_activates"), "not_in_state") << "the office does not go past it";
  must(flows::answer_contact(gateway(), warden_.who, approval_, true));
  EXPECT_EQ(state_of("contact_approval", approval_), "active");
}

TEST_F(ContactWithInstitution, ItsNoEndsIt) {
  office_agrees();
  must(flows::answer_contact(gateway(), warden_.who, approval_, false));
  EXPECT_EQ(state_of("contact_approval", approval_), "refused");
}

TEST_F(ContactWithInstitution, AnswersOnce) {
  office_agrees();
  must(flows::answer_contact(gateway(), warden_.who, approval_, true));
  EXPECT_EQ(flows::answer_contact(gateway(), warden_.who, approval_, false).error().problem, domain::Problem::conflict);
}

TEST_F(ContactWithInstitution, AnotherInstitutionSeesNothing) {
  office_agrees();
  sql("insert into hf.institution (agency_id, oid, code, name) values (" + agency() +
      ", uuid_send(gen_random_uuid()), 'XX', 'Another')");
  sql("update hf.account set institution_id = (select id from hf.institution where code = 'XX') where oid = " +
      id_sql(warden_.account.bytes));
  EXPECT_TRUE(sees().empty());
  EXPECT_EQ(flows::answer_contact(gateway(), warden_.who, approval_, true).error().problem, domain::Problem::not_found);
}

// Rule 3: neither a pause nor an end shows, and answering what has ended looks like answering what has not.
TEST_F(ContactWithInstitution, SeesNoPauseAndNoEnd) {
  office_agrees();
  must(act(recipient_, ContactAct::end));
  EXPECT_EQ(sees().size(), 1u);
  EXPECT_FALSE(sees().front().agrees.has_value());
  must(flows::answer_contact(gateway(), warden_.who, approval_, true));
  EXPECT_TRUE(sees().front().agrees.value());
  EXPECT_EQ(state_of("contact_approval", approval_), "ended");
}

TEST_F(ContactWithInstitution, SeesNothingOfTheRecipient) {
  office_agrees();
  for (const auto* table : {"contact_approval", "approval_step", "person", "hold", "choice"})
    EXPECT_EQ(by_hand(warden_, std::string("select from hf.") + table), "nothing") << table;
  EXPECT_NE(by_hand(warden_, "select from hf.approval_answer"), "done");
}

// ---- one table in two languages ----

TEST_F(Contact, TheDatabaseAndTheDomainMoveAnApprovalAlike) {
  for (const auto from : domain::kApprovalStateNames) {
    for (const auto event : domain::kApprovalEventNames) {
      const auto state = domain::parse_name<ApprovalState>(from).value();
      const auto what = domain::parse_name<domain::ApprovalEvent>(event).value();
      const auto* row =
          domain::find_row(std::span<const domain::ApprovalTransition>{domain::kApprovalTransitions}, state, what);
      const auto found = sql("select hf.approval_next('" + std::string(from) + "', '" + std::string(event) + "')");
      EXPECT_EQ(found, row == nullptr ? "" : domain::name_of(row->to)) << from << " " << event;
    }
  }
}

}  // namespace
}  // namespace holdfast
