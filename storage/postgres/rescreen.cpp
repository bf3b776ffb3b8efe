#include "storage/postgres/rescreen.h"

#include "storage/postgres/row_keys.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;
using domain::Verdict;

// A live one that nobody ended is over after a day, as the keeper sees it.
constexpr auto kEndStale = R"sql(
  update hf.rescreen set ended_at = hf.now()
   where agency_id = $1 and ended_at is null and id is distinct from hf.live_rescreen($1)
)sql";
constexpr auto kBegin = R"sql(
  insert into hf.rescreen (agency_id, oid, apply) values ($1, $2, $3)
  on conflict (agency_id) where ended_at is null do nothing
)sql";
constexpr auto kLive = "select oid, apply from hf.rescreen where agency_id = $1 and ended_at is null";
constexpr auto kState = R"sql(
  select ended_at is not null, floor(extract(epoch from hf.now() - coalesce(seen_at, asked_at)))::bigint, held, screened,
         alike, failed, rules, engine
    from hf.rescreen where agency_id = $1 and oid = $2
)sql";
constexpr auto kFound = R"sql(
  select l.oid, v.oid, v.state, x.was, x.now, x.rule_ids, x.applied
    from hf.rescreen s join hf.rescreened x on x.agency_id = s.agency_id and x.rescreen_id = s.id
    join hf.letter_version v on v.agency_id = x.agency_id and v.id = x.version_id
    join hf.letter l on l.agency_id = v.agency_id and l.id = v.letter_id
   where s.agency_id = $1 and s.oid = $2 order by x.version_id
)sql";
constexpr auto kGiveUp =
    "update hf.rescreen set ended_at = hf.now() where agency_id = $1 and oid = $2 and ended_at is null";

constexpr auto kAskedFor = R"sql(
  select oid, apply, place, seen_at is null from hf.rescreen where agency_id = $1 and id = hf.live_rescreen($1)
)sql";
constexpr auto kLease = "select hf.lease_take($1, 'rescreen', $2, make_interval(secs => $3))";
constexpr auto kBegun = R"sql(
  update hf.rescreen set seen_at = hf.now(), held = (select count(*) from hf.held_versions(0, null, null))
   where agency_id = $1 and oid = $2
)sql";
#define HOLDFAST_HELD                                                                                       \
  "select oid, letter_oid, object_oid, no, state, letter_state, verdict, language, rules, engine, passed, " \
  "advised, id from "
constexpr auto kHeld = HOLDFAST_HELD "hf.held_versions($1, $2, null)";
constexpr auto kOne = HOLDFAST_HELD "hf.held_versions(0, 1, $1)";
constexpr auto kTurn = R"sql(
  update hf.rescreen set seen_at = hf.now(), place = greatest(place, $3), screened = screened + $4, alike = alike + $5,
                         failed = failed + $6, rules = $7, engine = $8, ended_at = case when $9 then hf.now() end
   where agency_id = $1 and oid = $2 and ended_at is null and hf.holds_lease($1, 'rescreen', $10)
  returning screened, alike, failed, apply
)sql";
constexpr auto kGiveBack = "select hf.lease_release($1, 'rescreen', $2)";
constexpr auto kAgain = "select hf.screen_again($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
constexpr auto kReleased = R"sql(
  select h.oid from hf.letter_version v
    join hf.release r on r.agency_id = v.agency_id and r.version_id = v.id
    join hf.hold h on h.agency_id = r.agency_id and h.id = r.hold_id and h.state = 'released'
   where v.agency_id = $1 and v.oid = $2
     and not exists (select from hf.recall y where y.agency_id = r.agency_id and y.release_id = r.id)
   order by r.id desc limit 1
)sql";
constexpr auto kTell = "insert into hf.task (agency_id, oid, kind, hold_id) values ($1, $2, 'tell_recipient', $3)";

std::string object_of(const RescreenId& run) { return "rescreen/" + run.text(); }

template <class E>
E named(const pqxx::field& field, E otherwise) {
  return domain::parse_name<E>(field.as<std::string>()).value_or(otherwise);
}
std::optional<Verdict> verdict_of(const pqxx::field& field) {
  return field.is_null() ? std::nullopt : std::optional{named(field, Verdict::quarantine)};
}

HeldVersion held_of(const pqxx::row& row) {
  HeldVersion held;
  held.version = id_of<domain::VersionId>(row[0]);
  held.letter = id_of<domain::LetterId>(row[1]);
  held.object = id_of<domain::ObjectId>(row[2]);
  held.no = row[3].as<std::uint32_t>();
  held.state = named(row[4], domain::VersionState::destroyed);
  held.letter_state = named(row[5], domain::LetterState::destroyed);
  held.verdict = verdict_of(row[6]);
  held.language = row[7].as<std::string>();
  held.rules = row[8].as<std::string>();
  held.engine = row[9].as<std::string>();
  held.passed = row[10].as<bool>();
  held.advised = row[11].as<bool>();
  held.place = row[12].as<std::int64_t>();
  return held;
}

}  // namespace

Result<RescreenId> begin_rescreen(Worker& owner, bool apply) {
  const auto id = sealing::random_id<RescreenId>();
  return owner.database.run(owner.here->system, [&](Transaction& tx) -> Result<RescreenId> {
    auto& work = Keys::work(tx);
    work.exec_params0(kEndStale, Keys::agency(tx));
    if (work.exec_params(kBegin, Keys::agency(tx), binary(id), apply).affected_rows() == 0) {
      const auto rows = work.exec_params(kLive, Keys::agency(tx));
      if (rows.empty() || rows.front()[1].as<bool>() != apply)
        return fail(Problem::conflict, "another one is under way; wait until it has ended");
      return id_of<RescreenId>(rows.front()[0]);
    }
    const auto told = witness_service(
        tx, owner, "operator",
        {.event = "rescreen.asked", .object = object_of(id), .reason = std::string(apply ? "apply" : "list")});
    if (!told) return std::unexpected(told.error());
    return id;
  });
}

Result<RescreenState> rescreen_state(Worker& owner, const RescreenId& run) {
  return owner.database.run(owner.here->system, [&](Transaction& tx) -> Result<RescreenState> {
    const auto rows = Keys::work(tx).exec_params(kState, Keys::agency(tx), binary(run));
    if (rows.empty()) return fail(Problem::not_found, "there is nothing here");
    const auto row = rows.front();
    return RescreenState{row[0].as<bool>(),        std::chrono::seconds(row[1].as<std::int64_t>()),
                         row[2].as<int>(),         row[3].as<int>(),
                         row[4].as<int>(),         row[5].as<int>(),
                         row[6].as<std::string>(), row[7].as<std::string>()};
  });
}

Result<std::vector<Rescreened>> rescreened(Worker& owner, const RescreenId& run) {
  return owner.database.run(owner.here->system, [&](Transaction& tx) -> Result<std::vector<Rescreened>> {
    std::vector<Rescreened> found;
    for (const auto& row : Keys::work(tx).exec_params(kFound, Keys::agency(tx), binary(run))) {
      found.push_back({id_of<domain::LetterId>(row[0]), id_of<domain::VersionId>(row[1]), row[2].as<std::string>(),
                       verdict_of(row[3]), named(row[4], Verdict::quarantine), texts_of(row[5]), row[6].as<bool>()});
    }
    return found;
  });
}

Result<void> give_up_rescreen(Worker& owner, const RescreenId& run) {
  return owner.database.run(owner.here->system, [&](Transaction& tx) -> Result<void> {
    Keys::work(tx).exec_params0(kGiveUp, Keys::agency(tx), binary(run));
    return witness_service(tx, owner, "operator", {.event = "rescreen.given_up", .object = object_of(run)});
  });
}

Result<std::optional<RescreenTurn>> claim_rescreen(Worker& worker, const RescreenLease& lease, int most) {
  return worker.database.run(worker.here->system, [&](Transaction& tx) -> Result<std::optional<RescreenTurn>> {
    auto& work = Keys::work(tx);
    const auto asked = work.exec_params(kAskedFor, Keys::agency(tx));
    if (asked.empty()) return std::nullopt;
    const auto held = work.exec_params1(kLease, Keys::agency(tx), lease.holder, lease.ttl.count())[0];
    if (held.is_null()) return std::nullopt;
    const auto row = asked.front();
    RescreenTurn turn{id_of<RescreenId>(row[0]), row[1].as<bool>(), lease.holder, held.as<std::int64_t>(), {}};
    if (row[3].as<bool>()) work.exec_params0(kBegun, Keys::agency(tx), binary(turn.run));
    for (const auto& one : work.exec_params(kHeld, row[2].as<std::int64_t>(), most))
      turn.versions.push_back(held_of(one));
    return turn;
  });
}

Result<void> finish_turn(Worker& worker, const RescreenTurn& turn, const RescreenCounts& counts, const JudgedBy& by) {
  return worker.database.run(worker.here->system, [&](Transaction& tx) -> Result<void> {
    const bool last = turn.versions.empty();
    const auto rows =
        Keys::work(tx).exec_params(kTurn, Keys::agency(tx), binary(turn.run), counts.place, counts.screened,
                                   counts.alike, counts.failed, by.rules, by.engine, last, turn.lease);
    if (rows.empty()) return fail(Problem::refused, "another gateway is at it, or it was ended");
    if (!last) return {};
    Keys::work(tx).exec_params(kGiveBack, Keys::agency(tx), turn.holder);
    const auto row = rows.front();
    return witness_service(tx, worker, "gateway",
                           {.event = "rescreen.ended",
                            .object = object_of(turn.run),
                            .reason = std::string(row[3].as<bool>() ? "apply" : "list"),
                            .counts = {{"screened", row[0].as<std::int64_t>()},
                                       {"alike", row[1].as<std::int64_t>()},
                                       {"failed", row[2].as<std::int64_t>()}}});
  });
}

Result<std::optional<HeldVersion>> held_version(Transaction& tx, const domain::VersionId& version) {
  const auto rows = Keys::work(tx).exec_params(kOne, binary(version));
  if (rows.empty()) return std::nullopt;
  return held_of(rows.front());
}

Result<void> screen_again(Transaction& tx, const RescreenTurn& turn, const domain::VersionId& version,
                          const NewVerdict& found, const JudgedBy& by, const domain::TicketId& ticket) {
  const auto to = found.to ? std::optional<std::string>{domain::name_of(*found.to)} : std::nullopt;
  Keys::work(tx).exec_params(kAgain, binary(version), turn.lease, std::string(domain::name_of(found.verdict)),
                             array_text(found.rules), to, array_text(found.categories), found.welfare, by.rules,
                             by.engine, binary(ticket));
  return {};
}

Result<std::optional<domain::HoldId>> released_hold(Transaction& tx, const domain::VersionId& version) {
  const auto rows = Keys::work(tx).exec_params(kReleased, Keys::agency(tx), binary(version));
  if (rows.empty()) return std::nullopt;
  return id_of<domain::HoldId>(rows.front()[0]);
}

Result<void> ask_to_tell(Transaction& tx, const TakenHold& hold) {
  Keys::work(tx).exec_params0(kTell, Keys::agency(tx), binary(sealing::random_id<domain::Id<struct TaskTag>>()),
                              RowKeys::value(hold.row));
  return {};
}

}  // namespace holdfast::storage
