#include "tests/integration/tickets/desk.h"

#include <future>

#include "storage/postgres/sealed_rows.h"
#include "tests/harness/rules.h"

namespace holdfast::test {
const screening::Engine& engine() { return our_rules().now()->engine; }

domain::LetterId TicketDesk::letter(const std::string& offender, std::string_view words) {
  if (!writer_) writer_ = office_.facilitator();
  flows::Intake intake(office_.database().settings("holdfast_gateway"), office_.here(), our_rules(), 1, 16, 1);
  const flows::Submission submission{offender, "Writer " + offender, "SCR-2019-1", "the woman at the till",
                                     "en",     std::string(words)};
  std::promise<domain::Result<flows::Received>> answered;
  auto waiting = answered.get_future();
  const auto sent =
      intake.submit(writer_->token, "key-0000000" + std::to_string(++sent_), {}, submission,
                    [&](domain::Result<flows::Received> answer) { answered.set_value(std::move(answer)); });
  if (!sent) throw std::runtime_error("the queue is full");
  return must(waiting.get()).letter;
}

domain::TicketId TicketDesk::flagged(const std::string& offender, std::string_view words) {
  const auto sent = letter(offender, words);
  const auto rows =
      sql("select encode(t.oid, 'hex') from hf.ticket t join hf.letter_version v on v.id = t.version_id "
          "join hf.letter l on l.id = v.letter_id where l.oid = " +
          key(sent.bytes));
  if (rows.size() != 1) throw std::runtime_error("there is not one ticket");
  const pqxx::binarystring bytes(sql("select t.oid from hf.ticket t where encode(t.oid, 'hex') = '" +
                                     std::string(rows[0][0].c_str()) + "'")[0][0]);
  domain::TicketId ticket;
  std::copy(bytes.begin(), bytes.end(), ticket.bytes.begin());
  return ticket;
}

domain::TicketId TicketDesk::reported(const domain::OffenderId& offender, const std::string& what, bool share) {
  const auto person = office_.person(offender);
  const auto recipient = office_.recipient(person);
  const auto object = must(worker().database.run(recipient.who.actor, [&](storage::Transaction& tx) {
    return storage::put_object(tx, worker(), sealing::Purpose::report, sealing::random_id<domain::ObjectId>(),
                               {{sealing::Purpose::report, what}});
  }));
  const auto ticket = sealing::random_id<domain::TicketId>();
  sql("with r as (insert into hf.report (agency_id, oid, person_id, offender_id, account_id, object_id, channel, "
      "share) "
      "select p.agency_id, hf.random_oid(), p.id, p.offender_id, a.id, " +
      std::to_string(object) + ", 'call', " + (share ? "true" : "false") +
      " from hf.person p join hf.account a on a.person_id = p.id where p.oid = " + key(person.bytes) +
      " returning *) insert into hf.ticket (agency_id, oid, offender_id, institution_id, state, severity, categories, "
      "report_id, "
      "shared_at) select o.agency_id, " +
      key(ticket.bytes) +
      ", o.id, o.institution_id, 'unconfirmed', 'high', "
      "'{third_party_contact}', r.id, " +
      (share ? "hf.now()" : "null") + " from r join hf.offender o on o.id = r.offender_id");
  return ticket;
}

pqxx::result TicketDesk::sql(const std::string& text) {
  pqxx::connection postgres(office_.database().conninfo("postgres"));
  pqxx::work work(postgres);
  auto result = work.exec(text);
  work.commit();
  return result;
}

pqxx::result TicketDesk::as(const Desk& desk, const std::string& text) {
  const auto account = one("select id from hf.account where oid = " + key(desk.account.bytes));
  pqxx::connection gateway(office_.database().conninfo("holdfast_gateway"));
  pqxx::work work(gateway);
  work.exec("select set_config('app.actor', '" + account + "', true)");
  auto result = work.exec(text);
  work.commit();
  return result;
}

std::string TicketDesk::key(const domain::IdBytes& id) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const auto byte : id) {
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 15U];
  }
  return "'\\x" + hex + "'::bytea";
}

}  // namespace holdfast::test
