// A connection and its transactions. libpqxx ends here: what it throws becomes an Error at this door.
//
// Database: one connection, used by one thread, opened at first use and built anew after it was lost (prepared
// statements and settings go with a connection, so a lost one is never patched up).
// Transaction: exists only inside Database::run; the repositories of this folder work on it.
//
// Errors of run(): what the body returns; unavailable if the server is out of reach or too slow; refused with the
// bar's name where a trigger said no; conflict where somebody came first; forbidden where row-level security or a
// missing grant said no; internal for a mistake of ours.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>

#include "gateway/domain/result.h"
#include "gateway/domain/time.h"

namespace pqxx {
class transaction_base;
}

namespace holdfast::storage {

struct ConnectionSettings {
  std::string host;  // a socket's folder, or a host name
  std::uint16_t port = 5439;
  std::string name = "holdfast";
  std::string role;
  std::string password_file;     // empty: peer
  std::string root_certificate;  // with a host name: verified to the full
  int connect_seconds = 5;
  int statement_ms = 10'000;
  int lock_ms = 3'000;
  int idle_in_transaction_ms = 5'000;
  std::string application = "holdfast";
};

// Who acts, in the database's own keys: made by storage, opaque to everybody else.
class Actor {
 public:
  Actor() = default;
  bool operator==(const Actor&) const = default;

 private:
  friend struct Keys;
  std::int64_t agency_ = 0;
  std::int64_t account_ = 0;
};

class Transaction {
 public:
  // hf.now() at the beginning. A step that locks the guard uses the time that locking gave it.
  domain::Time now() const { return now_; }

  // Runs body() -> Result<T> as a part that may fail alone: where it has no value, or the database refuses it, what it
  // wrote is undone and the transaction goes on. What ends a transaction (a deadlock, a lost server) ends it here too.
  template <class Body>
  auto part(Body&& body) {
    using Outcome = std::invoke_result_t<Body>;
    Outcome outcome = domain::fail(domain::Problem::internal, "no answer");
    const auto error = attempt([&] {
      outcome = body();
      return outcome.has_value();
    });
    return error.has_value() ? std::move(outcome) : Outcome{std::unexpected(error.error())};
  }

 private:
  friend class Database;
  friend struct Keys;
  domain::Result<void> attempt(const std::function<bool()>& body);
  Transaction(pqxx::transaction_base& work, Actor actor, domain::Time now) : work_(work), actor_(actor), now_(now) {}
  pqxx::transaction_base& work_;
  Actor actor_;
  domain::Time now_;
};

class Database {
 public:
  explicit Database(ConnectionSettings settings);
  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) = delete;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs body(Transaction&) -> Result<T> as `actor`; commits if it has a value, rolls back otherwise. A deadlock or a
  // serialization failure is tried again, at most three times in all, so the body must be repeatable.
  template <class Body>
  auto run(const Actor& actor, Body&& body) {
    using Outcome = std::invoke_result_t<Body, Transaction&>;
    Outcome outcome = domain::fail(domain::Problem::internal, "no answer");
    const auto error = attempt(actor, [&](Transaction& tx) {
      outcome = body(tx);
      return outcome.has_value();
    });
    return error.has_value() ? std::move(outcome) : Outcome{std::unexpected(error.error())};
  }

  // The one clock's time without asking: this machine's, shifted by what the last transaction saw of hf.now(). For what
  // must be prepared before the transaction that stamps it.
  domain::Result<domain::Time> about_now();

  // True while the server answers: for readiness.
  bool reachable();

 private:
  friend struct Keys;
  // `body` says whether to commit. The error is the database's; a body that said no is no error.
  domain::Result<void> attempt(const Actor& actor, const std::function<bool(Transaction&)>& body);
  domain::Result<void> once(const Actor& actor, const std::function<bool(Transaction&)>& body, bool& again);
  struct Held;
  std::unique_ptr<Held> held_;
};

}  // namespace holdfast::storage
