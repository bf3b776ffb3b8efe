// An office with letters in it: what the tests of the analyst's work begin with. Letters come in through intake's own
// steps, with the verdict that the test wants.
#pragma once

#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <string>

#include "gateway/flows/address.h"
#include "gateway/flows/intake.h"
#include "gateway/flows/orders.h"
#include "gateway/flows/registrations.h"
#include "gateway/flows/review.h"
#include "tests/harness/office.h"
#include "tests/harness/rules.h"
#include "tests/harness/source.h"

namespace holdfast::test {

inline const std::string kZone = "America/Los_Angeles";

struct Arrived {
  domain::LetterId letter;
  domain::VersionId version;
};

class OfficeTest : public testing::Test {
 protected:
  storage::Worker& gateway() { return office_.gateway(); }

  Arrived letter(const Desk& writer, const std::string& number, const std::string& words,
                 const std::string& verdict = "review",
                 domain::Channel channel = domain::Channel::accountability_letter) {
    flows::Submission sent{number, "Writer " + number, "SCR-2019-1", "Rosa Quintero", "en", words, channel};
    auto prepared = must(flows::prepare(gateway(), engine_, sent, 1));
    prepared.letter.token = writer.token;
    prepared.letter.key = "key-" + std::to_string(10'000'000 + ++letters_);
    prepared.letter.request = sealing::keyed_hash(*office_.here().hash_key, "request", prepared.letter.key);
    prepared.letter.verdict = verdict;
    const auto answers = must(storage::take_in(gateway(), prepared.epoch, "1", "rules", {&prepared.letter, 1}));
    if (answers.at(0).outcome != storage::IntakeOutcome::created)
      throw std::runtime_error("the letter was not taken in");
    return {prepared.letter.letter, prepared.letter.version};
  }

  void approve(const Desk& analyst, const domain::VersionId& version) {
    must(flows::open_review(gateway(), analyst.who, version));
    must(flows::decide_review(gateway(), analyst.who, version, {flows::Decision::approve, {}, "none"}));
  }

  // Another account of the same human being.
  Desk second_account(const Desk& of, domain::Role role) {
    storage::NewAccount made;
    made.role = role;
    made.display_name = "The same person";
    const auto& key = *office_.here().hash_key;
    made.login = sealing::keyed_hash(key, "login", "second " + std::to_string(++seconds_));
    made.passphrase_hash = "none";
    made.same_human_as = of.account;
    Desk desk;
    desk.account = must(storage::add_account(office_.owner(), made));
    desk.token = sealing::keyed_hash(key, "session", sealing::random_bytes<32>());
    const auto material = must(storage::sign_in_material(gateway(), made.login));
    must(storage::session_begin(gateway(), material.actor, desk.token, std::nullopt, "en"));
    desk.who = must(storage::principal_of(gateway(), desk.token));
    return desk;
  }

  // As the superuser: what is really in the tables. One value as text; empty for null or no row.
  std::string sql(const std::string& text) {
    pqxx::connection postgres(office_.database().conninfo("postgres"));
    pqxx::work work(postgres);
    const auto rows = work.exec(text);
    work.commit();
    return rows.empty() || rows.columns() == 0 || rows[0][0].is_null() ? "" : rows[0][0].as<std::string>();
  }
  std::int64_t count(const std::string& table) { return std::stoll(sql("select count(*) from hf." + table)); }
  std::string id_sql(const domain::IdBytes& bytes) {
    std::string text = "'\\x";
    for (const auto byte : bytes) {
      text += "0123456789abcdef"[byte >> 4];
      text += "0123456789abcdef"[byte & 15];
    }
    return text + "'::bytea";
  }
  template <class Id>
  std::string state_of(const std::string& table, const Id& id, const std::string& column = "state") {
    return sql("select " + column + " from hf." + table + " where oid = " + id_sql(id.bytes));
  }

  Office office_;
  const screening::Engine& engine_ = our_rules().now()->engine;  // that the program keeps

 private:
  int letters_ = 0;
  int seconds_ = 0;
};

// Why it was refused, or "done".
template <class T>
std::string why(const domain::Result<T>& result) {
  return result ? "done" : std::string(result.error().why);
}

}  // namespace holdfast::test
