#include "gateway/flows/investigate.h"

#include "gateway/flows/ticket.h"
#include "storage/postgres/review.h"
#include "storage/postgres/sealed.h"
#include "storage/postgres/witness.h"

namespace holdfast::flows {
namespace {

using domain::fail;
using domain::Problem;
using domain::refusal;
using domain::Result;
using domain::TicketEvent;
using domain::TicketState;
using domain::VersionEvent;
using domain::VersionState;
using storage::Transaction;

Result<void> tell(Transaction& tx, storage::Worker& worker, const storage::Principal& who, std::string_view entry,
                  const std::string& object, const std::string& reason = {}) {
  return storage::witness(tx, worker, who, {.event = std::string(entry), .object = object, .reason = reason});
}

std::string object_of(const domain::TicketId& ticket) { return "ticket/" + ticket.text(); }

constexpr TicketEvent event_of(TicketDecision decision) {
  return decision == TicketDecision::confirm ? TicketEvent::confirm : TicketEvent::dismiss;
}

bool has_row(TicketState state, TicketEvent event) {
  const auto row = domain::allowed(std::span<const domain::TicketTransition>{domain::kTicketTransitions}, state, event,
                                   domain::Actor::investigator);
  return row.has_value();
}

// The recipient sees what the institution will read before they send a report, and says there whether it may go.
domain::TicketFacts facts_of(const storage::FlaggedFile& file, const std::string& reason) {
  domain::TicketFacts facts;
  facts.read_by_person = file.opened;
  facts.from_report = file.row.from_report;
  facts.reporter_saw = file.row.from_report;
  facts.reporter_agreed = file.row.from_report && file.row.shared;
  facts.evidence_noted = !reason.empty();
  return facts;
}

// In the order that everything locks in: offender, letter, version, ticket.
Result<storage::FlaggedFile> lock(Transaction& tx, const storage::Principal& who, const domain::TicketId& ticket) {
  const auto version = storage::version_of_ticket(tx, ticket);
  if (!version) return std::unexpected(version.error());
  if (const auto& about = *version) {
    if (const auto locked = storage::lock_version(tx, *about); !locked) return std::unexpected(locked.error());
  }
  if (auto locked = storage::lock_ticket(tx, ticket); !locked) return std::unexpected(locked.error());
  return storage::flagged_file(tx, who, ticket);
}

Result<TicketState> move(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                         const storage::FlaggedFile& file, TicketEvent event, const std::string& reason) {
  const auto row = domain::next(file.row.state, event, domain::Actor::investigator, facts_of(file, reason));
  if (!row) return std::unexpected(refusal(row.error()));
  const auto& ticket = file.row.ticket;
  if (auto done = storage::move_flagged(tx, ticket, row->to); !done) return std::unexpected(done.error());
  if (auto done = storage::add_flagged_step(tx, ticket, name_of(row->to), reason); !done)
    return std::unexpected(done.error());
  if (auto told = tell(tx, worker, who, row->entry, object_of(ticket), reason); !told)
    return std::unexpected(told.error());
  return row->to;
}

Result<TicketState> decide(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                           const domain::TicketId& ticket, TicketDecision decision, const std::string& reason) {
  const auto file = lock(tx, who, ticket);
  if (!file) return std::unexpected(file.error());
  const auto moved = move(tx, worker, who, *file, event_of(decision), reason);
  if (!moved || decision == TicketDecision::confirm) return moved;
  if (auto ended = storage::end_investigations(tx, ticket); !ended) return std::unexpected(ended.error());
  const auto& about = file->version;
  if (!about || about->state != VersionState::quarantined) return moved;
  if (auto asked = storage::ask_lift(tx, about->version); !asked) return std::unexpected(asked.error());
  const auto told = tell(tx, worker, who, "quarantine.lift_asked", "version/" + about->version.text(), reason);
  if (!told) return std::unexpected(told.error());
  return moved;
}

struct VersionSteps {
  VersionState to{};
  std::vector<std::string_view> entries;
};

// Back to review. What the writer did while it was under quarantine was noted then, and takes effect now.
Result<VersionSteps> lifted(const storage::FlaggedVersion& version, const domain::Signatures& lift, domain::Actor who) {
  domain::VersionFacts facts;
  facts.signed_by = lift;
  const auto row = domain::next(version.state, VersionEvent::lift_quarantine, who, facts);
  if (!row) return std::unexpected(refusal(row.error()));
  VersionSteps steps{row->to, {row->entry}};
  const bool withdrawn = version.letter_state == domain::LetterState::withdrawn;
  if (!withdrawn && version.newest) return steps;
  const auto late = domain::next(steps.to, withdrawn ? VersionEvent::withdraw : VersionEvent::replace,
                                 domain::Actor::facilitator, facts);
  if (!late) return std::unexpected(refusal(late.error()));
  steps.to = late->to;
  steps.entries.push_back(late->entry);
  return steps;
}

Result<VersionState> lift(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                          const domain::TicketId& ticket) {
  const auto file = lock(tx, who, ticket);
  if (!file) return std::unexpected(file.error());
  if (file->row.state != TicketState::dismissed)
    return std::unexpected(refusal(domain::bar_of_state(name_of(file->row.state))));
  const auto& about = file->version;
  if (!about || !file->lift_asked) return fail(Problem::conflict, "there is no quarantine to lift");
  const auto steps = lifted(*about, file->lift, domain::actor_of(who.role));
  if (!steps) return std::unexpected(steps.error());
  const auto& version = about->version;
  // In this order: what no longer waits is not the second person's to change.
  if (auto done = storage::set_state(tx, version, steps->to); !done) return std::unexpected(done.error());
  if (auto done = storage::lift_quarantine(tx, version); !done) return std::unexpected(done.error());
  for (const auto entry : steps->entries) {
    if (auto told = tell(tx, worker, who, entry, "version/" + version.text()); !told)
      return std::unexpected(told.error());
  }
  return steps->to;
}

// ---- opening ----

struct Granted {
  storage::FlaggedFile file;
  storage::Look look;
  std::optional<domain::GrantId> assignment;
};

// The assignment of a letter, or the report's own row: committed, with its entry, before the keeper is asked.
Result<Granted> grant(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                      const domain::TicketId& ticket) {
  auto file = storage::flagged_file(tx, who, ticket);
  if (!file) return std::unexpected(file.error());
  Granted granted;
  if (const auto& about = file->version) {
    const auto assigned = storage::assign(tx, storage::AssignmentKind::investigation, about->version);
    if (!assigned) return std::unexpected(assigned.error());
    granted.assignment = *assigned;
    granted.look = {sealing::GrantKind::flagged, *assigned, about->object, sealing::Purpose::letter,
                    static_cast<std::uint32_t>(about->no)};
  } else if (const auto& told_of = file->report) {
    granted.look = {sealing::GrantKind::report, domain::GrantId{told_of->report.bytes}, told_of->object,
                    sealing::Purpose::report, 1};
  } else {
    return fail(Problem::not_found, "there are no words to open");
  }
  if (auto told = tell(tx, worker, who, "flagged.opened", object_of(ticket)); !told)
    return std::unexpected(told.error());
  granted.file = std::move(*file);
  return granted;
}

// Read, and seen to be read: what confirming asks for. Answers what this person marked before.
Result<std::vector<storage::FindingMark>> note_opened(Transaction& tx, const Granted& granted) {
  if (granted.assignment) {
    if (auto marked = storage::mark_opened(tx, *granted.assignment); !marked) return std::unexpected(marked.error());
  }
  if (!granted.file.opened) {
    auto noted = storage::add_flagged_step(tx, granted.file.row.ticket, storage::words_opened_step(), {});
    if (!noted) return std::unexpected(noted.error());
  }
  if (!granted.file.version) return std::vector<storage::FindingMark>{};
  return storage::my_marks(tx, granted.file.version->version);
}

Result<void> read_words(storage::Worker& worker, const storage::Principal& who, const storage::Look& look,
                        OpenedInvestigation& opened) {
  const auto object = storage::OpenedObject::ask(worker, who.actor, who.account, look);
  if (!object) return std::unexpected(object.error());
  auto words = object->part(worker, look.purpose);
  if (!words) return std::unexpected(words.error());
  opened.words = std::move(*words);
  if (look.purpose != sealing::Purpose::letter) return {};
  auto cover = open_cover(worker, *object);
  if (!cover) return std::unexpected(cover.error());
  opened.cover = std::move(*cover);
  return {};
}

}  // namespace

Result<std::vector<storage::FlaggedRow>> investigations(storage::Worker& worker, const storage::Principal& who,
                                                        std::int64_t after, int limit) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::flagged_list(tx, after, limit); });
}

Result<storage::FlaggedFile> investigation_file(storage::Worker& worker, const storage::Principal& who,
                                                const domain::TicketId& ticket) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::flagged_file(tx, who, ticket); });
}

Result<Investigation> investigation(storage::Worker& worker, const storage::Principal& who,
                                    const domain::TicketId& ticket) {
  auto file = worker.database.run(who.actor, [&](Transaction& tx) -> Result<storage::FlaggedFile> {
    auto found = storage::flagged_file(tx, who, ticket);
    if (!found || !last_note(found->steps)) return found;
    if (auto told = tell(tx, worker, who, "ticket.note_opened", object_of(ticket)); !told)
      return std::unexpected(told.error());
    return found;
  });
  if (!file) return std::unexpected(file.error());
  Investigation about{std::move(*file), {}};
  if (const auto note = last_note(about.file.steps)) {
    auto said = open_note(worker, who, ticket, *note);
    if (!said) return std::unexpected(said.error());
    about.answer = std::move(*said);
  }
  return about;
}

Result<OpenedInvestigation> open_investigation(storage::Worker& worker, const storage::Principal& who,
                                               const domain::TicketId& ticket) {
  const auto granted = worker.database.run(who.actor, [&](Transaction& tx) { return grant(tx, worker, who, ticket); });
  if (!granted) return std::unexpected(granted.error());
  OpenedInvestigation opened;
  if (auto read = read_words(worker, who, granted->look, opened); !read) return std::unexpected(read.error());
  auto marks = worker.database.run(who.actor, [&](Transaction& tx) { return note_opened(tx, *granted); });
  if (!marks) return std::unexpected(marks.error());
  opened.marks = std::move(*marks);
  auto about = investigation(worker, who, ticket);
  if (!about) return std::unexpected(about.error());
  opened.about = std::move(*about);
  return opened;
}

bool may_decide(const storage::FlaggedRow& row, TicketDecision decision) {
  return has_row(row.state, event_of(decision));
}
bool may_close(const storage::FlaggedRow& row) { return has_row(row.state, TicketEvent::close); }
bool may_lift(const storage::FlaggedFile& file) {
  return file.row.state == TicketState::dismissed && file.lift_asked && !file.lift_mine;
}

Result<TicketState> decide_investigation(storage::Worker& worker, const storage::Principal& who,
                                         const domain::TicketId& ticket, TicketDecision decision,
                                         const std::string& reason) {
  return worker.database.run(who.actor,
                             [&](Transaction& tx) { return decide(tx, worker, who, ticket, decision, reason); });
}

Result<VersionState> lift_quarantine(storage::Worker& worker, const storage::Principal& who,
                                     const domain::TicketId& ticket) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return lift(tx, worker, who, ticket); });
}

Result<TicketState> close_investigation(storage::Worker& worker, const storage::Principal& who,
                                        const domain::TicketId& ticket, const std::string& outcome) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<TicketState> {
    const auto file = lock(tx, who, ticket);
    if (!file) return std::unexpected(file.error());
    const auto moved = move(tx, worker, who, *file, TicketEvent::close, outcome);
    if (!moved) return moved;
    if (auto ended = storage::end_investigations(tx, ticket); !ended) return std::unexpected(ended.error());
    return moved;
  });
}

}  // namespace holdfast::flows
