#include "gateway/routes/app.h"

#include <cstring>

#include "audit/entry/entry.h"
#include "gateway/http/answers.h"
#include "storage/sealing/passphrase.h"

namespace holdfast::routes {

using domain::fail;
using domain::Problem;
using domain::Result;

const std::string& Params::at(std::string_view name) const {
  static const std::string kNone;
  for (const auto& [key, value] : values) {
    if (key == name) return value;
  }
  return kNone;
}

pages::Frame frame(const Context& context) {
  pages::Frame framed;
  framed.lang = pages::parse_lang(context.language).value_or(pages::Lang::en);
  framed.csrf = context.csrf;
  framed.path = context.request.path;
  framed.demo = context.app.config.demo.enabled;
  if (context.who) {
    framed.role = context.who->role;
    framed.display_name = context.who->display_name;
  }
  if (const auto done = context.request.query.first("done")) framed.flash = pages::parse_flash(*done);
  return framed;
}

http::Response page(std::string html, int status) { return http::html(status, std::move(html)); }

http::Response see_other(std::string_view path, std::optional<pages::Flash> flash) {
  std::string to(path);
  if (flash) to += "?done=" + std::string(pages::flash_code(*flash));
  return http::see_other(std::move(to));
}

std::string ticket_words(const App& app, std::string_view language, const std::string& offender_name,
                         const std::string& offender_number, const std::string& category) {
  const auto lang = pages::parse_lang(language).value_or(pages::Lang::en);
  return app.pages.text(lang, "report.exact",
                        {{"name", offender_name},
                         {"number", offender_number},
                         {"category", app.pages.text(lang, "category." + category)}});
}

namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

std::optional<std::vector<std::uint8_t>> unhex(std::string_view text) {
  if (text.size() % 2 != 0 || text.size() > 400) return std::nullopt;
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto high = kDigits.find(text[i]);
    const auto low = kDigits.find(text[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return bytes;
}

}  // namespace

std::string seal_cursor(const App& app, std::string_view list, std::int64_t place) {
  const std::string plain = std::string(list) + ":" + std::to_string(place);
  std::string text;
  for (const auto byte : sealing::seal_small(app.local_key, "cursor",
                                             {reinterpret_cast<const std::uint8_t*>(plain.data()), plain.size()})) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

Result<std::int64_t> open_cursor(const App& app, std::string_view list, std::string_view cursor) {
  if (cursor.empty()) return 0;
  const auto wrong = fail(Problem::invalid_field, "a cursor from an earlier answer of this list", "after");
  const auto sealed = unhex(cursor);
  if (!sealed) return wrong;
  const auto plain = sealing::open_small(app.local_key, "cursor", *sealed);
  if (!plain) return wrong;
  const auto text = plain->reveal_text();
  if (!text.starts_with(list) || text.size() <= list.size() || text[list.size()] != ':') return wrong;
  return std::stoll(std::string(text.substr(list.size() + 1)));
}

std::string time_text(domain::Time time) {
  return audit::time_text(std::chrono::floor<std::chrono::milliseconds>(time));
}

std::string etag_of(std::string_view json) {
  static const sealing::HashKey kNoSecret;
  const auto hash = sealing::keyed_hash(kNoSecret, "etag", json);
  domain::IdBytes first;
  std::memcpy(first.data(), hash.data(), first.size());
  return '"' + domain::id_text(first) + '"';
}

Result<void> check_if_match(const http::Request& request, std::string_view etag) {
  const auto sent = request.header("if-match");
  if (sent.empty()) return fail(Problem::precondition_required, "If-Match with the ETag last seen is needed");
  if (sent != etag) return fail(Problem::precondition_failed, "it has changed since; look again");
  return {};
}

}  // namespace holdfast::routes
