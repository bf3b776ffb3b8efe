#include "storage/postgres/principal.h"

#include "storage/postgres/internal.h"
#include "storage/postgres/witness.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr auto kPrincipal = R"sql(
  select account_id, account_oid, human_id, session_oid, role, display_name, language, stepped_up
    from hf.session_principal($1, $2, make_interval(secs => $3), make_interval(secs => $4), make_interval(secs => $5),
                              make_interval(secs => $6), $7)
)sql";
constexpr auto kMaterial = R"sql(
  select account_id, role, passphrase_hash, totp_sealed, totp_last_step, failures, hf.micros(failed_at), language
    from hf.sign_in_material($1, $2)
)sql";
constexpr auto kOwnMaterial = R"sql(
  select account_id, role, passphrase_hash, totp_sealed, totp_last_step, failures, hf.micros(failed_at), language
    from hf.session_material($1, $2)
)sql";

constexpr auto kMySessions = R"sql(
  select s.oid, hf.micros(s.created_at), hf.micros(s.seen_at) from hf.session s
   where s.agency_id = $1 and s.account_id = $2 and s.ended_at is null
     and s.seen_at > hf.now() - make_interval(secs => $3) and s.created_at > hf.now() - make_interval(secs => $4)
   order by s.seen_at desc, s.oid
)sql";

SignInMaterial material_of(const pqxx::row& row, std::int64_t agency, domain::Time now) {
  SignInMaterial found;
  found.failures = row[5].as<int>();
  found.failed_at = maybe_time_of(row[6]);
  found.now = now;
  found.known = !row[0].is_null();
  if (!found.known) return found;
  found.actor = Keys::actor(agency, row[0].as<std::int64_t>());
  found.role = domain::parse_role(row[1].as<std::string>()).role;
  found.passphrase_hash = row[2].as<std::string>("");
  if (!row[3].is_null()) found.totp_sealed = bytes_of(row[3]);
  found.totp_last_step = row[4].as<std::int64_t>();
  found.language = row[7].as<std::string>();
  return found;
}

Result<SignInMaterial> material(Worker& worker, const char* sql, const sealing::KeyedHash& hash) {
  const auto agency = Keys::agency(worker.here->system);
  return worker.database.run({}, [&](Transaction& tx) -> Result<SignInMaterial> {
    const auto rows = Keys::work(tx).exec_params(sql, agency, binary(hash));
    if (rows.empty()) return fail(Problem::not_signed_in, "sign in first");
    return material_of(rows.front(), agency, tx.now());
  });
}

}  // namespace

Result<Agency> find_agency(Database& database, const std::string& code) {
  return database.run({}, [&](Transaction& tx) -> Result<Agency> {
    const auto rows =
        Keys::work(tx).exec_params("select agency, account, account_oid from hf.system_account($1)", code);
    if (rows.empty()) return fail(Problem::not_found, "this agency was never founded here");
    const auto row = rows.front();
    return Agency{Keys::actor(row[0].as<std::int64_t>(), row[1].as<std::int64_t>()), id_of<domain::AccountId>(row[2])};
  });
}

Result<Principal> principal_of(Worker& worker, const sealing::KeyedHash& token) {
  const auto& here = *worker.here;
  return worker.database.run({}, [&](Transaction& tx) -> Result<Principal> {
    const auto rows = Keys::work(tx).exec_params(
        kPrincipal, Keys::agency(here.system), binary(token), here.sessions.recipient_idle.count(),
        here.sessions.staff_idle.count(), here.sessions.longest.count(), here.sessions.step_up_fresh.count(),
        here.second_person ? binary(*here.second_person) : binary(std::span<const std::uint8_t>{}));
    if (rows.empty()) return fail(Problem::not_signed_in, "sign in first");
    const auto row = rows.front();
    Principal who;
    who.actor = Keys::actor(Keys::agency(here.system), row[0].as<std::int64_t>());
    who.account = id_of<domain::AccountId>(row[1]);
    who.human = row[2].as<std::int64_t>();
    who.session = id_of<SessionId>(row[3]);
    who.role = domain::parse_role(row[4].as<std::string>()).role;
    who.display_name = row[5].as<std::string>();
    who.language = row[6].as<std::string>();
    who.stepped_up = row[7].as<bool>();
    return who;
  });
}

Result<SignInMaterial> sign_in_material(Worker& worker, const sealing::KeyedHash& login) {
  return material(worker, kMaterial, login);
}

Result<SignInMaterial> own_material(Worker& worker, const sealing::KeyedHash& token) {
  return material(worker, kOwnMaterial, token);
}

// What failed is witnessed by the gateway: nobody is known yet, and the entry does not say who it would have been.
Result<void> sign_in_failed(Worker& worker, const sealing::KeyedHash& login) {
  return worker.database.run(worker.here->system, [&](Transaction& tx) -> Result<void> {
    Keys::work(tx).exec_params("select hf.sign_in_failed($1, $2)", Keys::agency(tx), binary(login));
    return witness_service(tx, worker, "gateway",
                           {.event = "session.begun", .object = "account/unknown", .outcome = "refused"});
  });
}

Result<void> step_up_failed(Worker& worker, const Principal& who) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<void> {
    Keys::work(tx).exec_params("select hf.step_up_failed($1, $2)", Keys::agency(tx), Keys::account(tx));
    return witness(tx, worker, who,
                   {.event = "session.stepped_up", .object = "session/" + who.session.text(), .outcome = "refused"});
  });
}

Result<SessionId> session_begin(Worker& worker, const Actor& actor, const sealing::KeyedHash& token,
                                std::optional<std::int64_t> totp_step, const std::string& language) {
  const auto session = sealing::random_id<SessionId>();
  return worker.database.run(actor, [&](Transaction& tx) -> Result<SessionId> {
    const auto begun = Keys::work(tx).exec_params1(
        "select hf.session_begin($1, $2, $3, $4, $5, $6), hf.account_oid($1, $2)", Keys::agency(actor),
        Keys::account(actor), binary(token), binary(session), totp_step, language);
    if (!begun[0].as<bool>()) return fail(Problem::refused, "this code was used before; wait for the next one");
    const auto account = id_of<domain::AccountId>(begun[1]);
    if (auto done = witness_service(tx, worker, account.text(),
                                    {.event = "session.begun", .object = "session/" + session.text()});
        !done) {
      return std::unexpected(done.error());
    }
    return session;
  });
}

Result<void> session_step_up(Worker& worker, const Principal& who, const sealing::KeyedHash& token,
                             std::optional<std::int64_t> totp_step) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<void> {
    const auto done = Keys::work(tx).exec_params1("select hf.session_step_up($1, $2, $3)", Keys::agency(who.actor),
                                                  binary(token), totp_step);
    if (!done[0].as<bool>()) return fail(Problem::refused, "this code was used before; wait for the next one");
    return witness(tx, worker, who, {.event = "session.stepped_up", .object = "session/" + who.session.text()});
  });
}

Result<void> session_end(Worker& worker, const Principal& who, const sealing::KeyedHash& token, bool everywhere) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<void> {
    Keys::work(tx).exec_params(everywhere ? "select hf.sessions_end($1, $2)" : "select hf.session_end($1, $2)",
                               Keys::agency(who.actor), binary(token));
    return witness(tx, worker, who,
                   {.event = "session.ended",
                    .object = everywhere ? "account/" + who.account.text() : "session/" + who.session.text()});
  });
}

Result<std::vector<OwnSession>> my_sessions(Worker& worker, const Principal& who) {
  const auto& limits = worker.here->sessions;
  const auto idle = who.role == domain::Role::recipient ? limits.recipient_idle : limits.staff_idle;
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<std::vector<OwnSession>> {
    std::vector<OwnSession> found;
    for (const auto& row : Keys::work(tx).exec_params(kMySessions, Keys::agency(tx), Keys::account(tx), idle.count(),
                                                      limits.longest.count())) {
      const auto id = id_of<SessionId>(row[0]);
      found.push_back({id, time_of(row[1]), time_of(row[2]), id == who.session});
    }
    return found;
  });
}

Result<void> session_end_mine(Worker& worker, const Principal& who, const SessionId& session) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<void> {
    const auto ended = Keys::work(tx).exec_params1("select hf.session_end_mine($1)", binary(session));
    if (!ended[0].as<bool>()) return fail(Problem::not_found, "there is nothing here");
    return witness(tx, worker, who, {.event = "session.ended", .object = "session/" + session.text()});
  });
}

Result<void> session_language(Worker& worker, const sealing::KeyedHash& token, const std::string& language) {
  return worker.database.run({}, [&](Transaction& tx) -> Result<void> {
    Keys::work(tx).exec_params("select hf.session_language($1, $2, $3)", Keys::agency(worker.here->system),
                               binary(token), language);
    return {};
  });
}

}  // namespace holdfast::storage
