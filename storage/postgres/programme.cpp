#include "storage/postgres/programme.h"

#include <algorithm>

#include "storage/postgres/internal.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr auto kColumns = R"sql(
  select oid, id, offender_number, shown_state, shown_reasons, hf.micros(shown_at), hf.micros(received_at), version, shown_note
    from hf.programme_letter
)sql";
constexpr auto kAddVersion = R"sql(
  select hf.add_version($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::text[], $12, $13, $14, $15, $16)
)sql";
constexpr auto kReplay =
    "select request_hash, status, answer from hf.idempotency where agency_id = $1 and account_id = $2 and key = $3";
constexpr auto kKeep =
    "insert into hf.idempotency (agency_id, account_id, key, request_hash, status, answer) values ($1, $2, $3, $4, $5, "
    "$6)";

ProgrammeLetter letter_of(const pqxx::row& row) {
  ProgrammeLetter letter;
  letter.letter = id_of<domain::LetterId>(row[0]);
  letter.place = row[1].as<std::int64_t>();
  letter.offender_number = row[2].as<std::string>();
  letter.state = row[3].as<std::string>();
  letter.reasons = texts_of(row[4]);
  letter.shown_at = time_of(row[5]);
  letter.received_at = time_of(row[6]);
  letter.version = row[7].as<int>();
  letter.note = row[8].as<std::string>();
  return letter;
}

}  // namespace

Result<std::vector<ProgrammeLetter>> programme_letters(Worker& worker, const Principal& who, std::int64_t before,
                                                       int most) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<std::vector<ProgrammeLetter>> {
    std::vector<ProgrammeLetter> letters;
    const auto sql = std::string(kColumns) + " where $1 = 0 or id < $1 order by id desc limit $2";
    for (const auto& row : Keys::work(tx).exec_params(sql, before, most)) letters.push_back(letter_of(row));
    return letters;
  });
}

Result<ProgrammeLetter> programme_letter(Worker& worker, const Principal& who, const domain::LetterId& letter) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<ProgrammeLetter> {
    const auto rows = Keys::work(tx).exec_params(std::string(kColumns) + " where oid = $1", binary(letter));
    if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
    return letter_of(rows.front());
  });
}

Result<std::string> programme_name(Worker& worker, const Principal& who) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<std::string> {
    const auto rows = Keys::work(tx).exec("select name from hf.programme");
    return rows.empty() ? std::string() : rows.front()[0].as<std::string>();
  });
}

Result<void> add_version(Worker& worker, const Principal& who, const domain::LetterId& letter, const IntakeLetter& from,
                         const VersionSeal& seal) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<void> {
    const auto row = Keys::work(tx).exec_params1(
        kAddVersion, binary(letter), seal.number, binary(from.version), binary(from.object), seal.epoch,
        binary(from.wrapped), binary(from.words), binary(from.cover), from.language, from.verdict,
        array_text(from.categories), from.welfare, seal.engine, seal.rules, from.characters, binary(from.ticket));
    if (row[0].is_null()) return fail(Problem::not_found, "there is nothing here");
    if (row[0].as<int>() != seal.number) return fail(Problem::conflict, "another version came first");
    if (auto done = witness(tx, worker, who, {.event = "letter.new_version", .object = "letter/" + letter.text()});
        !done) {
      return std::unexpected(done.error());
    }
    if (from.verdict != "quarantine") return {};
    return witness_service(tx, worker, "gateway", {.event = "ticket.opened", .object = "ticket/" + from.ticket.text()});
  });
}

Result<void> withdraw_letter(Worker& worker, const Principal& who, const domain::LetterId& letter) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<void> {
    if (!Keys::work(tx).exec_params1("select hf.withdraw_letter($1)", binary(letter))[0].as<bool>()) {
      return fail(Problem::not_found, "there is nothing here");
    }
    return witness(tx, worker, who, {.event = "letter.withdrawn", .object = "letter/" + letter.text()});
  });
}

Result<std::optional<Replay>> find_replay(Worker& worker, const Principal& who, const std::string& key) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<std::optional<Replay>> {
    const auto rows = Keys::work(tx).exec_params(kReplay, Keys::agency(tx), Keys::account(tx), key);
    if (rows.empty()) return std::nullopt;
    Replay found;
    const auto hash = bytes_of(rows.front()[0]);
    std::copy_n(hash.begin(), std::min(hash.size(), found.request.size()), found.request.begin());
    found.status = rows.front()[1].as<int>();
    found.answer = rows.front()[2].as<std::string>();
    return found;
  });
}

Result<void> keep_replay(Transaction& tx, const std::string& key, const Replay& replay) {
  Keys::work(tx).exec_params0(kKeep, Keys::agency(tx), Keys::account(tx), key, binary(replay.request), replay.status,
                              replay.answer);
  return {};
}

Result<int> publish(Worker& worker) {
  return worker.database.run(worker.here->system, [&](Transaction& tx) -> Result<int> {
    return Keys::work(tx).exec_params1("select hf.publish($1, hf.now())", Keys::agency(tx))[0].as<int>();
  });
}

Result<void> publish_once(Worker& worker, domain::Time moment) {
  return worker.database.run(worker.here->system, [&](Transaction& tx) -> Result<void> {
    auto& work = Keys::work(tx);
    const auto claimed = work.exec_params(
        "insert into hf.job (agency_id, kind, key, run_at, state) values ($1, 'publication', $2, hf.at($3), 'done') "
        "on conflict do nothing",
        Keys::agency(tx), std::to_string(micros(moment)), micros(moment));
    if (claimed.affected_rows() == 0) return {};
    const auto moved =
        work.exec_params1("select hf.publish($1, hf.at($2))", Keys::agency(tx), micros(moment))[0].as<int>();
    return witness_service(tx, worker, "gateway",
                           {.event = "publication.made", .object = "programmes", .counts = {{"letters", moved}}});
  });
}

}  // namespace holdfast::storage
