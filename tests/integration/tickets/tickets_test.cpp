// Tickets between office and institution: who sees what, who may move it, who lifts a quarantine.
#include <future>

#include "gateway/flows/investigate.h"
#include "gateway/flows/second.h"
#include "gateway/flows/ticket.h"
#include "storage/postgres/review.h"
#include "storage/postgres/sealed.h"
#include "tests/integration/tickets/desk.h"

namespace holdfast {
namespace {

using domain::Problem;
using domain::Role;
using domain::TicketState;
using flows::TicketDecision;
using test::Desk;
using test::must;

constexpr std::string_view kAnswer = "Spoken with on Tuesday; telephone use is watched from now on.";

class Tickets : public test::TicketDesk {
 protected:
  Tickets() : offender_(office_.offender("A12345")) {}

  // Opened and confirmed by one investigator.
  void confirm(const Desk& investigator, const domain::TicketId& ticket) {
    must(flows::open_investigation(worker(), investigator.who, ticket));
    must(flows::decide_investigation(worker(), investigator.who, ticket, TicketDecision::confirm, "as_found"));
  }
  domain::Result<domain::TicketState> dismiss(const Desk& investigator, const domain::TicketId& ticket) {
    return flows::decide_investigation(worker(), investigator.who, ticket, TicketDecision::dismiss, "quoted");
  }
  std::string version_state() { return one("select state from hf.letter_version"); }
  // How many columns of all tables hold this text, in any of their bytes.
  int columns_holding(std::string_view text) {
    int found = 0;
    for (const auto& column : sql("select table_name, column_name, data_type from information_schema.columns c "
                                  "join information_schema.tables t using (table_schema, table_name) "
                                  "where table_schema = 'hf' and table_type = 'BASE TABLE'")) {
      const std::string name = std::string("\"") + column[1].c_str() + "\"";
      const bool bytes = std::string_view(column[2].c_str()) == "bytea";
      const auto where = bytes ? "position(convert_to('" + std::string(text) + "', 'UTF8') in " + name + ") > 0"
                               : "position('" + std::string(text) + "' in " + name + "::text) > 0";
      found += count(std::string(column[0].c_str()) + " where " + where) > 0 ? 1 : 0;
    }
    return found;
  }

  domain::OffenderId offender_;
};

TEST_F(Tickets, AThreatIsReadConfirmedAcknowledgedAnsweredAndClosed) {
  const auto ticket = flagged();
  const auto investigator = office_.staff(Role::investigator);
  const auto prison = office_.institution_staff(office_.institution());
  const auto opened = must(flows::open_investigation(worker(), investigator.who, ticket));
  EXPECT_EQ(opened.words.reveal_text(), test::kThreat);
  ASSERT_FALSE(opened.cover.findings.empty());
  EXPECT_EQ(must(flows::decide_investigation(worker(), investigator.who, ticket, TicketDecision::confirm, "as_found")),
            TicketState::open);
  EXPECT_EQ(must(flows::acknowledge_ticket(worker(), prison.who, ticket)), TicketState::acknowledged);
  EXPECT_EQ(
      must(flows::answer_ticket(worker(), prison.who, ticket, {TicketState::substantiated, std::string(kAnswer)})),
      TicketState::substantiated);
  EXPECT_EQ(must(flows::housed_ticket(worker(), prison.who, ticket)).answer.reveal_text(), kAnswer);
  EXPECT_EQ(must(flows::investigation(worker(), investigator.who, ticket)).answer.reveal_text(), kAnswer);
  EXPECT_EQ(must(flows::close_investigation(worker(), investigator.who, ticket, "resolved")), TicketState::closed);
  EXPECT_EQ(version_state(), "quarantined");  // closing a ticket lifts nothing
}

TEST_F(Tickets, WhoHasNotOpenedTheWordsDoesNotConfirm) {
  const auto ticket = flagged();
  const auto reader = office_.staff(Role::investigator);
  const auto other = office_.staff(Role::investigator);
  must(flows::open_investigation(worker(), reader.who, ticket));
  const auto refused = flows::decide_investigation(worker(), other.who, ticket, TicketDecision::confirm, "as_found");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().why, domain::why(domain::Bar::not_read));
  EXPECT_EQ(count("ticket where state = 'unconfirmed'"), 1);
}

TEST_F(Tickets, AnAnalystOpensNoFlaggedContact) {
  const auto ticket = flagged();
  const auto analyst = office_.staff(Role::analyst);
  EXPECT_FALSE(flows::open_investigation(worker(), analyst.who, ticket).has_value());
  EXPECT_EQ(count("assignment where kind = 'investigation'"), 0);
}

TEST_F(Tickets, AnotherInstitutionsStaffFindNothingOfATicket) {
  const auto ticket = flagged();
  confirm(office_.staff(Role::investigator), ticket);
  const auto elsewhere =
      office_.institution_staff(must(storage::add_institution(office_.owner(), "OTH", "Another Prison")));
  const auto prison = office_.institution_staff(office_.institution());
  must(flows::acknowledge_ticket(worker(), prison.who, ticket));
  EXPECT_EQ(flows::housed_ticket(worker(), elsewhere.who, ticket).error().problem, Problem::not_found);
  EXPECT_EQ(flows::acknowledge_ticket(worker(), elsewhere.who, ticket).error().problem, Problem::not_found);
  EXPECT_EQ(flows::answer_ticket(worker(), elsewhere.who, ticket, {TicketState::investigating, "x"}).error().problem,
            Problem::not_found);
  EXPECT_TRUE(must(flows::housed_tickets(worker(), elsewhere.who, 0, 10)).rows.empty());
  EXPECT_EQ(must(flows::housed_tickets(worker(), prison.who, 0, 10)).rows.size(), 1U);
  for (const auto* table :
       {"institution_ticket", "ticket", "ticket_event", "offender", "letter", "letter_version", "report"}) {
    EXPECT_EQ(rows_for(elsewhere, table), 0) << table;
  }
  EXPECT_EQ(rows_for(prison, "institution_ticket"), 1);
  for (const auto* table : {"ticket", "letter", "letter_version", "report", "person", "hold", "quarantine"}) {
    EXPECT_EQ(rows_for(prison, "institution_ticket") + rows_for(prison, table), 1) << table;
  }
}

TEST_F(Tickets, AnotherInstitutionCannotMoveATicketBySql) {
  const auto ticket = flagged();
  confirm(office_.staff(Role::investigator), ticket);
  const auto elsewhere =
      office_.institution_staff(must(storage::add_institution(office_.owner(), "OTH", "Another Prison")));
  EXPECT_TRUE(
      as(elsewhere, "select hf.institution_moves_ticket(" + key(ticket.bytes) + ", '{open}', 'acknowledged')")[0][0]
          .is_null());
  EXPECT_EQ(count("ticket where state = 'open'"), 1);
}

TEST_F(Tickets, AReportThatMayNotLeaveTheOfficeIsInvisibleAtTheInstitution) {
  const auto ticket = reported(offender_, "He had somebody call me.", false);
  const auto prison = office_.institution_staff(office_.institution());
  const auto investigator = office_.staff(Role::investigator);
  EXPECT_EQ(flows::housed_ticket(worker(), prison.who, ticket).error().problem, Problem::not_found);
  EXPECT_TRUE(must(flows::housed_tickets(worker(), prison.who, 0, 10)).rows.empty());
  EXPECT_EQ(rows_for(prison, "institution_ticket"), 0);
  EXPECT_EQ(must(flows::open_investigation(worker(), investigator.who, ticket)).words.reveal_text(),
            "He had somebody call me.");
  const auto refused =
      flows::decide_investigation(worker(), investigator.who, ticket, TicketDecision::confirm, "as_found");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().why, domain::why(domain::Bar::not_agreed));
  EXPECT_EQ(must(flows::investigations(worker(), investigator.who, 0, 10)).size(), 1U);
}

TEST_F(Tickets, AReportThatMayLeaveIsConfirmedByWhoReadIt) {
  const auto ticket = reported(offender_, "He had somebody call me.", true);
  const auto investigator = office_.staff(Role::investigator);
  EXPECT_FALSE(
      flows::decide_investigation(worker(), investigator.who, ticket, TicketDecision::confirm, "as_found").has_value());
  confirm(investigator, ticket);
  EXPECT_EQ(count("ticket where state = 'open'"), 1);
}

// What a person did not agree to show stays in the office, whatever the gateway is made to say.
TEST_F(Tickets, SqlDoesNotShareAReportNorConfirmWhatWasNotRead) {
  reported(offender_, "He had somebody call me.", false);
  const auto investigator = office_.staff(Role::investigator);
  EXPECT_THROW(as(investigator, "update hf.ticket set shared_at = hf.now()"), pqxx::sql_error);
  EXPECT_THROW(as(investigator, "update hf.ticket set state = 'open'"), pqxx::sql_error);
  EXPECT_EQ(count("ticket where shared_at is null and state = 'unconfirmed'"), 1);
}

TEST_F(Tickets, OneQuarantineHasOneTicket) {
  const auto ticket = flagged();
  const auto analyst = office_.staff(Role::analyst);
  const auto version = one("select id from hf.letter_version");
  as(analyst, "select hf.quarantine_version(" + version + ", '\\x00112233445566778899aabbccddeeff', '{threat}')");
  EXPECT_EQ(count("ticket"), 1);
  EXPECT_EQ(count("ticket where oid = " + key(ticket.bytes)), 1);
  EXPECT_THROW(sql("insert into hf.ticket (agency_id, oid, offender_id, state, severity, version_id) select agency_id, "
                   "hf.random_oid(), offender_id, 'open', 'high', version_id from hf.ticket"),
               pqxx::unique_violation);
}

TEST_F(Tickets, WhatTheInstitutionAnswersIsNowhereInPlainText) {
  const auto ticket = flagged();
  confirm(office_.staff(Role::investigator), ticket);
  const auto prison = office_.institution_staff(office_.institution());
  must(flows::acknowledge_ticket(worker(), prison.who, ticket));
  must(flows::answer_ticket(worker(), prison.who, ticket, {TicketState::referred, std::string(kAnswer)}));
  EXPECT_GT(columns_holding("Writer A12345"), 0);  // the search finds what is there
  EXPECT_EQ(columns_holding("telephone use"), 0);
  EXPECT_EQ(columns_holding("going to kill"), 0);
  EXPECT_EQ(must(flows::housed_ticket(worker(), prison.who, ticket)).answer.reveal_text(), kAnswer);
}

TEST_F(Tickets, ATicketDoesNotSayWhetherScreeningStaffOrAReportBeganIt) {
  const auto screened = flagged("A12345", test::kThreat);
  const auto by_report = reported(offender_, "He had somebody call me.", true);
  letter("A12345", test::kHarmless);
  const auto analyst = office_.staff(Role::analyst);
  as(analyst,
     "select hf.quarantine_version(v.id, '\\x00112233445566778899aabbccddeeff', '{coercion}') from hf.letter_version v "
     "where v.state <> 'quarantined'");
  const auto prison = office_.institution_staff(office_.institution());
  const auto rows = must(flows::housed_tickets(worker(), prison.who, 0, 10)).rows;
  ASSERT_EQ(rows.size(), 3U);
  for (const auto& row : rows) {
    EXPECT_EQ(row.state, TicketState::unconfirmed);
    EXPECT_EQ(row.offender_number, "A12345");
    EXPECT_EQ(row.categories.size(), 1U);
    EXPECT_EQ(row.opened, row.changed);
    EXPECT_TRUE(must(flows::housed_ticket(worker(), prison.who, row.ticket)).file.steps.empty());
  }
  const auto shapes = as(prison,
                         "select distinct (select array_agg(k order by k) from jsonb_object_keys(to_jsonb(t)) k) "
                         "from hf.institution_ticket t");
  ASSERT_EQ(shapes.size(), 1U);
  const std::string columns = shapes[0][0].c_str();
  for (const auto* told : {"report", "version", "letter", "person", "shared"})
    EXPECT_EQ(columns.find(told), std::string::npos) << told;
  const auto investigator = office_.staff(Role::investigator);
  confirm(investigator, screened);
  confirm(investigator, by_report);
  EXPECT_TRUE(must(flows::housed_ticket(worker(), prison.who, screened)).file.steps.empty());
  EXPECT_TRUE(must(flows::housed_ticket(worker(), prison.who, by_report)).file.steps.empty());
}

TEST_F(Tickets, TheInstitutionDoesNotMoveWhatNobodyAtTheOfficeHasRead) {
  const auto ticket = flagged();
  const auto prison = office_.institution_staff(office_.institution());
  EXPECT_EQ(flows::acknowledge_ticket(worker(), prison.who, ticket).error().problem, Problem::conflict);
  EXPECT_EQ(count("ticket where state = 'unconfirmed'"), 1);
  confirm(office_.staff(Role::investigator), ticket);
  must(flows::acknowledge_ticket(worker(), prison.who, ticket));
  EXPECT_EQ(flows::acknowledge_ticket(worker(), prison.who, ticket).error().problem, Problem::conflict);
}

TEST_F(Tickets, AFindingNeedsWords) {
  const auto ticket = flagged();
  confirm(office_.staff(Role::investigator), ticket);
  const auto prison = office_.institution_staff(office_.institution());
  must(flows::acknowledge_ticket(worker(), prison.who, ticket));
  const auto refused = flows::answer_ticket(worker(), prison.who, ticket, {TicketState::substantiated, ""});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().why, domain::why(domain::Bar::no_evidence));
  EXPECT_EQ(count("ticket where state = 'acknowledged'"), 1);  // the step before it is taken back too
}

TEST_F(Tickets, ADismissedTicketsQuarantineIsLiftedByASecondPerson) {
  const auto ticket = flagged();
  const auto first = office_.staff(Role::investigator);
  const auto second = office_.staff(Role::investigator);
  EXPECT_EQ(flows::lift_quarantine(worker(), second.who, ticket).error().problem, Problem::conflict);  // not dismissed
  EXPECT_EQ(must(dismiss(first, ticket)), TicketState::dismissed);
  EXPECT_EQ(version_state(), "quarantined");
  const auto alone = flows::lift_quarantine(worker(), first.who, ticket);
  ASSERT_FALSE(alone.has_value());
  EXPECT_EQ(alone.error().why, domain::why(domain::Bar::one_person));
  EXPECT_EQ(must(flows::lift_quarantine(worker(), second.who, ticket)), domain::VersionState::in_review);
  EXPECT_EQ(version_state(), "in_review");
  EXPECT_EQ(count("quarantine where lifted_at is null"), 0);
}

// An office of one: whom the profile names reads what waits for a second person, lifts it, and sees no more of it.
TEST_F(Tickets, TheProfilesSecondPersonReadsAndLiftsWhatWaitsAndNothingElse) {
  const auto ticket = flagged();
  const auto other = flagged("B77777");
  const auto alone = office_.staff(Role::investigator);
  const auto second = office_.staff(Role::second_person);
  EXPECT_EQ(flows::investigation(worker(), second.who, ticket).error().problem, Problem::not_found);
  must(dismiss(alone, ticket));
  const auto waiting = must(flows::waits_for_second(worker(), second.who, 0, 10));
  ASSERT_EQ(waiting.size(), 1U);
  EXPECT_EQ(waiting.front().kind, storage::SecondKind::quarantine);
  EXPECT_EQ(waiting.front().id, ticket.text());
  EXPECT_EQ(must(flows::open_investigation(worker(), second.who, ticket)).words.reveal_text(), test::kThreat);
  EXPECT_EQ(flows::open_investigation(worker(), second.who, other).error().problem, Problem::not_found);
  EXPECT_EQ(rows_for(second, "ticket"), 1);
  EXPECT_EQ(rows_for(second, "letter_version"), 1);
  // Locked by them, never changed; and no assignment to another letter.
  EXPECT_THROW(as(second, "update hf.ticket set state = 'open'"), pqxx::sql_error);
  EXPECT_THROW(as(second, "update hf.letter_version set state = 'approved'"), pqxx::sql_error);
  EXPECT_THROW(as(second,
                  "insert into hf.assignment (agency_id, oid, kind, version_id, account_id) values "
                  "(hf.my_agency(), uuid_send(gen_random_uuid()), 'investigation', " +
                      one("select max(id) from hf.letter_version") + ", hf.actor())"),
               pqxx::sql_error);
  EXPECT_EQ(must(flows::lift_quarantine(worker(), second.who, ticket)), domain::VersionState::in_review);
  EXPECT_EQ(count("quarantine where lifted_at is null"), 1);  // the other one's
  EXPECT_EQ(count("assignment where kind = 'investigation' and ended_at is null"), 0);
  EXPECT_TRUE(must(flows::waits_for_second(worker(), second.who, 0, 10)).empty());
  for (const auto* table : {"ticket", "letter", "letter_version", "quarantine", "offender"})
    EXPECT_EQ(rows_for(second, table), 0) << table;
}

TEST_F(Tickets, TwoAccountsOfOneHumanDoNotLiftAQuarantine) {
  const auto ticket = flagged();
  const auto first = office_.staff(Role::investigator);
  auto same = office_.staff(Role::investigator);
  must(dismiss(first, ticket));
  sql("update hf.account set human_id = (select human_id from hf.account where oid = " + key(first.account.bytes) +
      ") where oid = " + key(same.account.bytes));
  same.who = must(storage::principal_of(worker(), same.token));
  EXPECT_EQ(flows::lift_quarantine(worker(), same.who, ticket).error().why, domain::why(domain::Bar::one_person));
  EXPECT_EQ(version_state(), "quarantined");
}

// A gateway that is no longer ours cannot sign for somebody else, nor lift what nobody asked for.
TEST_F(Tickets, SqlDoesNotLiftAQuarantineAlone) {
  const auto ticket = flagged();
  const auto first = office_.staff(Role::investigator);
  const auto second = office_.staff(Role::investigator);
  const auto other = one("select id from hf.account where oid = " + key(second.account.bytes));
  EXPECT_THROW(as(first, "update hf.quarantine set lift_asked_by = " + other +
                             ", lift_asked_at = hf.now(), lifted_by = hf.actor(), "
                             "lifted_at = hf.now()"),
               pqxx::sql_error);
  must(dismiss(first, ticket));
  EXPECT_THROW(as(first, "update hf.quarantine set lifted_by = hf.actor(), lifted_at = hf.now()"), pqxx::sql_error);
  EXPECT_THROW(as(first, "update hf.quarantine set lifted_by = " + other + ", lifted_at = hf.now()"), pqxx::sql_error);
  EXPECT_THROW(as(first, "update hf.quarantine set lift_asked_by = " + other), pqxx::sql_error);
  EXPECT_EQ(count("quarantine where lifted_at is null"), 1);
  must(flows::lift_quarantine(worker(), second.who, ticket));
  EXPECT_THROW(as(first, "update hf.quarantine set lifted_at = null, lifted_by = null"), pqxx::sql_error);
}

TEST_F(Tickets, ALetterWithdrawnUnderQuarantineDoesNotComeBackToReview) {
  const auto ticket = flagged();
  ASSERT_TRUE(as(*writer_, "select hf.withdraw_letter(oid) from hf.programme_letter")[0][0].as<bool>());
  ASSERT_EQ(version_state(), "quarantined");
  must(dismiss(office_.staff(Role::investigator), ticket));
  EXPECT_EQ(must(flows::lift_quarantine(worker(), office_.staff(Role::investigator).who, ticket)),
            domain::VersionState::withdrawn);
}

TEST_F(Tickets, ADismissedTicketLeavesNobodyAGrantToItsWords) {
  const auto ticket = flagged();
  const auto investigator = office_.staff(Role::investigator);
  must(flows::open_investigation(worker(), investigator.who, ticket));
  const auto file = must(flows::investigation(worker(), investigator.who, ticket)).file;
  ASSERT_TRUE(file.version.has_value());
  const auto grant = must(worker().database.run(investigator.who.actor, [&](storage::Transaction& tx) {
    return storage::assign(tx, storage::AssignmentKind::investigation, file.version->version);
  }));
  const storage::Look look{sealing::GrantKind::flagged, grant, file.version->object, sealing::Purpose::letter, 1};
  EXPECT_TRUE(storage::OpenedObject::ask(worker(), investigator.who.actor, investigator.account, look).has_value());
  must(dismiss(office_.staff(Role::investigator), ticket));
  EXPECT_FALSE(storage::OpenedObject::ask(worker(), investigator.who.actor, investigator.account, look).has_value());
}

TEST_F(Tickets, ARecusedInvestigatorFindsNothing) {
  const auto ticket = flagged();
  confirm(office_.staff(Role::investigator), ticket);
  const auto prison = office_.institution_staff(office_.institution());
  must(flows::acknowledge_ticket(worker(), prison.who, ticket));
  must(flows::answer_ticket(worker(), prison.who, ticket, {TicketState::referred, std::string(kAnswer)}));
  const auto note = *flows::last_note(must(flows::housed_ticket(worker(), prison.who, ticket)).file.steps);
  const auto recused = office_.staff(Role::investigator);
  EXPECT_TRUE(flows::open_note(worker(), recused.who, ticket, note).has_value());
  sql("insert into hf.recusal (agency_id, account_id, offender_id) select a.agency_id, a.id, o.id from hf.account a, "
      "hf.offender o "
      "where a.oid = " +
      key(recused.account.bytes));
  EXPECT_TRUE(must(flows::investigations(worker(), recused.who, 0, 10)).empty());
  EXPECT_EQ(flows::investigation(worker(), recused.who, ticket).error().problem, Problem::not_found);
  EXPECT_EQ(flows::open_investigation(worker(), recused.who, ticket).error().problem, Problem::not_found);
  EXPECT_EQ(rows_for(recused, "ticket_event"), 0);
  EXPECT_FALSE(flows::open_note(worker(), recused.who, ticket, note).has_value());  // the keeper says no by itself
}

TEST_F(Tickets, UnconfirmedAndGraveComesFirst) {
  const auto done = flagged("A12345", test::kThreat);
  must(dismiss(office_.staff(Role::investigator), done));
  const auto report = reported(offender_, "He had somebody call me.", true);  // high
  const auto threat = flagged("A12345", test::kThreat);                       // critical
  const auto investigator = office_.staff(Role::investigator);
  const auto rows = must(flows::investigations(worker(), investigator.who, 0, 10));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].ticket, threat);
  EXPECT_EQ(rows[1].ticket, report);
  EXPECT_EQ(rows[2].ticket, done);
  const auto after = must(flows::investigations(worker(), investigator.who, rows[0].place, 10));
  ASSERT_EQ(after.size(), 2U);
  EXPECT_EQ(after[0].ticket, report);
}

TEST_F(Tickets, EveryStepAndEveryLookIsWitnessed) {
  const auto ticket = flagged();
  const auto investigator = office_.staff(Role::investigator);
  const auto prison = office_.institution_staff(office_.institution());
  const auto leaves_of = [&](const auto& act) {
    const auto before = count("audit_leaf");
    act();
    return count("audit_leaf") - before;
  };
  // The entry of opening and the keeper's own; then the decision's.
  EXPECT_EQ(leaves_of([&] { must(flows::open_investigation(worker(), investigator.who, ticket)); }), 2);
  EXPECT_EQ(
      leaves_of([&] {
        must(flows::decide_investigation(worker(), investigator.who, ticket, TicketDecision::confirm, "as_found"));
      }),
      1);
  EXPECT_EQ(leaves_of([&] { must(flows::acknowledge_ticket(worker(), prison.who, ticket)); }), 1);
  // Work on it and the finding: two steps of the table.
  EXPECT_EQ(leaves_of([&] {
              must(flows::answer_ticket(worker(), prison.who, ticket, {TicketState::substantiated, "Found."}));
            }),
            2);
  EXPECT_EQ(leaves_of([&] { must(flows::housed_ticket(worker(), prison.who, ticket)); }), 2);
  EXPECT_EQ(leaves_of([&] { must(flows::close_investigation(worker(), investigator.who, ticket, "resolved")); }), 1);
}

}  // namespace
}  // namespace holdfast
