#include "gateway/flows/orders.h"

#include "gateway/flows/registrations.h"
#include "gateway/json/value.h"
#include "gateway/json/writer.h"
#include "storage/postgres/sealed.h"
#include "storage/postgres/witness.h"

namespace holdfast::flows {
namespace {

using domain::fail;
using domain::Problem;
using domain::refusal;
using domain::Result;
using storage::Transaction;

ExplainedOrder explained(storage::OrderRow row, domain::Time now) {
  auto bars = row.order.explain(domain::Channel::accountability_letter, now);
  return {std::move(row), bars};
}

Result<storage::EnteredOrder> enter(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                                    const std::string& zone, const storage::NewOrder& order, std::string_view entry) {
  const auto entered = storage::enter_order(tx, worker, zone, order);
  if (!entered) return std::unexpected(entered.error());
  const auto told = storage::witness(tx, worker, who,
                                     {.event = std::string(entry),
                                      .object = "order/" + order.root.value_or(entered->id).text(),
                                      .reason = std::string(domain::name_of(order.kind)),
                                      .counts = {{"recalled", entered->recalled}, {"tasks", entered->tasks}}});
  if (!told) return std::unexpected(told.error());
  return *entered;
}

std::string text_of(const json::Value& object, std::string_view key) {
  const auto* found = object.find(key);
  const auto* text = found == nullptr ? nullptr : found->text();
  return text == nullptr ? std::string{} : *text;
}

Result<OrderNote> open_note(storage::Worker& worker, const storage::Principal& who, const domain::OrderId& root,
                            const domain::ObjectId& note) {
  const auto object = storage::OpenedObject::ask(
      worker, who.actor, who.account,
      {sealing::GrantKind::order_note, domain::GrantId{root.bytes}, note, sealing::Purpose::order_note, 1});
  if (!object) return std::unexpected(object.error());
  const auto text = object->part(worker, sealing::Purpose::order_note);
  if (!text) return std::unexpected(text.error());
  const auto parsed = json::parse(text->reveal_text());
  if (!parsed) return fail(Problem::internal, "the note cannot be read");
  return OrderNote{text_of(*parsed, "court"), text_of(*parsed, "number"), text_of(*parsed, "reason"),
                   text_of(*parsed, "text")};
}

// One person's version: the paper noted, and nothing let through that was barred.
Result<void> check_version(Transaction& tx, const std::string& zone, const storage::OrderRow& newest,
                           const storage::NewOrder& order, const OrderNote& note, domain::Time now) {
  const auto to = storage::order_to_be(tx, zone, order, now);
  if (!to) return std::unexpected(to.error());
  domain::OrderFacts facts;
  facts.kind = newest.order.kind;
  facts.evidence_noted = !note.reason.empty();
  facts.loosens = domain::loosens(newest.order, *to, false, now);
  const auto bar = domain::bar_to_replace_order(facts);
  if (bar != domain::Bar::none) return std::unexpected(refusal(bar));
  return {};
}

Result<void> note_overtaken(Transaction& tx, storage::Worker& worker, const storage::Principal& who,
                            const storage::Loosening& asked) {
  const auto row = domain::next(domain::LooseningState::waiting, domain::LooseningEvent::overtake, domain::Actor::order,
                                asked.signed_by);
  if (!row) return std::unexpected(refusal(row.error()));
  return storage::witness(tx, worker, who,
                          {.event = std::string(row->entry), .object = "loosening/" + asked.id.text()});
}

}  // namespace

std::string note_text(const OrderNote& note) {
  if (note.empty()) return "";
  json::Writer out;
  out.object()
      .field("court", note.court)
      .field("number", note.number)
      .field("reason", note.reason)
      .field("text", note.text)
      .end();
  return out.take();
}

void follow(const storage::OrderRow& newest, storage::NewOrder& order) {
  order.root = newest.root;
  order.kind = newest.order.kind;
  order.zone = newest.zone;
  order.statute = newest.statute;
  order.paper = newest.paper;
  order.offender_number = newest.offender_number;
  order.person = newest.person;
}

// Days may be missing (an order whose dates nobody knows bars until a person has looked), but not contradict each
// other.
Result<void> check_days(const storage::NewOrder& order) {
  if (order.permanent && order.ends_on)
    return fail(Problem::invalid_field, "a permanent order has no last day", "ends_on");
  if (order.starts_on && order.ends_on && *order.ends_on < *order.starts_on) {
    return fail(Problem::invalid_field, "the last day lies before the first", "ends_on");
  }
  for (const auto& exception : order.exceptions) {
    if (exception.until < exception.from) {
      return fail(Problem::invalid_field, "the last day lies before the first", "exceptions");
    }
  }
  return {};
}

Result<std::vector<ExplainedOrder>> orders(storage::Worker& worker, const storage::Principal& who,
                                           const std::string& zone, std::int64_t after, int limit) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<std::vector<ExplainedOrder>> {
    auto rows = storage::orders(tx, zone, after, limit);
    if (!rows) return std::unexpected(rows.error());
    std::vector<ExplainedOrder> found;
    for (auto& row : *rows) found.push_back(explained(std::move(row), tx.now()));
    return found;
  });
}

Result<ExplainedOrder> order(storage::Worker& worker, const storage::Principal& who, const std::string& zone,
                             const domain::OrderId& id) {
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<ExplainedOrder> {
    auto row = storage::order_file(tx, zone, id);
    if (!row) return std::unexpected(row.error());
    return explained(std::move(*row), tx.now());
  });
}

Result<storage::EnteredOrder> enter_order(storage::Worker& worker, const storage::Principal& who,
                                          const std::string& zone, storage::NewOrder order, const OrderNote& note) {
  if (auto days = check_days(order); !days) return std::unexpected(days.error());
  order.root.reset();
  order.note = note_text(note);
  return worker.database.run(
      who.actor, [&](Transaction& tx) { return enter(tx, worker, who, zone, order, domain::kOrderBegins.entry); });
}

Result<storage::EnteredOrder> enter_version(storage::Worker& worker, const storage::Principal& who,
                                            const std::string& zone, const domain::OrderId& of, int seen,
                                            storage::NewOrder order, const OrderNote& note) {
  if (auto days = check_days(order); !days) return std::unexpected(days.error());
  order.note = note_text(note);
  return worker.database.run(who.actor, [&](Transaction& tx) -> Result<storage::EnteredOrder> {
    const auto now = storage::lock_order(tx, of);
    if (!now) return std::unexpected(now.error());
    const auto newest = storage::order_file(tx, zone, of);
    if (!newest) return std::unexpected(newest.error());
    if (newest->version != seen)
      return fail(Problem::conflict, "a newer version of this order was entered; look again");
    // What a person asked to stop, that person alone lets begin again.
    if (newest->order.kind == domain::OrderKind::stop_contact) return std::unexpected(refusal(domain::Bar::not_yours));
    follow(*newest, order);
    if (auto fits = check_version(tx, zone, *newest, order, note, *now); !fits) return std::unexpected(fits.error());
    const auto asked = storage::waiting_loosening(tx, who, zone, of);
    if (!asked) return std::unexpected(asked.error());
    auto entered = enter(tx, worker, who, zone, order, domain::entry_of_version(newest->order.state, order.state));
    if (!entered || !*asked) return entered;
    if (auto told = note_overtaken(tx, worker, who, **asked); !told) return std::unexpected(told.error());
    return entered;
  });
}

Result<OpenedOrder> open_order(storage::Worker& worker, const storage::Principal& who, const std::string& zone,
                               const domain::OrderId& id) {
  auto opened = worker.database.run(who.actor, [&](Transaction& tx) -> Result<OpenedOrder> {
    auto row = storage::order_file(tx, zone, id);
    if (!row) return std::unexpected(row.error());
    auto loosening = storage::waiting_loosening(tx, who, zone, id);
    if (!loosening) return std::unexpected(loosening.error());
    if (row->note || *loosening) {
      const auto told =
          storage::witness(tx, worker, who, {.event = "order.opened", .object = "order/" + row->root.text()});
      if (!told) return std::unexpected(told.error());
    }
    return OpenedOrder{explained(std::move(*row), tx.now()), {}, std::move(*loosening), {}};
  });
  if (!opened) return opened;
  const auto& row = opened->order.row;
  if (row.note) {
    auto note = open_note(worker, who, row.root, *row.note);
    if (!note) return std::unexpected(note.error());
    opened->note = std::move(*note);
  }
  if (const auto& asked = opened->loosening) {
    auto note = open_note(worker, who, row.root, asked->note);
    if (!note) return std::unexpected(note.error());
    opened->loosening_note = std::move(*note);
  }
  return opened;
}

Result<OrderSubjects> order_subjects(storage::Worker& worker, const storage::Principal& who,
                                     const std::string& offender_number) {
  OrderSubjects subjects;
  auto rows = worker.database.run(who.actor, [&](Transaction& tx) -> Result<std::vector<storage::PersonRow>> {
    auto offender = storage::offender_name(tx, offender_number);
    if (!offender) return std::unexpected(offender.error());
    subjects.offender = std::move(*offender);
    return storage::persons_of_offender(tx, offender_number);
  });
  if (!rows) return std::unexpected(rows.error());
  for (auto& row : *rows) {
    auto record = open_record(worker, who, row.person, row.record);
    if (!record) return std::unexpected(record.error());
    subjects.persons.push_back({std::move(row), std::move(record->name)});
  }
  return subjects;
}

}  // namespace holdfast::flows
