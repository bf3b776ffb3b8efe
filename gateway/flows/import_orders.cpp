#include <date/tz.h>

#include <algorithm>
#include <stdexcept>

#include "gateway/flows/import_rows.h"
#include "gateway/flows/orders.h"
#include "storage/postgres/loosenings.h"

namespace holdfast::flows {
namespace {

using domain::Result;
using Outcome = ImportedRow::Outcome;

constexpr std::string_view kWaits = "it would bar less: it waits for two people, and the order bars as before";

bool is_zone(const std::string& name) {
  try {
    return date::locate_zone(name) != nullptr;
  } catch (const std::runtime_error&) {
    return false;
  }
}

// The court's days without knowing whose: the order has no end that anybody could name, and bars until one is named.
void place_in_zone(const imports::OrderLine& line, storage::NewOrder& order, ImportedRow& row) {
  if (line.zone.empty()) return;
  if (is_zone(line.zone)) {
    order.zone = line.zone;
    return;
  }
  row.looks.push_back({"zone", "not a time zone that is known here"});
  order.ends_on.reset();
  order.permanent = false;
}

OrderNote note_of(const Importing& in, const imports::OrderLine& line) {
  std::string text = line.text;
  if (!line.protected_names.empty()) text += (text.empty() ? "" : "\n") + ("Protected: " + line.protected_names);
  return {line.court, line.number, "From " + in.source + ".", text};
}

storage::NewOrder order_of(const Importing& in, const imports::OrderLine& line, ImportedRow& row) {
  storage::NewOrder order;
  order.kind = line.kind;
  order.offender_number = line.offender_number;
  order.statute = line.statute;
  order.conditions = line.conditions;
  order.state = line.state;
  order.starts_on = line.starts_on;
  order.ends_on = line.ends_on;
  order.permanent = line.permanent;
  place_in_zone(line, order, row);
  order.note = note_text(note_of(in, line));
  return order;
}

bool says_the_same(const storage::OrderRow& stands, const storage::NewOrder& order) {
  return stands.order.state == order.state && stands.conditions == order.conditions && stands.looked == order.looked &&
         stands.starts_on == order.starts_on && stands.ends_on == order.ends_on &&
         stands.order.permanent == order.permanent;
}

// Whom the order protects. One who is not known here is protected with everybody else of this offender.
Result<void> protect(const Importing& in, const imports::OrderLine& line, storage::NewOrder& order, ImportedRow& row) {
  if (line.person_record.empty()) return {};
  const auto person = storage::person_of_key(in.tx, in.key_of("people", line.person_record), line.offender_number);
  if (!person) return std::unexpected(person.error());
  order.person = *person;
  if (!order.person) {
    row.looks.push_back({"person_record", "not known here for this offender: every person is protected until it is"});
  }
  return {};
}

Result<TakenRow> enter(const Importing& in, const storage::NewOrder& order, ImportedRow row,
                       std::string_view entry = domain::kOrderBegins.entry) {
  const auto before = storage::barred_holds(in.tx, order.offender_number);
  if (!before) return std::unexpected(before.error());
  const auto entered = storage::enter_order(in.tx, in.worker, in.zone, order);
  if (!entered) return std::unexpected(entered.error());
  const auto after = storage::barred_holds(in.tx, order.offender_number);
  if (!after) return std::unexpected(after.error());
  auto recalled = storage::recalled_holds(in.tx, entered->id);
  if (!recalled) return std::unexpected(recalled.error());
  for (const auto& hold : *after) {
    if (std::ranges::find(*before, hold) == before->end()) row.barred.push_back(hold);
  }
  row.recalled = std::move(*recalled);
  const auto told = in.tell({.event = std::string(entry),
                             .object = "order/" + order.root.value_or(entered->id).text(),
                             .reason = std::string(domain::name_of(order.kind)),
                             .counts = {{"recalled", entered->recalled}, {"tasks", entered->tasks}}});
  if (!told) return std::unexpected(told.error());
  row.outcome = order.root ? Outcome::version : Outcome::taken;
  return TakenRow{std::move(row), order.root.value_or(entered->id)};
}

// An analyst's file asks as the analyst, and another person confirms. The operator is nobody of the office: somebody
// there is told, and asks.
Result<TakenRow> ask(const Importing& in, const storage::OrderRow& stands, const storage::NewOrder& order,
                     ImportedRow row) {
  row.outcome = Outcome::waits;
  row.why = kWaits;
  if (in.who == nullptr) {
    if (auto raised = storage::raise_bars_less(in.tx, in.feed, stands.order.id); !raised)
      return std::unexpected(raised.error());
    return TakenRow{std::move(row), stands.root};
  }
  const auto waiting = storage::waiting_loosening(in.tx, *in.who, in.zone, stands.root);
  if (!waiting) return std::unexpected(waiting.error());
  if (*waiting) {  // something else was asked: this comes again with the next file
    row.why = "another change of this order waits for a second person";
    row.id = stands.root.text();
    return TakenRow{std::move(row), std::nullopt};
  }
  const auto asked = storage::ask_loosening(in.tx, in.worker, in.zone, order);
  if (!asked) return std::unexpected(asked.error());
  const auto told =
      in.tell({.event = std::string(domain::kLooseningBegins.entry), .object = "loosening/" + asked->text()});
  if (!told) return std::unexpected(told.error());
  return TakenRow{std::move(row), stands.root};
}

// What was asked about the version before is overtaken by this one (the database's trigger); its entry is ours.
Result<void> tell_overtaken(const Importing& in, const domain::OrderId& root) {
  static const storage::Principal kNobody;
  const auto waiting = storage::waiting_loosening(in.tx, in.who != nullptr ? *in.who : kNobody, in.zone, root);
  if (!waiting) return std::unexpected(waiting.error());
  const auto& asked = *waiting;
  if (!asked) return {};
  return in.tell({.event = "loosening.overtaken", .object = "loosening/" + asked->id.text()});
}

// What makes it another order than the one that stands; empty: nothing.
std::string_view another(const storage::OrderRow& stands, const storage::NewOrder& order) {
  if (stands.order.kind != order.kind) return "kind";
  if (stands.offender_number != order.offender_number) return "offender_number";
  return stands.zone != order.zone ? "zone" : "";
}

Result<TakenRow> take_version(const Importing& in, const domain::OrderId& of, storage::NewOrder order,
                              ImportedRow row) {
  const auto now = storage::lock_order(in.tx, of);
  if (!now) return std::unexpected(now.error());
  const auto stands = storage::order_file(in.tx, in.zone, of);
  if (!stands) return std::unexpected(stands.error());
  if (const auto changed = another(*stands, order); !changed.empty()) {
    // Another order under the same record. The one that stands is lifted by nobody's feed.
    row.looks.push_back({changed, "changed: entered as an order of its own, beside the one that stands"});
    return enter(in, order, std::move(row));
  }
  follow(*stands, order);
  order.exceptions = stands->exceptions;  // two people's, and no feed's to take away
  if (says_the_same(*stands, order)) {
    row.outcome = Outcome::unchanged;
    return TakenRow{std::move(row), stands->root};
  }
  const auto to = storage::order_to_be(in.tx, in.zone, order, *now);
  if (!to) return std::unexpected(to.error());
  if (domain::loosens(stands->order, *to, false, *now)) return ask(in, *stands, order, std::move(row));
  if (auto told = tell_overtaken(in, stands->root); !told) return std::unexpected(told.error());
  return enter(in, order, std::move(row), domain::entry_of_version(stands->order.state, order.state));
}

// Rows of one paper name each other: the first of them is remembered under the paper's own key.
struct PaperKey {
  sealing::KeyedHash hash{};
  bool known = false;
};
Result<PaperKey> find_paper(const Importing& in, const imports::OrderLine& line, storage::NewOrder& order) {
  PaperKey paper{in.key_of("papers", line.paper)};
  const auto found = storage::feed_row(in.tx, in.feed, paper.hash);
  if (!found) return std::unexpected(found.error());
  const auto& row = *found;
  if (!row) return paper;
  paper.known = true;
  if (const auto* first = std::get_if<domain::OrderId>(&row->target)) order.paper = *first;
  return paper;
}

Result<TakenRow> take_new(const Importing& in, const imports::OrderLine& line, storage::NewOrder order,
                          ImportedRow row) {
  if (line.paper.empty()) return enter(in, order, std::move(row));
  const auto paper = find_paper(in, line, order);
  if (!paper) return std::unexpected(paper.error());
  auto taken = enter(in, order, std::move(row));
  if (!taken || paper->known) return taken;
  const auto& target = taken->target;
  if (!target) return taken;
  const auto noted = storage::note_feed_row(in.tx, in.feed, paper->hash, {paper->hash, false, *target});
  if (!noted) return std::unexpected(noted.error());
  return taken;
}

}  // namespace

Result<TakenRow> take_order(const Importing& in, const imports::OrderLine& line,
                            const std::optional<storage::FeedRow>& before) {
  ImportedRow row;
  auto order = order_of(in, line, row);
  if (auto read = protect(in, line, order, row); !read) return std::unexpected(read.error());
  const auto* of = before ? std::get_if<domain::OrderId>(&before->target) : nullptr;
  return of != nullptr ? take_version(in, *of, std::move(order), std::move(row))
                       : take_new(in, line, std::move(order), std::move(row));
}

}  // namespace holdfast::flows
