#include "gateway/flows/open_letter.h"
#include "gateway/flows/report.h"
#include "gateway/flows/stop_contact.h"
#include "gateway/http/answers.h"
#include "gateway/json/fields.h"
#include "gateway/json/writer.h"
#include "gateway/routes/local_days.h"
#include "gateway/routes/recipient.h"
#include "gateway/routes/recipient_common.h"
#include "gateway/routes/schema.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::fail;
using domain::HoldId;
using domain::Problem;
using domain::Result;
using http::Method;
using storage::Transaction;

constexpr std::size_t kBodyLimit = 64 * 1024;

constexpr std::string_view kHold = R"json({"type":"object","additionalProperties":false,
  "required":["id","state","since","language","words","choice","not_before","held_by_office"],"properties":{
  "id":{"type":"string","pattern":"^[0-9a-z]{26}$"},
  "state":{"type":"string","enum":["offered","deferred","declined","accepted","released","delivered"]},
  "since":{"type":"string","description":"when it was put by"},"language":{"type":"string"},
  "words":{"type":"integer","description":"how long it is, about"},
  "choice":{"type":["string","null"],"enum":["now","on_date","not_now","not_now_until","never",null]},
  "not_before":{"type":["string","null"],"description":"a day in the agency's zone"},
  "held_by_office":{"type":"boolean","description":"it was accepted, and the office has to keep it closed for now"}}})json";
constexpr std::string_view kHoldsBegins =
    R"json({"type":"object","additionalProperties":false,"required":["holds","contact_stopped"],
  "properties":{"contact_stopped":{"type":"boolean"},"holds":{"type":"array","items":)json";
constexpr std::string_view kHoldsEnds = R"json(}}})json";
constexpr std::string_view kHolds = kJoined<kHoldsBegins, kHold, kHoldsEnds>;
constexpr std::string_view kChoice =
    R"json({"type":"object","additionalProperties":false,"required":["choice"],"properties":{
  "choice":{"type":"string","enum":["now","on_date","not_now","not_now_until","never"]},
  "not_before":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$","description":"for on_date and not_now_until"}}})json";
constexpr std::string_view kRecorded = R"json({"type":"object","additionalProperties":false,
  "required":["choice","said","evidence"],"properties":{
  "choice":{"type":"string","enum":["now","on_date","not_now","not_now_until","never"]},
  "not_before":{"type":"string","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
  "way":{"type":"string","enum":["read_here","post","read_aloud"]},
  "said":{"type":"string","enum":["telephone","by_post","in_person"]},
  "office_asked":{"type":"boolean","description":"the office raised it in that conversation"},
  "evidence":{"type":"string","minLength":1,"maxLength":2000,"description":"who spoke, when, and how they were known"}}})json";
constexpr std::string_view kChosen =
    R"json({"type":"object","additionalProperties":false,"required":["state","held_by_office"],
  "properties":{"state":{"type":"string","enum":["deferred","declined","accepted","released"]},
  "held_by_office":{"type":"boolean"}}})json";
constexpr std::string_view kStop = R"json({"type":"object","additionalProperties":false,"required":["stopped","since"],
  "properties":{"stopped":{"type":"boolean"},"since":{"type":["string","null"]}}})json";
constexpr std::string_view kReport =
    R"json({"type":"object","additionalProperties":false,"required":["channel","what","share"],
  "properties":{"channel":{"type":"string","enum":["letter","call","message","visit","third_person","social_media","other"]},
  "what":{"type":"string","minLength":1,"maxLength":20000},
  "share":{"type":"boolean","description":"the institution may read the text of GET /api/v1/reports/reach, and nothing else"},
  "stop":{"type":"string","enum":["everything","nothing"]}}})json";
constexpr std::string_view kReported = R"json({"type":"object","additionalProperties":false,"required":["id"],
  "properties":{"id":{"type":"string","pattern":"^[0-9a-z]{26}$"}}})json";
constexpr std::string_view kReach =
    R"json({"type":"object","additionalProperties":false,"required":["institution_reads"],
  "properties":{"institution_reads":{"type":"string"}}})json";

bool held_by_office(domain::Bar bar) {
  return bar != domain::Bar::none && bar != domain::Bar::not_yet && bar != domain::Bar::stop_contact;
}

void write_hold(json::Writer& out, const Context& context, const storage::Offer& offer, domain::Bar bar) {
  std::optional<std::string> not_before;
  if (offer.not_before) not_before = day_text(day_of(*offer.not_before, context.app.profile.time_zone));
  std::optional<std::string> choice;
  if (offer.choice) choice = domain::name_of(*offer.choice);
  out.object()
      .field("id", offer.id.text())
      .field("state", domain::name_of(offer.state))
      .field("since", time_text(offer.since))
      .field("language", offer.language)
      .field("words", words_of(offer.characters))
      .field("choice", choice)
      .field("not_before", not_before)
      .field("held_by_office", held_by_office(bar))
      .end();
}

// The hold as its person sees it, and the tag that a choice must name.
struct Shown {
  std::string json, tag;
};
Result<Shown> show(Context& context, const HoldId& hold) {
  const auto seen = see_offer(context, hold);
  if (!seen) return std::unexpected(seen.error());
  json::Writer out;
  write_hold(out, context, seen->offer, seen->bar);
  Shown shown{out.take(), {}};
  shown.tag = etag_of(shown.json + time_text(seen->offer.changed));
  return shown;
}

Answer get_holds(Context& context) {
  const auto offers =
      context.worker.database.run(context.principal().actor, [](Transaction& tx) { return storage::my_offers(tx); });
  if (!offers) return std::unexpected(offers.error());
  const auto stopped = flows::stopped_since(context.worker, context.principal());
  if (!stopped) return std::unexpected(stopped.error());
  json::Writer out;
  out.object().field("contact_stopped", stopped->has_value()).key("holds").array();
  for (const auto& offer : *offers) {
    const auto seen = see_offer(context, offer.id);
    if (!seen) return std::unexpected(seen.error());
    write_hold(out, context, seen->offer, seen->bar);
  }
  out.end().end();
  return http::json(200, out.take());
}

Answer get_hold(Context& context) {
  const auto hold = context.params.id<HoldId>("hold");
  if (!hold) return std::unexpected(hold.error());
  auto shown = show(context, *hold);
  if (!shown) return std::unexpected(shown.error());
  auto answer = http::json(200, std::move(shown->json));
  answer.header("etag", shown->tag);
  return answer;
}

Result<flows::NewChoice> checked(const Context& context, const HoldId& hold, const ChoiceText& text, domain::Time now) {
  const bool dated = text.choice == "on_date" || text.choice == "not_now_until";
  if (!dated && !text.not_before.empty()) {
    return fail(Problem::invalid_field, "this choice has no date; on_date and not_now_until have", "not_before");
  }
  auto choice = read_choice(context, hold, text, now);
  if (!choice)
    return fail(Problem::invalid_field, "not a day that can be chosen, or no known choice",
                std::string(choice.error().field));
  return *choice;
}

Result<domain::Time> time_now(Context& context) {
  return context.worker.database.run(context.principal().actor,
                                     [](Transaction& tx) -> Result<domain::Time> { return tx.now(); });
}

Answer chosen(Context& context, const flows::NewChoice& choice) {
  const auto done = flows::choose(context.worker, context.principal(), choice);
  if (!done) return std::unexpected(done.error());
  json::Writer out;
  out.object().field("state", domain::name_of(done->state)).field("held_by_office", held_by_office(done->bar)).end();
  return http::json(201, out.take());
}

Answer post_choice(Context& context) {
  const auto hold = context.params.id<HoldId>("hold");
  if (!hold) return std::unexpected(hold.error());
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  const ChoiceText text{fields.text("choice", {.min = 1, .max = 20}),
                        fields.optional_text("not_before", {.max = 10}).value_or("")};
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  const auto shown = show(context, *hold);
  if (!shown) return std::unexpected(shown.error());
  if (auto same = check_if_match(context.request, shown->tag); !same) return std::unexpected(same.error());
  const auto now = time_now(context);
  if (!now) return std::unexpected(now.error());
  const auto choice = checked(context, *hold, text, *now);
  if (!choice) return std::unexpected(choice.error());
  return chosen(context, *choice);
}

// An analyst writes down what the person said by telephone, by post or in the room.
Answer post_recorded_choice(Context& context) {
  const auto hold = context.params.id<HoldId>("hold");
  if (!hold) return std::unexpected(hold.error());
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  const ChoiceText text{fields.text("choice", {.min = 1, .max = 20}),
                        fields.optional_text("not_before", {.max = 10}).value_or("")};
  const auto way =
      fields.optional_as<domain::Way>("way", domain::parse_name<domain::Way>).value_or(domain::Way::read_here);
  const auto said = fields.as<domain::Said>("said", domain::parse_name<domain::Said>);
  const bool asked = fields.optional_boolean("office_asked").value_or(false);
  auto evidence = fields.text("evidence", {.min = 1, .max = 2000, .controls = json::Controls::line_breaks});
  if (said == domain::Said::signed_in || said == domain::Said::standing) fields.refuse("said", "not a known value");
  if (way == domain::Way::email) fields.refuse("way", "not a known value");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  const auto now = time_now(context);
  if (!now) return std::unexpected(now.error());
  auto choice = checked(context, *hold, text, *now);
  if (!choice) return std::unexpected(choice.error());
  choice->way = way;
  choice->said = said;
  choice->office_asked = asked;
  choice->evidence = std::move(evidence);
  return chosen(context, *choice);
}

Answer post_opening(Context& context) {
  const auto hold = context.params.id<HoldId>("hold");
  if (!hold) return std::unexpected(hold.error());
  const auto opened = flows::open_letter(context.worker, context.principal(), *hold);
  if (!opened) return std::unexpected(opened.error());
  return opened_answer(*opened);
}

Answer stop_state(Context& context, int status) {
  const auto stopped = flows::stopped_since(context.worker, context.principal());
  if (!stopped) return std::unexpected(stopped.error());
  std::optional<std::string> since;
  if (const auto& at = *stopped) since = time_text(*at);
  json::Writer out;
  out.object().field("stopped", stopped->has_value()).field("since", since).end();
  return http::json(status, out.take());
}

Answer get_stop(Context& context) { return stop_state(context, 200); }

Answer post_stop(Context& context) {
  if (const auto done = flows::stop_contact(context.worker, context.principal()); !done)
    return std::unexpected(done.error());
  return stop_state(context, 201);
}

Answer post_resume(Context& context) {
  if (const auto done = flows::resume_contact(context.worker, context.principal()); !done)
    return std::unexpected(done.error());
  return stop_state(context, 200);
}

Answer get_reach(Context& context) {
  const auto text = institution_text(context);
  if (!text) return std::unexpected(text.error());
  json::Writer out;
  out.object().field("institution_reads", *text).end();
  return http::json(200, out.take());
}

Answer post_report(Context& context) {
  const auto body = json::parse(context.request.body);
  if (!body) return std::unexpected(body.error());
  json::Fields fields(*body);
  flows::NewReport given;
  given.channel = fields.text("channel", {.min = 1, .max = 20});
  given.what = fields.text("what", {.min = 1, .max = 20'000, .controls = json::Controls::line_breaks});
  given.share = fields.boolean("share");
  const auto stop = fields.optional_text("stop", {.min = 1, .max = 20}).value_or("nothing");
  if (!given.channel.empty() && !flows::known_report_channel(given.channel))
    fields.refuse("channel", "not a known value");
  if (stop != "everything" && stop != "nothing") fields.refuse("stop", "not a known value");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  given.stop = stop == "everything";
  const auto made = flows::report(context.worker, context.principal(), given);
  if (!made) return std::unexpected(made.error());
  json::Writer out;
  out.object().field("id", made->report.text()).end();
  return http::json(201, out.take());
}

constexpr auto kLane = LaneName::recipients;
// clang-format off: a table is read by its columns
constexpr Route kRoutes[] = {
    {.path = "/api/v1/holds", .act = Act::offer_list, .lane = kLane, .handle = get_holds,
     .doc = {.summary = "What is offered to me, or was", .request = {}, .response = kHolds, .status = 200, .problems = {}}},
    {.path = "/api/v1/holds/{hold}", .act = Act::offer_list, .lane = kLane, .handle = get_hold,
     .doc = {.summary = "One letter that waits for me: never a word of it", .request = {}, .response = kHold, .status = 200, .problems = "404"}},
    {.method = Method::post, .path = "/api/v1/holds/{hold}/choices", .act = Act::choice_make, .lane = kLane, .body = BodyKind::json, .limit = kBodyLimit, .handle = post_choice,
     .doc = {.summary = "My choice; needs If-Match. It can be changed until the letter is opened", .request = kChoice, .response = kChosen, .status = 201, .problems = "404 409 412 422 428"}},
    {.method = Method::post, .path = "/api/v1/holds/{hold}/opening", .act = Act::letter_open, .lane = kLane, .handle = post_opening,
     .doc = {.summary = "Show me the words; needs a fresh step-up", .request = {}, .response = kWordsSchema, .status = 201, .problems = "404 409 410"}},
    {.path = "/api/v1/stop-contact", .act = Act::contact_stop, .lane = kLane, .handle = get_stop,
     .doc = {.summary = "Whether contact is stopped", .request = {}, .response = kStop, .status = 200, .problems = {}}},
    {.method = Method::post, .path = "/api/v1/stop-contact", .act = Act::contact_stop, .lane = kLane, .handle = post_stop,
     .doc = {.summary = "Stop all contact now", .request = {}, .response = kStop, .status = 201, .problems = {}}},
    {.method = Method::post, .path = "/api/v1/stop-contact/withdrawal", .act = Act::contact_stop, .lane = kLane, .handle = post_resume,
     .doc = {.summary = "Undo my own stop; needs a fresh step-up", .request = {}, .response = kStop, .status = 200, .problems = {}}},
    {.path = "/api/v1/reports/reach", .act = Act::harassment_report, .lane = kLane, .handle = get_reach,
     .doc = {.summary = "Exactly what the institution would read if I share a report", .request = {}, .response = kReach, .status = 200, .problems = "404"}},
    {.method = Method::post, .path = "/api/v1/reports", .act = Act::harassment_report, .lane = kLane, .body = BodyKind::json, .limit = 256 * 1024, .handle = post_report,
     .doc = {.summary = "Report unwanted contact", .request = kReport, .response = kReported, .status = 201, .problems = "422"}},
    {.method = Method::post, .path = "/api/v1/office/holds/{hold}/choices", .act = Act::choice_record, .lane = LaneName::staff, .body = BodyKind::json, .limit = kBodyLimit, .handle = post_recorded_choice,
     .doc = {.summary = "Write down what the person said elsewhere, with how they said it", .request = kRecorded, .response = kChosen, .status = 201, .problems = "404 409 422"}},
};
// clang-format on

}  // namespace

std::span<const Route> recipient_api_routes() { return kRoutes; }

}  // namespace holdfast::routes
