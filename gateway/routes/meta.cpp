#include "gateway/routes/meta.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <sstream>

#include "gateway/flows/advise.h"
#include "gateway/flows/feeds.h"
#include "gateway/flows/intake.h"
#include "gateway/http/answers.h"
#include "gateway/json/writer.h"
#include "gateway/routes/direct.h"
#include "storage/postgres/log.h"

namespace holdfast::routes {
namespace {

using domain::fail;
using domain::Problem;

void health(DirectContext&, http::Request&&, http::Responder respond) {
  respond(http::json(200, R"({"status":"ok"})"));
}

// Ready: the database answers and the log moves. The keeper may be away: letters are still taken, and held.
Answer ready(Context& context) {
  const bool database = context.worker.database.reachable();
  const bool keeper = context.app.here.keeper->reachable();
  json::Writer out;
  out.object().field("database", database).field("keeper", keeper).end();
  return http::json(database && keeper ? 200 : 503, out.take());
}

bool is_loopback(std::string_view peer) { return peer == "::1" || peer.starts_with("127."); }

void advice_metrics(std::ostream& out, const flows::AdviceTally& tally) {
  out << "# TYPE holdfast_advice_letters counter\n";
  for (const auto& [outcome, count] : {std::pair{"nothing", &tally.nothing},
                                       {"added", &tally.added},
                                       {"raised", &tally.raised},
                                       {"late", &tally.late},
                                       {"failed", &tally.failed}}) {
    out << "holdfast_advice_letters{outcome=\"" << outcome << "\"} " << *count << '\n';
  }
}

void feed_metrics(std::ostream& out, const std::vector<flows::FeedState>& states) {
  if (states.empty()) return;
  out << "# TYPE holdfast_feed_age_seconds gauge\n";
  for (const auto& state : states)
    out << "holdfast_feed_age_seconds{feed=\"" << state.feed.name << "\"} " << state.silent_for.count() << '\n';
  out << "# TYPE holdfast_feed_silent gauge\n";
  for (const auto& state : states)
    out << "holdfast_feed_silent{feed=\"" << state.feed.name << "\"} " << (state.silent() ? 1 : 0) << '\n';
}

// Prometheus text; only for a collector on this machine.
Answer metrics(Context& context) {
  if (!is_loopback(context.request.peer)) return fail(Problem::not_found, "there is nothing here");
  const auto lag = storage::log_lag(context.worker.database, context.app.here.system);
  if (!lag) return std::unexpected(lag.error());
  const auto feeds = flows::feed_states(context.worker.database, context.app.here.system, context.app.profile.feeds);
  if (!feeds) return std::unexpected(feeds.error());
  std::ostringstream out;
  out << "# TYPE holdfast_log_waiting gauge\nholdfast_log_waiting " << lag->waiting << '\n'
      << "# TYPE holdfast_log_size counter\nholdfast_log_size " << lag->size << '\n'
      << "# TYPE holdfast_rules gauge\nholdfast_rules{hash=\"" << context.app.rules.now()->engine.rules_hash()
      << "\"} 1\n"
      << "# TYPE holdfast_intake_waiting gauge\nholdfast_intake_waiting " << context.app.intake->waiting() << '\n';
  feed_metrics(out, *feeds);
  if (context.app.advice != nullptr) advice_metrics(out, *context.app.advice);
  return http::text(200, out.str());
}

void describe(DirectContext&, http::Request&&, http::Responder respond) {
  static const auto kDocument = std::make_shared<const std::string>(openapi(all_routes()));
  http::Response answer;
  answer.header("content-type", "application/json; charset=utf-8");
  answer.shared = kDocument;
  respond(std::move(answer));
}

std::string media_type_of(std::string_view name) {
  static const std::map<std::string_view, std::string_view> kTypes{{".css", "text/css; charset=utf-8"},
                                                                   {".js", "text/javascript; charset=utf-8"},
                                                                   {".svg", "image/svg+xml"},
                                                                   {".woff2", "font/woff2"},
                                                                   {".png", "image/png"},
                                                                   {".ico", "image/x-icon"},
                                                                   {".webp", "image/webp"},
                                                                   {".jpg", "image/jpeg"}};
  const auto dot = name.rfind('.');
  const auto found = dot == std::string_view::npos ? kTypes.end() : kTypes.find(name.substr(dot));
  return std::string(found == kTypes.end() ? std::string_view("application/octet-stream") : found->second);
}

using Bytes = std::shared_ptr<const std::string>;

// The assets' folder, read once: their names carry their hashes. The compressed form lies beside as NAME.gz.
const std::map<std::string, Bytes>& assets(const App& app) {
  static const auto kFiles = [&] {
    std::map<std::string, Bytes> files;
    std::error_code none;
    const auto& root = app.config.paths.assets;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root, none)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      std::ostringstream bytes;
      bytes << in.rdbuf();
      files[std::filesystem::relative(entry.path(), root).generic_string()] =
          std::make_shared<const std::string>(bytes.str());
    }
    return files;
  }();
  return kFiles;
}

void asset(DirectContext& context, http::Request&& request, http::Responder respond) {
  const std::string name = request.path.substr(std::string_view("/assets/").size());
  const auto& files = assets(context.app);
  const auto plain = files.find(name);
  if (plain == files.end())
    return respond(http::problem({Problem::not_found, "there is nothing here"}, request.request_id));
  const auto packed = files.find(name + ".gz");
  const bool gzip = packed != files.end() && request.header("accept-encoding").find("gzip") != std::string_view::npos;
  auto answer = http::asset(media_type_of(name), gzip ? packed->second : plain->second);
  answer.header("vary", "accept-encoding");
  if (gzip) answer.header("content-encoding", "gzip");
  respond(std::move(answer));
}

std::string header_of(const std::string& mail, std::string_view name) {
  std::istringstream lines(mail);
  for (std::string line; std::getline(lines, line) && line != "\r" && !line.empty();) {
    if (line.size() > name.size() &&
        std::equal(name.begin(), name.end(), line.begin(),
                   [](char a, char b) { return std::tolower(a) == std::tolower(b); }) &&
        line[name.size()] == ':') {
      auto value = line.substr(name.size() + 1);
      value.erase(0, value.find_first_not_of(' '));
      if (!value.empty() && value.back() == '\r') value.pop_back();
      return value;
    }
  }
  return {};
}

std::string from_base64(std::string_view text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  unsigned window = 0;
  int held = 0;
  for (const char character : text) {
    const auto value = kAlphabet.find(character);
    if (value == std::string_view::npos) continue;  // line ends, padding
    window = (window << 6) | static_cast<unsigned>(value);
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes += static_cast<char>((window >> held) & 0xffu);
    }
  }
  return bytes;
}

// As our own notices write them: RFC 2047 in UTF-8 and base64, or plain.
std::string readable_subject(const std::string& subject) {
  constexpr std::string_view kBegin = "=?UTF-8?B?";
  std::string readable;
  for (std::size_t at = 0; at < subject.size();) {
    const auto begin = subject.find(kBegin, at);
    if (begin == std::string::npos) return readable + subject.substr(at);
    const auto end = subject.find("?=", begin + kBegin.size());
    if (end == std::string::npos) return readable + subject.substr(at);
    readable += from_base64(std::string_view(subject).substr(begin + kBegin.size(), end - begin - kBegin.size()));
    at = end + 2;
  }
  return readable;
}

std::string readable_body(const std::string& mail, std::size_t from) {
  auto body = mail.substr(std::min(from, mail.size()));
  if (header_of(mail, "Content-Transfer-Encoding") == "base64") body = from_base64(body);
  body.erase(body.find_last_not_of(" \r\n") + 1);
  return body;
}

std::string bare_address(std::string address) {
  std::erase_if(address, [](char c) { return c == '<' || c == '>'; });
  return address;
}

Answer demo_mail(Context& context) {
  if (!context.app.config.demo.enabled) return fail(Problem::not_found, "there is nothing here");
  pages::DemoMailView view;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(context.app.config.demo.mail, none)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    const auto mail = text.str();
    const auto body = mail.find("\r\n\r\n") != std::string::npos ? mail.find("\r\n\r\n") + 4 : mail.find("\n\n") + 2;
    const auto written = std::chrono::file_clock::to_sys(entry.last_write_time());
    view.mails.push_back({std::chrono::time_point_cast<domain::Duration>(written),
                          bare_address(header_of(mail, "From")), bare_address(header_of(mail, "To")),
                          readable_subject(header_of(mail, "Subject")), readable_body(mail, body)});
  }
  std::ranges::sort(view.mails, std::ranges::greater{}, [](const auto& mail) { return mail.sent; });
  return page(context, view);
}

constexpr Route kRoutes[] = {
    {.path = "/healthz", .direct = health},
    {.path = "/readyz", .lane = LaneName::background, .handle = ready},
    {.path = "/metrics", .lane = LaneName::background, .handle = metrics},
    {.path = "/api/v1/openapi.json",
     .doc = {"This description", "", R"json({"type":"object"})json", 200, ""},
     .direct = describe},
    {.path = "/assets/{file}", .direct = asset},
    {.path = "/assets/{folder}/{file}", .direct = asset},
    {.path = "/assets/{folder}/{inner}/{file}", .direct = asset},
    {.path = "/assets/{folder}/{inner}/{deep}/{file}", .direct = asset},
    {.path = "/demo/mail", .lane = LaneName::background, .handle = demo_mail},
};

}  // namespace

std::span<const Route> meta_routes() { return kRoutes; }

}  // namespace holdfast::routes
