// What the tests of tickets and of the log begin with: an office, letters that come in, and SQL by hand.
#pragma once

#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <string>

#include "gateway/flows/intake.h"
#include "screening/screening.h"
#include "storage/postgres/flagged.h"
#include "tests/harness/office.h"

namespace holdfast::test {

inline constexpr std::string_view kThreat = "When I get out I am going to kill you.";
inline constexpr std::string_view kHarmless = "I broke your window. I am sorry for what I did.";

const screening::Engine& engine();  // of the repository's packs, built once

class TicketDesk : public testing::Test {
 protected:
  // A letter by this offender, through intake as a facilitator sends it.
  domain::LetterId letter(const std::string& offender, std::string_view words);
  // The one ticket of what screening stopped.
  domain::TicketId flagged(const std::string& offender = "A12345", std::string_view words = kThreat);
  // A recipient's report about this offender, sealed, and its ticket; `share`: the institution may see it.
  domain::TicketId reported(const domain::OffenderId& offender, const std::string& what, bool share);

  pqxx::result sql(const std::string& text);  // as the superuser
  std::string one(const std::string& text) { return sql(text)[0][0].c_str(); }
  std::int64_t count(const std::string& from) { return std::stoll(one("select count(*) from hf." + from)); }
  // As the gateway's role, for this person, in one transaction.
  pqxx::result as(const Desk& desk, const std::string& text);
  std::int64_t rows_for(const Desk& desk, const std::string& from) {
    return as(desk, "select count(*) from hf." + from)[0][0].as<std::int64_t>();
  }
  static std::string key(const domain::IdBytes& id);  // '\x...'::bytea

  storage::Worker& worker() { return office_.gateway(); }

  Office office_;
  std::optional<Desk> writer_;
  int sent_ = 0;
};

}  // namespace holdfast::test
