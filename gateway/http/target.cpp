#include "gateway/http/target.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "gateway/http/ascii.h"
#include "gateway/json/utf8.h"

namespace holdfast::http {
namespace {

using domain::fail;
using domain::Problem;

constexpr std::size_t kMaxQueryPairs = 64;

enum class Plus : std::uint8_t { itself, space };
enum class Lines : std::uint8_t { refused, allowed };

int hex_value(char digit) {
  if (is_digit(digit)) return digit - '0';
  const char lower = to_lower(digit);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<std::string> decode_bytes(std::string_view encoded, Plus plus) {
  std::string text;
  text.reserve(encoded.size());
  for (std::size_t at = 0; at < encoded.size(); ++at) {
    if (encoded[at] == '+' && plus == Plus::space) {
      text.push_back(' ');
    } else if (encoded[at] == '%') {
      if (at + 2 >= encoded.size()) return std::nullopt;
      const int high = hex_value(encoded[at + 1]);
      const int low = hex_value(encoded[at + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      text.push_back(static_cast<char>(high * 16 + low));
      at += 2;
    } else {
      text.push_back(encoded[at]);
    }
  }
  return text;
}

bool has_control(std::string_view text, Lines lines) {
  return std::ranges::any_of(text, [&](char one) {
    const auto byte = static_cast<unsigned char>(one);
    if (lines == Lines::allowed) return byte == 0;
    return byte < 0x20 || byte == 0x7F;
  });
}

domain::Result<std::string> decode(std::string_view encoded, Plus plus, Lines lines) {
  std::optional<std::string> text = decode_bytes(encoded, plus);
  if (!text) return fail(Problem::malformed_request, "bad percent-encoding");
  if (!json::is_utf8(*text)) return fail(Problem::malformed_request, "not UTF-8");
  if (has_control(*text, lines)) return fail(Problem::malformed_request, "a control character");
  return std::move(*text);
}

domain::Result<Pairs> decode_pairs(std::string_view encoded, std::size_t max_pairs, Lines lines) {
  Pairs pairs;
  while (!encoded.empty()) {
    const std::string_view pair = encoded.substr(0, encoded.find('&'));
    encoded.remove_prefix(std::min(pair.size() + 1, encoded.size()));
    if (pair.empty()) continue;
    if (pairs.size() == max_pairs) return fail(Problem::malformed_request, "too many parameters");
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = decode(pair.substr(0, equals), Plus::space, Lines::refused);
    if (!name) return std::unexpected(std::move(name.error()));
    auto value = decode(pair.substr(std::min(equals + 1, pair.size())), Plus::space, lines);
    if (!value) return std::unexpected(std::move(value.error()));
    pairs.add(std::move(*name), std::move(*value));
  }
  return pairs;
}

// "/", or "/" and segments that are not empty and no dots; the last may be empty ("/letters/").
bool segments_are_plain(std::string_view path) {
  path.remove_prefix(1);
  while (!path.empty()) {
    const std::string_view segment = path.substr(0, path.find('/'));
    if (segment.empty() || segment == "." || segment == "..") return false;
    path.remove_prefix(std::min(segment.size() + 1, path.size()));
  }
  return true;
}

bool has_encoded_slash(std::string_view path) {
  return path.find("%2f") != std::string_view::npos || path.find("%2F") != std::string_view::npos;
}

}  // namespace

domain::Result<Target> parse_target(std::string_view target) {
  if (!target.starts_with('/')) return fail(Problem::malformed_request, "the target must begin with a slash");
  if (target.find('#') != std::string_view::npos) return fail(Problem::malformed_request, "a fragment in the target");
  const auto question = std::min(target.find('?'), target.size());
  const std::string_view raw_path = target.substr(0, question);
  auto path = decode(raw_path, Plus::itself, Lines::refused);
  if (!path) return std::unexpected(std::move(path.error()));
  if (has_encoded_slash(raw_path) || path->find('\\') != std::string::npos || !segments_are_plain(*path)) {
    return fail(Problem::malformed_request, "the path is not in its normal form");
  }
  const std::string_view raw_query = target.substr(std::min(question + 1, target.size()));
  auto query = decode_pairs(raw_query, kMaxQueryPairs, Lines::refused);
  if (!query) return std::unexpected(std::move(query.error()));
  return Target{std::move(*path), std::move(*query)};
}

domain::Result<Pairs> parse_form(std::string_view body, std::size_t max_pairs) {
  return decode_pairs(body, max_pairs, Lines::allowed);
}

Pairs parse_cookies(std::string_view header) {
  Pairs cookies;
  while (!header.empty()) {
    const std::string_view pair = header.substr(0, header.find(';'));
    header.remove_prefix(std::min(pair.size() + 1, header.size()));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = trim(pair.substr(0, equals));
    if (name.empty() || !std::ranges::all_of(name, is_token)) continue;
    cookies.add(std::string{name}, std::string{trim(pair.substr(equals + 1))});
  }
  return cookies;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char one : text) {
    const auto byte = static_cast<unsigned char>(one);
    if (is_alphanumeric(one) || std::string_view{"-._~"}.find(one) != std::string_view::npos) {
      encoded.push_back(one);
    } else {
      encoded += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return encoded;
}

}  // namespace holdfast::http
