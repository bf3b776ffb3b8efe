#include "gateway/routes/checks.h"

#include "gateway/flows/check.h"
#include "gateway/http/answers.h"
#include "gateway/json/fields.h"
#include "gateway/json/writer.h"
#include "gateway/routes/office.h"
#include "gateway/routes/programme_forms.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::LetterId;
using domain::Problem;
using domain::Result;
using flows::Checked;
using http::Method;

Result<Checked> check(Context& context, std::string_view words) {
  const auto& limits = context.app.profile.checks;
  const auto rules = context.app.rules.now();
  return flows::check_letter(context.worker, context.principal(), rules->guidelines, words,
                             {static_cast<int>(limits.account_per_hour), static_cast<int>(limits.programme_per_hour)});
}

pages::CheckView view_of(const Checked& told) {
  pages::CheckView view;
  for (const auto& guideline : told.found) view.found.push_back({guideline.category, guideline.quotes});
  view.unread = told.unread;
  view.welfare = told.welfare;
  if (told.wait.count() > 0) view.wait_minutes = static_cast<int>((told.wait.count() + 59) / 60);
  return view;
}

// ---- API ----

constexpr std::string_view kCheckRequest = R"json({"type":"object","additionalProperties":false,"required":["body"],
  "properties":{"body":{"type":"string","minLength":1}}})json";
constexpr std::string_view kCheckAnswer = R"json({"type":"object","additionalProperties":false,
  "required":["says","guidelines","unread","welfare"],"properties":{
  "says":{"type":"array","items":{"type":"string"}},
  "guidelines":{"type":"array","items":{"type":"object","additionalProperties":false,
    "required":["category","name","why","mend","quotes"],"properties":{
    "category":{"type":"string","enum":["contact_solicitation","victim_blaming","forgiveness_demand","obsessive_attachment",
      "graphic_detail","benefit_seeking","religious_pressure","enclosure_or_gift","concealment"]},
    "name":{"type":"string"},"why":{"type":"string"},"mend":{"type":"string"},
    "quotes":{"type":"array","items":{"type":"string"}}}}},
  "unread":{"type":"boolean"},"welfare":{"type":"boolean"}}})json";

std::string json_of(const Context& context, const pages::CheckView& told) {
  const auto lang = pages::parse_lang(context.language).value_or(pages::Lang::en);
  const auto text = [&](std::string_view key) { return context.app.pages.text(lang, key); };
  json::Writer out;
  out.object().key("says").array();
  for (const auto key : pages::sentences_of(told)) out.value(text(key));
  out.end().key("guidelines").array();
  for (const auto& guideline : told.found) {
    out.object()
        .field("category", guideline.category)
        .field("name", text("check_name." + guideline.category))
        .field("why", text("check_why." + guideline.category))
        .field("mend", text("check_mend." + guideline.category));
    texts(out, "quotes", guideline.quotes);
    out.end();
  }
  out.end().field("unread", told.unread).field("welfare", told.welfare).end();
  return out.take();
}

Answer api_check(Context& context) {
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  const auto words = fields.text("body", {.min = 1, .max = kLetterLimit, .controls = json::Controls::any});
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  if (auto fault = flows::fault_of_words(words, context.app.config.limits.letter_bytes))
    return std::unexpected(std::move(*fault));
  const auto told = check(context, words);
  if (!told) return std::unexpected(told.error());
  if (told->wait.count() > 0) {
    return http::problem({Problem::too_many_requests, "as many checks as an hour allows; wait as Retry-After says"},
                         context.request.request_id, told->wait);
  }
  return http::json(200, json_of(context, view_of(*told)));
}

// ---- pages ----

std::string& body_of(pages::NewLetterView& view) { return view.draft.body; }
std::string& body_of(pages::ProgrammeLetterView& view) { return view.body; }

// The form's page again, the words in it whether they were typed or came as a file. `home`: where the form is found.
template <class View>
Answer answer_page(Context& context, View view, const flows::Submission& sent, std::string home) {
  auto framed = frame(context);
  framed.path = std::move(home);
  const auto most = context.app.config.limits.letter_bytes;
  if (const auto fault = flows::fault_of_words(sent.words, most)) {
    framed.errors.push_back({fault->field, fault_of(*fault, sent, most)});
    return page(context.app.pages.render(framed, view), 422);
  }
  const auto told = check(context, sent.words);
  if (!told) return std::unexpected(told.error());
  body_of(view) = sent.words;
  view.check = view_of(*told);
  const bool refused = told->wait.count() > 0;
  auto answer = page(context.app.pages.render(framed, view), refused ? 429 : 200);
  if (refused) answer.header("retry-after", std::to_string(told->wait.count()));
  return answer;
}

Answer page_check(Context& context) {
  const auto sent = form_submission(context);
  return answer_page(context, new_letter_form(context, sent), sent, "/programme/letters/new");
}

Answer page_check_version(Context& context) {
  const auto id = context.params.id<LetterId>("id");
  if (!id) return std::unexpected(id.error());
  auto view = letter_view(context, *id);
  if (!view) return std::unexpected(view.error());
  if (!view->may_replace) return domain::fail(Problem::not_found, "there is nothing here");
  const auto sent = form_submission(context);
  keep_typed(*view, context, sent);
  return answer_page(context, std::move(*view), sent, "/programme/letters/" + id->text());
}

constexpr Route kRoutes[] = {
    {.method = Method::post,
     .path = "/programme/checks",
     .act = Act::letter_check,
     .body = BodyKind::form,
     .limit = kLetterLimit,
     .handle = page_check},
    {.method = Method::post,
     .path = "/programme/letters/{id}/checks",
     .act = Act::letter_check,
     .body = BodyKind::form,
     .limit = kLetterLimit,
     .handle = page_check_version},
    {.method = Method::post,
     .path = "/api/v1/checks",
     .act = Act::letter_check,
     .body = BodyKind::json,
     .limit = kLetterLimit,
     .handle = api_check,
     .doc = {"What the guidelines say of a letter before it is sent in; nothing of it is kept", kCheckRequest,
             kCheckAnswer, 200, "422"}},
};

}  // namespace

std::span<const Route> checks_routes() { return kRoutes; }

}  // namespace holdfast::routes
