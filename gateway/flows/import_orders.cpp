#include "gateway/flows/import_rows.h"
#include "gateway/flows/orders.h"
#include "storage/postgres/loosenings.h"

namespace holdfast::flows {
namespace {

using domain::Result;
using Outcome = ImportedRow::Outcome;

constexpr std::string_view kWaits = "it would bar less: it waits for two people, and the order bars as before";

std::string reason_of(const Importing& in, const imports::OrderLine& line) {
  std::string reason = "From " + in.source + ".";
  if (!line.protected_names.empty()) reason += "\nProtected: " + line.protected_names;
  if (!line.text.empty()) reason += "\n" + line.text;
  return reason;
}

storage::NewOrder order_of(const Importing& in, const imports::OrderLine& line) {
  storage::NewOrder order;
  order.kind = line.kind;
  order.offender_number = line.offender_number;
  order.conditions = line.conditions;
  order.state = line.state;
  order.starts_on = line.starts_on;
  order.ends_on = line.ends_on;
  order.permanent = line.permanent;
  order.note = note_text({line.court, line.number, reason_of(in, line)});
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
  const auto person =
      storage::person_of_key(in.tx, in.key_of(imports::Kind::people, line.person_record), line.offender_number);
  if (!person) return std::unexpected(person.error());
  order.person = *person;
  if (!order.person) {
    row.looks.push_back({"person_record", "not known here for this offender: every person is protected until it is"});
  }
  return {};
}

Result<TakenRow> enter(const Importing& in, const storage::NewOrder& order, ImportedRow row) {
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
  const auto told = in.tell({.event = order.root ? "order.modified" : std::string(domain::kOrderBegins.entry),
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
  if (!*waiting) return {};
  return in.tell({.event = "loosening.overtaken", .object = "loosening/" + (*waiting)->id.text()});
}

Result<TakenRow> take_version(const Importing& in, const domain::OrderId& of, storage::NewOrder order,
                              ImportedRow row) {
  const auto now = storage::lock_order(in.tx, of);
  if (!now) return std::unexpected(now.error());
  const auto stands = storage::order_file(in.tx, in.zone, of);
  if (!stands) return std::unexpected(stands.error());
  if (stands->offender_number != order.offender_number || stands->order.kind != order.kind) {
    // Another order under the same record. The one that stands is lifted by nobody's feed.
    row.looks.push_back({stands->order.kind != order.kind ? "kind" : "offender_number",
                         "changed: entered as an order of its own, beside the one that stands"});
    return enter(in, order, std::move(row));
  }
  follow(*stands, order);
  if (says_the_same(*stands, order)) {
    row.outcome = Outcome::unchanged;
    return TakenRow{std::move(row), stands->root};
  }
  const auto to = storage::order_to_be(in.tx, in.zone, order, *now);
  if (!to) return std::unexpected(to.error());
  if (domain::loosens(stands->order, *to, false, *now)) return ask(in, *stands, order, std::move(row));
  if (auto told = tell_overtaken(in, stands->root); !told) return std::unexpected(told.error());
  return enter(in, order, std::move(row));
}

}  // namespace

Result<TakenRow> take_order(const Importing& in, const imports::OrderLine& line,
                            const std::optional<storage::FeedRow>& before) {
  ImportedRow row;
  auto order = order_of(in, line);
  if (auto read = protect(in, line, order, row); !read) return std::unexpected(read.error());
  const auto* of = before ? std::get_if<domain::OrderId>(&before->target) : nullptr;
  return of != nullptr ? take_version(in, *of, std::move(order), std::move(row)) : enter(in, order, std::move(row));
}

}  // namespace holdfast::flows
