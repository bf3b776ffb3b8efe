#include "gateway/routes/programme.h"

#include <future>

#include "gateway/flows/intake.h"
#include "gateway/http/answers.h"
#include "gateway/json/fields.h"
#include "gateway/json/writer.h"
#include "gateway/routes/app.h"
#include "gateway/routes/direct.h"
#include "gateway/routes/programme_forms.h"
#include "gateway/routes/schema.h"
#include "gateway/routes/tokens.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::Error;
using domain::fail;
using domain::LetterId;
using domain::Problem;
using domain::Result;
using flows::Submission;
using http::Method;

constexpr int kPage = 50;
constexpr std::string_view kList = "programme";

// ---- what both sides share ----

storage::RequestHash hash_of(const App& app, const http::Request& request) {
  return sealing::keyed_hash(app.local_key, "request", request.body);
}

Submission read_submission(json::Fields& fields) {
  Submission sent;
  sent.offender_number = fields.text("offender_number", {.min = 1, .max = 20});
  sent.offender_name = fields.text("offender_name", {.min = 1, .max = 120});
  sent.case_number = fields.optional_text("case_number", {.max = 40}).value_or("");
  sent.addressee = fields.text("addressee", {.min = 1, .max = 200});
  sent.language = fields.text("language", {.min = 2, .max = 5});
  sent.words = fields.text("body", {.min = 1, .max = kLetterLimit, .controls = json::Controls::any});
  sent.channel = fields.optional_as<domain::Channel>("channel", domain::parse_name<domain::Channel>)
                     .value_or(domain::Channel::accountability_letter);
  return sent;
}

Result<Submission> submission_of(const App& app, const http::Request& request) {
  const auto body = json::parse(request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  auto sent = read_submission(fields);
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  if (auto fits = flows::check(sent, app.config.limits.letter_bytes); !fits) return std::unexpected(fits.error());
  return sent;
}

// ---- API ----

constexpr std::string_view kLetterRequest = R"json({"type":"object","additionalProperties":false,
  "required":["offender_number","offender_name","addressee","language","body"],"properties":{
  "offender_number":{"type":"string","pattern":"^[A-Z0-9-]{1,20}$"},"offender_name":{"type":"string","minLength":1,"maxLength":120},
  "case_number":{"type":"string","maxLength":40},"addressee":{"type":"string","minLength":1,"maxLength":200},
  "language":{"type":"string","enum":["en","es","other"]},"body":{"type":"string","minLength":1},
  "channel":{"description":"absent: accountability_letter; a further version keeps its letter's","type":"string",
  "enum":["accountability_letter","approved_contact","dialogue_preparation"]}}})json";
constexpr std::string_view kLetterReceived =
    R"json({"type":"object","additionalProperties":false,"required":["id","state"],
  "properties":{"id":{"type":"string","pattern":"^[0-9a-z]{26}$"},"state":{"type":"string","enum":["received"]}}})json";
constexpr std::string_view kLetterState = R"json({"type":"object","additionalProperties":false,
  "required":["id","offender_number","state","reasons","version","received_at","shown_at"],"properties":{
  "id":{"type":"string"},"offender_number":{"type":"string"},
  "state":{"type":"string","enum":["received","in_review","returned","banked","not_accepted","withdrawn"]},
  "reasons":{"type":"array","items":{"type":"string"}},"version":{"type":"integer"},
  "received_at":{"type":"string"},"shown_at":{"type":"string"}}})json";
constexpr std::string_view kLetterListBegins =
    R"json({"type":"object","additionalProperties":false,"required":["letters"],
  "properties":{"letters":{"type":"array","items":)json";
constexpr std::string_view kLetterListEnds = R"json(},"next":{"type":"string"}}})json";
constexpr std::string_view kLetterList = kJoined<kLetterListBegins, kLetterState, kLetterListEnds>;
constexpr std::string_view kVersionReceived =
    R"json({"type":"object","additionalProperties":false,"required":["id","version"],
  "properties":{"id":{"type":"string"},"version":{"type":"integer"}}})json";

http::Response received(const LetterId& letter) {
  json::Writer out;
  out.object().field("id", letter.text()).field("state", "received").end();
  auto answer = http::json(201, out.take());
  answer.header("location", "/api/v1/letters/" + letter.text());
  return answer;
}

// A session that is none, or one of another role: the second is told so.
void answer_stranger(DirectContext& context, const std::shared_ptr<http::Request>& request, http::Responder respond,
                     const sealing::KeyedHash& token) {
  auto held = std::make_shared<http::Responder>(std::move(respond));
  const bool taken = context.lanes.staff.post([request, held, token](storage::Worker& worker) {
    const auto who = storage::principal_of(worker, token);
    const Error error = who ? Error{Problem::forbidden, "this is not among what this role does"} : who.error();
    auto answer = http::problem(error, request->request_id);
    if (error.problem == Problem::not_signed_in) answer.header("www-authenticate", "Bearer");
    (*held)(std::move(answer));
  });
  if (!taken)
    (*held)(http::problem({Problem::unavailable, "too many are waiting; try again"}, request->request_id,
                          std::chrono::seconds(2)));
}

// POST /api/v1/letters. 201 says that the letter is sealed, stored and witnessed; it says nothing of any recipient.
void post_letter(DirectContext& context, http::Request&& sent, http::Responder respond) {
  auto request = std::make_shared<http::Request>(std::move(sent));
  const auto refuse = [&](const Error& error) { respond(http::problem(error, request->request_id)); };
  const auto token = token_of(*request, true);
  if (!token) return refuse({Problem::not_signed_in, "sign in first"});
  const auto key = request->header("idempotency-key");
  if (auto fits = flows::check_key(key); !fits) return refuse(fits.error());
  auto submission = submission_of(context.app, *request);
  if (!submission) return refuse(submission.error());
  const auto hash = session_hash(context.app.local_key, *token);
  auto held = std::make_shared<http::Responder>(std::move(respond));
  const auto answer = [context, request, held, hash](Result<flows::Received> got) mutable {
    if (got) return (*held)(received(got->letter));
    if (got.error().problem == Problem::not_signed_in) return answer_stranger(context, request, std::move(*held), hash);
    if (got.error().problem == Problem::unavailable) {
      return (*held)(http::problem(got.error(), request->request_id, std::chrono::seconds(2)));
    }
    (*held)(http::problem(got.error(), request->request_id));
  };
  if (!context.intake.submit(hash, std::string(key), hash_of(context.app, *request), std::move(*submission), answer)) {
    (*held)(http::problem({Problem::unavailable, "too many letters are waiting; send it again"}, request->request_id,
                          std::chrono::seconds(1)));
  }
}

std::string json_of(const storage::ProgrammeLetter& letter) {
  json::Writer out;
  out.object()
      .field("id", letter.letter.text())
      .field("offender_number", letter.offender_number)
      .field("state", letter.state);
  out.key("reasons").array();
  for (const auto& reason : letter.reasons) out.value(reason);
  out.end()
      .field("version", letter.version)
      .field("received_at", time_text(letter.received_at))
      .field("shown_at", time_text(letter.shown_at))
      .end();
  return out.take();
}

Result<std::string_view> after(const Context& context) {
  if (auto known = context.request.query.only({"after", "done"}); !known) return std::unexpected(known.error());
  return context.request.query.first("after").value_or(std::string_view{});
}

struct Listed {
  std::vector<storage::ProgrammeLetter> letters;
  std::string next;
};

Result<Listed> list(Context& context) {
  const auto cursor = after(context);
  if (!cursor) return std::unexpected(cursor.error());
  const auto before = open_cursor(context.app, kList, *cursor);
  if (!before) return std::unexpected(before.error());
  auto letters = storage::programme_letters(context.worker, context.principal(), *before, kPage + 1);
  if (!letters) return std::unexpected(letters.error());
  Listed found{std::move(*letters), ""};
  if (found.letters.size() > kPage) {
    found.letters.resize(kPage);
    found.next = seal_cursor(context.app, kList, found.letters.back().place);
  }
  return found;
}

Answer api_letters(Context& context) {
  const auto found = list(context);
  if (!found) return std::unexpected(found.error());
  json::Writer out;
  out.object().key("letters").array();
  for (const auto& letter : found->letters) out.raw_json(json_of(letter));
  out.end();
  if (!found->next.empty()) out.field("next", found->next);
  out.end();
  return http::json(200, out.take());
}

Answer api_letter(Context& context) {
  const auto id = context.params.id<LetterId>("letter");
  if (!id) return std::unexpected(id.error());
  const auto letter = storage::programme_letter(context.worker, context.principal(), *id);
  if (!letter) return std::unexpected(letter.error());
  auto text = json_of(*letter);
  const auto etag = etag_of(text);
  auto answer = http::json(200, std::move(text));
  answer.header("etag", etag);
  return answer;
}

Answer api_version(Context& context) {
  const auto id = context.params.id<LetterId>("letter");
  if (!id) return std::unexpected(id.error());
  const auto letter = storage::programme_letter(context.worker, context.principal(), *id);
  if (!letter) return std::unexpected(letter.error());
  const auto submission = submission_of(context.app, context.request);
  if (!submission) return std::unexpected(submission.error());
  if (auto same = check_if_match(context.request, etag_of(json_of(*letter))); !same)
    return std::unexpected(same.error());
  const auto rules = context.app.rules.now();
  const auto number = flows::submit_version(context.worker, context.principal(), rules->engine, *id, *submission);
  if (!number) return std::unexpected(number.error());
  json::Writer out;
  out.object().field("id", id->text()).field("version", *number).end();
  return http::json(201, out.take());
}

Answer api_withdraw(Context& context) {
  const auto id = context.params.id<LetterId>("letter");
  if (!id) return std::unexpected(id.error());
  if (auto done = storage::withdraw_letter(context.worker, context.principal(), *id); !done)
    return std::unexpected(done.error());
  http::Response fine;
  fine.status = 204;
  return fine;
}

// ---- pages ----

Answer programme_page(Context& context) {
  const auto found = list(context);
  if (!found) return std::unexpected(found.error());
  const auto name = storage::programme_name(context.worker, context.principal());
  if (!name) return std::unexpected(name.error());
  pages::ProgrammeView view{*name, {}, found->next};
  for (const auto& letter : found->letters) view.letters.push_back(summary_of(letter));
  return page(context, view);
}

Answer new_letter_page(Context& context) { return page(context, new_letter_form(context)); }

Answer new_letter(Context& context, flows::Intake& intake) {
  const auto sent = form_submission(context);
  const auto most = context.app.config.limits.letter_bytes;
  if (const auto faults = flows::faults_of(sent, most); !faults.empty()) {
    std::vector<pages::FieldError> errors;
    errors.reserve(faults.size());
    for (const auto& fault : faults) errors.push_back({fault.field, fault_of(fault, sent, most)});
    return page_again(context, new_letter_form(context, sent), std::move(errors));
  }
  if (auto fits = flows::check_key(context.field("key")); !fits) return std::unexpected(fits.error());
  const auto token = token_of(context.request, false);
  std::promise<Result<flows::Received>> answered;
  auto waiting = answered.get_future();
  std::string all;
  for (const auto* part :
       {&sent.offender_number, &sent.offender_name, &sent.case_number, &sent.addressee, &sent.language, &sent.words}) {
    all += *part + '\0';
  }
  all += domain::name_of(sent.channel);
  const bool taken =
      intake.submit(session_hash(context.app.local_key, token.value_or("")), std::string(context.field("key")),
                    sealing::keyed_hash(context.app.local_key, "request", all), sent,
                    [&](Result<flows::Received> got) { answered.set_value(std::move(got)); });
  if (!taken) return fail(Problem::unavailable, "too many letters are waiting; send it again");
  const auto got = waiting.get();
  if (!got) return std::unexpected(got.error());
  return see_other("/programme/letters/" + got->letter.text(), pages::Flash::letter_received);
}

Answer post_new_letter(Context& context) { return new_letter(context, *context.app.intake); }

Answer letter_page(Context& context) {
  const auto id = context.params.id<LetterId>("id");
  if (!id) return std::unexpected(id.error());
  const auto view = letter_view(context, *id);
  if (!view) return std::unexpected(view.error());
  return page(context, *view);
}

Answer post_version(Context& context) {
  const auto id = context.params.id<LetterId>("id");
  if (!id) return std::unexpected(id.error());
  auto view = letter_view(context, *id);
  if (!view) return std::unexpected(view.error());
  auto sent = form_submission(context);
  // Who wrote stays as it was. Whom it is for is asked again: it was sealed with the version before.
  sent.offender_number = view->letter.offender_number;
  sent.offender_name = "-";
  if (const auto faults = flows::faults_of(sent, view->max_bytes); !faults.empty()) {
    keep_typed(*view, context, sent);
    std::vector<pages::FieldError> errors;
    errors.reserve(faults.size());
    for (const auto& fault : faults) errors.push_back({fault.field, fault_of(fault, sent, view->max_bytes)});
    return page_again(context, *view, std::move(errors));
  }
  const auto rules = context.app.rules.now();
  const auto number = flows::submit_version(context.worker, context.principal(), rules->engine, *id, sent);
  if (!number) return std::unexpected(number.error());
  return see_other("/programme/letters/" + id->text(), pages::Flash::version_received);
}

Answer post_withdraw(Context& context) {
  const auto id = context.params.id<LetterId>("id");
  if (!id) return std::unexpected(id.error());
  if (auto done = storage::withdraw_letter(context.worker, context.principal(), *id); !done)
    return std::unexpected(done.error());
  return see_other("/programme/letters/" + id->text(), pages::Flash::letter_withdrawn);
}

constexpr Route kRoutes[] = {
    {.path = "/programme", .act = Act::letter_follow, .handle = programme_page},
    {.path = "/programme/letters/new", .act = Act::letter_submit, .handle = new_letter_page},
    {.method = Method::post,
     .path = "/programme/letters",
     .act = Act::letter_submit,
     .body = BodyKind::form,
     .limit = kLetterLimit,
     .handle = post_new_letter},
    {.path = "/programme/letters/{id}", .act = Act::letter_follow, .handle = letter_page},
    {.method = Method::post,
     .path = "/programme/letters/{id}/versions",
     .act = Act::letter_submit,
     .body = BodyKind::form,
     .limit = kLetterLimit,
     .handle = post_version},
    {.method = Method::post,
     .path = "/programme/letters/{id}/withdraw",
     .act = Act::letter_withdraw,
     .body = BodyKind::form,
     .limit = 8192,
     .handle = post_withdraw},
    {.method = Method::post,
     .path = "/api/v1/letters",
     .act = Act::letter_submit,
     .body = BodyKind::json,
     .limit = kLetterLimit,
     .doc = {"Submit a letter", kLetterRequest, kLetterReceived, 201, "422"},
     .direct = post_letter},
    {.path = "/api/v1/letters",
     .act = Act::letter_follow,
     .handle = api_letters,
     .doc = {"The programme's letters, newest first", "", kLetterList, 200, "422"}},
    {.path = "/api/v1/letters/{letter}",
     .act = Act::letter_follow,
     .handle = api_letter,
     .doc = {"A letter's published state", "", kLetterState, 200, "404"}},
    {.method = Method::post,
     .path = "/api/v1/letters/{letter}/versions",
     .act = Act::letter_submit,
     .body = BodyKind::json,
     .limit = kLetterLimit,
     .handle = api_version,
     .doc = {"Submit a further version", kLetterRequest, kVersionReceived, 201, "404 409 412 422 428"}},
    {.method = Method::post,
     .path = "/api/v1/letters/{letter}/withdrawal",
     .act = Act::letter_withdraw,
     .handle = api_withdraw,
     .doc = {"Take a letter back", "", "", 204, "404"}},
};

}  // namespace

std::span<const Route> programme_routes() { return kRoutes; }

}  // namespace holdfast::routes
