#include "gateway/config/rules.h"

#include <arpa/inet.h>

#include <algorithm>
#include <filesystem>
#include <string>

namespace holdfast::config {
namespace {

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Not empty, at most `most` long, and only what `allowed` says beside lower-case letters and digits.
bool is_name(std::string_view text, std::size_t most, std::string_view allowed) {
  return !text.empty() && text.size() <= most && std::ranges::all_of(text, [&](char c) {
    return is_lower(c) || is_digit(c) || allowed.find(c) != std::string_view::npos;
  });
}

bool is_address(std::string_view text) {
  const std::string copy{text};
  in6_addr room{};
  return inet_pton(AF_INET, copy.c_str(), &room) == 1 || inet_pton(AF_INET6, copy.c_str(), &room) == 1;
}

bool is_host(std::string_view text) {
  const bool name = std::ranges::all_of(
      text, [](char c) { return is_lower(c) || is_upper(c) || is_digit(c) || c == '.' || c == '-'; });
  return text.empty() || is_address(text) || (name && text.size() <= 253 && text.front() != '-');
}

bool is_https(std::string_view text) {
  constexpr std::string_view kScheme = "https://";
  return text.starts_with(kScheme) && text.size() > kScheme.size() && text[kScheme.size()] != '/' &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && c != '"' && c != '<' && c != '>'; });
}

// No path: the browser sends none in Origin, and the two are compared byte for byte.
bool is_origin(std::string_view text) {
  return text.empty() || (is_https(text) && std::ranges::count(text, '/') == 2 &&
                          text.find_first_of("?#@") == std::string_view::npos && std::ranges::none_of(text, is_upper));
}

bool is_mailbox(std::string_view text) {
  return text.size() > 2 && std::ranges::count(text, '@') == 1 && text.front() != '@' && text.back() != '@' &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f' && c != '<' && c != '>' && c != ','; });
}

bool is_language(std::string_view text) {
  const auto dash = text.find('-');
  const auto main = text.substr(0, dash);
  if (main.size() < 2 || main.size() > 3 || !std::ranges::all_of(main, is_lower)) return false;
  if (dash == std::string_view::npos) return true;
  const auto region = text.substr(dash + 1);
  return region.size() == 2 && std::ranges::all_of(region, is_upper);
}

bool is_time_zone(std::string_view text) {
  const bool plain = !text.empty() && text.front() != '/' && text.find("..") == std::string_view::npos &&
                     std::ranges::all_of(text, [](char c) {
                       return is_lower(c) || is_upper(c) || is_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
                     });
  std::error_code ignored;
  return plain && (text == "UTC" || std::filesystem::is_regular_file(Path{"/usr/share/zoneinfo"} / text, ignored));
}

bool is_reason(std::string_view text) {
  return !text.empty() && text.size() <= 32 && std::ranges::all_of(text, is_upper);
}

}  // namespace

bool is_adviser_url(std::string_view url) {
  constexpr std::string_view kSocket = "unix:";
  constexpr std::size_t kMostSocket = 107;  // what a socket's address holds
  if (url.starts_with(kSocket)) {
    const auto path = url.substr(kSocket.size());
    return path.starts_with('/') && path.size() > 1 && path.size() <= kMostSocket &&
           path.find('\0') == std::string_view::npos;
  }
  return is_https(url) && url.find_first_of("@?#") == std::string_view::npos;
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || (host.starts_with("127.") && is_address(host));
}

const Rule kAddress{"an IP address", is_address};
const Rule kHost{"a host name or an IP address", is_host};
const Rule kOrigin{"https://host or https://host:port, lower case, without a path", is_origin};
const Rule kHttps{"an https:// address", is_https};
const Rule kIdentifier{"a name of lower-case letters, digits and _, at most 63",
                       [](std::string_view text) { return is_name(text, 63, "_") && !is_digit(text.front()); }};
const Rule kMailbox{"one mail address", is_mailbox};
const Rule kAccountOrNone{"an account's name, or nothing",
                          [](std::string_view text) { return text.empty() || is_name(text, 64, "_-.@"); }};
const Rule kCode{"a name of lower-case letters, digits and -, at most 40",
                 [](std::string_view text) { return is_name(text, 40, "-"); }};
const Rule kLanguage{"a language such as \"en\" or \"pt-BR\"", is_language};
const Rule kTimeZone{"a time zone that this machine knows, such as \"America/Los_Angeles\"", is_time_zone};
const Rule kReason{"a return reason such as \"THREAT\"", is_reason};
const Rule kAdviserUrl{"unix:/path/of/a/socket or https://host[:port][/path], or nothing",
                       [](std::string_view text) { return text.empty() || is_adviser_url(text); }};
const Rule kMessageKey{"a key of the message catalogues",
                       [](std::string_view text) { return is_name(text, 100, "._-"); }};

}  // namespace holdfast::config
