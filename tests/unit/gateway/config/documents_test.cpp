// Property: what the papers say about settings is what the program does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "gateway/config/config.h"
#include "tests/harness/source.h"

namespace holdfast::config {
namespace {

std::string read_text(const char* name) {
  std::ifstream in{test::source_path(name)};
  std::stringstream text;
  text << in.rdbuf();
  EXPECT_FALSE(text.str().empty()) << name;
  return text.str();
}

// The shipped file with every commented setting made a real one.
std::string with_all_settings() {
  return std::regex_replace(read_text("deploy/holdfast.toml"), std::regex{"(^|\n)#([a-z_]+ = )"}, "$1$2");
}

// The keys that a TOML text sets, read line by line.
std::set<std::string> keys_of(const std::string& text) {
  std::set<std::string> keys;
  std::istringstream lines{text};
  std::string section;
  std::smatch match;
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_match(line, match, std::regex{"\\[([a-z_.]+)\\]"})) section = match[1].str() + ".";
    if (std::regex_search(line, match, std::regex{"^([a-z_]+) = "})) keys.insert(section + match[1].str());
  }
  return keys;
}

std::set<std::string> keys_of(const std::vector<Setting>& settings) {
  std::set<std::string> keys;
  for (const auto& setting : settings) keys.insert(setting.key);
  return keys;
}

TEST(Documents, TheShippedFileIsTheDefaults) {
  const auto standard = parse("", "/etc/h.toml");
  const auto shipped = parse(read_text("deploy/holdfast.toml"), "/etc/h.toml");
  const auto spelled_out = parse(with_all_settings(), "/etc/h.toml");
  ASSERT_TRUE(standard.has_value());
  ASSERT_TRUE(shipped.has_value()) << shipped.error().front().text();
  ASSERT_TRUE(spelled_out.has_value()) << spelled_out.error().front().text();
  EXPECT_TRUE(*shipped == *standard);
  EXPECT_TRUE(*spelled_out == *standard);
}

TEST(Documents, TheShippedFileShowsEverySetting) { EXPECT_EQ(keys_of(with_all_settings()), keys_of(settings())); }

// "| `server.port` | a whole number from 1 to 65535 | `8443` |": key, what is accepted, default.
TEST(Documents, TheReferenceListsEverySettingAsItIs) {
  const auto reference = read_text("docs/configuration.md");
  auto all = settings();
  const auto profile = profile_settings();
  all.insert(all.end(), profile.begin(), profile.end());
  for (const auto& setting : all) {
    const auto standard = setting.standard.empty() ? std::string{"required"} : "`" + setting.standard + "`";
    const auto row = "| `" + setting.key + "` | " + setting.accepted + " | " + standard + " |";
    EXPECT_THAT(reference, testing::HasSubstr(row));
  }
}

TEST(Documents, TheReferenceListsNothingElse) {
  const auto reference = read_text("docs/configuration.md");
  auto known = keys_of(settings());
  known.merge(keys_of(profile_settings()));
  const std::regex row{"(?:^|\n)\\| `([a-z_.<>]+)` \\|"};
  for (std::sregex_iterator at{reference.begin(), reference.end(), row}, end; at != end; ++at) {
    EXPECT_TRUE(known.contains((*at)[1].str())) << (*at)[1].str();
  }
}

}  // namespace
}  // namespace holdfast::config
