#include "storage/postgres/database.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

#include "gateway/domain/bar.h"
#include "storage/postgres/internal.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr int kAttempts = 3;

std::string quoted(std::string_view value) {
  std::string text = "'";
  for (const char character : value) {
    if (character == '\'' || character == '\\') text += '\\';
    text += character;
  }
  return text + "'";
}

std::string conninfo(const ConnectionSettings& s) {
  std::string text = "host=" + quoted(s.host) + " port=" + std::to_string(s.port) + " dbname=" + quoted(s.name) +
                     " user=" + quoted(s.role) + " connect_timeout=" + std::to_string(s.connect_seconds) +
                     " application_name=" + quoted(s.application) + " client_encoding=UTF8" + " options=" +
                     quoted("-c statement_timeout=" + std::to_string(s.statement_ms) +
                            " -c lock_timeout=" + std::to_string(s.lock_ms) +
                            " -c idle_in_transaction_session_timeout=" + std::to_string(s.idle_in_transaction_ms) +
                            " -c default_transaction_isolation=read\\ committed -c timezone=UTC -c jit=off");
  if (!s.password_file.empty()) text += " passfile=" + quoted(s.password_file);
  if (!s.host.empty() && s.host.front() != '/') {
    text += " sslmode=verify-full";
    if (!s.root_certificate.empty()) text += " sslrootcert=" + quoted(s.root_certificate);
  }
  return text;
}

// libpqxx 6 gives no DETAIL field apart from the message's text.
std::string_view detail_of(std::string_view message) {
  const auto at = message.find("DETAIL:");
  if (at == std::string_view::npos) return {};
  auto rest = message.substr(at + 7);
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  return rest.substr(0, rest.find('\n'));
}

std::unexpected<domain::Error> refused_by_server(const pqxx::sql_error& error) {
  const std::string_view state = error.sqlstate();
  if (state == "HF001") {
    const auto bar = domain::parse_bar(detail_of(error.what()));
    return std::unexpected(bar ? domain::refusal(*bar) : domain::Error{Problem::refused, "the database refused it"});
  }
  if (state == "HF002") return fail(Problem::refused, "append-only");
  if (state == "42501") return fail(Problem::forbidden, "the database does not allow it");
  if (state == "23505") return fail(Problem::conflict, "it is there already");
  if (state.starts_with("23")) return fail(Problem::conflict, "the database's rules do not allow it");
  if (state == "55P03" || state == "57014") return fail(Problem::unavailable, "the database was too slow");
  if (state.starts_with("08") || state.starts_with("53") || state.starts_with("57")) {
    return fail(Problem::unavailable, "the database is out of reach");
  }
  return fail(Problem::internal, "the database did not understand");
}

}  // namespace

std::unique_ptr<pqxx::connection> Keys::connect(const ConnectionSettings& settings) {
  return std::make_unique<pqxx::connection>(conninfo(settings));
}

struct Database::Held {
  ConnectionSettings settings;
  std::unique_ptr<pqxx::connection> connection;
  // Plans (the foreign keys' checks among them) that were made while a table was small choose badly when it has grown:
  // they are dropped after 16, 64, 256 ... transactions of a connection, then now and again.
  std::uint32_t transactions = 0;
  std::uint32_t plans_live_until = 16;
  std::optional<domain::Duration> ahead;  // hf.now() minus this machine's clock
};

namespace {
domain::Time machine_now() { return std::chrono::time_point_cast<domain::Duration>(std::chrono::system_clock::now()); }
}  // namespace

Result<void> Transaction::attempt(const std::function<bool()>& body) {
  work_.exec0("savepoint part");
  try {
    work_.exec0(body() ? "release savepoint part" : "rollback to savepoint part");
    return {};
  } catch (const pqxx::deadlock_detected&) {
    throw;
  } catch (const pqxx::serialization_failure&) {
    throw;
  } catch (const pqxx::sql_error& error) {
    const std::string_view state = error.sqlstate();
    if (state.starts_with("40") || state.starts_with("08") || state.starts_with("57P")) throw;
    work_.exec0("rollback to savepoint part");
    return refused_by_server(error);
  }
}

Database::Database(ConnectionSettings settings) : held_(new Held{std::move(settings), nullptr, 0, 16, std::nullopt}) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;

Result<void> Database::attempt(const Actor& actor, const std::function<bool(Transaction&)>& body) {
  for (int left = kAttempts;; --left) {
    bool again = false;
    auto done = once(actor, body, again);
    if (!again || left == 1) return done;
  }
}

Result<void> Database::once(const Actor& actor, const std::function<bool(Transaction&)>& body, bool& again) {
  const bool kept = held_->connection != nullptr;
  bool begun = false;
  try {
    if (!kept) {
      held_->connection = Keys::connect(held_->settings);
      held_->transactions = 0;
      held_->plans_live_until = 16;
    }
    if (++held_->transactions == held_->plans_live_until) {
      pqxx::nontransaction(*held_->connection).exec("discard plans");
      held_->plans_live_until += std::min<std::uint32_t>(3 * held_->plans_live_until, 65'536);
    }
    pqxx::work work(*held_->connection);
    const auto begin = work.exec_params1("select hf.micros(hf.now()), set_config('app.actor', $1, true)",
                                         Keys::account(actor) == 0 ? "" : std::to_string(Keys::account(actor)));
    begun = true;
    Transaction tx(work, actor, time_of(begin[0]));
    held_->ahead = tx.now() - machine_now();
    if (body(tx)) work.commit();
    return {};
  } catch (const pqxx::in_doubt_error&) {
    held_->connection.reset();
    return fail(Problem::unavailable, "the answer to a commit was lost");
  } catch (const pqxx::broken_connection&) {
    held_->connection.reset();
    again = kept && !begun;  // an idle connection that the server closed: nothing has happened yet
    return fail(Problem::unavailable, "the database is out of reach");
  } catch (const pqxx::deadlock_detected&) {
    again = true;
    return fail(Problem::unavailable, "too many at once");
  } catch (const pqxx::serialization_failure&) {
    again = true;
    return fail(Problem::conflict, "somebody else came first");
  } catch (const pqxx::sql_error& error) {
    const std::string_view state = error.sqlstate();
    if (state.starts_with("08") || state.starts_with("57P")) held_->connection.reset();
    again = state == "40001" || state == "40P01" || (kept && !begun && state.starts_with("57P"));
    if (state == "40001") return fail(Problem::conflict, "somebody else came first");
    return refused_by_server(error);
  } catch (const pqxx::failure&) {
    held_->connection.reset();
    return fail(Problem::unavailable, "the database is out of reach");
  } catch (const pqxx::internal_error&) {
    held_->connection.reset();
    return fail(Problem::internal, "the database library failed");
  }
}

Result<domain::Time> Database::about_now() {
  if (!held_->ahead) {
    if (auto asked = attempt({}, [](Transaction&) { return true; }); !asked) return std::unexpected(asked.error());
  }
  if (const auto ahead = held_->ahead) return machine_now() + *ahead;
  return fail(Problem::internal, "the database did not tell its time");
}

bool Database::reachable() {
  return attempt({}, [](Transaction&) { return true; }).has_value();
}

std::string array_text(std::span<const std::string> items) {
  std::string text = "{";
  for (const auto& item : items) {
    if (text.size() > 1) text += ',';
    text += '"';
    for (const char character : item) {
      if (character == '"' || character == '\\') text += '\\';
      text += character;
    }
    text += '"';
  }
  return text + "}";
}

std::string array_text(std::span<const std::int64_t> items) {
  std::string text = "{";
  for (const auto item : items) {
    if (text.size() > 1) text += ',';
    text += std::to_string(item);
  }
  return text + "}";
}

std::vector<std::string> texts_of(const pqxx::field& field) {
  std::vector<std::string> items;
  if (field.is_null()) return items;
  auto parser = field.as_array();
  for (auto next = parser.get_next(); next.first != pqxx::array_parser::done; next = parser.get_next()) {
    if (next.first == pqxx::array_parser::string_value) items.push_back(std::move(next.second));
  }
  return items;
}

}  // namespace holdfast::storage
