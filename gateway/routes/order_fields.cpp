#include "gateway/routes/order_fields.h"

#include "gateway/routes/local_days.h"

namespace holdfast::routes {
namespace {

void write_explanation(json::Writer& out, const domain::Explanation& bars) {
  out.key("bars").object().field("bar", bar_name(bars.bar)).field("why", why(bars.bar));
  if (bars.term) out.field("term", name_of(*bars.term));
  if (bars.since) out.field("since", time_text(*bars.since));
  if (bars.until) out.field("until", time_text(*bars.until));
  out.field("lift", name_of(bars.lift)).end();
}

constexpr std::size_t kMostCourt = 800;  // bytes
constexpr std::size_t kMostNumber = 320;
constexpr std::size_t kMostText = 8000;

void read_date(std::vector<pages::FieldError>& errors, const std::string& field, std::string_view sent,
               std::optional<storage::Day>& into) {
  if (sent.empty()) return;
  into = parse_day(sent);
  if (!into) errors.push_back({field, pages::Fault::bad_date});
}

}  // namespace

void write_exceptions(json::Writer& out, const std::vector<storage::ExceptionDays>& exceptions) {
  out.key("exceptions").array();
  for (const auto& one : exceptions) {
    out.object()
        .field("channel", name_of(one.channel))
        .field("from", day_text(one.from))
        .field("until", day_text(one.until))
        .end();
  }
  out.end();
}

void write_order(json::Writer& out, const flows::ExplainedOrder& order) {
  const auto& row = order.row;
  out.field("id", row.root.text())
      .field("paper", row.paper.text())
      .field("version", row.version)
      .field("kind", name_of(row.order.kind))
      .field("state", name_of(row.order.state))
      .field("offender_number", row.offender_number)
      .field("offender_name", row.offender_name);
  if (row.person) {
    out.field("person", row.person->text());
  } else {
    out.field("person", nullptr);
  }
  if (!row.statute.empty()) out.field("statute", row.statute);
  if (!row.zone.empty()) out.field("zone", row.zone);
  texts(out, "conditions", row.conditions);
  write_exceptions(out, row.exceptions);
  out.field("looked", name_of(row.looked));
  if (row.starts_on) out.field("starts_on", day_text(*row.starts_on));
  if (row.ends_on) out.field("ends_on", day_text(*row.ends_on));
  out.field("permanent", row.order.permanent)
      .field("entered_at", time_text(row.entered))
      .field("entered_by", row.entered_by)
      .field("in_force", row.bars);
  if (row.loosening_asked) out.field("loosening_asked_at", time_text(*row.loosening_asked));
  if (order.bars) write_explanation(out, *order.bars);
}

void read_version(json::Fields& fields, const json::Value& body, storage::NewOrder& order, flows::OrderNote& note,
                  bool reason_needed) {
  if (body.find("conditions") != nullptr) {
    order.conditions = fields.texts("conditions", {.max = 13}, {.min = 2, .max = 20});
    for (const auto& code : order.conditions) {
      if (domain::parse_condition(code) == domain::Condition::unknown) fields.refuse("conditions", "not a known value");
    }
  }
  if (body.find("exceptions") != nullptr) {
    fields.objects("exceptions", {.max = 9}, [&](json::Fields& one) {
      storage::ExceptionDays days;
      days.channel = one.as<domain::Channel>("channel", domain::parse_name<domain::Channel>);
      days.from = one.as<storage::Day>("from", parse_day, "no such day");
      days.until = one.as<storage::Day>("until", parse_day, "no such day");
      order.exceptions.push_back(days);
    });
  }
  note.text = fields.optional_text("text", {.max = 2000, .controls = json::Controls::line_breaks}).value_or("");
  note.court = fields.optional_text("court", {.max = 200}).value_or("");
  note.number = fields.optional_text("number", {.max = 80}).value_or("");
  order.state = fields.as<domain::OrderState>("state", domain::parse_name<domain::OrderState>);
  order.starts_on = fields.optional_as<storage::Day>("starts_on", parse_day, "no such day");
  order.ends_on = fields.optional_as<storage::Day>("ends_on", parse_day, "no such day");
  order.permanent = fields.optional_boolean("permanent").value_or(false);
  order.looked = fields.optional_as<domain::Looked>("looked", domain::parse_name<domain::Looked>)
                     .value_or(domain::Looked::not_yet);
  const json::TextRule rule{.min = reason_needed ? 1U : 0U, .max = 1000, .controls = json::Controls::line_breaks};
  note.reason = reason_needed ? fields.text("reason", rule) : fields.optional_text("reason", rule).value_or("");
}

void read_terms(const Context& context, std::vector<pages::FieldError>& errors, storage::NewOrder& order,
                flows::OrderNote& note) {
  using pages::Fault;
  note.court = context.field("court");
  note.number = context.field("number");
  if (note.court.size() > kMostCourt) errors.push_back({"court", Fault::too_long});
  if (note.number.size() > kMostNumber) errors.push_back({"number", Fault::too_long});
  note.text = context.field("text");
  if (note.text.size() > kMostText) errors.push_back({"text", Fault::too_long});
  read_code(errors, "state", context.field("state"), order.state);
  read_date(errors, "starts_on", context.field("starts_on"), order.starts_on);
  read_date(errors, "ends_on", context.field("ends_on"), order.ends_on);
  order.permanent = context.field("permanent") == "yes";
  for (const auto code : context.form.all("conditions")) {
    if (domain::parse_condition(code) == domain::Condition::unknown)
      errors.push_back({"conditions", Fault::not_offered});
    order.conditions.emplace_back(code);
  }
}

std::string etag_of_order(const storage::OrderRow& row) {
  return etag_of(row.root.text() + "/" + std::to_string(row.version) + "/" +
                 (row.loosening_asked ? time_text(*row.loosening_asked) : ""));
}

http::Response entered_answer(const storage::EnteredOrder& entered, const domain::OrderId& root) {
  json::Writer out;
  out.object()
      .field("id", root.text())
      .field("version", entered.version)
      .field("bars", entered.bars)
      .field("recalled", entered.recalled)
      .field("tasks", entered.tasks)
      .end();
  auto answer = http::json(201, out.take());
  answer.header("location", "/api/v1/orders/" + root.text());
  return answer;
}

std::vector<pages::OrdersView::Row::Exception> exception_views(const std::vector<storage::ExceptionDays>& exceptions) {
  std::vector<pages::OrdersView::Row::Exception> views;
  views.reserve(exceptions.size());
  for (const auto& one : exceptions) views.push_back({std::string(name_of(one.channel)), one.from, one.until});
  return views;
}

std::string exception_text(const storage::ExceptionDays& one) {
  return std::string(name_of(one.channel)) + "/" + day_text(one.from) + "/" + day_text(one.until);
}

std::optional<storage::ExceptionDays> parse_exception(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos || text.size() != slash + 22) return std::nullopt;
  const auto channel = domain::parse_name<domain::Channel>(text.substr(0, slash));
  const auto from = parse_day(text.substr(slash + 1, 10));
  const auto until = parse_day(text.substr(slash + 12));
  if (!channel || !from || !until) return std::nullopt;
  return storage::ExceptionDays{*channel, *from, *until};
}

pages::OrdersView::Row row_view(const Context& context, const flows::ExplainedOrder& order) {
  const auto& row = order.row;
  pages::OrdersView::Row view;
  view.id = row.root.text();
  view.kind = name_of(row.order.kind);
  view.state = name_of(row.order.state);
  view.offender_number = row.offender_number;
  view.offender_name = row.offender_name;
  if (row.person) view.person = context.app.pages.text(frame(context).lang, "relation." + row.person_kind);
  view.starts_on = row.starts_on;
  view.ends_on = row.ends_on;
  view.permanent = row.order.permanent;
  view.conditions = row.conditions;
  view.statute = row.statute;
  view.exceptions = exception_views(row.exceptions);
  view.in_force = row.bars;
  view.loosening_asked = row.loosening_asked;
  return view;
}

}  // namespace holdfast::routes
