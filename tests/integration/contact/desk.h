// An office with somebody who agreed to contact: what the tests of approved contact begin with.
#pragma once

#include "gateway/flows/contact.h"
#include "gateway/flows/open_letter.h"
#include "gateway/flows/release.h"
#include "gateway/flows/stop_contact.h"
#include "tests/integration/office/desk.h"

namespace holdfast::test {

class ContactTest : public OfficeTest {
 protected:
  static constexpr auto kChannel = domain::Channel::approved_contact;

  void SetUp() override {
    office_.database();
    offender_ = office_.offender("A12345");
    person_ = office_.person(offender_);
    recipient_ = office_.recipient(person_);
    writer_ = office_.facilitator();
  }

  storage::Day today(int days = 0) {
    return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()) + std::chrono::days(days);
  }
  // Two messages a week of at most 1,000 characters, at any hour, for a month from yesterday.
  storage::NewApproval asked(domain::Channel channel = kChannel) {
    storage::NewApproval asked;
    asked.person = person_;
    asked.terms.channel = channel;
    asked.terms.purpose = domain::ContactPurpose::children;
    asked.terms.limits = {.most = 2,
                          .period = domain::LimitPeriod::week,
                          .longest = 1000,
                          .from = std::chrono::hours{0},
                          .until = std::chrono::hours{24}};
    asked.terms.starts_on = today(-1);
    asked.terms.ends_on = today(30);
    return asked;
  }
  domain::ApprovalId request(const storage::NewApproval& terms) {
    return must(flows::request_contact(gateway(), analyst_.who, kZone, terms));
  }
  domain::Result<domain::ApprovalState> act(const Desk& who, flows::ContactAct what) {
    return flows::act_on_contact(gateway(), who.who, approval_, what);
  }
  // Agreed to by the recipient and the office: in force.
  void begin(const storage::NewApproval& terms) {
    approval_ = request(terms);
    must(act(recipient_, flows::ContactAct::agree));
    ASSERT_EQ(must(act(analyst_, flows::ContactAct::agree)), domain::ApprovalState::active);
  }
  void begin() { begin(asked()); }

  Arrived message(const std::string& words = "The children ask after you.", domain::Channel channel = kChannel) {
    return letter(writer_, "A12345", words, "clear", channel);
  }
  // Approved by a person and addressed: what is left is the recipient's word. Its hold.
  domain::HoldId addressed(const Arrived& arrived) {
    approve(analyst_, arrived.version);
    return must(flows::address_letter(gateway(), analyst_.who, {arrived.letter, person_, "court file"})).hold.value();
  }
  int pass_on() { return must(flows::pass_on_due(gateway())); }
  int release() { return must(flows::release_due(gateway())); }
  std::string hold_state(const domain::HoldId& hold) { return state_of("hold", hold); }

  std::string key(const std::string& table, const domain::IdBytes& id) {
    return sql("select id from hf." + table + " where oid = " + id_sql(id));
  }
  std::string agency() { return sql("select min(id) from hf.agency"); }
  // One statement as holdfast_gateway with this account (its key) as the actor. "done", or the bar, or what else
  // refused.
  std::string by_hand(const std::string& account, const std::string& statement) {
    pqxx::connection connection(office_.database().conninfo("holdfast_gateway"));
    pqxx::work work(connection);
    work.exec("select set_config('app.actor', '" + account + "', true)");
    try {
      const auto rows = work.exec(statement);
      work.commit();
      return rows.affected_rows() == 0 && rows.empty() ? "nothing" : "done";
    } catch (const pqxx::sql_error& error) {
      std::string what = error.what();
      const auto at = what.find("DETAIL:  ");
      if (std::string_view(error.sqlstate()) != "HF001" || at == std::string::npos) return what;
      return what.substr(at + 9, what.find('\n', at) - at - 9);
    }
  }
  std::string by_hand(const Desk& desk, const std::string& statement) {
    return by_hand(key("account", desk.account.bytes), statement);
  }
  std::string system_key() { return sql("select id from hf.account where role = 'system'"); }
  storage::EnteredOrder bar_it() {
    storage::NewOrder order;
    order.kind = domain::OrderKind::criminal_protective;
    order.offender_number = "A12345";
    order.conditions = {"05"};
    order.state = domain::OrderState::active;
    order.starts_on = storage::Day{std::chrono::year{2020}, std::chrono::month{1}, std::chrono::day{1}};
    order.permanent = true;
    return must(flows::enter_order(gateway(), analyst_.who, kZone, order));
  }

  Desk analyst_ = office_.staff(domain::Role::analyst);
  Desk recipient_, writer_;
  domain::OffenderId offender_;
  domain::PersonId person_;
  domain::ApprovalId approval_;
};

}  // namespace holdfast::test
