// A fresh database for each test, copied from a template that is migrated once, on the test cluster that `deploy/test`
// starts (HOLDFAST_TEST_PG: its socket's folder; HOLDFAST_TEST_PORT). Dropped at the end.
#pragma once

#include <string>

#include "storage/postgres/database.h"

namespace holdfast::test {

class TestDatabase {
 public:
  TestDatabase();
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  TestDatabase(TestDatabase&&) = delete;
  TestDatabase& operator=(TestDatabase&&) = delete;

  const std::string& name() const { return name_; }
  // holdfast_owner, holdfast_gateway, holdfast_keeper or postgres
  storage::ConnectionSettings settings(const std::string& role) const;
  // For tests that speak SQL by hand.
  std::string conninfo(const std::string& role) const;

 private:
  std::string name_;
};

}  // namespace holdfast::test
