#include "gateway/routes/account.h"

#include "gateway/flows/sign_in.h"
#include "gateway/http/answers.h"
#include "gateway/json/fields.h"
#include "gateway/json/writer.h"
#include "gateway/routes/app.h"
#include "gateway/routes/tokens.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::fail;
using domain::Problem;
using domain::Result;
using http::Method;

constexpr std::size_t kFormLimit = 8 * 1024;

// Only a path of our own: never another site, never a line break.
std::string next_of(std::string_view sent) {
  const bool ours = sent.starts_with('/') && !sent.starts_with("//") && sent.size() < 200 &&
                    sent.find_first_of("\\\r\n\t ?#%") == std::string_view::npos;
  return ours ? std::string(sent) : std::string();
}

std::string home_of(const Context& context, std::string_view next) {
  auto wanted = next_of(next);
  if (!wanted.empty() && wanted != "/") return wanted;
  return std::string(pages::home_path(context.principal().role));
}

// Signed-out forms are tied to a cookie of their own; it is made with the page that holds the form.
template <class View>
http::Response signed_out_page(Context& context, const View& view, std::vector<pages::FieldError> errors = {},
                               int status = 200) {
  std::string made;
  if (context.csrf.empty()) {
    made = new_token();
    context.csrf = csrf_of(context.app.local_key, made);
  }
  auto framed = frame(context);
  framed.errors = std::move(errors);
  auto answer = page(context.app.pages.render(framed, view), status);
  if (!made.empty()) answer.header("set-cookie", set_cookie(kFormCookie, made));
  return answer;
}

Answer home(Context& context) {
  if (context.who) return see_other(pages::home_path(context.principal().role));
  return signed_out_page(context, pages::HomeView{});
}

Answer help(Context& context) {
  if (context.who) return page(context, pages::HelpView{});
  return signed_out_page(context, pages::HelpView{});
}

Answer sign_in_page(Context& context) {
  const auto next = next_of(context.request.query.first("next").value_or(std::string_view{}));
  if (context.who) return see_other(home_of(context, next));
  return signed_out_page(context, pages::SignInView{"", next});
}

Answer sign_in(Context& context) {
  const auto token = new_token();
  const auto begun =
      flows::sign_in(context.worker, context.app.local_key,
                     {login_hash(context.app.local_key, context.field("login")), context.field("passphrase"),
                      context.field("code"), session_hash(context.app.local_key, token), ""});
  if (!begun) {
    if (begun.error().problem != Problem::not_signed_in) return std::unexpected(begun.error());
    return signed_out_page(
        context, pages::SignInView{std::string(context.field("login").substr(0, 200)), next_of(context.field("next"))},
        {{"login", pages::Fault::not_accepted}}, 422);
  }
  auto who = storage::principal_of(context.worker, session_hash(context.app.local_key, token));
  if (!who) return std::unexpected(who.error());
  context.who = std::move(*who);
  auto answer = see_other(home_of(context, context.field("next")));
  answer.header("set-cookie", set_cookie(kSessionCookie, token));
  answer.header("set-cookie", drop_cookie(kFormCookie));
  return answer;
}

Result<void> end_session(Context& context) {
  const auto token = token_of(context.request, is_api(context.request.path));
  if (!context.who || !token) return {};
  return storage::session_end(context.worker, *context.who, session_hash(context.app.local_key, *token),
                              context.field("everywhere") == "yes");
}

http::Response& forget_everything(http::Response& answer) {
  return answer.header("set-cookie", drop_cookie(kSessionCookie))
      .header("clear-site-data", "\"cache\", \"cookies\", \"storage\"");
}

Answer sign_out(Context& context) {
  if (auto ended = end_session(context); !ended) return std::unexpected(ended.error());
  auto answer = see_other("/sign-in", pages::Flash::signed_out);
  return forget_everything(answer);
}

// The quick exit: the session ends whether or not the form was in order, and the answer leads away.
Answer leave(Context& context) {
  (void)end_session(context);  // leaving comes first; an unreachable database must not keep anybody here
  auto answer = http::see_other(context.app.profile.exit_url);
  return forget_everything(answer);
}

Answer step_up_page(Context& context) {
  return page(context, pages::StepUpView{next_of(context.request.query.first("next").value_or(std::string_view{}))});
}

Answer step_up(Context& context) {
  const auto token = token_of(context.request, false);
  const auto done = flows::step_up(context.worker, context.app.local_key, context.principal(),
                                   session_hash(context.app.local_key, token.value_or("")), context.field("passphrase"),
                                   context.field("code"));
  if (!done) {
    if (done.error().problem != Problem::step_up_needed && done.error().problem != Problem::refused) {
      return std::unexpected(done.error());
    }
    return page_again(context, pages::StepUpView{next_of(context.field("next"))},
                      {{"passphrase", pages::Fault::not_accepted}});
  }
  return see_other(home_of(context, context.field("next")));
}

Answer language(Context& context) {
  const auto wanted = context.field("lang");
  if (!pages::parse_lang(wanted)) return fail(Problem::invalid_field, "en or es", "lang");
  if (const auto token = token_of(context.request, false); context.who && token) {
    const auto done =
        storage::session_language(context.worker, session_hash(context.app.local_key, *token), std::string(wanted));
    if (!done) return std::unexpected(done.error());
  }
  const auto next = next_of(context.field("next"));
  auto answer = see_other(next.empty() ? "/" : next);
  answer.header("set-cookie", set_cookie(kLanguageCookie, wanted));
  return answer;
}

// ---- the API's sessions ----

constexpr std::string_view kSessionRequest = R"json({"type":"object","additionalProperties":false,
  "required":["login","passphrase"],"properties":{"login":{"type":"string","minLength":1,"maxLength":200},
  "passphrase":{"type":"string","minLength":1,"maxLength":256},"code":{"type":"string","pattern":"^[0-9]{6}$"}}})json";
constexpr std::string_view kSessionResponse = R"json({"type":"object","additionalProperties":false,
  "required":["token","role"],"properties":{"token":{"type":"string"},"role":{"type":"string"}}})json";
constexpr std::string_view kStepUpRequest = R"json({"type":"object","additionalProperties":false,
  "properties":{"passphrase":{"type":"string","maxLength":256},"code":{"type":"string","pattern":"^[0-9]{6}$"}}})json";
constexpr std::string_view kWhoResponse = R"json({"type":"object","additionalProperties":false,
  "required":["account","role","stepped_up"],"properties":{"account":{"type":"string"},"role":{"type":"string"},
  "stepped_up":{"type":"boolean"}}})json";

bool is_code(std::string_view text) {
  return text.size() == 6 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string code_field(json::Fields& fields) {
  auto code = fields.optional_text("code", {.min = 6, .max = 6}).value_or("");
  if (!code.empty() && !is_code(code)) fields.refuse("code", "six digits");
  return code;
}

Answer api_sign_in(Context& context) {
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  const auto login = fields.text("login", {.min = 1, .max = 200});
  const auto passphrase =
      fields.text("passphrase", {.min = 1, .max = sealing::kMostPassphrase, .controls = json::Controls::any});
  const auto code = code_field(fields);
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  const auto token = new_token();
  const auto hash = session_hash(context.app.local_key, token);
  const auto begun = flows::sign_in(context.worker, context.app.local_key,
                                    {login_hash(context.app.local_key, login), passphrase, code, hash, ""});
  if (!begun) return std::unexpected(begun.error());
  const auto who = storage::principal_of(context.worker, hash);
  if (!who) return std::unexpected(who.error());
  json::Writer out;
  out.object().field("token", token).field("role", domain::role_name(who->role)).end();
  return http::json(201, out.take());
}

Answer api_who(Context& context) {
  const auto& who = context.principal();
  json::Writer out;
  out.object()
      .field("account", who.account.text())
      .field("role", domain::role_name(who.role))
      .field("stepped_up", who.stepped_up)
      .end();
  return http::json(200, out.take());
}

Answer api_sign_out(Context& context) {
  if (auto ended = end_session(context); !ended) return std::unexpected(ended.error());
  http::Response gone;
  gone.status = 204;
  return gone;
}

Answer api_step_up(Context& context) {
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  const auto passphrase =
      fields.optional_text("passphrase", {.min = 1, .max = sealing::kMostPassphrase, .controls = json::Controls::any})
          .value_or("");
  const auto code = code_field(fields);
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  const auto token = token_of(context.request, true);
  const auto done = flows::step_up(context.worker, context.app.local_key, context.principal(),
                                   session_hash(context.app.local_key, token.value_or("")), passphrase, code);
  if (!done) return std::unexpected(done.error());
  http::Response fine;
  fine.status = 204;
  return fine;
}

constexpr Route kRoutes[] = {
    {.path = "/", .lane = LaneName::recipients, .handle = home},
    {.path = "/help", .lane = LaneName::recipients, .handle = help},
    {.path = "/sign-in", .lane = LaneName::recipients, .handle = sign_in_page},
    {.method = Method::post,
     .path = "/sign-in",
     .lane = LaneName::recipients,
     .body = BodyKind::form,
     .limit = kFormLimit,
     .handle = sign_in},
    {.method = Method::post,
     .path = "/sign-out",
     .act = Act::session_keep,
     .lane = LaneName::recipients,
     .body = BodyKind::form,
     .limit = kFormLimit,
     .handle = sign_out},
    {.method = Method::post,
     .path = "/exit",
     .lane = LaneName::recipients,
     .body = BodyKind::form,
     .limit = kFormLimit,
     .handle = leave},
    {.path = "/step-up", .act = Act::session_keep, .lane = LaneName::recipients, .handle = step_up_page},
    {.method = Method::post,
     .path = "/step-up",
     .act = Act::session_keep,
     .lane = LaneName::recipients,
     .body = BodyKind::form,
     .limit = kFormLimit,
     .handle = step_up},
    {.method = Method::post,
     .path = "/language",
     .lane = LaneName::recipients,
     .body = BodyKind::form,
     .limit = kFormLimit,
     .handle = language},
    {.method = Method::post,
     .path = "/api/v1/sessions",
     .lane = LaneName::recipients,
     .body = BodyKind::json,
     .limit = kFormLimit,
     .handle = api_sign_in,
     .doc = {"Sign in", kSessionRequest, kSessionResponse, 201, "401"}},
    {.path = "/api/v1/sessions/current",
     .act = Act::session_keep,
     .lane = LaneName::recipients,
     .handle = api_who,
     .doc = {"Who is signed in", "", kWhoResponse, 200, ""}},
    {.method = Method::delete_,
     .path = "/api/v1/sessions/current",
     .act = Act::session_keep,
     .lane = LaneName::recipients,
     .handle = api_sign_out,
     .doc = {"Sign out", "", "", 204, ""}},
    {.method = Method::post,
     .path = "/api/v1/sessions/current/step-up",
     .act = Act::session_keep,
     .lane = LaneName::recipients,
     .body = BodyKind::json,
     .limit = kFormLimit,
     .handle = api_step_up,
     .doc = {"Give the passphrase or a code again", kStepUpRequest, "", 204, ""}},
};

}  // namespace

std::span<const Route> account_routes() { return kRoutes; }

}  // namespace holdfast::routes
