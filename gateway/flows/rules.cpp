#include "gateway/flows/rules.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include "gateway/json/value.h"
#include "gateway/json/writer.h"
#include "screening/load.h"
#include "screening/tools/weaker.h"
#include "storage/postgres/witness.h"

namespace holdfast::flows {
namespace {

using domain::Actor;
using domain::fail;
using domain::Problem;
using domain::refusal;
using domain::Result;
using domain::RuleSetEvent;
using domain::RuleSetState;
using screening::RuleFile;
using storage::Transaction;
using Outcome = Reloaded::Outcome;

constexpr json::Limits kLarge{.bytes = std::size_t{64} << 20};

// ---- as the database keeps them ----

std::string files_json(const std::vector<RuleFile>& files) {
  json::Writer out;
  out.array();
  for (const auto& file : files) out.object().field("name", file.name).field("text", file.text).end();
  out.end();
  return out.take();
}

std::string text_of(const json::Value& row, std::string_view field) {
  const auto* found = row.find(field);
  return found != nullptr && found->text() != nullptr ? *found->text() : std::string{};
}
int count_of(const json::Value& row, std::string_view field) {
  const auto* found = row.find(field);
  return found != nullptr && found->integer() != nullptr ? static_cast<int>(*found->integer()) : 0;
}
std::vector<json::Value> rows_of(const json::Value* list) {
  return list != nullptr && list->array() != nullptr ? *list->array() : std::vector<json::Value>{};
}

std::vector<RuleFile> files_of(const std::string& text) {
  std::vector<RuleFile> files;
  const auto parsed = json::parse(text, kLarge);
  if (!parsed) return files;
  for (const auto& row : rows_of(&*parsed)) files.push_back({text_of(row, "name"), text_of(row, "text")});
  return files;
}

std::string weaker_json(const std::vector<WeakerRule>& weaker) {
  json::Writer out;
  out.array();
  for (const auto& one : weaker) {
    out.object().field("rule", one.rule).key("how").array();
    for (const auto& how : one.how) out.value(how);
    out.end();
    if (const auto& figures = one.figures)
      out.field("hits", figures->hits)
          .field("bad", figures->bad)
          .field("good", figures->good)
          .field("rules", figures->rules);
    out.end();
  }
  out.end();
  return out.take();
}

std::vector<WeakerRule> weaker_of(const std::string& text) {
  std::vector<WeakerRule> weaker;
  const auto parsed = json::parse(text, kLarge);
  if (!parsed) return weaker;
  for (const auto& row : rows_of(&*parsed)) {
    WeakerRule one{text_of(row, "rule"), {}, std::nullopt};
    for (const auto& how : rows_of(row.find("how")))
      if (how.text() != nullptr) one.how.push_back(*how.text());
    if (row.find("hits") != nullptr)
      one.figures =
          RuleFigures{count_of(row, "hits"), count_of(row, "bad"), count_of(row, "good"), text_of(row, "rules")};
    weaker.push_back(std::move(one));
  }
  return weaker;
}

// ---- what would be weaker ----

void add_figures(std::vector<WeakerRule>& weaker, const std::string& report) {
  const auto parsed = json::parse(report, kLarge);
  if (!parsed) return;
  const auto measured = text_of(*parsed, "rules_hash");
  for (const auto& row : rows_of(parsed->find("rules"))) {
    const auto found = std::ranges::find(weaker, text_of(row, "id"), &WeakerRule::rule);
    if (found != weaker.end())
      found->figures = RuleFigures{count_of(row, "hits"), count_of(row, "bad"), count_of(row, "good"), measured};
  }
}

Result<std::vector<WeakerRule>> compare(const std::vector<RuleFile>& before, const RuleFolder& folder) {
  const auto found = screening::tools::weaker(before, *folder.files);
  if (!found) return fail(Problem::internal, "the rules in force cannot be read");
  std::vector<WeakerRule> weaker;
  for (const auto& one : *found) {
    WeakerRule made{one.rule, {}, std::nullopt};
    for (const auto how : one.how) made.how.emplace_back(screening::tools::to_string(how));
    weaker.push_back(std::move(made));
  }
  add_figures(weaker, folder.report);
  return weaker;
}

// ---- what is in force, and what takes its place ----

struct InForce {
  std::string hash{};             // empty: nothing is
  std::vector<RuleFile> files{};  // empty: they are not those of the hash
};

const storage::Actor& actor_of(const storage::Worker& worker, const storage::Principal* who) {
  return who != nullptr ? who->actor : worker.here->system;
}

Result<InForce> in_force(storage::Worker& worker, const storage::Actor& actor) {
  return worker.database.run(actor, [&](Transaction& tx) -> Result<InForce> {
    const auto here = storage::rules_in_force(tx);
    if (!here) return std::unexpected(here.error());
    if (!*here) return InForce{};
    const auto text = storage::rule_files(tx, (*here)->id);
    if (!text) return std::unexpected(text.error());
    InForce found{(*here)->hash, files_of(*text)};
    if (screening::rules_hash(found.files) != found.hash) found.files.clear();
    return found;
  });
}

struct Telling {
  std::string_view entry;
  std::string hash;
  std::string reason;  // the hash that it replaces, or that replaces it
  std::map<std::string, std::int64_t, std::less<>> counts{};
};
Result<void> tell(Transaction& tx, storage::Worker& worker, const storage::Principal* who, Telling what) {
  const storage::Event event{.event = std::string(what.entry),
                             .object = "rules/" + what.hash,
                             .reason = std::move(what.reason),
                             .counts = std::move(what.counts)};
  return who != nullptr ? storage::witness(tx, worker, *who, event)
                        : storage::witness_service(tx, worker, "gateway", event);
}

std::string_view entry_of(RuleSetState from, RuleSetEvent event) {
  const auto* row =
      domain::find_row(std::span<const domain::RuleSetTransition>{domain::kRuleSetTransitions}, from, event);
  return row->entry;
}

// What `hash` does to the set that was in force, and to one that waits.
Result<void> tell_replaced(Transaction& tx, storage::Worker& worker, const storage::Principal* who,
                           const std::string& before, const std::string& hash) {
  if (before.empty()) return {};
  return tell(tx, worker, who, {entry_of(RuleSetState::in_force, RuleSetEvent::replace), before, hash});
}
Result<void> tell_overtaken(Transaction& tx, storage::Worker& worker, const storage::Principal* who,
                            const std::string& hash) {
  static const storage::Principal kNobody;
  const auto waiting = storage::waiting_rule_set(tx, who != nullptr ? *who : kNobody);
  if (!waiting) return std::unexpected(waiting.error());
  const auto& waits = *waiting;
  if (!waits) return {};
  return tell(tx, worker, who, {entry_of(RuleSetState::waiting, RuleSetEvent::overtake), waits->hash, hash});
}

storage::NewRuleSet new_set(const Reloaded& reloaded, const std::vector<RuleFile>& files) {
  return {.before = reloaded.before,
          .hash = reloaded.hash,
          .engine = std::string(screening::Engine::version()),
          .files = files_json(files),
          .rules = reloaded.rules,
          .weaker = weaker_json(reloaded.weaker)};
}

Result<void> take(Transaction& tx, storage::Worker& worker, const storage::Principal* who, Reloaded& reloaded,
                  const std::vector<RuleFile>& files) {
  const auto row =
      domain::next(RuleSetState::waiting, RuleSetEvent::take, who != nullptr ? domain::actor_of(who->role) : Actor::job,
                   {.weaker = !reloaded.weaker.empty()});
  if (!row) return std::unexpected(refusal(row.error()));
  if (auto told = tell_replaced(tx, worker, who, reloaded.before, reloaded.hash); !told) return told;
  if (auto told = tell_overtaken(tx, worker, who, reloaded.hash); !told) return told;
  const auto set = storage::take_rule_set(tx, new_set(reloaded, files));
  if (!set) return std::unexpected(set.error());
  reloaded.set = *set;
  return tell(tx, worker, who, {row->entry, reloaded.hash, reloaded.before, {{"rules", reloaded.rules}}});
}

Result<void> ask(Transaction& tx, storage::Worker& worker, const storage::Principal& who, Reloaded& reloaded,
                 const std::vector<RuleFile>& files) {
  const auto waiting = storage::waiting_rule_set(tx, who);
  if (!waiting) return std::unexpected(waiting.error());
  const auto& waits = *waiting;
  if (waits && waits->hash == reloaded.hash) {
    reloaded.set = waits->id;
    return {};
  }
  if (waits) return fail(Problem::conflict, "another weaker set waits for a second person; one of them says no first");
  const auto set = storage::ask_rule_set(tx, new_set(reloaded, files));
  if (!set) return std::unexpected(set.error());
  reloaded.set = *set;
  return tell(tx, worker, &who,
              {domain::kRuleSetBegins.entry,
               reloaded.hash,
               reloaded.before,
               {{"rules", reloaded.rules}, {"weaker", static_cast<std::int64_t>(reloaded.weaker.size())}}});
}

Reloaded faulty(std::string before, RuleFaults faults) {
  Reloaded made{.outcome = Outcome::faulty, .before = std::move(before)};
  made.faults = std::move(faults);
  return made;
}

// Compiled, and every example holds.
std::expected<SharedRules, RuleFaults> sound_rules(const std::vector<RuleFile>& files) {
  auto made = make_rules(files);
  if (!made) return made;
  if (auto failing = (*made)->engine.failing_examples(); !failing.empty()) return std::unexpected(std::move(failing));
  return made;
}

// In the place of `before`, of which nothing is known that could be compared where it has no files.
Result<Reloaded> bring(storage::Worker& worker, const storage::Principal* who, const RuleFolder& folder,
                       const InForce& before) {
  if (!folder.files) return faulty(before.hash, {folder.files.error()});
  const auto& files = *folder.files;
  auto made = sound_rules(files);
  if (!made) return faulty(before.hash, std::move(made.error()));
  Reloaded reloaded{.outcome = Outcome::taken, .before = before.hash, .hash = screening::rules_hash(files)};
  reloaded.rules = static_cast<int>((*made)->engine.rules().size());
  reloaded.made = std::move(*made);
  if (!before.files.empty()) {
    auto weaker = compare(before.files, folder);
    if (!weaker) return std::unexpected(weaker.error());
    reloaded.weaker = std::move(*weaker);
  }
  if (!reloaded.weaker.empty()) reloaded.outcome = who != nullptr ? Outcome::asked : Outcome::weaker;
  if (reloaded.outcome == Outcome::weaker) return reloaded;
  const auto done = worker.database.run(actor_of(worker, who), [&](Transaction& tx) {
    return reloaded.outcome == Outcome::asked ? ask(tx, worker, *who, reloaded, files)
                                              : take(tx, worker, who, reloaded, files);
  });
  if (!done) return std::unexpected(done.error());
  return reloaded;
}

Reloaded unchanged(const InForce& before) {
  return {.outcome = Outcome::same, .before = before.hash, .hash = before.hash};
}

bool holds(const RuleFolder& folder, const InForce& before) {
  return folder.files && screening::rules_hash(*folder.files) == before.hash;
}

// What waits, and the row of the answer to it.
Result<storage::RuleSetRow> answer(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                                   const storage::RuleSetId& set, RuleSetEvent event) {
  auto waits = storage::rule_set(tx, who, set);
  if (!waits) return waits;
  if (waits->state != RuleSetState::waiting) return fail(Problem::conflict, "this no longer waits; look again");
  const auto row = domain::next(waits->state, event, domain::actor_of(who.role), {true, waits->signed_by});
  if (!row) return std::unexpected(refusal(row.error()));
  if (auto told = tell(tx, worker, &who, {row->entry, waits->hash, waits->before, {{"rules", waits->rules}}}); !told)
    return std::unexpected(told.error());
  return waits;
}

}  // namespace

std::expected<SharedRules, RuleFaults> make_rules(std::vector<RuleFile> files) {
  auto engine = screening::Engine::build(files);
  if (!engine) return std::unexpected(RuleFaults{std::move(engine.error())});
  auto guidelines = screening::Engine::build(files, screening::Holds::guidelines);
  if (!guidelines) return std::unexpected(RuleFaults{std::move(guidelines.error())});
  return std::make_shared<const Rules>(Rules{std::move(files), std::move(*engine), std::move(*guidelines)});
}

std::string_view to_string(Outcome outcome) {
  constexpr std::array<std::string_view, 5> kNames{"same", "taken", "asked", "weaker", "faulty"};
  return kNames.at(static_cast<std::size_t>(outcome));
}

RuleFolder read_rule_folder(const std::filesystem::path& packs) {
  std::ifstream in(packs / "report.json", std::ios::binary);
  return {screening::load_all(packs), std::string{std::istreambuf_iterator<char>(in), {}}};
}

Result<Reloaded> reload_rules(storage::Worker& worker, const storage::Principal* who, const RuleFolder& folder) {
  const auto before = in_force(worker, actor_of(worker, who));
  if (!before) return std::unexpected(before.error());
  if (!before->hash.empty() && before->files.empty())
    return fail(Problem::internal, "the rules in force cannot be read");
  return holds(folder, *before) ? unchanged(*before) : bring(worker, who, folder, *before);
}

namespace {

Result<StartedRules> start_once(storage::Worker& worker, const RuleFolder& folder) {
  const auto before = in_force(worker, worker.here->system);
  if (!before) return std::unexpected(before.error());
  // What this program cannot read any more is as good as unknown: nothing can be compared with it.
  auto present = before->hash.empty() ? std::unexpected(RuleFaults{}) : make_rules(before->files);
  if (present && holds(folder, *before)) return StartedRules{std::move(*present), unchanged(*before)};
  auto reloaded = bring(worker, nullptr, folder, present ? *before : InForce{before->hash, {}});
  if (!reloaded) return std::unexpected(reloaded.error());
  StartedRules started{reloaded->made, std::move(*reloaded)};
  if (started.reloaded.outcome != Outcome::taken) started.rules = present ? *present : nullptr;
  return started;
}

}  // namespace

// Where another gateway started at the same moment and came first, its rules are in force when this one looks again.
Result<StartedRules> start_rules(storage::Worker& worker, const RuleFolder& folder) {
  auto started = start_once(worker, folder);
  const bool late =
      !started && (started.error().problem == Problem::refused || started.error().problem == Problem::conflict);
  return late ? start_once(worker, folder) : started;
}

Result<void> RuleFollower::note(Transaction& tx, const std::string& running) {
  constexpr auto kEvery = std::chrono::seconds(10);
  const auto now = std::chrono::steady_clock::now();
  if (noted_ == running && now - noted_at_ < kEvery) return {};
  noted_ = running;
  noted_at_ = now;
  return storage::note_gateway(tx, holder_, running);
}

Result<bool> RuleFollower::follow(storage::Worker& worker) {
  const auto running = std::string(rules_.now()->engine.rules_hash());
  const auto& system = worker.here->system;
  auto wanted = worker.database.run(system, [&](Transaction& tx) -> Result<std::string> {
    if (auto noted = note(tx, running); !noted) return std::unexpected(noted.error());
    const auto here = storage::rules_in_force(tx);
    if (!here) return std::unexpected(here.error());
    return *here ? (*here)->hash : running;
  });
  if (!wanted) return std::unexpected(wanted.error());
  if (*wanted == running || *wanted == useless_) return false;
  const auto files = in_force(worker, system);
  if (!files) return std::unexpected(files.error());
  auto made = make_rules(files->files);
  if (!made) {
    useless_ = files->hash;
    return fail(Problem::internal, "the rules in force cannot be used by this program");
  }
  rules_.put(std::move(*made));
  return true;
}

Result<RulesState> rules_state(storage::Worker& worker, const storage::Principal& who) {
  constexpr int kSets = 20;
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<RulesState> {
    auto sets = storage::rule_sets(tx, who, kSets);
    if (!sets) return std::unexpected(sets.error());
    auto gateways = storage::gateways(tx);
    if (!gateways) return std::unexpected(gateways.error());
    return RulesState{std::move(*sets), std::move(*gateways)};
  });
}

Result<RuleChange> rule_change(storage::Worker& worker, const storage::Principal& who, const storage::RuleSetId& set) {
  auto row = worker.database.run(who.actor, [&](Transaction& tx) { return storage::rule_set(tx, who, set); });
  if (!row) return std::unexpected(row.error());
  auto weaker = weaker_of(row->weaker);
  return RuleChange{std::move(*row), std::move(weaker)};
}

Result<void> confirm_rules(storage::Worker& worker, const storage::Principal& who, const storage::RuleSetId& set) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<void> {
    const auto waits = answer(tx, worker, who, set, RuleSetEvent::confirm);
    if (!waits) return std::unexpected(waits.error());
    if (auto told = tell_replaced(tx, worker, &who, waits->before, waits->hash); !told) return told;
    return storage::confirm_rule_set(tx, set);
  });
}

Result<void> refuse_rules(storage::Worker& worker, const storage::Principal& who, const storage::RuleSetId& set) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<void> {
    const auto waits = answer(tx, worker, who, set, RuleSetEvent::refuse);
    if (!waits) return std::unexpected(waits.error());
    return storage::refuse_rule_set(tx, set);
  });
}

}  // namespace holdfast::flows
