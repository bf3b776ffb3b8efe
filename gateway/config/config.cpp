#include "gateway/config/config.h"

#include <array>
#include <utility>

#include "gateway/config/document.h"
#include "gateway/config/reader.h"
#include "gateway/config/rules.h"

namespace holdfast::config {
namespace {

constexpr std::array<std::string_view, 3> kMailTlsNames{"none", "starttls", "tls"};
constexpr std::array<std::string_view, 4> kLogLevelNames{"error", "warning", "info", "debug"};
constexpr std::int64_t kMiB = std::int64_t{1024} * 1024;

void read_server(Reader& read, Server& server) {
  read.text("server.address", server.address, kAddress);
  read.number("server.port", server.port, 1, 65535);
  read.text("server.origin", server.origin, kOrigin);
  read.path("server.certificate", server.certificate);
  read.path("server.key", server.key);
  read.path("server.secrets", server.secrets);
  read.number("server.threads", server.threads, 0, 256);
  read.span("server.drain_seconds", server.drain, 1, 600);
}

void read_limits(Reader& read, Limits& limits) {
  read.number("limits.header_bytes", limits.header_bytes, 1024, kMiB);
  read.number("limits.body_bytes", limits.body_bytes, 4096, 64 * kMiB);
  read.number("limits.letter_bytes", limits.letter_bytes, 4096, 16 * kMiB);
  read.span("limits.header_seconds", limits.header_time, 1, 120);
  read.span("limits.body_seconds", limits.body_time, 1, 600);
  read.span("limits.idle_seconds", limits.idle_time, 1, 600);
  read.span("limits.write_seconds", limits.write_time, 1, 600);
  read.number("limits.connections", limits.connections, 16, 100'000);
  read.number("limits.connections_per_address", limits.connections_per_address, 1, 100'000);
  read.number("limits.requests_per_minute", limits.requests_per_minute, 1, 1'000'000);
  read.number("limits.sign_ins_per_minute", limits.sign_ins_per_minute, 1, 1'000);
}

void read_database(Reader& read, Database& database) {
  read.path("database.socket", database.socket);
  read.text("database.host", database.host, kHost);
  read.number("database.port", database.port, 1, 65535);
  read.text("database.name", database.name, kIdentifier);
  read.text("database.owner_role", database.owner_role, kIdentifier);
  read.text("database.gateway_role", database.gateway_role, kIdentifier);
  read.text("database.keeper_role", database.keeper_role, kIdentifier);
  read.path("database.password_file", database.password_file);
  read.path("database.root_certificate", database.root_certificate);
  read.span("database.connect_seconds", database.connect_time, 1, 120);
  read.span("database.statement_ms", database.statement_time, 100, 600'000);
  read.span("database.lock_ms", database.lock_time, 10, 600'000);
  read.span("database.idle_in_transaction_ms", database.idle_in_transaction_time, 100, 600'000);
}

void read_lane(Reader& read, const std::string& name, Lane& lane) {
  read.number("lanes." + name + ".threads", lane.threads, 1, 64);
  read.number("lanes." + name + ".queue", lane.queue, 1, 100'000);
}

void read_lanes(Reader& read, Lanes& lanes) {
  read_lane(read, "intake", lanes.intake);
  read.number("lanes.intake.batch", lanes.intake_batch, 1, 256);
  read_lane(read, "recipients", lanes.recipients);
  read_lane(read, "staff", lanes.staff);
  read_lane(read, "background", lanes.background);
}

void read_keeper(Reader& read, Keeper& keeper) {
  read.path("keeper.socket", keeper.socket);
  read.path("keeper.keys", keeper.keys);
  read.text("keeper.gateway_user", keeper.gateway_user, kAccountOrNone);
  read.span("keeper.answer_seconds", keeper.answer_time, 1, 60);
}

void read_paths(Reader& read, Paths& paths) {
  read.path("paths.packs", paths.packs);
  read.path("paths.templates", paths.templates);
  read.path("paths.catalogues", paths.catalogues);
  read.path("paths.assets", paths.assets);
  read.path("paths.migrations", paths.migrations);
  read.path("paths.var", paths.var);
}

void read_rest(Reader& read, Config& config) {
  read.span("sign_in.recipient_idle_minutes", config.sign_in.recipient_idle, 1, 10);
  read.span("sign_in.staff_idle_minutes", config.sign_in.staff_idle, 1, 15);
  read.span("sign_in.longest_hours", config.sign_in.longest, 1, 12);
  read.number("sign_in.hashes_at_once", config.sign_in.hashes_at_once, 1, 16);
  read.text("smtp.host", config.smtp.host, kHost);
  read.number("smtp.port", config.smtp.port, 1, 65535);
  read.text("smtp.from", config.smtp.from, kMailbox);
  read.choice("smtp.tls", config.smtp.tls, kMailTlsNames);
  read.path("smtp.password_file", config.smtp.password_file);
  read.span("smtp.answer_seconds", config.smtp.answer_time, 1, 300);
  read.text("adviser.url", config.adviser.url, kAdviserUrl);
  read.text("adviser.model", config.adviser.model, kSomeText);
  read.path("adviser.instructions", config.adviser.instructions);
  read.path("adviser.certificate", config.adviser.certificate);
  read.path("adviser.key", config.adviser.key);
  read.path("adviser.authority", config.adviser.authority);
  read.span("adviser.connect_seconds", config.adviser.connect_time, 1, 60);
  read.span("adviser.answer_seconds", config.adviser.answer_time, 1, 600);
  read.span("audit.interval_ms", config.audit.interval, 200, 1'000);
  read.number("audit.batch", config.audit.batch, 1, 65'536);
  read.path("log.file", config.log.file);
  read.choice("log.level", config.log.level, kLogLevelNames);
  read.flag("demo.enabled", config.demo.enabled);
  read.path("demo.mail", config.demo.mail);
}

// What single settings cannot see.
void check_together(Reader& read, const Config& config) {
  const auto& limits = config.limits;
  if (limits.letter_bytes > limits.body_bytes) {
    read.refuse("limits.letter_bytes", "a letter would not fit into a body", "at most limits.body_bytes");
  }
  if (limits.connections_per_address > limits.connections) {
    read.refuse("limits.connections_per_address", "is more than all connections", "at most limits.connections");
  }
  const auto& database = config.database;
  if (database.host.empty() && database.socket.empty()) {
    read.refuse("database.socket", "neither a socket nor a host is named", "one of the two");
  }
  if (!database.host.empty() && (database.password_file.empty() || database.root_certificate.empty())) {
    read.refuse("database.host", "a host is reached over TLS, with a password",
                "database.password_file and database.root_certificate beside it");
  }
  const auto& smtp = config.smtp;
  if (!smtp.host.empty() && smtp.tls == MailTls::none && !is_loopback(smtp.host)) {
    read.refuse("smtp.tls", "mail would leave this machine unencrypted", "\"starttls\" or \"tls\"");
  }
  const auto& adviser = config.adviser;
  if (adviser.url.starts_with("https:") &&
      (adviser.certificate.empty() || adviser.key.empty() || adviser.authority.empty())) {
    read.refuse("adviser.url", "over TLS both sides show who they are",
                "adviser.certificate, adviser.key and adviser.authority beside it");
  }
}

void read_config(Reader& read, Config& config) {
  read.path("agency.profile", config.profile);
  read_server(read, config.server);
  read_limits(read, config.limits);
  read_database(read, config.database);
  read_lanes(read, config.lanes);
  read_keeper(read, config.keeper);
  read_paths(read, config.paths);
  read_rest(read, config);
}

}  // namespace

std::string Fault::text() const {
  std::string all = file;
  if (line != 0) all += ":" + std::to_string(line) + ":" + std::to_string(column);
  all += ": ";
  if (!key.empty()) all += key + ": ";
  all += why;
  if (!accepted.empty()) all += "; accepted: " + accepted;
  return all;
}

std::string Config::origin() const {
  return server.origin.empty() ? "https://localhost:" + std::to_string(server.port) : server.origin;
}

std::expected<Config, Faults> parse(std::string_view text, const Path& file) {
  const auto table = document(text, file);
  if (!table) return std::unexpected(table.error());
  Config config;
  config.file = std::filesystem::absolute(file).lexically_normal();
  Reader read{&*table, file};
  read_config(read, config);
  read.refuse_unknown();
  auto faults = read.take_faults();
  if (faults.empty()) {  // only whole settings can be compared
    check_together(read, config);
    faults = read.take_faults();
  }
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return config;
}

std::expected<Config, Faults> load(const Path& file) {
  const auto text = read_file(file);
  if (!text) return std::unexpected(text.error());
  return parse(*text, file);
}

std::vector<Setting> settings() {
  Config standard;
  Reader read{nullptr, {}};
  read_config(read, standard);
  return read.take_settings();
}

}  // namespace holdfast::config
