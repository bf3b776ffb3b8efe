// An office with a folder of rules: what the tests of new rules begin with.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <pqxx/pqxx>
#include <string>

#include "tests/harness/office.h"
#include "tests/harness/rules.h"

namespace holdfast::test {

class RulesDesk : public testing::Test {
 protected:
  RulesDesk() { std::filesystem::create_directory(packs_); }

  storage::Worker& gateway() { return office_.gateway(); }

  // The folder holds these and nothing else.
  void put(const std::vector<screening::RuleFile>& files) {
    std::filesystem::remove_all(packs_);
    std::filesystem::create_directory(packs_);
    for (const auto& file : files) std::ofstream(packs_ / file.name, std::ios::binary) << file.text;
  }
  flows::RuleFolder folder() { return flows::read_rule_folder(packs_); }

  flows::StartedRules start() { return must(flows::start_rules(gateway(), folder())); }
  domain::Result<flows::Reloaded> try_reload(const Desk* who) {
    return flows::reload_rules(gateway(), who == nullptr ? nullptr : &who->who, folder());
  }
  flows::Reloaded reload(const Desk* who) { return must(try_reload(who)); }

  // As the superuser: what is really in the tables. One value as text; empty for null or no row.
  std::string sql(const std::string& text) {
    pqxx::connection postgres(office_.database().conninfo("postgres"));
    pqxx::work work(postgres);
    const auto rows = work.exec(text);
    work.commit();
    return rows.empty() || rows.columns() == 0 || rows[0][0].is_null() ? "" : rows[0][0].as<std::string>();
  }
  std::string in_force() { return sql("select hash from hf.rule_set where outcome = 'in_force'"); }
  std::string account(const Desk& desk) {
    std::string text = "(select id from hf.account where oid = '\\x";
    for (const auto byte : desk.account.bytes) {
      text += "0123456789abcdef"[byte >> 4];
      text += "0123456789abcdef"[byte & 15];
    }
    return text + "'::bytea)";
  }
  // As the gateway's role, by hand, in the name of `desk` (or of the gateway itself): "done", "nothing" where no row
  // was touched, a bar's name, or "forbidden".
  std::string by_hand(const Desk* desk, const std::string& statement) {
    const auto actor =
        sql(desk == nullptr ? "select id from hf.account where role = 'system'" : "select " + account(*desk));
    try {
      pqxx::connection role(office_.database().conninfo("holdfast_gateway"));
      pqxx::work work(role);
      work.exec("select set_config('app.actor', '" + actor + "', true)");
      const auto rows = work.exec(statement).affected_rows();
      work.commit();
      return rows == 0 ? "nothing" : "done";
    } catch (const pqxx::insufficient_privilege&) {
      return "forbidden";
    } catch (const pqxx::sql_error& error) {
      const std::string what = error.what();
      const auto detail = what.find("DETAIL:  ");
      if (detail == std::string::npos) return error.sqlstate();
      return what.substr(detail + 9, what.find('\n', detail) - detail - 9);
    }
  }

  // Another account of the same human being.
  void make_one_human(const Desk& first, const Desk& second) {
    sql("update hf.account set human_id = (select human_id from hf.account where id = " + account(first) +
        ") where id = " + account(second));
  }

  Office office_;
  const std::filesystem::path packs_ = office_.folder() / "packs";
  Desk administrator_ = office_.staff(domain::Role::administrator);
  Desk other_ = office_.staff(domain::Role::administrator);
};

// Why it was refused, or "done".
template <class T>
std::string why(const domain::Result<T>& result) {
  return result ? "done" : std::string(result.error().why);
}

}  // namespace holdfast::test
