#include "gateway/routes/serving.h"

#include <algorithm>
#include <map>
#include <utility>

#include "gateway/flows/intake.h"
#include "gateway/http/answers.h"
#include "gateway/http/multipart.h"
#include "gateway/http/target.h"
#include "gateway/routes/direct.h"
#include "gateway/routes/tokens.h"
#include "storage/postgres/witness.h"
#include "storage/sealing/passphrase.h"

namespace holdfast::routes {
namespace {

using domain::Error;
using domain::fail;
using domain::Problem;
using domain::Result;

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  path.remove_prefix(1);
  for (;;) {
    const auto slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

bool is_name(std::string_view segment) { return segment.starts_with('{'); }

struct Pattern {
  const Route* route;
  std::vector<std::string_view> segments;

  bool takes(const std::vector<std::string_view>& path) const {
    return std::ranges::equal(segments, path,
                              [](auto wanted, auto got) { return is_name(wanted) ? !got.empty() : wanted == got; });
  }
  // Fewer names is more exact: /letters/new before /letters/{id}.
  std::ptrdiff_t names() const { return std::ranges::count_if(segments, is_name); }
};

Params params_of(const Pattern& pattern, const std::vector<std::string_view>& path) {
  Params found;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (is_name(pattern.segments[i])) {
      found.values.emplace_back(pattern.segments[i].substr(1, pattern.segments[i].size() - 2), std::string(path[i]));
    }
  }
  return found;
}

std::string language_of(const http::RequestHead& head) {
  if (const auto cookie = head.cookies.first(kLanguageCookie); cookie && pages::parse_lang(*cookie))
    return std::string(*cookie);
  return std::string(pages::lang_code(pages::preferred_lang(head.header("accept-language"))));
}

bool wants_json(const http::RequestHead& head) {
  return is_api(head.path) || head.path == "/healthz" || head.path == "/readyz" || head.path == "/metrics";
}

http::Response error_page(const App& app, const Error& error, const http::RequestHead& head,
                          const std::string& language, const std::optional<storage::Principal>& who) {
  pages::Frame framed;
  framed.lang = pages::parse_lang(language).value_or(pages::Lang::en);
  framed.path = "/";
  framed.demo = app.config.demo.enabled;
  if (who) {
    framed.role = who->role;
    framed.display_name = who->display_name;
  }
  return page(app.pages.render(framed, pages::ProblemView{error.problem, head.request_id}),
              domain::problem_status(error.problem));
}

http::Response error_answer(const App& app, const Error& error, const http::RequestHead& head,
                            const std::string& language, const std::optional<storage::Principal>& who = std::nullopt) {
  if (wants_json(head)) {
    if (error.problem == Problem::unavailable) return http::problem(error, head.request_id, std::chrono::seconds(2));
    auto answer = http::problem(error, head.request_id);
    if (error.problem == Problem::not_signed_in) answer.header("www-authenticate", "Bearer");
    return answer;
  }
  auto answer = error_page(app, error, head, language, who);
  if (error.problem == Problem::unavailable) answer.header("retry-after", "2");
  return answer;
}

// Where a page's POST came from: the page that a person is to come back to after signing in or proving themselves.
std::string page_before(const http::RequestHead& head) {
  if (head.method == http::Method::get || head.method == http::Method::head) return head.path;
  const auto slash = head.path.rfind('/');
  return slash == 0 ? "/" : head.path.substr(0, slash);
}

bool fits(BodyKind kind, std::string_view media) {
  switch (kind) {
    case BodyKind::none:
      return true;
    case BodyKind::json:
      return media == "application/json";
    case BodyKind::file:
      return media == "text/csv" || media == "application/json" || media == "application/xml";
    case BodyKind::form:
      return media == "application/x-www-form-urlencoded" || media == "multipart/form-data";
  }
  return false;
}

Result<void> read_form(Context& context) {
  if (context.request.media_type() == "multipart/form-data") {
    auto form = http::parse_multipart(context.request.header("content-type"), context.request.body);
    if (!form) return std::unexpected(form.error());
    context.form = std::move(form->fields);
    context.files = std::move(form->files);
    return {};
  }
  auto form = http::parse_form(context.request.body);
  if (!form) return std::unexpected(form.error());
  context.form = std::move(*form);
  return {};
}

// Browsers hold form-action against the redirect that answers POST /exit: without the exit's origin nobody could leave.
std::string page_policy(const std::string& exit_url) {
  std::string policy;
  for (const auto& [name, value] : http::security_headers()) {
    if (name == "Content-Security-Policy") policy = value;
  }
  constexpr std::string_view kOwn = "form-action 'self'";
  const auto at = policy.find(kOwn);
  const auto path = exit_url.find('/', exit_url.find("//") + 2);
  if (at != std::string::npos) policy.insert(at + kOwn.size(), " " + exit_url.substr(0, path));
  return policy;
}

domain::Time steady_now() {  // for rates only: their clock is not the wall's
  return domain::Time{
      std::chrono::duration_cast<domain::Duration>(std::chrono::steady_clock::now().time_since_epoch())};
}

}  // namespace

storage::Lane& Lanes::of(LaneName name) const {
  switch (name) {
    case LaneName::recipients:
      return recipients;
    case LaneName::background:
      return background;
    case LaneName::rules:
      return rules;
    case LaneName::staff:
      break;
  }
  return staff;
}

struct Router::Impl {
  App& app;
  Lanes lanes;
  flows::Intake& intake;
  std::vector<Route> routes;
  std::vector<Pattern> patterns;
  http::RateLimiter requests;
  http::RateLimiter sign_ins;
  std::string policy;

  Impl(App& the_app, Lanes the_lanes, flows::Intake& the_intake, std::vector<Route> the_routes)
      : app(the_app),
        lanes(the_lanes),
        intake(the_intake),
        routes(std::move(the_routes)),
        requests({app.config.limits.requests_per_minute / 60.0, app.config.limits.requests_per_minute / 6.0}, 65'536),
        sign_ins(
            {app.config.limits.sign_ins_per_minute / 60.0, static_cast<double>(app.config.limits.sign_ins_per_minute)},
            65'536),
        policy(page_policy(app.profile.exit_url)) {
    for (const auto& route : routes) patterns.push_back({&route, segments_of(route.path)});
    std::ranges::stable_sort(patterns, {}, [](const Pattern& p) { return p.names(); });
  }

  const Pattern* find(http::Method method, const std::vector<std::string_view>& path) const {
    const auto wanted = method == http::Method::head ? http::Method::get : method;
    const auto found =
        std::ranges::find_if(patterns, [&](const Pattern& p) { return p.route->method == wanted && p.takes(path); });
    return found == patterns.end() ? nullptr : &*found;
  }
  std::string allowed(const std::vector<std::string_view>& path) const;
  std::optional<http::Response> refuse_early(const http::RequestHead& head, const Route& route);
  void serve(storage::Worker& worker, const http::Request& request, const Pattern& pattern, http::Responder respond);
  Answer answer(Context& context, const Route& route, const std::optional<std::string>& token);
  Result<void> identify(Context& context, const Route& route, const std::optional<std::string>& token);
  Result<void> check_form(Context& context, const Route& route, const std::optional<std::string>& token);
  http::Response lead(const Context& context, const Error& error);
};

std::string Router::Impl::allowed(const std::vector<std::string_view>& path) const {
  std::string methods;
  for (const auto& pattern : patterns) {
    if (!pattern.takes(path)) continue;
    const auto name = http::method_name(pattern.route->method);
    if (methods.find(name) == std::string::npos) methods += (methods.empty() ? "" : ", ") + std::string(name);
    if (pattern.route->method == http::Method::get && methods.find("HEAD") == std::string::npos) methods += ", HEAD";
  }
  return methods;
}

std::optional<http::Response> Router::Impl::refuse_early(const http::RequestHead& head, const Route& route) {
  const auto language = language_of(head);
  const auto token = token_of(head, is_api(head.path));
  auto wait = requests.take(token ? *token : head.peer, steady_now());
  const bool signs_in =
      head.method == http::Method::post && (route.path == "/sign-in" || route.path == "/api/v1/sessions");
  if (wait.count() == 0 && signs_in) wait = sign_ins.take(head.peer, steady_now());
  if (wait.count() > 0) {
    auto refused =
        error_answer(app, {Problem::too_many_requests, "too many requests; wait as Retry-After says"}, head, language);
    refused.header("retry-after", std::to_string(wait.count()));
    return refused;
  }
  if (route.act && !token && is_api(head.path)) {
    return error_answer(app, {Problem::not_signed_in, "sign in first"}, head, language);
  }
  if (head.has_body && route.body != BodyKind::none && !fits(route.body, head.media_type())) {
    return error_answer(app, {Problem::unsupported_media, "this takes another kind of content"}, head, language);
  }
  if (head.content_length.value_or(0) > route.limit) {
    return error_answer(app, {Problem::too_large, "more than this address takes"}, head, language);
  }
  return std::nullopt;
}

Router::Router(App& app, Lanes lanes, flows::Intake& intake, std::vector<Route> routes)
    : impl_(std::make_unique<Impl>(app, lanes, intake, std::move(routes))) {}
Router::~Router() = default;

http::BodyPolicy Router::admit(const http::RequestHead& head) {
  const auto path = segments_of(head.path);
  const auto* pattern = impl_->find(head.method, path);
  if (pattern == nullptr) {
    const auto methods = impl_->allowed(path);
    const Error error = methods.empty() ? Error{Problem::not_found, "there is nothing here"}
                                        : Error{Problem::method_not_allowed, "this address takes other methods"};
    auto refused = error_answer(impl_->app, error, head, language_of(head));
    if (!methods.empty()) refused.header("allow", methods);
    return {0, std::move(refused)};
  }
  auto refused = impl_->refuse_early(head, *pattern->route);
  return {pattern->route->limit, std::move(refused)};
}

void Router::handle(http::Request request, http::Responder respond) {
  const auto path = segments_of(request.path);
  const auto* pattern = impl_->find(request.method, path);
  if (pattern == nullptr) {
    respond(error_answer(impl_->app, {Problem::not_found, "there is nothing here"}, request, language_of(request)));
    return;
  }
  if (pattern->route->direct != nullptr) {
    DirectContext context{impl_->app, impl_->lanes, impl_->intake};
    pattern->route->direct(context, std::move(request), std::move(respond));
    return;
  }
  auto& lane = impl_->lanes.of(pattern->route->lane);
  // The responder is shared so that it can still answer when the lane is full.
  auto held = std::make_shared<std::pair<http::Request, http::Responder>>(std::move(request), std::move(respond));
  const bool taken = lane.post([this, held, pattern](storage::Worker& worker) {
    impl_->serve(worker, held->first, *pattern, std::move(held->second));
  });
  if (!taken) {
    held->second(error_answer(impl_->app, {Problem::unavailable, "too many are waiting; try again"}, held->first,
                              language_of(held->first)));
  }
}

void Router::Impl::serve(storage::Worker& worker, const http::Request& request, const Pattern& pattern,
                         http::Responder respond) {
  const auto params = params_of(pattern, segments_of(request.path));
  const auto token = token_of(request, is_api(request.path));
  Context context{app, worker, request, params, std::nullopt, language_of(request), {}, {}, {}};
  auto made = answer(context, *pattern.route, token);
  auto response = made ? std::move(*made) : lead(context, made.error());
  if (!wants_json(request)) response.header("content-security-policy", policy);
  respond(std::move(response));
}

Answer Router::Impl::answer(Context& context, const Route& route, const std::optional<std::string>& token) {
  if (auto known = identify(context, route, token); !known) return std::unexpected(known.error());
  if (auto form = check_form(context, route, token); !form) return std::unexpected(form.error());
  return route.handle(context);
}

// Who this is, and whether they may ever do this. A page for everybody is answered signed out where a session has
// ended.
Result<void> Router::Impl::identify(Context& context, const Route& route, const std::optional<std::string>& token) {
  if (token) {
    auto who = storage::principal_of(context.worker, session_hash(app.local_key, *token));
    if (who) {
      context.language = is_api(route.path) ? context.language : who->language;
      context.who = std::move(*who);
    } else if (who.error().problem != Problem::not_signed_in) {
      return std::unexpected(who.error());
    }
  }
  if (!route.act) return {};
  if (!context.who) return fail(Problem::not_signed_in, "sign in first");
  if (!domain::may(context.who->role, *route.act)) {
    const auto logged = context.worker.database.run(app.here.system, [&](storage::Transaction& tx) {
      return storage::witness(tx, context.worker, *context.who,
                              {.event = "access.refused",
                               .object = "account/" + context.who->account.text(),
                               .outcome = "refused",
                               .reason = std::string(domain::act_name(*route.act))});
    });
    return logged ? fail(Problem::forbidden, "this is not among what this role does")
                  : Result<void>(std::unexpected(logged.error()));
  }
  if (domain::needs_step_up(*route.act) && !context.who->stepped_up) {
    return fail(Problem::step_up_needed, "this act wants the passphrase or the code again");
  }
  return {};
}

Result<void> Router::Impl::check_form(Context& context, const Route& route, const std::optional<std::string>& token) {
  const bool page_route = !wants_json(context.request);
  if (page_route) {
    const auto& bound = context.who && token
                            ? *token
                            : std::string(context.request.cookies.first(kFormCookie).value_or(std::string_view{}));
    if (!bound.empty()) context.csrf = csrf_of(app.local_key, bound);
  }
  if (route.body != BodyKind::form) return {};
  const auto origin = context.request.header("origin");
  if (!origin.empty() && origin != app.config.origin() && origin != "null") {
    return fail(Problem::forbidden, "this form was sent from another site");
  }
  if (auto read = read_form(context); !read) return std::unexpected(read.error());
  if (route.path == "/exit") return {};  // leaving always works
  if (context.csrf.empty() || !sealing::same_text(context.csrf, context.field("csrf"))) {
    return fail(Problem::forbidden, "this form is out of date; open the page again");
  }
  return {};
}

// Pages lead people on where a program is told a problem.
http::Response Router::Impl::lead(const Context& context, const Error& error) {
  if (!wants_json(context.request)) {
    const auto next = http::percent_encode(page_before(context.request));
    if (error.problem == Problem::not_signed_in) {
      auto led = http::see_other("/sign-in?next=" + next);
      if (context.request.cookies.first(kSessionCookie)) led.header("set-cookie", drop_cookie(kSessionCookie));
      return led;
    }
    if (error.problem == Problem::step_up_needed) return http::see_other("/step-up?next=" + next);
  }
  return error_answer(app, error, context.request, context.language, context.who);
}

}  // namespace holdfast::routes
