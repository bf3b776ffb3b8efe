#include "gateway/flows/rescreen.h"

#include <algorithm>

#include "gateway/domain/ticket.h"
#include "gateway/flows/intake.h"
#include "gateway/flows/recall.h"
#include "gateway/flows/review.h"
#include "storage/postgres/sealed.h"
#include "storage/postgres/witness.h"

namespace holdfast::flows {
namespace {

using domain::Problem;
using domain::refusal;
using domain::Result;
using domain::Verdict;
using storage::HeldVersion;
using storage::RescreenTurn;
using storage::Transaction;
using storage::Worker;

// What the adviser raised stays raised: the rules never asked for it.
std::optional<Verdict> verdict_of(const HeldVersion& held, const Screened& screened) {
  const auto found = domain::parse_name<Verdict>(screened.verdict);
  if (!found) return std::nullopt;
  return held.advised ? std::max(*found, Verdict::review) : *found;
}

// The rules that ask for this verdict, each once.
std::vector<std::string> rules_for(Verdict verdict, const Cover& cover) {
  std::vector<std::string> rules;
  const auto add = [&](const std::vector<CoverFinding>& findings, Verdict least) {
    for (const auto& found : findings) {
      const auto level = domain::parse_name<Verdict>(found.level);
      if (level && *level == verdict && *level >= least) rules.push_back(found.rule);
    }
  };
  add(cover.findings, Verdict::review);
  add(cover.addressee_findings, Verdict::quarantine);  // as at intake: only what is stopped in a name counts
  std::ranges::sort(rules);
  rules.erase(std::ranges::unique(rules).begin(), rules.end());
  return rules;
}

// Opened for this run, judged as at intake, and closed again.
Result<Screened> judge(Worker& worker, const screening::Engine& rules, const HeldVersion& held,
                       const storage::OpenedObject& object) {
  const auto words = object.part(worker, sealing::Purpose::letter);
  if (!words) return std::unexpected(words.error());
  const auto cover = open_cover(worker, object);
  if (!cover && cover.error().problem != Problem::gone) return std::unexpected(cover.error());
  Submission sent;
  if (cover) sent.addressee = cover->addressee;
  sent.language = held.language;
  sent.words = words->reveal_text();
  return screen(rules, sent);
}

std::string said(const std::optional<Verdict>& verdict) {
  return std::string(verdict ? domain::name_of(*verdict) : std::string_view("unscreened"));
}

Result<void> tell(Transaction& tx, Worker& worker, std::string_view entry, const std::string& object,
                  const std::string& reason = {}) {
  return storage::witness_service(tx, worker, "gateway",
                                  {.event = std::string(entry), .object = object, .reason = reason});
}

// What was released of this version is closed again, and somebody tells the person.
Result<void> take_back(Transaction& tx, Worker& worker, const domain::VersionId& version) {
  const auto found = storage::released_hold(tx, version);
  if (!found) return std::unexpected(found.error());
  const auto& id = *found;
  if (!id) return {};
  auto hold = storage::take_hold(tx, *id);
  if (!hold) return std::unexpected(hold.error());
  if (auto done = recall_in(tx, worker, nullptr, *hold, storage::RecallCause::rescreened); !done) return done;
  return storage::ask_to_tell(tx, *hold);
}

Result<void> reopen(Transaction& tx, Worker& worker, const HeldVersion& held) {
  const auto row = domain::next(held.letter_state, domain::LetterEvent::reopen, domain::Actor::engine, {});
  if (!row) return std::unexpected(refusal(row.error()));
  if (auto done = storage::set_state(tx, held.letter, row->to); !done) return done;
  if (auto told = tell(tx, worker, row->entry, "letter/" + held.letter.text()); !told) return told;
  return take_back(tx, worker, held.version);
}

sealing::Purpose part_of(Verdict verdict) {
  return verdict == Verdict::quarantine ? sealing::Purpose::again_quarantine : sealing::Purpose::again_review;
}

struct Again {
  const RescreenTurn& turn;
  const storage::JudgedBy& by;
  const storage::OpenedObject& object;
  const Screened& screened;
  storage::NewVerdict found;
};

// In the order that everything locks in: offender, letter, version, hold. Nothing where a person, the writer or the
// recipient came first.
Result<void> apply(Transaction& tx, Worker& worker, const HeldVersion& seen, Again& again) {
  if (const auto locked = storage::lock_version(tx, seen.version); !locked) return std::unexpected(locked.error());
  const auto still = storage::held_version(tx, seen.version);
  if (!still) return std::unexpected(still.error());
  const auto& held = *still;
  if (!held || held->verdict != seen.verdict) return {};
  const auto event = event_of_screening(again.found.verdict, held->passed);
  const auto row = domain::next(held->state, event, domain::Actor::engine, {});
  if (!row) return std::unexpected(refusal(row.error()));
  again.found.to = row->to;
  const auto ticket = sealing::random_id<domain::TicketId>();
  if (auto done = storage::screen_again(tx, again.turn, held->version, again.found, again.by, ticket); !done)
    return done;
  if (again.found.verdict != Verdict::clear) {
    auto kept = again.object.add_part(tx, worker, part_of(again.found.verdict), again.screened.cover);
    if (!kept) return kept;
  }
  auto told = tell(tx, worker, row->entry, "version/" + held->version.text(),
                   said(held->verdict) + "_to_" + said(again.found.verdict));
  if (!told) return told;
  if (row->to == domain::VersionState::quarantined)
    return tell(tx, worker, domain::kTicketBegins.entry, "ticket/" + ticket.text());
  return held->state == domain::VersionState::approved ? reopen(tx, worker, *held) : Result<void>{};
}

Result<void> list(Transaction& tx, const HeldVersion& held, const Again& again) {
  return storage::screen_again(tx, again.turn, held.version, again.found, again.by, {});
}

// `late`: a person, the writer or the recipient came first, and the keeper or the database says that it is held no
// more.
enum class Ended : std::uint8_t { screened, failed, late };

// An error that ends the turn, for the keeper or the database is away; or how it ended.
Result<Ended> ended(const domain::Error& error) {
  if (error.problem == Problem::unavailable) return std::unexpected(error);
  return error.problem == Problem::forbidden || error.problem == Problem::refused ? Ended::late : Ended::failed;
}

Result<Ended> screen_one(Worker& worker, const screening::Engine& rules, const RescreenTurn& turn,
                         const storage::JudgedBy& by, const HeldVersion& held) {
  const auto& here = *worker.here;
  const auto object = storage::OpenedObject::ask(
      worker, here.system, here.system_account,
      {sealing::GrantKind::rescreen, domain::GrantId{turn.run.bytes}, held.object, sealing::Purpose::letter, held.no});
  if (!object) return ended(object.error());
  const auto screened = judge(worker, rules, held, *object);
  if (!screened) return ended(screened.error());
  const auto verdict = verdict_of(held, *screened);
  if (!verdict) return Ended::failed;
  if (held.verdict == verdict) return Ended::screened;
  const auto cover = read_cover(screened->cover);
  if (!cover) return ended(cover.error());
  Again again{turn,
              by,
              *object,
              *screened,
              {*verdict, screened->categories, screened->welfare, rules_for(*verdict, *cover), {}}};
  const bool worse = !held.verdict || *verdict > *held.verdict;
  const auto done = worker.database.run(here.system, [&](Transaction& tx) {
    return turn.apply && worse ? apply(tx, worker, held, again) : list(tx, held, again);
  });
  return done ? Ended::screened : ended(done.error());
}

}  // namespace

domain::VersionEvent event_of_screening(Verdict verdict, bool passed) {
  using enum domain::VersionEvent;
  if (verdict == Verdict::clear) return screened_clear;
  return verdict == Verdict::quarantine && !passed ? screened_quarantine : screened_review;
}

Result<int> work_rescreen(Worker& worker, const RescreenWork& work) {
  const auto turn = storage::claim_rescreen(worker, {work.holder, work.lease}, work.most);
  if (!turn) return std::unexpected(turn.error());
  const auto& claimed = *turn;
  if (!claimed || !worker.here->keeper->reachable()) return 0;
  const auto rules = work.rules();
  const storage::JudgedBy by{std::string(rules->rules_hash()), std::string(screening::Engine::version())};
  storage::RescreenCounts counts;
  for (const auto& held : claimed->versions) {
    counts.place = held.place;
    if (held.rules == by.rules && held.engine == by.engine && held.verdict) {
      ++counts.alike;  // the same verdict again: nobody needs to open it
      continue;
    }
    const auto judged = screen_one(worker, *rules, *claimed, by, held);
    if (!judged) return std::unexpected(judged.error());
    counts.screened += *judged == Ended::screened ? 1 : 0;
    counts.failed += *judged == Ended::failed ? 1 : 0;
  }
  const auto done = storage::finish_turn(worker, *claimed, counts, by);
  // Refused: another gateway took over, or the operator ended it.
  if (!done && done.error().problem != Problem::refused) return std::unexpected(done.error());
  return static_cast<int>(claimed->versions.size());
}

}  // namespace holdfast::flows
