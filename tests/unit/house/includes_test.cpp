// Includes point one way: commands -> http, routes, pages, notices -> flows -> storage -> domain; screening and audit
// include nothing of ours; each library stops at its doors.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/unit/house/arrows.h"

namespace holdfast::house {
namespace {

namespace fs = std::filesystem;

struct Case {
  const char* name;
  const char* path;
  const char* line;
  bool right;
};
class Arrow : public testing::TestWithParam<Case> {};
TEST_P(Arrow, IsJudged) {
  const Case& c = GetParam();
  const auto includes = includes_of(c.line);
  ASSERT_EQ(includes.size(), 1u) << c.line;
  EXPECT_EQ(broken_arrows(c.path, includes).empty(), c.right) << c.path << ": " << c.line;
}

const auto kNames = [](const auto& row) { return std::string{row.param.name}; };

INSTANTIATE_TEST_SUITE_P(
    Ours, Arrow,
    testing::ValuesIn(std::vector<Case>{
        {"domain_includes_itself", "gateway/domain/hold.h", "#include \"gateway/domain/release.h\"", true},
        {"domain_not_flows", "gateway/domain/hold.h", "#include \"gateway/flows/release.h\"", false},
        {"domain_not_json", "gateway/domain/hold.h", "#include \"gateway/json/value.h\"", false},
        {"domain_not_audit", "gateway/domain/hold.h", "#include \"audit/entry/entry.h\"", false},
        {"audit_not_domain", "audit/log/merkle.cpp", "#include \"gateway/domain/id.h\"", false},
        {"screening_not_domain", "screening/screening.h", "#include \"gateway/domain/result.h\"", false},
        {"screening_not_audit", "screening/sha256.cpp", "#include \"audit/log/sha256.h\"", false},
        {"storage_domain", "storage/postgres/letters.h", "#include \"gateway/domain/letter.h\"", true},
        {"storage_audit", "storage/postgres/letters.cpp", "#include \"audit/entry/entry.h\"", true},
        {"storage_not_screening", "storage/postgres/letters.cpp", "#include \"screening/screening.h\"", false},
        {"storage_not_flows", "storage/postgres/letters.cpp", "#include \"gateway/flows/intake.h\"", false},
        {"json_is_a_leaf", "gateway/json/value.h", "#include \"gateway/http/message.h\"", false},
        {"config_is_a_leaf", "gateway/config/config.h", "#include \"storage/postgres/pool.h\"", false},
        {"flows_storage", "gateway/flows/intake.cpp", "#include \"storage/postgres/letters.h\"", true},
        {"flows_screening", "gateway/flows/intake.cpp", "#include \"screening/screening.h\"", true},
        {"flows_not_http", "gateway/flows/intake.cpp", "#include \"gateway/http/message.h\"", false},
        {"flows_not_pages", "gateway/flows/intake.cpp", "#include \"gateway/pages/pages.h\"", false},
        {"routes_flows", "gateway/routes/letters.cpp", "#include \"gateway/flows/intake.h\"", true},
        {"routes_http", "gateway/routes/letters.cpp", "#include \"gateway/http/message.h\"", true},
        {"http_not_routes", "gateway/http/server.cpp", "#include \"gateway/routes/letters.h\"", false},
        {"pages_not_routes", "gateway/pages/pages.cpp", "#include \"gateway/routes/letters.h\"", false},
        {"notices_not_http", "gateway/notices/mail.cpp", "#include \"gateway/http/message.h\"", false},
        {"nobody_includes_commands", "gateway/routes/letters.cpp", "#include \"gateway/commands/serve.h\"", false},
        {"commands_everything", "gateway/commands/serve.cpp", "#include \"gateway/routes/letters.h\"", true},
        {"nobody_includes_tests", "gateway/commands/serve.cpp", "#include \"tests/harness/tls_client.h\"", false},
        {"tests_everything", "tests/unit/audit/leaf_test.cpp", "#include \"audit/entry/leaf.h\"", true},
        {"only_from_the_root", "gateway/flows/intake.cpp", "#include \"intake.h\"", false},
        {"only_from_the_root_not_upwards", "gateway/flows/intake.cpp", "#include \"../domain/id.h\"", false},
    }),
    kNames);

INSTANTIATE_TEST_SUITE_P(Theirs, Arrow,
                         testing::ValuesIn(std::vector<Case>{
                             {"domain_the_standard_library", "gateway/domain/hold.h", "#include <array>", true},
                             {"domain_nothing_else", "gateway/domain/hold.h", "#include <fmt/core.h>", false},
                             {"domain_no_socket", "gateway/domain/hold.h", "#include <unistd.h>", false},
                             {"http_beast", "gateway/http/server.cpp", "#include <boost/beast/core.hpp>", true},
                             {"routes_no_asio", "gateway/routes/letters.cpp", "#include <boost/asio/awaitable.hpp>",
                              false},
                             {"flows_no_asio", "gateway/flows/intake.cpp", "#include <boost/asio.hpp>", false},
                             {"http_tls", "gateway/http/server.cpp", "#include <openssl/ssl.h>", true},
                             {"sealing_crypto", "storage/sealing/suite2.cpp", "#include <openssl/evp.h>", true},
                             {"sealing_no_tls", "storage/sealing/keeper_client.cpp", "#include <openssl/ssl.h>", false},
                             {"postgres_no_crypto", "storage/postgres/letters.cpp", "#include <sodium.h>", false},
                             {"sealing_sodium", "storage/sealing/suite1.cpp", "#include <sodium.h>", true},
                             {"screening_no_crypto", "screening/sha256.cpp", "#include <openssl/evp.h>", false},
                             {"storage_pqxx", "storage/postgres/pool.cpp", "#include <pqxx/pqxx>", true},
                             {"flows_no_pqxx", "gateway/flows/intake.cpp", "#include <pqxx/transaction>", false},
                             {"commands_no_pqxx", "gateway/commands/migrate.cpp", "#include <pqxx/pqxx>", false},
                             {"notices_curl", "gateway/notices/mail.cpp", "#include <curl/curl.h>", true},
                             {"flows_no_curl", "gateway/flows/notify.cpp", "#include <curl/curl.h>", false},
                             {"others_anywhere", "gateway/flows/intake.cpp", "#include <fmt/core.h>", true},
                         }),
                         kNames);

TEST(Includes, AreFoundHoweverTheyAreWritten) {
  const auto found =
      includes_of("#pragma once\n  #  include\t<array>\n// #include <no>\n#include \"a/b.h\"  // why\nint x;");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].name, "array");
  EXPECT_FALSE(found[0].quoted);
  EXPECT_EQ(found[0].line, 2);
  EXPECT_EQ(found[1].name, "a/b.h");
  EXPECT_TRUE(found[1].quoted);
  EXPECT_EQ(found[1].line, 4);
}

TEST(Includes, AFileInNoRoomIsSaid) { EXPECT_FALSE(broken_arrows("gateway/attic/x.cpp", {}).empty()); }

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream{path}.rdbuf();
  return text.str();
}

bool is_source(const fs::path& path) {
  const auto ending = path.extension();
  return ending == ".h" || ending == ".cpp" || ending == ".hpp" || ending == ".cc" || ending == ".c";
}

TEST(Includes, OfTheWholeHousePointOneWay) {
  const char* source = std::getenv("HOLDFAST_SOURCE_DIR");
  ASSERT_NE(source, nullptr) << "set HOLDFAST_SOURCE_DIR to the repository's root";
  int files = 0;
  for (const char* folder : {"gateway", "screening", "storage", "audit", "tests"}) {
    for (const auto& entry : fs::recursive_directory_iterator{fs::path{source} / folder}) {
      const auto path = fs::relative(entry.path(), source).generic_string();
      const bool foreign = path.find("node_modules/") != std::string::npos;
      if (!entry.is_regular_file() || !is_source(entry.path()) || foreign) continue;
      ++files;
      for (const std::string& broken : broken_arrows(path, includes_of(text_of(entry.path())))) ADD_FAILURE() << broken;
    }
  }
  EXPECT_GT(files, 40) << "the walk missed the sources";
}

}  // namespace
}  // namespace holdfast::house
