#include "gateway/routes/recipient.h"

#include <algorithm>
#include <functional>

#include "gateway/flows/open_letter.h"
#include "gateway/flows/report.h"
#include "gateway/flows/stop_contact.h"
#include "gateway/routes/local_days.h"
#include "gateway/routes/recipient_common.h"
#include "storage/postgres/notices.h"
#include "storage/postgres/releases.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::HoldId;
using domain::Result;
using http::Method;
using storage::Transaction;

constexpr std::size_t kFormLimit = 64 * 1024;
constexpr std::size_t kMostReport = 20'000;  // bytes

std::optional<Day> day_in(const Context& context, const std::optional<domain::Time>& at) {
  if (!at) return std::nullopt;
  return day_of(*at, context.app.profile.time_zone);
}

// ---- offers ----

Answer offers_page(Context& context) {
  pages::OffersView view;
  const auto offers =
      context.worker.database.run(context.principal().actor, [](Transaction& tx) { return storage::my_offers(tx); });
  if (!offers) return std::unexpected(offers.error());
  const auto stopped = flows::stopped_since(context.worker, context.principal());
  if (!stopped) return std::unexpected(stopped.error());
  view.contact_stopped = stopped->has_value();
  for (const auto& offer : *offers) {
    view.offers.push_back(
        {offer.id.text(), std::string(domain::name_of(offer.state)), offer.since, day_in(context, offer.not_before)});
  }
  return page(context, view);
}

pages::OfferView view_of(const Context& context, const SeenOffer& seen) {
  const auto& offer = seen.offer;
  pages::OfferView view;
  view.hold_id = offer.id.text();
  view.state = domain::name_of(offer.state);
  view.from = offer.from;
  view.since = offer.since;
  view.words = words_of(offer.characters);
  view.language = offer.language;
  if (offer.choice) {
    view.choice = *offer.choice == domain::ChoiceKind::not_now_until ? "not_now" : domain::name_of(*offer.choice);
  }
  if (const auto day = day_in(context, offer.not_before)) view.not_before = day_text(*day);
  view.may_choose = offer.state != domain::HoldState::delivered;
  view.may_open = offer.state == domain::HoldState::released || offer.state == domain::HoldState::delivered;
  view.replaced = offer.replaced;
  if (seen.bar == domain::Bar::stop_contact) {
    view.barred = "stopped";
  } else if (seen.bar != domain::Bar::none && seen.bar != domain::Bar::not_yet && !offer.replaced) {
    view.barred = "office";
  }
  view.telephone = context.app.profile.office.telephone;
  return view;
}

Answer offer_page(Context& context) {
  const auto hold = context.params.id<HoldId>("hold");
  if (!hold) return std::unexpected(hold.error());
  const auto seen = see_offer(context, *hold);
  if (!seen) return std::unexpected(seen.error());
  return page(context, view_of(context, *seen));
}

Result<domain::Time> time_now(Context& context) {
  return context.worker.database.run(context.principal().actor,
                                     [](Transaction& tx) -> Result<domain::Time> { return tx.now(); });
}

Answer choose(Context& context) {
  const auto hold = context.params.id<HoldId>("hold");
  if (!hold) return std::unexpected(hold.error());
  const ChoiceText text{std::string(context.field("choice")), std::string(context.field("not_before"))};
  const auto now = time_now(context);
  if (!now) return std::unexpected(now.error());
  const auto choice = read_choice(context, *hold, text, *now);
  if (!choice) {
    const auto seen = see_offer(context, *hold);
    if (!seen) return std::unexpected(seen.error());
    auto view = view_of(context, *seen);
    view.choice = text.choice;
    view.not_before = text.not_before;
    return page_again(context, view, {{std::string(choice.error().field), choice.error().fault}});
  }
  const auto chosen = flows::choose(context.worker, context.principal(), *choice);
  if (!chosen) return std::unexpected(chosen.error());
  return see_other("/letters/" + hold->text(), pages::Flash::choice_recorded);
}

// ---- the words ----

Answer warning_page(Context& context) {
  const auto hold = context.params.id<HoldId>("hold");
  if (!hold) return std::unexpected(hold.error());
  const auto seen = see_offer(context, *hold);
  if (!seen) return std::unexpected(seen.error());
  return page(context, pages::WordsWarningView{hold->text(), words_of(seen->offer.characters)});
}

// A POST that commits the opening and answers with the words: nothing that a browser loads by itself shows them.
Answer open_words(Context& context) {
  const auto hold = context.params.id<HoldId>("hold");
  if (!hold) return std::unexpected(hold.error());
  const auto opened = flows::open_letter(context.worker, context.principal(), *hold);
  if (!opened) return std::unexpected(opened.error());
  return page(context, pages::WordsView{hold->text(), opened->from, opened->written, opened->language,
                                        std::string(opened->words.reveal_text())});
}

// ---- stop ----

Answer stop_page(Context& context) {
  const auto stopped = flows::stopped_since(context.worker, context.principal());
  if (!stopped) return std::unexpected(stopped.error());
  return page(context, pages::StopView{*stopped});
}

Answer stop(Context& context) {
  const auto act = context.field("act");
  if (act == "stop") {
    if (const auto done = flows::stop_contact(context.worker, context.principal()); !done)
      return std::unexpected(done.error());
    return see_other("/stop", pages::Flash::contact_stopped);
  }
  if (act != "resume") return domain::fail(domain::Problem::invalid_field, "not a known value", "act");
  if (const auto done = flows::resume_contact(context.worker, context.principal()); !done)
    return std::unexpected(done.error());
  return see_other("/stop", pages::Flash::contact_resumed);
}

// ---- report ----

Result<pages::ReportView> report_view(Context& context) {
  const auto about = flows::report_about(context.worker, context.principal());
  if (!about) return std::unexpected(about.error());
  auto text = institution_text(context);
  if (!text) return std::unexpected(text.error());
  pages::ReportView view;
  view.people.push_back({about->offender.text(), about->name});
  view.institution_text = std::move(*text);
  return view;
}

Answer report_page(Context& context) {
  const auto view = report_view(context);
  if (!view) return std::unexpected(view.error());
  return page(context, *view);
}

bool is_one_of(std::string_view text, std::span<const std::string_view> codes) {
  return std::ranges::find(codes, text) != codes.end();
}

std::vector<pages::FieldError> faults_of(const pages::ReportView& view) {
  using pages::Fault;
  std::vector<pages::FieldError> faults;
  const auto closed = [&](const std::string& field, const std::string& value, bool known) {
    if (!known) faults.push_back({field, value.empty() ? Fault::missing : Fault::not_offered});
  };
  closed("about", view.about, view.about == "other" || view.about == view.people.front().id);
  closed("channel", view.channel, is_one_of(view.channel, pages::report_channels()));
  if (view.what.empty()) faults.push_back({"what", Fault::missing});
  if (view.what.size() > kMostReport) faults.push_back({"what", Fault::too_long});
  closed("share", view.share, view.share == "office" || view.share == "institution");
  closed("stop", view.stop, is_one_of(view.stop, pages::report_stops()));
  return faults;
}

Answer report(Context& context) {
  auto view = report_view(context);
  if (!view) return std::unexpected(view.error());
  for (const auto& [field, kept] :
       std::initializer_list<std::pair<std::string_view, std::string*>>{{"about", &view->about},
                                                                        {"channel", &view->channel},
                                                                        {"what", &view->what},
                                                                        {"share", &view->share},
                                                                        {"stop", &view->stop}}) {
    *kept = context.field(field);
  }
  if (auto faults = faults_of(*view); !faults.empty()) return page_again(context, *view, std::move(faults));
  // "Someone else": the office looks at it, and no institution is told about the one person that we know.
  const bool share = view->share == "institution" && view->about != "other";
  const auto done = flows::report(context.worker, context.principal(),
                                  {view->channel, view->what, share, view->stop == "everything"});
  if (!done) return std::unexpected(done.error());
  return see_other("/choices", pages::Flash::report_received);
}

// ---- what I chose, what was sent, who looked ----

Result<pages::ChoicesView> history(Context& context) {
  return context.worker.database.run(context.principal().actor, [&](Transaction& tx) -> Result<pages::ChoicesView> {
    pages::ChoicesView view;
    const auto choices = storage::my_choices(tx);
    const auto stops = storage::my_stop_history(tx);
    const auto notices = storage::my_notices(tx);
    const auto openings = storage::my_openings(tx);
    if (!choices) return std::unexpected(choices.error());
    if (!stops) return std::unexpected(stops.error());
    if (!notices) return std::unexpected(notices.error());
    if (!openings) return std::unexpected(openings.error());
    for (const auto& made : *choices) {
      const bool until = made.kind == domain::ChoiceKind::not_now_until;
      view.choices.push_back({made.at, made.hold.text(), std::string(until ? "not_now" : domain::name_of(made.kind)),
                              day_in(context, made.not_before), made.said == "signed_in" ? "" : made.said});
    }
    for (const auto& event : *stops)
      view.choices.push_back({event.at, "", event.stopped ? "stop" : "resume", std::nullopt, ""});
    std::ranges::stable_sort(view.choices, std::ranges::greater{}, &pages::ChoicesView::Choice::at);
    for (const auto& notice : *notices) view.sent.push_back({notice.at, notice.way, "notice"});
    for (const auto& opening : *openings) view.looks.push_back({opening.at, "you", "opening"});
    return view;
  });
}

Answer choices_page(Context& context) {
  auto view = history(context);
  if (!view) return std::unexpected(view.error());
  const auto sessions = storage::my_sessions(context.worker, context.principal());
  if (!sessions) return std::unexpected(sessions.error());
  for (const auto& session : *sessions)
    view->sessions.push_back({session.id.text(), session.began, session.seen, session.here});
  return page(context, *view);
}

Answer end_session_page(Context& context) {
  const auto session = context.params.id<storage::SessionId>("session");
  if (!session) return std::unexpected(session.error());
  const auto ended = storage::session_end_mine(context.worker, context.principal(), *session);
  if (!ended) return std::unexpected(ended.error());
  return see_other("/choices", pages::Flash::session_closed);
}

constexpr auto kLane = LaneName::recipients;
// clang-format off: a table is read by its columns
constexpr Route kRoutes[] = {
    {.path = "/letters", .act = Act::offer_list, .lane = kLane, .handle = offers_page},
    {.path = "/letters/{hold}", .act = Act::offer_list, .lane = kLane, .handle = offer_page},
    {.method = Method::post, .path = "/letters/{hold}/choice", .act = Act::choice_make, .lane = kLane, .body = BodyKind::form, .limit = kFormLimit, .handle = choose},
    {.path = "/letters/{hold}/words", .act = Act::letter_open, .lane = kLane, .handle = warning_page},
    {.method = Method::post, .path = "/letters/{hold}/open", .act = Act::letter_open, .lane = kLane, .body = BodyKind::form, .limit = kFormLimit, .handle = open_words},
    {.path = "/stop", .act = Act::contact_stop, .lane = kLane, .handle = stop_page},
    {.method = Method::post, .path = "/stop", .act = Act::contact_stop, .lane = kLane, .body = BodyKind::form, .limit = kFormLimit, .handle = stop},
    {.path = "/report", .act = Act::harassment_report, .lane = kLane, .handle = report_page},
    {.method = Method::post, .path = "/report", .act = Act::harassment_report, .lane = kLane, .body = BodyKind::form, .limit = kFormLimit, .handle = report},
    {.path = "/choices", .act = Act::offer_list, .lane = kLane, .handle = choices_page},
    {.method = Method::post, .path = "/choices/sessions/{session}", .act = Act::session_keep, .lane = kLane, .body = BodyKind::form, .limit = kFormLimit, .handle = end_session_page},
};
// clang-format on

}  // namespace

std::span<const Route> recipient_routes() { return kRoutes; }

}  // namespace holdfast::routes
