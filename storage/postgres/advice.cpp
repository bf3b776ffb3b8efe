#include "storage/postgres/advice.h"

#include "storage/postgres/internal.h"
#include "storage/postgres/witness.h"

namespace holdfast::storage {
namespace {

using domain::fail;
using domain::Problem;
using domain::Result;

constexpr auto kQueue = R"sql(
  insert into hf.job (agency_id, kind, key, run_at)
  select v.agency_id, 'advice', encode(v.oid, 'hex'), hf.now() from hf.letter_version v
   where v.agency_id = $1 and v.state = 'in_review'
     and not exists (select from hf.job j where j.agency_id = v.agency_id and j.kind = 'advice'
                        and j.key = encode(v.oid, 'hex'))
   order by v.id limit $2
  on conflict do nothing
)sql";
constexpr auto kDue = R"sql(
  select from hf.job where agency_id = $1 and kind = 'advice' and state in ('waiting', 'sending') and run_at <= hf.now()
   limit 1
)sql";
constexpr auto kLease = "select hf.lease_take($1, 'advice', $2, make_interval(secs => $3))";
// Under the lease nobody else asks: what is `sending` was left behind.
constexpr auto kClaim = R"sql(
  select v.oid, o.oid, v.no, v.state = 'in_review', j.attempts from hf.job j
    join hf.letter_version v on v.agency_id = j.agency_id and v.oid = decode(j.key, 'hex')
    join hf.sealed_object o on o.agency_id = v.agency_id and o.id = v.object_id
   where j.agency_id = $1 and j.kind = 'advice' and j.state in ('waiting', 'sending') and j.run_at <= hf.now()
   order by j.run_at, j.id limit 1 for update of j skip locked
)sql";
constexpr auto kMove = R"sql(
  update hf.job set state = $3, attempts = attempts + $4, note = $5, changed_at = hf.now(),
                    run_at = case when $6::float8 > 0 then hf.now() + make_interval(secs => $6) else run_at end
   where agency_id = $1 and kind = 'advice' and key = encode($2, 'hex')
)sql";
constexpr auto kAdvise = "select hf.advise($1, $2, $3)";
constexpr auto kTries = R"sql(
  select attempts from hf.job where agency_id = $1 and kind = 'advice' and key = encode($2, 'hex') and state = 'sending'
     and hf.holds_lease($1, 'advice', $3) for update
)sql";

struct JobMove {
  std::string state;
  int attempts = 0;
  std::string note{};
  std::chrono::seconds later{0};
};

void move(Transaction& tx, const domain::VersionId& version, const JobMove& job) {
  Keys::work(tx).exec_params0(kMove, Keys::agency(tx), binary(version), job.state, job.attempts, job.note,
                              static_cast<double>(job.later.count()));
}

AdviceOutcome outcome_of(std::string_view name) {
  if (name == "raised") return AdviceOutcome::raised;
  if (name == "added") return AdviceOutcome::added;
  return name == "nothing" ? AdviceOutcome::nothing : AdviceOutcome::late;
}

std::string object_of(const domain::VersionId& version) { return "version/" + version.text(); }

Result<AdviceTurn> claim(Transaction& tx, const AdviceLease& lease) {
  auto& work = Keys::work(tx);
  const auto held = work.exec_params1(kLease, Keys::agency(tx), lease.holder, lease.ttl.count())[0];
  if (held.is_null()) return AdviceTurn{};
  const auto rows = work.exec_params(kClaim, Keys::agency(tx));
  if (rows.empty()) return AdviceTurn{};
  const auto row = rows.front();
  const AdviceClaim found{id_of<domain::VersionId>(row[0]), id_of<domain::ObjectId>(row[1]), row[2].as<std::uint32_t>(),
                          held.as<std::int64_t>()};
  if (!row[3].as<bool>()) {
    move(tx, found.version, {"cancelled", 0, "late"});
    return AdviceTurn{true, {}};
  }
  if (row[4].as<int>() >= kMostTries) {
    move(tx, found.version, {"dead", 0, "left_behind"});
    return AdviceTurn{true, {}};
  }
  move(tx, found.version, {"sending", 1});
  return AdviceTurn{true, found};
}

}  // namespace

Result<int> queue_advice(Worker& worker, int most) {
  return worker.database.run(worker.here->system, [&](Transaction& tx) -> Result<int> {
    return static_cast<int>(Keys::work(tx).exec_params(kQueue, Keys::agency(tx), most).affected_rows());
  });
}

Result<bool> advice_due(Worker& worker) {
  return worker.database.run(worker.here->system, [](Transaction& tx) -> Result<bool> {
    return !Keys::work(tx).exec_params(kDue, Keys::agency(tx)).empty();
  });
}

Result<AdviceTurn> claim_advice(Worker& worker, const AdviceLease& lease) {
  return worker.database.run(worker.here->system, [&](Transaction& tx) { return claim(tx, lease); });
}

Result<AdviceOutcome> finish_advice(Worker& worker, const AdviceClaim& claim, const OpenedObject& object, int findings,
                                    const std::string& text) {
  return worker.database.run(worker.here->system, [&](Transaction& tx) -> Result<AdviceOutcome> {
    const auto name =
        Keys::work(tx).exec_params1(kAdvise, binary(claim.version), claim.lease, findings)[0].as<std::string>();
    const auto outcome = outcome_of(name);
    if (outcome == AdviceOutcome::raised || outcome == AdviceOutcome::added) {
      if (auto kept = object.add_part(tx, worker, sealing::Purpose::advice, text); !kept) {
        return std::unexpected(kept.error());
      }
    }
    move(tx, claim.version, {outcome == AdviceOutcome::late ? "cancelled" : "done", 0, name});
    const auto told = witness_service(tx, worker, "gateway",
                                      {.event = "advice.given",
                                       .object = object_of(claim.version),
                                       .reason = name,
                                       .counts = {{"findings", findings}}});
    if (!told) return std::unexpected(told.error());
    return outcome;
  });
}

Result<void> fail_advice(Worker& worker, const AdviceClaim& claim, std::string_view why, bool final) {
  return worker.database.run(worker.here->system, [&](Transaction& tx) -> Result<void> {
    const auto rows = Keys::work(tx).exec_params(kTries, Keys::agency(tx), binary(claim.version), claim.lease);
    if (rows.empty()) return fail(Problem::refused, "another gateway advises");
    const auto tries = rows.front()[0].as<int>();
    const bool dead = final || tries >= kMostTries;
    move(tx, claim.version,
         {dead ? "dead" : "waiting", 0, std::string(why), dead ? kRetryAfter * 0 : kRetryAfter * tries});
    return witness_service(tx, worker, "gateway",
                           {.event = "advice.failed",
                            .object = object_of(claim.version),
                            .outcome = "failed",
                            .reason = std::string(why)});
  });
}

}  // namespace holdfast::storage
