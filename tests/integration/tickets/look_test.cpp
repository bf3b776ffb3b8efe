// The auditor's look at one entry, the reader's list, the administrator's settings.
#include "gateway/flows/look.h"

#include "gateway/flows/investigate.h"
#include "tests/integration/tickets/desk.h"

namespace holdfast {
namespace {

using domain::Problem;
using domain::Role;
using test::Desk;
using test::must;

class Looking : public test::TicketDesk {
 protected:
  // The newest entry of what was just done.
  domain::EntryId newest(const Desk& auditor) {
    const auto page = must(flows::log_page(worker(), auditor.who, 0, std::nullopt, 1));
    return page.rows.at(0).entry;
  }
  std::string leaf_of(const domain::EntryId& entry) { return "substring(leaf from 2 for 16) = " + key(entry.bytes); }
};

TEST_F(Looking, AnAuditorOpensAnEntryAndItProvesAgainstItsLeaf) {
  office_.offender("A12345");
  const auto auditor = office_.staff(Role::auditor);
  const auto ticket = flagged();
  must(flows::decide_investigation(worker(), office_.staff(Role::investigator).who, ticket,
                                   flows::TicketDecision::dismiss, "misread"));
  const auto entry = newest(auditor);
  const auto look = must(flows::open_entry(worker(), auditor.who, entry));
  ASSERT_TRUE(look.entry.has_value());
  EXPECT_EQ(look.entry->event, "quarantine.lift_asked");
  EXPECT_EQ(look.entry->role, "investigator");
  EXPECT_EQ(look.entry->outcome, "done");
  EXPECT_EQ(look.entry->reason, "misread");
  EXPECT_EQ(look.commitment,
            one("select encode(substring(leaf from 18), 'hex') from hf.audit_leaf where " + leaf_of(entry)));
  EXPECT_EQ(count("entry_look"), 1);
}

TEST_F(Looking, ALookIsItselfAnEntry) {
  const auto auditor = office_.staff(Role::auditor);
  const auto entry = newest(auditor);
  must(flows::open_entry(worker(), auditor.who, entry));
  const auto rows = must(flows::log_page(worker(), auditor.who, 0, std::nullopt, 2)).rows;
  const auto look = must(flows::open_entry(worker(), auditor.who, rows.at(1).entry));  // before the keeper's
  ASSERT_TRUE(look.entry.has_value());
  EXPECT_EQ(look.entry->event, "entry.opened");
  EXPECT_EQ(look.entry->object, "entry/" + entry.text());
  EXPECT_EQ(look.entry->actor, auditor.account.text());
}

TEST_F(Looking, NobodyButAnAuditorOpensAnEntry) {
  const auto auditor = office_.staff(Role::auditor);
  const auto entry = newest(auditor);
  for (const auto role : {Role::analyst, Role::investigator, Role::administrator, Role::reader}) {
    const auto other = office_.staff(role);
    EXPECT_FALSE(flows::open_entry(worker(), other.who, entry).has_value()) << domain::role_name(role);
    EXPECT_EQ(rows_for(other, "audit_leaf"), 0) << domain::role_name(role);
    EXPECT_THROW(as(other,
                    "insert into hf.entry_look (agency_id, oid, leaf_id, account_id) select hf.my_agency(), "
                    "'\\x00112233445566778899aabbccddeeff', 1, hf.actor()"),
                 pqxx::sql_error);
  }
  EXPECT_EQ(count("entry_look"), 0);
}

// The keeper asks for the look of the very account: another auditor's look opens nothing.
TEST_F(Looking, AnotherAuditorsLookIsNoGrant) {
  const auto auditor = office_.staff(Role::auditor);
  const auto other = office_.staff(Role::auditor);
  const auto entry = newest(auditor);
  const auto look = must(worker().database.run(
      auditor.who.actor, [&](storage::Transaction& tx) { return storage::look_at_entry(tx, entry); }));
  EXPECT_EQ(storage::open_look(worker(), other.who, look).error().problem, Problem::forbidden);
  EXPECT_TRUE(storage::open_look(worker(), auditor.who, look).has_value());
}

TEST_F(Looking, AnEntryWhoseSealedBytesWereSwappedIsShownToNobody) {
  const auto auditor = office_.staff(Role::auditor);
  const auto first = newest(auditor);
  office_.staff(Role::analyst);
  const auto second = newest(auditor);
  ASSERT_NE(first, second);
  ASSERT_TRUE(must(flows::open_entry(worker(), auditor.who, first)).entry.has_value());
  const auto bytes_of = [&](const domain::EntryId& entry) {
    return "'\\x" + one("select encode(sealed, 'hex') from hf.audit_leaf where " + leaf_of(entry)) + "'";
  };
  const auto swap = "update hf.audit_leaf set sealed = " + bytes_of(second) + " where " + leaf_of(first) +
                    "; update hf.audit_leaf set sealed = " + bytes_of(first) + " where " + leaf_of(second);
  EXPECT_THROW(sql(swap), pqxx::sql_error);  // the table is append-only
  sql("set local session_replication_role = replica; " + swap);
  for (const auto& entry : {first, second}) {
    const auto look = must(flows::open_entry(worker(), auditor.who, entry));
    EXPECT_FALSE(look.entry.has_value());
    const auto told = must(flows::open_entry(worker(), auditor.who, newest(auditor)));
    ASSERT_TRUE(told.entry.has_value());
    EXPECT_EQ(told.entry->event, "entry.unproven");
    EXPECT_EQ(told.entry->object, "entry/" + entry.text());
  }
}

TEST_F(Looking, TheLogIsNewestFirstAndSaysWhatHasNoPlaceYet) {
  const auto auditor = office_.staff(Role::auditor);
  EXPECT_EQ(must(flows::log_head(worker(), auditor.who)).size, 0);
  must(storage::sequence(worker(), {.holder = "one"}));
  office_.staff(Role::analyst);
  const auto page = must(flows::log_page(worker(), auditor.who, 0, std::nullopt, 100));
  EXPECT_EQ(page.head.size, 16);
  ASSERT_EQ(page.rows.size(), 2U);  // two people signed in; what fills up the batch is not listed
  EXPECT_FALSE(page.rows.front().index.has_value());
  EXPECT_EQ(page.rows.back().index, 0);
  EXPECT_TRUE(page.rows.back().placed.has_value());
  const auto rest = must(flows::log_page(worker(), auditor.who, page.rows[0].place, std::nullopt, 1)).rows;
  EXPECT_EQ(rest.at(0).entry, page.rows[1].entry);
  const auto from = must(flows::log_page(worker(), auditor.who, 0, 0, 100)).rows;
  EXPECT_EQ(from.at(0).index, 0);
}

TEST_F(Looking, ABlankLeafHasNothingToOpen) {
  const auto auditor = office_.staff(Role::auditor);
  must(storage::sequence(worker(), {.holder = "one"}));
  const std::string hex =
      sql("select encode(substring(leaf from 2 for 16), 'hex') from hf.audit_leaf where sealed is null limit 1")
          .front()[0]
          .as<std::string>();
  ASSERT_EQ(hex.size(), 32U) << "the tree was filled up without a blank leaf";
  domain::EntryId blank;
  for (std::size_t i = 0; i < blank.bytes.size(); ++i) {
    blank.bytes[i] = static_cast<std::uint8_t>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
  }
  EXPECT_EQ(flows::open_entry(worker(), auditor.who, blank).error().problem, Problem::not_found);
}

TEST_F(Looking, AnAdministratorSeesStaffAndHealthAndNoRecipient) {
  office_.recipient(office_.person(office_.offender("A12345")));
  const auto facilitator = office_.facilitator();
  const auto administrator = office_.staff(Role::administrator);
  const auto state = must(flows::system_state(worker(), administrator.who, test::engine()));
  EXPECT_EQ(state.agency.accounts.size(), 3U);  // an analyst confirmed the registration
  for (const auto& account : state.agency.accounts) EXPECT_NE(account.role, Role::recipient);
  ASSERT_EQ(state.agency.programmes.size(), 1U);
  EXPECT_EQ(state.agency.programmes[0].accounts, 1);
  EXPECT_EQ(state.agency.programmes[0].institution, "Test State Prison");
  EXPECT_EQ(state.rules, test::engine().rules_hash());
  EXPECT_TRUE(state.schema_fits);
  EXPECT_TRUE(state.keeper);
  EXPECT_GT(state.log.waiting, 0);
}

}  // namespace
}  // namespace holdfast
