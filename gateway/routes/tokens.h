// Session tokens, CSRF tokens and the cookies they travel in. A token is 256 random bits, 52 base32 characters; the
// database knows its keyed hash. Cookies are __Host-, Secure, HttpOnly, SameSite=Strict (ASVS 3.3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/message.h"
#include "storage/sealing/random.h"

namespace holdfast::routes {

inline constexpr std::string_view kSessionCookie = "__Host-s";
inline constexpr std::string_view kFormCookie = "__Host-f";  // ties a signed-out form to the browser that asked for it
inline constexpr std::string_view kLanguageCookie = "__Host-l";

std::string new_token();
bool is_token(std::string_view text);

// `Authorization: Bearer` for the API, the cookie for pages; nothing where there is none or it cannot be a token.
std::optional<std::string> token_of(const http::RequestHead& head, bool api);

sealing::KeyedHash session_hash(const sealing::HashKey& key, std::string_view token);
sealing::KeyedHash login_hash(const sealing::HashKey& key, std::string_view login);  // case and outer spaces fold
// Bound to a token of either cookie.
std::string csrf_of(const sealing::HashKey& key, std::string_view token);

std::string set_cookie(std::string_view name, std::string_view value);
std::string drop_cookie(std::string_view name);

}  // namespace holdfast::routes
