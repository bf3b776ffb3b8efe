#include "gateway/routes/app.h"

#include <cstring>

#include "gateway/http/answers.h"
#include "storage/sealing/random.h"

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
