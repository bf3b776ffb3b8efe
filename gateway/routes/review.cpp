#include "gateway/routes/review.h"

#include <algorithm>

#include "gateway/flows/marks.h"
#include "gateway/flows/review.h"
#include "gateway/routes/known_persons.h"
#include "gateway/routes/office.h"
#include "gateway/routes/opening.h"
#include "gateway/routes/schema.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::Result;
using domain::VersionId;
using flows::Decision;
using flows::ReviewDecision;
using http::Method;

constexpr std::string_view kList = "reviews";

// ---- what both sides share ----

auto list(Context& context) {
  return listed(
      context, kList,
      [&](std::int64_t place, int limit) {
        return flows::review_queue(context.worker, context.principal(), place, limit);
      },
      [](const storage::ReviewRow& row) { return row.place; });
}

std::string_view verdict_name(const std::optional<domain::Verdict>& verdict) {
  return verdict ? domain::name_of(*verdict) : std::string_view("unscreened");
}
std::string_view verdict_of(const storage::ReviewRow& row) { return verdict_name(row.verdict); }

// The codes that this agency's profile lets a return carry; all of ours where it names none.
std::optional<domain::ReturnCode> code_of(const config::Profile& profile, std::string_view name) {
  const auto code = domain::parse_code(name);
  if (!code || profile.return_reasons.empty()) return code;
  return std::ranges::find(profile.return_reasons, name) == profile.return_reasons.end() ? std::nullopt : code;
}

bool note_known(std::string_view note) {
  return std::ranges::find(pages::note_codes(), note) != pages::note_codes().end();
}

bool needs_reasons(Decision decision) { return decision == Decision::return_ || decision == Decision::refuse; }

// ---- API ----

constexpr std::string_view kRowSchema = R"json({"type":"object","additionalProperties":false,
  "required":["id","letter","version","state","verdict","categories","welfare","language","characters","received_at",
  "offender_number","offender_name","programme"],"properties":{
  "id":{"type":"string","pattern":"^[0-9a-z]{26}$"},"letter":{"type":"string"},"version":{"type":"integer"},
  "state":{"type":"string"},"verdict":{"type":"string","enum":["clear","review","quarantine","unscreened"]},
  "categories":{"type":"array","items":{"type":"string"}},"welfare":{"type":"boolean"},"language":{"type":"string"},
  "characters":{"type":"integer"},"received_at":{"type":"string"},"offender_number":{"type":"string"},
  "offender_name":{"type":"string"},"programme":{"type":"string"},"assigned_to":{"type":"string"},
  "case_number":{"type":"string"},"barred":{"type":"string"},"opened":{"type":"boolean"},
  "rescreened":{"type":"object","additionalProperties":false,"required":["at","was"],"properties":{"at":{"type":"string"},
    "was":{"type":"string","enum":["clear","review","quarantine","unscreened"]}}},
  "earlier":{"type":"array","items":{"type":"object","additionalProperties":false,
    "required":["version","received_at","state","reasons"],"properties":{"version":{"type":"integer"},
    "received_at":{"type":"string"},"state":{"type":"string"},"reasons":{"type":"array","items":{"type":"string"}}}}}}})json";
constexpr std::string_view kListSchemaBegins =
    R"json({"type":"object","additionalProperties":false,"required":["reviews"],
  "properties":{"reviews":{"type":"array","items":)json";
constexpr std::string_view kListSchemaEnds = R"json(},"next":{"type":"string"}}})json";
constexpr std::string_view kListSchema = kJoined<kListSchemaBegins, kRowSchema, kListSchemaEnds>;
constexpr std::string_view kOpenedSchemaBegins = R"json({"type":"object","additionalProperties":false,
  "required":["id","words","addressee","findings","rules"],"properties":{"id":{"type":"string"},"words":{"type":"string"},
  "addressee":{"type":"string"},"rules":{"type":"string"},
  "why_not":{"type":"object","additionalProperties":false,"required":["kind","level","rule","category","missing"],
    "properties":{"kind":{"type":"string","enum":["company","composite","score"]},"level":{"type":"string"},
    "rule":{"type":"string"},"category":{"type":"string"},"missing":{"type":"array","items":{"type":"string"}},
    "points":{"type":"number"},"of":{"type":"number"}}},
  "findings":{"type":"array","items":{"type":"object","additionalProperties":false,
    "required":["rule","category","level","start","end","quote","reason","view","read_as","of"],"properties":{
    "rule":{"type":"string"},"view":{"type":"string"},"read_as":{"type":"string"},
    "category":{"type":"string"},"level":{"type":"string"},"start":{"type":"integer"},"end":{"type":"integer"},
    "quote":{"type":"string"},"reason":{"type":"string"},"of":{"type":"string","enum":["words","addressee"]},
    "mark":{"type":"string","enum":["right","wrong"]}}}},
  "speaks_of":)json";
constexpr std::string_view kOpenedSchemaEnds = "}}";
constexpr std::string_view kOpenedSchema = kJoined<kOpenedSchemaBegins, kSpokenSchema, kOpenedSchemaEnds>;
constexpr std::string_view kDecisionSchema =
    R"json({"type":"object","additionalProperties":false,"required":["decision"],
  "properties":{"decision":{"type":"string","enum":["approve","return","quarantine","refuse"]},
  "reasons":{"type":"array","maxItems":16,"items":{"type":"string"}},
  "note":{"type":"string","enum":["none","nearly","rewrite","with_help"]}}})json";
constexpr std::string_view kDecidedSchema = R"json({"type":"object","additionalProperties":false,
  "required":["id","state","letter_state"],"properties":{"id":{"type":"string"},"state":{"type":"string"},
  "letter_state":{"type":"string"}}})json";

void write_row(json::Writer& out, const storage::ReviewRow& row) {
  out.field("id", row.version.text())
      .field("letter", row.letter.text())
      .field("version", row.no)
      .field("state", name_of(row.state))
      .field("verdict", verdict_of(row));
  texts(out, "categories", row.categories);
  out.field("welfare", row.welfare)
      .field("language", row.language)
      .field("characters", row.characters)
      .field("received_at", time_text(row.received))
      .field("offender_number", row.offender_number)
      .field("offender_name", row.offender_name)
      .field("programme", row.programme);
  if (!row.assigned_to.empty()) out.field("assigned_to", row.assigned_to);
}

std::string row_json(const storage::ReviewRow& row) {
  json::Writer out;
  out.object();
  write_row(out, row);
  out.end();
  return out.take();
}

std::string file_json(const storage::ReviewFile& file) {
  json::Writer out;
  out.object();
  write_row(out, file.row);
  out.field("case_number", file.case_number).field("opened", file.opened);
  if (!file.barred.empty()) out.field("barred", file.barred);
  if (const auto& again = file.rescreened)
    out.key("rescreened").object().field("at", time_text(again->at)).field("was", verdict_name(again->was)).end();
  out.key("earlier").array();
  for (const auto& earlier : file.earlier) {
    out.object()
        .field("version", earlier.no)
        .field("received_at", time_text(earlier.received))
        .field("state", earlier.state);
    texts(out, "reasons", earlier.reasons);
    out.end();
  }
  out.end().end();
  return out.take();
}

// What a decision depends on: the version and its letter, not who else has it open.
std::string etag_of_file(const storage::ReviewFile& file) {
  return etag_of(file.row.version.text() + std::string(name_of(file.row.state)) + std::string(verdict_of(file.row)));
}

Answer api_list(Context& context) {
  const auto found = list(context);
  if (!found) return std::unexpected(found.error());
  return list_answer("reviews", *found, row_json);
}

Answer api_file(Context& context) {
  const auto file = of_path<VersionId>(context, "version", flows::review_file);
  if (!file) return std::unexpected(file.error());
  auto answer = http::json(200, file_json(*file));
  answer.header("etag", etag_of_file(*file));
  return answer;
}

Answer api_open(Context& context) {
  const auto opened = of_path<VersionId>(context, "version", flows::open_review);
  if (!opened) return std::unexpected(opened.error());
  const auto spoken = spoken_of(context, opened->words.reveal_text(), opened->file.row.offender_number);
  if (!spoken) return std::unexpected(spoken.error());
  json::Writer out;
  out.object()
      .field("id", opened->file.row.version.text())
      .field("words", opened->words.reveal_text())
      .field("addressee", opened->cover.addressee)
      .field("rules", opened->file.rules);
  write_findings(out, context, opened->cover, opened->marks);
  if (const auto& found = *spoken) write_spoken(out, *found);
  if (const auto& nearest = opened->cover.nearest; nearest && verdict_of(opened->file.row) != "quarantine") {
    out.key("why_not")
        .object()
        .field("kind", nearest->kind)
        .field("level", nearest->level)
        .field("rule", nearest->rule)
        .field("category", nearest->category);
    texts(out, "missing", nearest->missing);
    if (nearest->kind == "score") out.field("points", nearest->points).field("of", nearest->of);
    out.end();
  }
  out.end();
  auto answer = http::json(200, out.take());
  answer.header("etag", etag_of_file(opened->file));
  return answer;
}

Result<ReviewDecision> json_decision(const Context& context) {
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  ReviewDecision decision;
  decision.decision = fields.as<Decision>("decision", domain::parse_name<Decision>);
  if (body->find("reasons") != nullptr) {
    for (const auto& name : fields.texts("reasons", {.max = 16}, {.min = 1, .max = 20})) {
      const auto code = code_of(context.app.profile, name);
      if (!code) fields.refuse("reasons", "not a known value");
      if (code) decision.codes.push_back(*code);
    }
  }
  decision.note = fields.optional_text("note", {.max = 20}).value_or("none");
  if (!note_known(decision.note)) fields.refuse("note", "not a known value");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  return decision;
}

Answer api_decide(Context& context) {
  const auto id = context.params.id<VersionId>("version");
  if (!id) return std::unexpected(id.error());
  const auto file = flows::review_file(context.worker, context.principal(), *id);
  if (!file) return std::unexpected(file.error());
  const auto decision = json_decision(context);
  if (!decision) return std::unexpected(decision.error());
  if (auto same = check_if_match(context.request, etag_of_file(*file)); !same) return std::unexpected(same.error());
  const auto decided = flows::decide_review(context.worker, context.principal(), *id, *decision);
  if (!decided) return std::unexpected(decided.error());
  json::Writer out;
  out.object()
      .field("id", id->text())
      .field("state", name_of(decided->version))
      .field("letter_state", name_of(decided->letter))
      .end();
  return http::json(200, out.take());
}

Answer api_mark(Context& context) {
  const auto file = of_path<VersionId>(context, "version", flows::review_file);
  if (!file) return std::unexpected(file.error());
  const auto marks = json_marks(context);
  if (!marks) return std::unexpected(marks.error());
  const auto& version = file->row.version;
  if (auto done = flows::mark_findings(context.worker, context.principal(), version, *marks); !done)
    return std::unexpected(done.error());
  return marks_answer(version.text(), *marks);
}

// ---- pages ----

pages::ReviewSummary summary_of(const storage::ReviewRow& row) {
  pages::ReviewSummary view;
  view.version_id = row.version.text();
  view.offender_number = row.offender_number;
  view.offender_name = row.offender_name;
  view.programme = row.programme;
  view.language = row.language;
  view.verdict = verdict_of(row);
  view.categories = row.categories;
  view.findings = static_cast<int>(row.categories.size());
  view.version = row.no;
  view.received = row.received;
  view.assigned_to = row.assigned_to;
  return view;
}

pages::ReviewSummary summary_of(const storage::ReviewFile& file) {
  auto view = summary_of(file.row);
  if (const auto& again = file.rescreened) {
    view.rescreened = again->at;
    view.was = verdict_name(again->was);
    const auto& [first, second] = file.lifted_by;
    view.stops = file.row.verdict == domain::Verdict::quarantine && !first && !second;
  }
  return view;
}

pages::ReviewBeforeView before_view(const storage::ReviewFile& file) {
  pages::ReviewBeforeView view;
  view.letter = summary_of(file);
  view.case_number = file.case_number;
  view.barred = file.barred == "stop_contact" ? "stop_request" : file.barred;
  for (const auto& earlier : file.earlier) {
    view.earlier.push_back({earlier.no, earlier.received, earlier.state, earlier.reasons});
  }
  return view;
}

Result<pages::ReviewOpenView> open_view(const Context& context, const flows::ReviewWords& opened) {
  const auto spoken = spoken_of(context, opened.words.reveal_text(), opened.file.row.offender_number);
  if (!spoken) return std::unexpected(spoken.error());
  pages::ReviewOpenView view;
  if (const auto& found = *spoken) view.spoken = spoken_view(*found);
  view.letter = summary_of(opened.file);
  view.addressee = opened.cover.addressee;
  view.case_number = opened.file.case_number;
  view.findings = finding_views(context, opened.cover, &opened.marks);
  view.letter.findings = static_cast<int>(view.findings.size());
  view.words = pages::cut(opened.words.reveal_text(), view.findings);
  if (verdict_of(opened.file.row) != "quarantine") view.why_not = why_not_view(context, opened.cover);
  view.rules = opened.file.engine + " · " + opened.file.rules.substr(0, 12);
  return view;
}

Answer queue_page(Context& context) {
  auto found = list(context);
  if (!found) return std::unexpected(found.error());
  pages::ReviewQueueView view{{}, std::move(found->next)};
  for (const auto& row : found->rows) view.letters.push_back(summary_of(row));
  return page(context, view);
}

Answer before_page(Context& context) {
  const auto file = of_path<VersionId>(context, "version", flows::review_file);
  if (!file) return std::unexpected(file.error());
  return page(context, before_view(*file));
}

Answer open_page(Context& context) {
  const auto opened = of_path<VersionId>(context, "version", flows::open_review);
  if (!opened) return std::unexpected(opened.error());
  const auto view = open_view(context, *opened);
  if (!view) return std::unexpected(view.error());
  return page(context, *view);
}

// The words stay open to whom they were open, if their step-up is still fresh.
Answer marks_page(Context& context) {
  const auto file = of_path<VersionId>(context, "version", flows::review_file);
  if (!file) return std::unexpected(file.error());
  const auto marks = form_marks(context);
  if (!marks) return std::unexpected(marks.error());
  const auto& version = file->row.version;
  if (auto done = flows::mark_findings(context.worker, context.principal(), version, *marks); !done)
    return std::unexpected(done.error());
  if (!context.principal().stepped_up) return see_other("/office/review/" + version.text(), pages::Flash::marks_kept);
  const auto opened = flows::open_review(context.worker, context.principal(), version);
  if (!opened) return std::unexpected(opened.error());
  const auto view = open_view(context, *opened);
  if (!view) return std::unexpected(view.error());
  return page_after(context, *view, pages::Flash::marks_kept);
}

struct DecisionForm {
  std::string decision, note;
  std::vector<std::string> reasons;
};

DecisionForm form_of(const Context& context) {
  DecisionForm form{std::string(context.field("decision")), std::string(context.field("note")), {}};
  for (const auto reason : context.form.all("reasons")) form.reasons.emplace_back(reason);
  return form;
}

std::vector<pages::FieldError> read_form(const Context& context, const DecisionForm& form, ReviewDecision& decision) {
  using pages::Fault;
  std::vector<pages::FieldError> errors;
  const auto chosen = domain::parse_name<Decision>(form.decision);
  if (!chosen) errors.push_back({"decision", form.decision.empty() ? Fault::missing : Fault::not_offered});
  for (const auto& name : form.reasons) {
    const auto code = code_of(context.app.profile, name);
    if (code) decision.codes.push_back(*code);
    if (!code && errors.empty()) errors.push_back({"reasons", Fault::not_offered});
  }
  if (chosen) {
    decision.decision = *chosen;
    if (needs_reasons(*chosen) && form.reasons.empty()) errors.push_back({"reasons", Fault::missing});
  }
  decision.note = form.note.empty() ? "none" : form.note;
  if (!note_known(decision.note)) errors.push_back({"note", Fault::not_offered});
  return errors;
}

// The form again. The words are shown with it only to somebody whose step-up is still fresh.
Answer decide_again(Context& context, const VersionId& id, const DecisionForm& form,
                    std::vector<pages::FieldError> errors) {
  if (!context.principal().stepped_up) {
    const auto file = flows::review_file(context.worker, context.principal(), id);
    if (!file) return std::unexpected(file.error());
    return page_again(context, before_view(*file), std::move(errors));
  }
  const auto opened = flows::open_review(context.worker, context.principal(), id);
  if (!opened) return std::unexpected(opened.error());
  auto view = open_view(context, *opened);
  if (!view) return std::unexpected(view.error());
  view->decision = form.decision;
  view->reasons = form.reasons;
  view->note = form.note;
  return page_again(context, *view, std::move(errors));
}

Answer decide_page(Context& context) {
  const auto id = context.params.id<VersionId>("version");
  if (!id) return std::unexpected(id.error());
  const auto form = form_of(context);
  ReviewDecision decision;
  if (auto errors = read_form(context, form, decision); !errors.empty()) {
    return decide_again(context, *id, form, std::move(errors));
  }
  const auto decided = flows::decide_review(context.worker, context.principal(), *id, decision);
  if (!decided) return std::unexpected(decided.error());
  return see_other("/office/review", pages::Flash::decision_recorded);
}

constexpr Route kRoutes[] = {
    {.path = "/office/review", .act = Act::review_list, .handle = queue_page},
    {.path = "/office/review/{version}", .act = Act::review_list, .handle = before_page},
    {.method = Method::post,
     .path = "/office/review/{version}/open",
     .act = Act::review_open,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = open_page},
    {.method = Method::post,
     .path = "/office/review/{version}/decision",
     .act = Act::review_decide,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = decide_page},
    {.method = Method::post,
     .path = "/office/review/{version}/marks",
     .act = Act::review_decide,
     .body = BodyKind::form,
     .limit = kOfficeForm,
     .handle = marks_page},
    {.path = "/api/v1/reviews",
     .act = Act::review_list,
     .handle = api_list,
     .doc = {"What waits for review: welfare first, oldest first, quarantined last", "", kListSchema, 200, "422"}},
    {.path = "/api/v1/reviews/{version}",
     .act = Act::review_list,
     .handle = api_file,
     .doc = {"One version under review, without its words", "", kRowSchema, 200, "404"}},
    {.method = Method::post,
     .path = "/api/v1/reviews/{version}/opening",
     .act = Act::review_open,
     .handle = api_open,
     .doc = {"Open the words under an assignment of your own; witnessed", "", kOpenedSchema, 200, "404 409 410"}},
    {.method = Method::post,
     .path = "/api/v1/reviews/{version}/decision",
     .act = Act::review_decide,
     .body = BodyKind::json,
     .limit = kOfficeForm,
     .handle = api_decide,
     .doc = {"Approve, return, quarantine or refuse a version", kDecisionSchema, kDecidedSchema, 200,
             "404 409 412 422 428"}},
    {.method = Method::post,
     .path = "/api/v1/reviews/{version}/marks",
     .act = Act::review_decide,
     .body = BodyKind::json,
     .limit = kOfficeForm,
     .handle = api_mark,
     .doc = {"Say which findings are right and which are wrong, while the words are open to you; nothing of the letter "
             "is kept",
             kMarksSchema, kMarkedSchema, 200, "404 409 422"}},
};

}  // namespace

std::span<const Route> review_routes() { return kRoutes; }

}  // namespace holdfast::routes
