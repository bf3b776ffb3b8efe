#include "gateway/flows/import_report.h"

#include <algorithm>

#include "gateway/json/writer.h"

namespace holdfast::flows {
namespace {

void write_fault(json::Writer& out, const imports::Fault& fault) {
  out.key("fault").object().field("place", fault.place).field("field", fault.refusal.field);
  out.field("why", fault.refusal.why).field("accepted", fault.refusal.accepted).end();
}

void write_holds(json::Writer& out, std::string_view name, const std::vector<domain::HoldId>& holds) {
  out.key(name).array();
  for (const auto& hold : holds) out.value(hold.text());
  out.end();
}

void write_row(json::Writer& out, const ImportedRow& row) {
  out.object().field("place", row.place).field("outcome", to_string(row.outcome));
  if (!row.id.empty()) out.field("id", row.id);
  if (!row.why.empty()) out.field("field", row.field).field("why", row.why).field("accepted", row.accepted);
  out.key("looks").array();
  for (const auto& look : row.looks) out.object().field("field", look.field).field("why", look.why).end();
  out.end();
  write_holds(out, "barred", row.barred);
  write_holds(out, "recalled", row.recalled);
  out.end();
}

}  // namespace

std::string report_json(const ImportOrder& asked, const ImportReport& report) {
  json::Writer out;
  out.object()
      .field("kind", imports::to_string(asked.kind))
      .field("feed", asked.feed)
      .field("whole", asked.whole)
      .field("dry_run", asked.dry_run)
      .field("committed", report.committed)
      .field("taken", report.taken)
      .field("versions", report.versions)
      .field("unchanged", report.unchanged)
      .field("waiting", report.waiting)
      .field("refused", report.refused);
  if (report.fault) write_fault(out, *report.fault);
  out.key("rows").array();
  for (const auto& row : report.rows) write_row(out, row);
  out.end().end();
  return out.take();
}

}  // namespace holdfast::flows
