// The settings of one installation (deploy/holdfast.toml) and of one agency (deploy/agencies/*.toml), read from TOML.
//
// A file that holds anything unknown, of the wrong type or out of range is refused whole: every fault is listed with
// its line and column, why it is one, and what would be accepted. What a file leaves out has the default written here;
// deploy/holdfast.toml shows the same defaults and a test holds the two together.
//
// Units: seconds, bytes, counts; times of day are minutes after local midnight. Paths are made absolute against the
// folder of the file that names them. Threads: plain values; load once, share const.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::config {

using Path = std::filesystem::path;
using Seconds = std::chrono::seconds;
using Milliseconds = std::chrono::milliseconds;

// One thing wrong with a file. Line and column count from 1; 0 where a fault has no place (a missing file or key).
struct Fault {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string key;       // "server.port"; empty for a file that is no TOML
  std::string why;       // "99999 is out of range"
  std::string accepted;  // "a whole number from 1 to 65535"; may be empty
  bool operator==(const Fault&) const = default;

  // "holdfast.toml:12:8: server.port: 99999 is out of range; accepted: a whole number from 1 to 65535"
  std::string text() const;
};
using Faults = std::vector<Fault>;  // never empty when returned as an error

struct Server {
  std::string address = "127.0.0.1";  // an IP address; "::" and "0.0.0.0" are every interface
  std::uint16_t port = 8443;
  std::string origin;  // what a browser calls us; empty: https://localhost:<port>
  Path certificate = "tls/server.pem";
  Path key = "tls/server.key";
  Path secrets = "keys/gateway";  // the gateway's own, 0700: what signs cookies, cursors and idempotency keys
  std::uint32_t threads = 0;      // for sockets; 0: one a core
  Seconds drain{20};              // how long a shutdown waits for what it accepted
  bool operator==(const Server&) const = default;
};

// Set before the first read; past them the answer is 408, 413, 429, 431 or 503.
struct Limits {
  std::uint32_t header_bytes = 16 * 1024;
  std::uint32_t body_bytes = 1024 * 1024;
  std::uint32_t letter_bytes = 256 * 1024;  // of UTF-8, as received
  Seconds header_time{10};
  Seconds body_time{30};
  Seconds idle_time{60};
  Seconds write_time{30};
  std::uint32_t connections = 4096;
  std::uint32_t connections_per_address = 256;
  std::uint32_t requests_per_minute = 6000;  // of one signed-in caller
  std::uint32_t sign_ins_per_minute = 10;    // of one address
  bool operator==(const Limits&) const = default;
};

// Reached by peer authentication over a Unix socket or, where a host is named, over TLS with scram and a password file.
struct Database {
  Path socket = "pg";  // the folder of the socket; not used where there is a host
  std::string host;
  std::uint16_t port = 5439;
  std::string name = "holdfast";
  std::string owner_role = "holdfast_owner";      // migrations and operators
  std::string gateway_role = "holdfast_gateway";  // `holdfast serve`
  std::string keeper_role = "holdfast_keeper";    // `holdfast keeper`
  Path password_file;                             // libpq's passfile, 0600; empty for peer
  Path root_certificate;                          // the server's authority, where there is a host
  Seconds connect_time{5};
  Milliseconds statement_time{10'000};
  Milliseconds lock_time{3'000};
  Milliseconds idle_in_transaction_time{5'000};
  bool operator==(const Database&) const = default;

  std::string address() const { return host.empty() ? socket.string() : host; }  // libpq's `host`
};

// A lane has its own threads, each with its own connection, and a bounded queue: past it, 503 with Retry-After.
struct Lane {
  std::uint32_t threads = 2;
  std::uint32_t queue = 256;
  bool operator==(const Lane&) const = default;
};

struct Lanes {
  Lane intake{2, 1024};
  std::uint32_t intake_batch = 32;  // letters in one commit, at most
  Lane recipients{2, 256};
  Lane staff{4, 256};
  Lane background{2, 64};
  bool operator==(const Lanes&) const = default;
};

struct Keeper {
  Path socket = "run/keeper/keeper.sock";
  Path keys = "keys";  // epochs: public/ for all, secret/ (0700) for the keeper's account
  std::string gateway_user =
      "holdfast";  // the account that may ask, by the socket's credentials; empty: the keeper's own
  Seconds answer_time{5};
  bool operator==(const Keeper&) const = default;
};

struct Paths {
  Path packs = "program/packs";            // rule packs
  Path templates = "program/templates";    // pages
  Path catalogues = "program/catalogues";  // messages, one file a language
  Path assets = "program/assets";          // style sheets, fonts, scripts
  Path migrations = "program/migrations";
  Path var = ".";  // what the programs write: run/, log/, mail/
  bool operator==(const Paths&) const = default;
};

struct SignIn {  // may be tightened, not loosened
  std::chrono::minutes recipient_idle{10};
  std::chrono::minutes staff_idle{15};
  std::chrono::hours longest{12};
  std::uint32_t hashes_at_once = 2;  // Argon2id, 128 MiB each
  bool operator==(const SignIn&) const = default;
};

enum class MailTls : std::uint8_t { none, starttls, tls };  // none only to this machine

struct Smtp {
  std::string host;  // empty: no mail leaves; notices wait as tasks for a person
  std::uint16_t port = 587;
  std::string from = "notices@localhost";
  MailTls tls = MailTls::starttls;
  Path password_file;  // two lines, user and password; empty: none
  Seconds answer_time{20};
  bool operator==(const Smtp&) const = default;
};

// A language model that the agency runs itself, asked about letters under review (docs/adviser.md). Off without a url.
struct Adviser {
  std::string url;  // unix:/socket or https://host[:port][/path]; is_adviser_url says which are taken
  std::string model = "default";
  Path instructions = "program/adviser/instructions.txt";
  Path certificate, key, authority;  // ours, its key, and who signed the adviser's: all three with https
  Seconds connect_time{5};
  Seconds answer_time{60};  // in all
  bool operator==(const Adviser&) const = default;

  bool off() const { return url.empty(); }
};
// A letter goes over a socket of this machine or over mutual TLS, and no other way.
bool is_adviser_url(std::string_view url);

struct Audit {
  Milliseconds interval{500};  // between two batches of leaves
  std::uint32_t batch = 16;    // leaves in a batch, blanks included
  bool operator==(const Audit&) const = default;
};

enum class LogLevel : std::uint8_t { error, warning, info, debug };

struct Log {
  Path file;  // empty: standard error
  LogLevel level = LogLevel::info;
  bool operator==(const Log&) const = default;
};

struct Demo {
  bool enabled = false;  // demo people, and the page that shows the mail that was sent
  Path mail = "mail";    // where the demo's mail server drops what it received
  bool operator==(const Demo&) const = default;
};

struct Config {
  Path file;  // where it came from, absolute
  Path profile = "program/agencies/california.toml";
  Server server;
  Limits limits;
  Database database;
  Lanes lanes;
  Keeper keeper;
  Paths paths;
  SignIn sign_in;
  Smtp smtp;
  Adviser adviser;
  Audit audit;
  Log log;
  Demo demo;
  bool operator==(const Config&) const = default;

  std::string origin() const;  // server.origin, or the one made from the port
};

// Words by language code; each of the profile's languages has its own.
using Words = std::map<std::string, std::string, std::less<>>;

struct Periods {
  std::chrono::days deferral_furthest{1825};  // the latest date a recipient can pick for "not before"
  std::chrono::days appeal{30};               // to contest a return or a refusal
  std::chrono::days resume{0};                // after somebody lets contact begin again, before the office's call
  std::chrono::days hearing_notice{90};       // before a parole hearing
  std::chrono::years own_choice_age{18};      // below it a verified guardian chooses
  bool operator==(const Periods&) const = default;
};

// When text is destroyed. A banked letter has no row: it is kept for its addressee only and for as long (PC 5034).
struct Retention {
  std::chrono::days returned{30};   // after the appeal window of a returned or refused letter
  std::chrono::days withdrawn{30};  // after a withdrawal
  std::chrono::years evidence{7};   // after a ticket is closed (15 CCR 3136)
  std::chrono::years log{10};
  bool operator==(const Retention&) const = default;
};

// How often letters may be checked before they are sent in; past them 429. Few enough that nobody learns the rules by
// trying.
struct Checks {
  std::uint32_t account_per_hour = 30;
  std::uint32_t programme_per_hour = 120;
  bool operator==(const Checks&) const = default;
};

struct Contact {                    // approved contact and dialogue preparation
  bool institution_agrees = false;  // the one that houses the writer is asked last
  bool operator==(const Contact&) const = default;
};

struct SecondPerson {
  std::string title;    // "Staff counsel"
  std::string account;  // sign-in name; empty: none, what needs two stays held and shows since when
  bool operator==(const SecondPerson&) const = default;
};

struct Office {  // what a recipient reads beside every choice
  std::string telephone;
  Words hours;
  bool operator==(const Office&) const = default;
};

struct Notices {  // keys of message catalogues, never words of ours here
  std::string neutral_subject = "notice.neutral.subject";
  std::string neutral_body = "notice.neutral.body";
  std::string urgent_subject = "notice.urgent.subject";
  std::string urgent_body = "notice.urgent.body";
  bool operator==(const Notices&) const = default;
};

enum class Severity : std::uint8_t { low, medium, high, critical };
inline constexpr std::array<std::string_view, 4> kSeverityNames{"low", "medium", "high", "critical"};

struct TicketClock {
  std::chrono::hours acknowledge{};
  std::chrono::hours answer{};
  bool operator==(const TicketClock&) const = default;
};

enum class FeedKind : std::uint8_t { orders, people, housing };
inline constexpr std::array<std::string_view, 3> kFeedKindNames{"orders", "people", "housing"};

// Files that are expected under this name (docs/imports.md). One that is silent for longer is a task of the office's.
struct Feed {
  std::string name;
  FeedKind kind{};
  std::chrono::hours every{};
  bool operator==(const Feed&) const = default;
};

struct Profile {
  Path file;
  std::string code;  // the agency's id outside: "california"
  Words name;
  std::string time_zone = "UTC";                  // IANA name; checked against the zone files of the machine
  std::vector<std::string> languages{"en"};       // the first is the fallback
  std::vector<std::chrono::minutes> publication;  // local times a day; what facilitators see changes only then
  Periods periods;
  Retention retention;
  Checks checks;
  Contact contact;
  std::vector<std::string> return_reasons;     // codes that a return may carry
  std::vector<std::string> reasons_by_people;  // of these, the ones that screening never proposes
  std::string exit_url;                        // where the quick exit goes: neutral, not personal, https
  SecondPerson second_person;
  Office office;
  Notices notices;
  std::array<TicketClock, 4> tickets{};  // by Severity
  std::vector<Feed> feeds;
  bool operator==(const Profile&) const = default;
};

// Reads a file. The faults name `file` as it was given.
std::expected<Config, Faults> load(const Path& file);
std::expected<Profile, Faults> load_profile(const Path& file);

// The same from text; `file` names it in faults and is what relative paths are relative to.
std::expected<Config, Faults> parse(std::string_view text, const Path& file);
std::expected<Profile, Faults> parse_profile(std::string_view text, const Path& file);

// Every setting of either file, for docs/configuration.md, `holdfast doctor` and tests.
struct Setting {
  std::string key;       // "server.port"
  std::string accepted;  // "a whole number from 1 to 65535"
  std::string standard;  // the default as TOML; empty where the file must say
};
std::vector<Setting> settings();
std::vector<Setting> profile_settings();

}  // namespace holdfast::config
