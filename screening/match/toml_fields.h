// Reading the fields of a rule pack strictly: what is missing, unknown or of the wrong kind throws Refused with its
// line. Thrown and caught inside this folder only: errors come from deep inside.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "screening/match/rule.h"

namespace holdfast::screening::match {

struct Refused {
  std::uint32_t line;
  std::string what;
};

std::uint32_t line_of(const toml::node& node);
[[noreturn]] void refuse(const toml::node& node, std::string what);

void allow_only(const toml::table& table, std::initializer_list<std::string_view> keys);
const toml::node& need(const toml::table& table, std::string_view key);
std::string text(const toml::node& node);
bool flag(const toml::table& table, std::string_view key);  // false if it is not there
std::string text_or(const toml::table& table, std::string_view key, std::string otherwise);
// Whole, and within the bounds.
std::uint32_t number(const toml::node& node, std::int64_t least, std::int64_t most, std::string_view wanted);
Points points(const toml::node& node);

std::vector<Pattern> lines(const toml::table& table, std::string_view key, bool required);
std::vector<std::string> texts(const toml::table& table, std::string_view key, bool required);

Level level(const toml::table& table, std::string_view category);
About about(const toml::table& table);
Scope scope(const toml::table& table);
std::vector<std::string> views(const toml::table& table);
// Two of each at least, where the rule takes part in verdicts.
Examples examples(const toml::table& table, Status status);
Policy policy(const toml::table& table);

}  // namespace holdfast::screening::match
