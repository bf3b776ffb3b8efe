// Targets, forms and cookies: what is taken is in normal form, and decoding what we encode gives it back.
#include "gateway/http/target.h"

#include <string>

#include "gateway/json/utf8.h"
#include "tests/fuzz/target.h"

namespace holdfast::fuzz {

void target(std::string_view bytes) {
  static_cast<void>(http::parse_form(bytes));
  static_cast<void>(http::parse_cookies(bytes));
  const auto read = http::parse_target(bytes);
  if (!read) return;
  const std::string& path = read->path;
  require(path.starts_with('/') && json::is_utf8(path) && path.find('\0') == std::string::npos);
  require(path.find("//") == std::string::npos && (path + "/").find("/../") == std::string::npos);
  for (const auto& [name, value] : read->query) {
    const auto again = http::parse_form(http::percent_encode(name) + "=" + http::percent_encode(value));
    require(again.has_value() && again->size() == 1 && again->first(name) == std::string_view{value});
  }
}

}  // namespace holdfast::fuzz
