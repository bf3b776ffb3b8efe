// Property: a settings file is taken whole or not at all, and a refusal says where, why, and what would be accepted.
#include "gateway/config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace holdfast::config {
namespace {

using testing::HasSubstr;

struct Bad {
  const char* name;
  const char* text;
  const char* fault;  // the first, as an administrator reads it
};

class BadConfig : public testing::TestWithParam<Bad> {};

TEST_P(BadConfig, IsRefusedWithPlaceReasonAndRemedy) {
  const auto read = parse(GetParam().text, "/etc/h.toml");
  ASSERT_FALSE(read.has_value());
  EXPECT_THAT(read.error().front().text(), testing::StartsWith(GetParam().fault));
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadConfig,
    testing::ValuesIn(std::vector<Bad>{
        {"unknown_setting_near_a_known_one", "[server]\nprot = 1\n",
         "/etc/h.toml:2:1: server.prot: is not a setting; accepted: \"server.port\", if that is what was meant"},
        {"two_letters_swapped", "[limits]\nhaeder_bytes = 2048\n",
         "/etc/h.toml:2:1: limits.haeder_bytes: is not a setting; accepted: \"limits.header_bytes\", if that is what "
         "was meant"},
        {"right_name_in_the_wrong_section", "port = 8443\n",
         "/etc/h.toml:1:1: port: is not a setting; accepted: \"database.port\", if that is what was meant"},
        {"unknown_setting_near_nothing", "[demo]\ncolour_of_the_walls = 1\n",
         "/etc/h.toml:2:1: demo.colour_of_the_walls: is not a setting; accepted: demo.enabled, demo.mail"},
        {"unknown_section", "[kitchen]\nsink = true\n",
         "/etc/h.toml:1:2: kitchen: is not a setting; accepted: what docs/configuration.md lists"},
        {"text_for_a_number", "[server]\nport = \"8443\"\n",
         "/etc/h.toml:2:8: server.port: \"8443\" is a text; accepted: a whole number from 1 to 65535"},
        {"fraction_for_a_number", "[server]\nport = 8443.0\n",
         "/etc/h.toml:2:8: server.port: 8443.0 is a number with a fraction; accepted: a whole number from 1 to 65535"},
        {"number_for_a_text", "[database]\nname = 7\n",
         "/etc/h.toml:2:8: database.name: 7 is a whole number; accepted: a name of lower-case letters, digits and _, "
         "at most 63"},
        {"number_for_a_switch", "[demo]\nenabled = 1\n",
         "/etc/h.toml:2:11: demo.enabled: 1 is a whole number; accepted: true or false"},
        {"list_for_a_path", "[log]\nfile = [\"a\"]\n",
         "/etc/h.toml:2:8: log.file: this is a list; accepted: a path, absolute or from this file's folder"},
        {"section_for_a_number", "[server.port]\nx = 1\n",
         "/etc/h.toml:1:1: server.port: this is a section; accepted: a whole number from 1 to 65535"},
        {"number_for_a_section", "lanes = 3\n",
         "/etc/h.toml:1:9: lanes: 3 is a whole number; accepted: a section [lanes]"},
        {"port_above_the_range", "[server]\nport = 65536\n",
         "/etc/h.toml:2:8: server.port: 65536 is out of range; accepted: a whole number from 1 to 65535"},
        {"port_below_the_range", "[server]\nport = 0\n",
         "/etc/h.toml:2:8: server.port: 0 is out of range; accepted: a whole number from 1 to 65535"},
        {"number_past_64_bits", "[server]\nport = 99999999999999999999\n",
         "/etc/h.toml:2:28: Error while parsing decimal integer: '99999999999999999999' is not representable in 64 "
         "bits; accepted: TOML 1.0 in UTF-8"},
        {"sessions_cannot_be_loosened", "[sign_in]\nstaff_idle_minutes = 16\n",
         "/etc/h.toml:2:22: sign_in.staff_idle_minutes: 16 is out of range; accepted: a whole number from 1 to 15"},
        {"name_for_an_address", "[server]\naddress = \"localhost\"\n",
         "/etc/h.toml:2:11: server.address: \"localhost\" is not accepted; accepted: an IP address"},
        {"origin_without_tls", "[server]\norigin = \"http://a.example\"\n",
         "/etc/h.toml:2:10: server.origin: \"http://a.example\" is not accepted; accepted: https://host or "
         "https://host:port, lower case, without a path"},
        {"role_that_is_sql", "[database]\nowner_role = \"a; drop\"\n",
         "/etc/h.toml:2:14: database.owner_role: \"a; drop\" is not accepted; accepted: a name of lower-case letters, "
         "digits and _, at most 63"},
        {"unknown_choice", "[log]\nlevel = \"loud\"\n",
         "/etc/h.toml:2:9: log.level: \"loud\" is not accepted; accepted: one of \"error\", \"warning\", \"info\", "
         "\"debug\""},
        {"header_in_a_mail_address", "[smtp]\nfrom = \"a@b\\r\\nBcc: c@d\"\n",
         "/etc/h.toml:2:8: smtp.from: \"a@b??Bcc: c@d\" is not accepted; accepted: one mail address"},
        {"letter_larger_than_a_body", "[limits]\nletter_bytes = 1048577\n",
         "/etc/h.toml:2:16: limits.letter_bytes: a letter would not fit into a body; accepted: at most "
         "limits.body_bytes"},
        {"more_from_one_address_than_in_all", "[limits]\nconnections = 20\n",
         "/etc/h.toml: limits.connections_per_address: is more than all connections; accepted: at most "
         "limits.connections"},
        {"database_host_without_password_file", "[database]\nhost = \"db.example\"\n",
         "/etc/h.toml:2:8: database.host: a host is reached over TLS, with a password; accepted: "
         "database.password_file and database.root_certificate beside it"},
        {"no_database_at_all", "[database]\nsocket = \"\"\n",
         "/etc/h.toml:2:10: database.socket: neither a socket nor a host is named; accepted: one of the two"},
        {"mail_leaves_in_the_clear", "[smtp]\nhost = \"mail.example\"\ntls = \"none\"\n",
         "/etc/h.toml:3:7: smtp.tls: mail would leave this machine unencrypted; accepted: \"starttls\" or \"tls\""},
        {"a_letter_leaves_in_the_clear", "[adviser]\nurl = \"http://127.0.0.1:8080\"\n",
         "/etc/h.toml:2:7: adviser.url: \"http://127.0.0.1:8080\" is not accepted; accepted: "
         "unix:/path/of/a/socket or https://host[:port][/path], or nothing"},
        {"an_adviser_that_does_not_know_us",
         "[adviser]\nurl = \"https://a.example\"\ncertificate = \"c\"\nkey = \"k\"\n",
         "/etc/h.toml:2:7: adviser.url: over TLS both sides show who they are; accepted: adviser.certificate, "
         "adviser.key and adviser.authority beside it"},
        {"mail_to_a_name_that_looks_local", "[smtp]\nhost = \"127.0.0.1.example\"\ntls = \"none\"\n",
         "/etc/h.toml:3:7: smtp.tls: mail would leave this machine unencrypted; accepted: \"starttls\" or \"tls\""},
        {"no_toml", "server: 1\n", "/etc/h.toml:1:7: Error while parsing key-value pair"},
        {"setting_twice", "[log]\nlevel = \"info\"\nlevel = \"info\"\n", "/etc/h.toml:3"},
        {"bytes_that_are_no_utf8", "[log]\nfile = \"\xff\"\n", "/etc/h.toml:2"},
        {"nul_in_a_path", "[log]\nfile = \"a\\u0000b\"\n", "/etc/h.toml:2:8: log.file: holds a NUL; accepted: a path"},
    }),
    [](const auto& test) { return std::string{test.param.name}; });

TEST(Config, AControlCharacterIsRefusedBeforeItIsRead) {
  const auto read = parse(std::string_view{"[server]\n[[\0x]]\n", 16}, "/etc/h.toml");
  ASSERT_FALSE(read.has_value());
  EXPECT_THAT(read.error().front().text(), testing::StartsWith("/etc/h.toml:2:1: a control character"));
}

TEST(Config, EveryFaultIsListedInTheFilesOrder) {
  const auto read = parse("[log]\nlevel = 1\n[server]\nport = 0\nprot = 1\n", "h.toml");
  ASSERT_FALSE(read.has_value());
  std::vector<std::uint32_t> lines;
  for (const auto& fault : read.error()) lines.push_back(fault.line);
  EXPECT_EQ(lines, (std::vector<std::uint32_t>{2, 4, 5}));
}

TEST(Config, ValuesArriveWhereTheyBelong) {
  const auto read = parse(
      "[server]\nport = 9443\ndrain_seconds = 3\n[lanes.intake]\nthreads = 7\nbatch = 9\n"
      "[smtp]\nhost = \"127.0.0.1\"\ntls = \"none\"\n[log]\nlevel = \"debug\"\n[demo]\nenabled = true\n",
      "/etc/h.toml");
  ASSERT_TRUE(read.has_value()) << read.error().front().text();
  EXPECT_EQ(read->server.port, 9443);
  EXPECT_EQ(read->server.drain, Seconds{3});
  EXPECT_EQ(read->lanes.intake.threads, 7u);
  EXPECT_EQ(read->lanes.intake_batch, 9u);
  EXPECT_EQ(read->smtp.tls, MailTls::none);
  EXPECT_EQ(read->log.level, LogLevel::debug);
  EXPECT_TRUE(read->demo.enabled);
  EXPECT_EQ(read->origin(), "https://localhost:9443");
}

TEST(Config, PathsStartAtTheFilesFolder) {
  const auto read =
      parse("[log]\nfile = \"/var/log/h\"\n[paths]\nvar = \"..\"\npacks = \"./packs/\"\n", "/etc/hf/h.toml");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->server.key, "/etc/hf/tls/server.key");
  EXPECT_EQ(read->log.file, "/var/log/h");
  EXPECT_EQ(read->paths.var, "/etc");
  EXPECT_EQ(read->paths.packs, "/etc/hf/packs");
  EXPECT_EQ(read->database.address(), "/etc/hf/pg");
}

TEST(Config, AMissingFileSaysSo) {
  const auto read = load("/nowhere/h.toml");
  ASSERT_FALSE(read.has_value());
  EXPECT_THAT(read.error().front().text(), HasSubstr("/nowhere/h.toml: cannot be read"));
  EXPECT_THAT(load("/").error().front().text(), HasSubstr("is a folder"));
}

TEST(Config, AFileWithoutEndIsRefused) {
  const auto read = load("/dev/zero");
  ASSERT_FALSE(read.has_value());
  EXPECT_THAT(read.error().front().text(), HasSubstr("is too long"));
}

}  // namespace
}  // namespace holdfast::config
