// What pages say. One TOML file a language, flat quoted keys, each value an ICU message:
//   "programme.count" = "{n, plural, =0 {No letters yet} one {# letter} other {# letters}}"
// An agency's file NAME.messages.LANG.toml replaces single values. Every language has the same keys with the same
// arguments, or nothing is loaded: a missing sentence must be found by us, not by a reader.
//
// Threads: const calls from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "gateway/domain/result.h"
#include "gateway/pages/views/common.h"

namespace holdfast::pages {

using Argument = std::pair<std::string_view, std::variant<std::string, std::int64_t>>;
using Arguments = std::vector<Argument>;

struct Message {
  std::string pattern;
  std::set<std::string, std::less<>> arguments;
  std::string said{};  // without arguments it is always the same: formatted once
};

class Catalogue {
 public:
  // Reads folder/en.toml, folder/es.toml and the overrides.
  static domain::Result<Catalogue> load(const std::filesystem::path& folder,
                                        const std::vector<std::filesystem::path>& overrides);

  const Message* find(Lang lang, std::string_view key) const;
  bool has(std::string_view key) const { return find(Lang::en, key) != nullptr; }
  // The message with its arguments put in: text, not HTML. A key that is not there comes back in ⟦brackets⟧.
  std::string text(Lang lang, std::string_view key, const Arguments& arguments = {}) const;
  // The words for a code (`prefix.code`); a code without words comes back as it is.
  std::string word(Lang lang, std::string_view prefix, std::string_view code) const;
  const std::map<std::string, Message, std::less<>>& all(Lang lang) const {
    return messages_[static_cast<std::size_t>(lang)];
  }

 private:
  std::map<std::string, Message, std::less<>> messages_[kLangs];
};

}  // namespace holdfast::pages
