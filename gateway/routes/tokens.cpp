#include "gateway/routes/tokens.h"

#include <algorithm>
#include <span>

#include "gateway/domain/id.h"
#include "gateway/http/ascii.h"

namespace holdfast::routes {
namespace {

domain::IdBytes half(std::span<const std::uint8_t> bytes, std::size_t from) {
  domain::IdBytes out;
  std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(from), out.size(), out.begin());
  return out;
}

std::string text_of(std::span<const std::uint8_t, 32> bytes) {
  return domain::id_text(half(bytes, 0)) + domain::id_text(half(bytes, 16));
}

}  // namespace

std::string new_token() { return text_of(sealing::random_bytes<32>()); }

bool is_token(std::string_view text) {
  return text.size() == 52 && domain::id_bytes(text.substr(0, 26)) && domain::id_bytes(text.substr(26));
}

std::optional<std::string> token_of(const http::RequestHead& head, bool api) {
  std::string_view found;
  if (api) {
    found = head.header("authorization");
    if (found.size() < 7 || !http::same_name(found.substr(0, 7), "bearer ")) return std::nullopt;
    found = http::trim(found.substr(7));
  } else {
    found = head.cookies.first(kSessionCookie).value_or(std::string_view{});
  }
  return is_token(found) ? std::optional<std::string>{found} : std::nullopt;
}

sealing::KeyedHash session_hash(const sealing::HashKey& key, std::string_view token) {
  return sealing::keyed_hash(key, "session", token);
}

sealing::KeyedHash login_hash(const sealing::HashKey& key, std::string_view login) {
  return sealing::keyed_hash(key, "login", http::to_lower(http::trim(login)));
}

std::string csrf_of(const sealing::HashKey& key, std::string_view token) {
  return text_of(sealing::keyed_hash(key, "csrf", token));
}

std::string set_cookie(std::string_view name, std::string_view value) {
  return std::string(name) + "=" + std::string(value) + "; Path=/; Secure; HttpOnly; SameSite=Strict";
}

std::string drop_cookie(std::string_view name) {
  return std::string(name) + "=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0";
}

}  // namespace holdfast::routes
