#include "gateway/flows/advise.h"

#include "gateway/json/writer.h"
#include "storage/sealing/secret.h"

namespace holdfast::flows {
namespace {

using domain::Problem;
using domain::Result;
using storage::AdviceClaim;
using storage::AdviceOutcome;
using storage::Worker;

// What read_cover finds again: the findings as screening writes its own.
std::string advice_text(std::vector<screening::Finding> found) {
  screening::Outcome outcome;
  outcome.findings = std::move(found);
  json::Writer out;
  out.object().key("findings").raw_json(screening::findings_json(outcome)).end();
  return out.take();
}

std::atomic<std::uint64_t>& count_of(AdviceTally& tally, AdviceOutcome outcome) {
  switch (outcome) {
    case AdviceOutcome::nothing:
      return tally.nothing;
    case AdviceOutcome::added:
      return tally.added;
    case AdviceOutcome::raised:
      return tally.raised;
    case AdviceOutcome::late:
      break;
  }
  return tally.late;
}

// Between claim and result there is no transaction: an adviser may take its time and holds nothing up.
Result<void> advise_one(Worker& worker, const AdviceWork& work, const AdviceClaim& claim, AdviceTally& tally) {
  const auto object = storage::OpenedObject::ask(worker, worker.here->system, worker.here->system_account,
                                                 {sealing::GrantKind::advice, domain::GrantId{claim.version.bytes},
                                                  claim.object, sealing::Purpose::letter, claim.no});
  if (!object) return storage::fail_advice(worker, claim, "not_opened", false);
  const auto words = object->part(worker, sealing::Purpose::letter);
  if (!words) return storage::fail_advice(worker, claim, "not_opened", false);
  auto answer = work.ask(words->reveal_text());
  if (!answer) {
    ++tally.failed;
    work.failed(answer.error());
    return storage::fail_advice(worker, claim, domain::name_of(answer.error()), answer.error() == AdviceFailure::unfit);
  }
  const auto count = static_cast<int>(answer->size());
  const auto outcome = storage::finish_advice(worker, claim, *object, count, advice_text(std::move(*answer)));
  if (!outcome) return std::unexpected(outcome.error());
  ++count_of(tally, *outcome);
  return {};
}

}  // namespace

Result<int> work_advice(Worker& worker, const AdviceWork& work, AdviceTally& tally) {
  if (auto queued = storage::queue_advice(worker, 10 * work.most); !queued) return queued;
  for (int done = 0; done < work.most; ++done) {
    const auto due = storage::advice_due(worker);
    if (!due) return std::unexpected(due.error());
    if (!*due || !worker.here->keeper->reachable() || !work.ready()) return done;
    const auto turn = storage::claim_advice(worker, {work.holder, work.lease});
    if (!turn) return std::unexpected(turn.error());
    if (!turn->found) return done;
    const auto& claim = turn->claimed;
    if (!claim) continue;
    const auto advised = advise_one(worker, work, *claim, tally);
    // Refused: the lease went to another gateway, whose turn it is.
    if (!advised && advised.error().problem == Problem::refused) return done;
    if (!advised) return std::unexpected(advised.error());
  }
  return work.most;
}

}  // namespace holdfast::flows
