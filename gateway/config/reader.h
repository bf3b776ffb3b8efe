// Private to this room: reads one TOML document key by key, against the values that hold the defaults. Each call
// says what is accepted, so that one pass gives the values, the faults, and the list of settings.
#pragma once

#include <toml++/toml.h>
#include <chrono>
#include <cstdint>
#include <limits>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/config/config.h"

namespace holdfast::config {

// A rule for a text, and the words that say what it accepts.
struct Rule {
  std::string_view accepted;
  bool (*holds)(std::string_view);
};

inline constexpr Rule kAnyText{"a text", [](std::string_view) { return true; }};
inline constexpr Rule kSomeText{"a text that is not empty", [](std::string_view text) { return !text.empty(); }};

enum class Need : std::uint8_t { optional, required };

class Reader {
 public:
  // `document` may be null: then nothing is read and only settings are listed.
  Reader(const toml::table* document, const Path& file) : document_{document}, name_{file.string()} {
    if (!file.empty()) base_ = std::filesystem::absolute(file).parent_path();
  }

  template <class Int>
  void number(const std::string& key, Int& value, std::int64_t least, std::int64_t most, Need need = Need::optional) {
    auto read = static_cast<std::int64_t>(value);
    integer(key, read, least, most, need);
    value = static_cast<Int>(read);
  }

  template <class Rep, class Period>
  void span(const std::string& key, std::chrono::duration<Rep, Period>& value, std::int64_t least, std::int64_t most,
            Need need = Need::optional) {
    auto read = static_cast<std::int64_t>(value.count());
    integer(key, read, least, most, need);
    value = std::chrono::duration<Rep, Period>{static_cast<Rep>(read)};
  }

  template <class Enum>
  void choice(const std::string& key, Enum& value, std::span<const std::string_view> names) {
    value = static_cast<Enum>(one_of(key, static_cast<std::size_t>(value), names));
  }

  void flag(const std::string& key, bool& value);
  void text(const std::string& key, std::string& value, const Rule& rule, Need need = Need::optional);
  void path(const std::string& key, Path& value);  // made absolute; an empty one stays empty
  // A list of distinct texts, at least `least` long.
  void texts(const std::string& key, std::vector<std::string>& values, const Rule& rule, std::size_t least);
  // Times of day, "HH:MM", ascending.
  void times(const std::string& key, std::vector<std::chrono::minutes>& values);
  // One text for each language, all required.
  void words(const std::string& key, Words& values, std::span<const std::string> languages);

  // The names of the sections below `key`, as the file has them; where settings are only listed, "<name>".
  std::vector<std::string> sections(const std::string& key, const Rule& rule);

  // For what only two settings together can get wrong: places the fault at the first.
  void refuse(const std::string& key, std::string why, std::string accepted);
  // Last: whatever was not asked for is unknown.
  void refuse_unknown();

  Faults take_faults();  // in the order of the file
  std::vector<Setting> take_settings() { return std::move(settings_); }

 private:
  const toml::node* node(const std::string& key) const;  // null if the document does not say
  // Registers the key; the node if there is one, else null (and a fault if it is required).
  const toml::node* ask(const std::string& key, const std::string& accepted, const std::string& standard, Need need);
  void integer(const std::string& key, std::int64_t& value, std::int64_t least, std::int64_t most, Need need);
  std::size_t one_of(const std::string& key, std::size_t value, std::span<const std::string_view> names);
  void fault(const toml::source_region& place, const std::string& key, std::string why, std::string accepted);
  void wrong_type(const toml::node& node, const std::string& key, const std::string& accepted);
  void walk(const toml::table& table, const std::string& prefix);
  std::string advice(const std::string& key) const;

  const toml::table* document_;
  std::string name_;
  Path base_;
  std::set<std::string> known_;
  Faults faults_;
  std::vector<Setting> settings_;
};

// The known key that a mistyped one most likely means; empty if none is near.
std::string nearest(std::string_view key, const std::set<std::string>& known);

}  // namespace holdfast::config
