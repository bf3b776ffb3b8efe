#include "gateway/flows/review.h"

#include <algorithm>

#include "gateway/domain/ticket.h"
#include "gateway/json/value.h"
#include "storage/postgres/sealed.h"
#include "storage/postgres/witness.h"
#include "storage/sealing/random.h"

namespace holdfast::flows {
namespace {

using domain::fail;
using domain::Problem;
using domain::refusal;
using domain::Result;
using storage::Transaction;

std::string text_of(const json::Value& object, std::string_view key) {
  const auto* found = object.find(key);
  const auto* text = found == nullptr ? nullptr : found->text();
  return text == nullptr ? std::string{} : *text;
}

std::size_t place_of(const json::Value& object, std::string_view key) {
  const auto* found = object.find(key);
  const auto* number = found == nullptr ? nullptr : found->integer();
  return number == nullptr || *number < 0 ? 0 : static_cast<std::size_t>(*number);
}

// Absent where the engine failed: then there is nothing to point at.
std::vector<CoverFinding> findings_in(const json::Value* judged) {
  std::vector<CoverFinding> found;
  const auto* list = judged == nullptr ? nullptr : judged->find("findings");
  if (list == nullptr || list->array() == nullptr) return found;
  for (const auto& one : *list->array()) {
    found.push_back({text_of(one, "rule"), text_of(one, "category"), text_of(one, "level"), text_of(one, "quote"),
                     text_of(one, "view"), place_of(one, "start"), place_of(one, "end"), text_of(one, "normalised")});
  }
  return found;
}

double points_of(const json::Value& object, std::string_view key) {
  const auto* found = object.find(key);
  if (found == nullptr) return 0;
  if (const auto* whole = found->integer()) return static_cast<double>(*whole);
  return found->real() == nullptr ? 0 : *found->real();
}

std::optional<CoverNearest> nearest_in(const json::Value* judged) {
  const auto* found = judged == nullptr ? nullptr : judged->find("nearest");
  if (found == nullptr || found->object() == nullptr) return std::nullopt;
  CoverNearest nearest{
      text_of(*found, "kind"),     text_of(*found, "level"), text_of(*found, "rule"), text_of(*found, "category"), {},
      points_of(*found, "points"), points_of(*found, "of")};
  const auto* missing = found->find("missing");
  if (missing != nullptr && missing->array() != nullptr)
    for (const auto& one : *missing->array())
      if (one.text() != nullptr) nearest.missing.push_back(*one.text());
  return nearest;
}

struct Events {
  domain::VersionEvent version{};
  domain::LetterEvent letter{};
};

Events events_of(Decision decision) {
  using V = domain::VersionEvent;
  using L = domain::LetterEvent;
  switch (decision) {
    case Decision::approve:
      return {V::approve, L::approve};
    case Decision::return_:
      return {V::return_to_writer, L::return_to_writer};
    case Decision::quarantine:
      return {V::quarantine, L::reopen};
    case Decision::refuse:
      return {V::refuse, L::refuse};
  }
  return {};
}

domain::VersionFacts facts_of(const storage::ReviewFile& file, const ReviewDecision& decision, domain::Time now) {
  domain::VersionFacts facts;
  facts.review.screened = file.row.verdict.has_value();
  facts.review.verdict = file.row.verdict.value_or(domain::Verdict::quarantine);
  facts.review.lifted_by = file.lifted_by;
  facts.review.words_opened = file.opened;
  facts.review.submitted_it = file.own_programme;
  facts.review.recused = false;  // row-level security hid the file from who is
  facts.codes = decision.codes;
  facts.now = now;
  return facts;
}

std::vector<std::string> names_of_codes(std::span<const domain::ReturnCode> codes) {
  std::vector<std::string> names;
  for (const auto code : codes) names.emplace_back(domain::code_name(code));
  return names;
}

// What the ticket is about: what screening said, or what the person's reasons point at.
std::vector<std::string> ticket_categories(const storage::ReviewFile& file, std::span<const domain::ReturnCode> codes) {
  auto categories = file.row.categories;
  if (!categories.empty()) return categories;
  for (const auto& label : domain::kLabelCodes) {
    if (std::ranges::find(codes, label.code) != codes.end()) categories.emplace_back(label.label);
  }
  return categories;
}

// An entry in this transaction for each thing that changed.
Result<void> tell(Transaction& tx, storage::Worker& worker, const storage::Principal& who, std::string_view entry,
                  const std::string& object, const std::string& reason = {}) {
  return storage::witness(tx, worker, who, {.event = std::string(entry), .object = object, .reason = reason});
}

Result<void> begin_quarantine(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                              const storage::ReviewFile& file, const ReviewDecision& decision) {
  const auto ticket = sealing::random_id<domain::TicketId>();
  if (auto done = storage::quarantine_version(tx, file.row.version, ticket, ticket_categories(file, decision.codes));
      !done) {
    return done;
  }
  if (auto back = storage::recall_letter(tx, file.row.letter, "quarantine"); !back)
    return std::unexpected(back.error());
  return tell(tx, worker, who, domain::kTicketBegins.entry, "ticket/" + ticket.text());
}

struct LetterStep {
  domain::LetterState to{};
  std::vector<std::string_view> entries;
};

// Where the letter goes with its version. A newer version of a letter that has its person goes back to the bank at
// once: who it is for was said by a person and has not changed.
Result<LetterStep> letter_step(const storage::ReviewFile& file, const ReviewDecision& decision) {
  domain::LetterFacts facts;
  facts.addressing = {decision.decision == Decision::approve, file.quarantined, file.addressed, file.addressed};
  facts.codes = decision.codes;
  const auto event = events_of(decision.decision).letter;
  const auto row = domain::next(file.letter_state, event, domain::Actor::analyst, facts);
  if (!row) {
    if (decision.decision == Decision::quarantine) return LetterStep{file.letter_state, {}};
    return std::unexpected(refusal(row.error()));
  }
  LetterStep step{row->to, {row->entry}};
  if (step.to == domain::LetterState::approved && file.addressed) {
    const auto banked = domain::next(step.to, domain::LetterEvent::address, domain::Actor::analyst, facts);
    if (banked) {
      step.to = banked->to;
      step.entries.push_back(banked->entry);
    }
  }
  return step;
}

Result<void> write_decision(Transaction& tx, const storage::ReviewFile& file, const ReviewDecision& decision,
                            domain::VersionState version, domain::LetterState letter) {
  const auto& id = file.row.version;
  if (auto done = storage::set_state(tx, id, version); !done) return done;
  if (auto done = storage::set_state(tx, file.row.letter, letter); !done) return done;
  if (decision.decision == Decision::approve) {
    if (auto done = storage::supersede_older(tx, id); !done) return done;
  }
  return storage::add_review(
      tx, id, {std::string(domain::name_of(decision.decision)), names_of_codes(decision.codes), decision.note});
}

Result<Decided> decide(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                       const domain::VersionId& version, const ReviewDecision& decision) {
  const auto now = storage::lock_version(tx, version);
  if (!now) return std::unexpected(now.error());
  const auto file = storage::review_file(tx, who, version);
  if (!file) return std::unexpected(file.error());
  const auto row = domain::next(file->row.state, events_of(decision.decision).version, domain::Actor::analyst,
                                facts_of(*file, decision, *now));
  if (!row) return std::unexpected(refusal(row.error()));
  const auto step = letter_step(*file, decision);
  if (!step) return std::unexpected(step.error());
  if (auto done = write_decision(tx, *file, decision, row->to, step->to); !done) return std::unexpected(done.error());
  if (decision.decision == Decision::quarantine) {
    if (auto done = begin_quarantine(tx, worker, who, *file, decision); !done) return std::unexpected(done.error());
  }
  if (auto told = tell(tx, worker, who, row->entry, "version/" + version.text()); !told)
    return std::unexpected(told.error());
  for (const auto entry : step->entries) {
    if (auto told = tell(tx, worker, who, entry, "letter/" + file->row.letter.text()); !told) {
      return std::unexpected(told.error());
    }
  }
  return Decided{row->to, step->to};
}

// What the adviser pointed at, as flows/advise writes it.
Result<Cover> read_advice(std::string_view text) {
  const auto parsed = json::parse(text);
  if (!parsed) return fail(Problem::internal, "the advice cannot be read");
  return Cover{{}, findings_in(&*parsed), {}, {}};
}

// What newer rules and the adviser found comes to what was found before; the same again is not said twice.
void join(std::vector<CoverFinding>& findings, const std::vector<CoverFinding>& more) {
  for (const auto& found : more) {
    const bool known = std::ranges::any_of(findings, [&](const CoverFinding& other) {
      return other.rule == found.rule && other.start == found.start && other.end == found.end;
    });
    if (!known) findings.push_back(found);
  }
  std::ranges::stable_sort(findings, {}, &CoverFinding::start);
}

struct Granted {
  storage::ReviewFile file;
  domain::GrantId grant;
};

// The grant is committed before the keeper is asked. What is decided or withdrawn is not opened again for review.
Result<Granted> grant_review(storage::Worker& worker, const storage::Principal& who, const domain::VersionId& version) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<Granted> {
    auto file = storage::review_file(tx, who, version);
    if (!file) return std::unexpected(file.error());
    if (file->row.state != domain::VersionState::in_review && file->row.state != domain::VersionState::unscreened) {
      return std::unexpected(refusal(domain::bar_of_state(name_of(file->row.state))));
    }
    const auto grant = storage::assign(tx, storage::AssignmentKind::review, version);
    if (!grant) return std::unexpected(grant.error());
    if (auto told = tell(tx, worker, who, "review.opened", "version/" + version.text()); !told) {
      return std::unexpected(told.error());
    }
    return Granted{std::move(*file), *grant};
  });
}

}  // namespace

Result<Cover> read_cover(std::string_view json) {
  const auto parsed = json::parse(json);
  if (!parsed || parsed->object() == nullptr) return fail(Problem::internal, "the cover cannot be read");
  return Cover{text_of(*parsed, "addressee"), findings_in(parsed->find("outcome")),
               findings_in(parsed->find("addressee_outcome")), nearest_in(parsed->find("outcome"))};
}

Result<Cover> open_cover(storage::Worker& worker, const storage::OpenedObject& letter) {
  const auto text = letter.part(worker, sealing::Purpose::findings);
  if (!text) return std::unexpected(text.error());
  auto cover = read_cover(text->reveal_text());
  if (!cover) return cover;
  using sealing::Purpose;
  for (const auto purpose : {Purpose::again_review, Purpose::again_quarantine, Purpose::advice}) {
    const auto part = letter.part(worker, purpose);
    if (!part && part.error().problem == Problem::gone) continue;  // most letters have none
    if (!part) return std::unexpected(part.error());
    const auto added = purpose == Purpose::advice ? read_advice(part->reveal_text()) : read_cover(part->reveal_text());
    if (!added) return std::unexpected(added.error());
    join(cover->findings, added->findings);
    join(cover->addressee_findings, added->addressee_findings);
    if (purpose != Purpose::advice) cover->nearest = added->nearest;
  }
  return cover;
}

Result<std::vector<storage::ReviewRow>> review_queue(storage::Worker& worker, const storage::Principal& who,
                                                     std::int64_t after, int limit) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::review_queue(tx, after, limit); });
}

Result<storage::ReviewFile> review_file(storage::Worker& worker, const storage::Principal& who,
                                        const domain::VersionId& version) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return storage::review_file(tx, who, version); });
}

Result<ReviewWords> open_review(storage::Worker& worker, const storage::Principal& who,
                                const domain::VersionId& version) {
  auto granted = grant_review(worker, who, version);
  if (!granted) return std::unexpected(granted.error());
  const auto object =
      storage::OpenedObject::ask(worker, who.actor, who.account,
                                 {sealing::GrantKind::review, granted->grant, granted->file.object,
                                  sealing::Purpose::letter, static_cast<std::uint32_t>(granted->file.row.no)});
  if (!object) return std::unexpected(object.error());
  auto words = object->part(worker, sealing::Purpose::letter);
  if (!words) return std::unexpected(words.error());
  auto cover = open_cover(worker, *object);
  if (!cover) return std::unexpected(cover.error());
  auto marks = worker.database.run(who.actor, [&](Transaction& tx) -> Result<std::vector<storage::FindingMark>> {
    if (auto opened = storage::mark_opened(tx, granted->grant); !opened) return std::unexpected(opened.error());
    return storage::my_marks(tx, version);
  });
  if (!marks) return std::unexpected(marks.error());
  granted->file.opened = true;
  return ReviewWords{std::move(granted->file), std::move(*words), std::move(*cover), std::move(*marks)};
}

Result<Decided> decide_review(storage::Worker& worker, const storage::Principal& who, const domain::VersionId& version,
                              const ReviewDecision& decision) {
  return worker.database.run(who.actor, [&](Transaction& tx) { return decide(tx, worker, who, version, decision); });
}

}  // namespace holdfast::flows
