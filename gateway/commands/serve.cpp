#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "gateway/commands/chores.h"
#include "gateway/commands/commands.h"
#include "gateway/commands/reloading.h"
#include "gateway/flows/background.h"
#include "gateway/flows/intake.h"
#include "gateway/flows/registry.h"
#include "gateway/http/server.h"
#include "gateway/json/writer.h"
#include "gateway/routes/serving.h"
#include "gateway/routes/tokens.h"
#include "storage/postgres/migrate.h"
#include "storage/sealing/harden.h"
#include "storage/sealing/local_key.h"

namespace holdfast::commands {
namespace {

constexpr rlim_t kDescriptors = 65536;  // as in the service unit

// A shell's soft limit is often 1,024, fewer than the connections that the settings allow.
void take_descriptors() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= kDescriptors) return;
  limit.rlim_cur = std::min(limit.rlim_max, kDescriptors);
  setrlimit(RLIMIT_NOFILE, &limit);
}

// Typed events with allow-listed fields, one JSON object a line; nothing that anybody sent.
class Journal {
 public:
  explicit Journal(const std::filesystem::path& file) {
    if (!file.empty()) file_.open(file, std::ios::app);
  }
  void write(const std::string& line) {
    const std::lock_guard lock(mutex_);
    (file_.is_open() ? file_ : std::cerr) << line << '\n' << std::flush;
  }
  void event(std::string_view event, std::string_view what = {}) {
    json::Writer out;
    out.object().field("event", event);
    if (!what.empty()) out.field("what", what);
    out.end();
    write(out.take());
  }
  void request(const http::Outcome& done) {
    json::Writer out;
    out.object()
        .field("event", "request")
        .field("id", done.request_id)
        .field("status", done.status)
        .field("in", done.bytes_in)
        .field("out", done.bytes_out)
        .field("us", done.took.count())
        .end();
    write(out.take());
  }

 private:
  std::mutex mutex_;
  std::ofstream file_;
};

http::ServerOptions server_options(const config::Config& config) {
  http::ServerOptions options;
  const auto& limits = config.limits;
  options.address = config.server.address;
  options.port = config.server.port;
  options.certificate = config.server.certificate;
  options.key = config.server.key;
  options.threads = config.server.threads;
  options.header_limit = limits.header_bytes;
  options.body_limit = limits.body_bytes;
  options.header_timeout = limits.header_time;
  options.body_timeout = limits.body_time;
  options.idle_timeout = limits.idle_time;
  options.write_timeout = limits.write_time;
  options.max_connections = limits.connections;
  options.max_per_peer = limits.connections_per_address;
  options.shutdown_grace = config.server.drain;
  return options;
}

pages::Settings page_settings(const Settings& s) {
  pages::Settings settings;
  settings.folder = s.config.paths.templates.parent_path();
  settings.assets = s.config.paths.assets;
  settings.time_zone = s.profile.time_zone;
  settings.exit_address = s.profile.exit_url;
  const auto in = [](const config::Words& words, const char* language) {
    const auto found = words.find(language);
    return found == words.end() ? std::string() : found->second;
  };
  settings.office_name = in(s.profile.name, "en").empty() ? s.profile.code : in(s.profile.name, "en");
  settings.office_name_es = in(s.profile.name, "es");
  settings.helpline_phone = s.profile.office.telephone;
  settings.helpline_name = settings.office_name;
  settings.helpline_name_es = settings.office_name_es;
  settings.helpline_hours = in(s.profile.office.hours, "en");
  settings.helpline_hours_es = in(s.profile.office.hours, "es");
  return settings;
}

std::string holder_name() {
  char host[256] = "localhost";
  gethostname(host, sizeof host - 1);
  return std::string(host) + ":" + std::to_string(getpid());
}

// A gateway refuses a schema outside its range.
int check_schema(storage::Database& database) {
  const auto schema = storage::schema_number(database);
  if (!schema) return complain("the database", schema.error());
  if (*schema < storage::kLeastSchema || *schema > storage::kMostSchema) {
    complain("the database's schema is " + std::to_string(*schema) + "; this program works with " +
             std::to_string(storage::kLeastSchema) + " to " + std::to_string(storage::kMostSchema) +
             ": run holdfast migrate");
    return kNo;
  }
  return kDone;
}

// The agency's adviser on a thread of its own; nothing at all where none is configured.
class Advising {
 public:
  Advising() = default;
  ~Advising() { stop(); }
  Advising(const Advising&) = delete;
  Advising& operator=(const Advising&) = delete;
  Advising(Advising&&) = delete;
  Advising& operator=(Advising&&) = delete;

  bool start(const config::Adviser& settings, const storage::ConnectionSettings& role, const storage::Here& here,
             Journal& journal) {
    if (settings.off()) return true;
    auto read = advice::read_settings(settings);
    if (!read) return complain(read.error()), false;
    adviser_ = std::make_shared<advice::Adviser>(std::move(*read));
    std::vector<flows::Chore> chores;
    chores.push_back(advising(adviser_, settings, holder_name(), tally_, [&journal](flows::AdviceFailure failure) {
      journal.event("advice.failed", domain::name_of(failure));
    }));
    thread_.emplace(role, here, std::move(chores), [&journal](const std::string& chore, const domain::Error& error) {
      journal.event("chore.failed", chore + ": " + std::string(error.why));
    });
    return true;
  }
  void stop() {
    if (adviser_) adviser_->stop();
    thread_.reset();
  }
  const flows::AdviceTally* tally() const { return adviser_ ? &tally_ : nullptr; }

 private:
  flows::AdviceTally tally_;
  std::shared_ptr<advice::Adviser> adviser_;
  std::optional<flows::Background> thread_;
};

void note(Journal& journal, const flows::Reloaded& reloaded) {
  for (const auto& line : lines_of(reloaded))
    journal.event("rules." + std::string(flows::to_string(reloaded.outcome)), line);
}

// The rules in force, and the lane that brings others: at a signal from the folder, else as the database names them.
class Ruling {
 public:
  Ruling(flows::SharedRules rules, std::filesystem::path packs, const storage::ConnectionSettings& role,
         const storage::Here& here, Journal& journal)
      : packs_(std::move(packs)),
        journal_(journal),
        in_force_(std::move(rules)),
        follower_(in_force_, holder_name()),
        lane_(role, here, 1, kWaiting) {}

  flows::RulesInForce& in_force() { return in_force_; }
  storage::Lane& lane() { return lane_; }

  void reload() {
    const bool taken = lane_.post([this](storage::Worker& worker) {
      const auto reloaded = flows::reload_rules(worker, nullptr, flows::read_rule_folder(packs_));
      if (!reloaded) return journal_.event("rules.failed", reloaded.error().why);
      if (reloaded->outcome == flows::Reloaded::Outcome::taken) in_force_.put(reloaded->made);
      note(journal_, *reloaded);
    });
    if (!taken) journal_.event("rules.failed", "too many wait to be read");
  }

  // One that finds the lane full comes again.
  flows::Chore following() {
    return {"rules", std::chrono::seconds(1), [this](storage::Worker&) -> domain::Result<void> {
              (void)lane_.post([this](storage::Worker& worker) { follow(worker); });
              return {};
            }};
  }

 private:
  static constexpr std::size_t kWaiting = 8;

  void follow(storage::Worker& worker) {
    const auto changed = follower_.follow(worker);
    if (!changed && changed.error().problem == domain::Problem::internal)
      journal_.event("rules.failed", changed.error().why);
    if (changed && *changed) journal_.event("rules.followed", in_force_.now()->engine.rules_hash());
  }

  std::filesystem::path packs_;
  Journal& journal_;
  flows::RulesInForce in_force_;
  flows::RuleFollower follower_;
  storage::Lane lane_;  // last: its thread ends before the rest
};

// Null: there is nothing to judge letters by, and it was said why.
flows::SharedRules first_rules(const std::filesystem::path& packs, const storage::ConnectionSettings& role,
                               const storage::Here& here, Journal& journal) {
  storage::Worker worker(role, here);
  auto started = flows::start_rules(worker, flows::read_rule_folder(packs));
  if (!started) return complain("the rules", started.error()), nullptr;
  note(journal, started->reloaded);
  if (!started->rules) {
    for (const auto& line : lines_of(started->reloaded)) complain(line);
  }
  return std::move(started->rules);
}

}  // namespace

int serve(const std::filesystem::path& config_file) {
  const auto settings = read_settings(config_file);
  const auto& [config, profile] = settings;
  sealing::harden_process();
  take_descriptors();
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  (void)signal(SIGPIPE, SIG_IGN);

  Journal journal(config.log.file);
  const auto role = connection(config, config.database.gateway_role, "holdfast serve");
  storage::Database database(role);
  if (const int wrong = check_schema(database); wrong != kDone) return wrong;
  const auto agency = storage::find_agency(database, profile.code);
  if (!agency) return complain("the agency", agency.error());
  const auto local_key = sealing::make_local_key(config.server.secrets);
  if (!local_key) return complain("the gateway's key", local_key.error());
  auto pages = pages::Pages::load(page_settings(settings));
  if (!pages) return complain("the pages", pages.error());

  sealing::PublicKeys public_keys(config.keeper.keys);
  sealing::KeeperClient keeper_client(
      {.socket = config.keeper.socket,
       .answer_time = std::chrono::duration_cast<std::chrono::milliseconds>(config.keeper.answer_time)});
  storage::Here here;
  here.agency = profile.code;
  here.system = agency->system;
  here.system_account = agency->system_account;
  here.sessions.recipient_idle = config.sign_in.recipient_idle;
  here.sessions.staff_idle = config.sign_in.staff_idle;
  here.sessions.longest = config.sign_in.longest;
  here.public_keys = &public_keys;
  here.keeper = &keeper_client;
  here.hash_key = &*local_key;
  if (const auto& login = profile.second_person.account; !login.empty())
    here.second_person = routes::login_hash(*local_key, login);

  auto rules = first_rules(config.paths.packs, role, here, journal);
  if (!rules) return kWrong;
  Ruling ruling(std::move(rules), config.paths.packs, role, here, journal);
  const auto& lanes = config.lanes;
  flows::Intake intake(role, here, ruling.in_force(), lanes.intake.threads, lanes.intake.queue, lanes.intake_batch);
  storage::Lane recipients(role, here, lanes.recipients.threads, lanes.recipients.queue);
  storage::Lane staff(role, here, lanes.staff.threads, lanes.staff.queue);
  storage::Lane background(role, here, lanes.background.threads, lanes.background.queue);
  Advising advising;
  if (!advising.start(config.adviser, role, here, journal)) return kWrong;
  flows::Registry registry(holder_name());
  routes::App app{config, profile, here, *pages, ruling.in_force(), *local_key, &intake, advising.tally(), &registry};
  routes::Router router(app, {recipients, staff, background, ruling.lane()}, intake, routes::all_routes());
  auto work = chores_of(settings, *pages, holder_name());
  work.push_back(ruling.following());
  flows::Background chores(role, here, std::move(work), [&](const std::string& chore, const domain::Error& error) {
    journal.event("chore.failed", chore + ": " + std::string(error.why));
  });

  std::vector<flows::Chore> again;
  again.push_back(rescreening(
      [&rules = ruling.in_force()] {
        auto now = rules.now();
        const auto* engine = &now->engine;
        return std::shared_ptr<const screening::Engine>(std::move(now), engine);
      },
      holder_name()));
  flows::Background screening_again(role, here, std::move(again),
                                    [&](const std::string& chore, const domain::Error& error) {
                                      journal.event("chore.failed", chore + ": " + std::string(error.why));
                                    });

  flows::Background reading(role, here, {registering(registry)},
                            [&](const std::string& chore, const domain::Error& error) {
                              journal.event("chore.failed", chore + ": " + std::string(error.why));
                            });

  auto options = server_options(config);
  options.admit = [&](const http::RequestHead& head) { return router.admit(head); };
  options.handle = [&](http::Request request, http::Responder respond) {
    router.handle(std::move(request), std::move(respond));
  };
  if (config.log.level >= config::LogLevel::debug)
    options.on_outcome = [&](const http::Outcome& done) { journal.request(done); };
  options.on_failure = [&](std::string_view id, std::string_view what) {
    journal.event("request.failed", std::string(id) + ": " + std::string(what));
  };
  http::Server server(std::move(options));
  if (auto started = server.start(); !started) return complain(started.error());
  journal.event("gateway.ready", config.origin());

  int signal = 0;
  while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) ruling.reload();
  journal.event("gateway.stopping");
  const bool clean = server.stop();
  advising.stop();
  reading.stop();
  screening_again.stop();
  chores.stop();
  ruling.lane().stop();
  intake.stop();
  recipients.stop();
  staff.stop();
  background.stop();
  journal.event(clean ? "gateway.stopped" : "gateway.stopped_unclean");
  return kDone;
}

}  // namespace holdfast::commands
