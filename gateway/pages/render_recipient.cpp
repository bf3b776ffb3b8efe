// The recipient's pages. The order of things is the same whatever a letter holds, and no page says more than it was
// asked.
#include <charconv>

#include "gateway/pages/impl.h"

namespace holdfast::pages {
namespace {

// "It is about 300 words long": rounded, because a person wants to know how much, not to count.
std::int64_t about(int words) {
  if (words <= 50) return 50;
  return (std::int64_t{words} + 49) / 50 * 50;
}

std::string state_words(const Fill& fill, std::string_view state, const std::optional<Day>& not_before) {
  const bool waits = state == "accepted" || state == "deferred";
  if (not_before && waits) {
    const auto* key = state == "accepted" ? "offer_state.on_date" : "offer_state.until";
    return fill.text(key, {{"day", fill.calendar().date(fill.lang(), *not_before)}});
  }
  return fill.words("offer_state", state);
}

std::optional<int> parse_number(std::string_view digits) {
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || end != digits.data() + digits.size() || number < 0) return std::nullopt;
  return number;
}

// YYYY-MM-DD, as forms post it.
std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = parse_number(text.substr(0, 4));
  const auto month = parse_number(text.substr(5, 2));
  const auto day = parse_number(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const Day parsed{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                   std::chrono::day(static_cast<unsigned>(*day))};
  return parsed.ok() ? std::optional(parsed) : std::nullopt;
}

void fill_choice(Fill& fill, const ChoicesView::Choice& choice) {
  auto row = fill.add("CHOICE");
  row.moment("AT", choice.at);
  if (!choice.said.empty()) row.add("HEARD").word("HOW", "said", choice.said);
  const bool has_day = choice.choice == "on_date" || choice.choice == "not_now_until";
  if (!choice.not_before || !has_day) return row.word("SAYS", "chose", choice.choice);
  const auto* key = choice.choice == "on_date" ? "chose.on_day" : "chose.not_now_day";
  row.say("SAYS", key, {{"day", row.calendar().date(row.lang(), *choice.not_before)}});
}

}  // namespace

std::string Pages::render(const Frame& frame, const OffersView& view) const {
  return impl_->page("offers", Layout::quiet, frame, [&](Fill& fill) {
    fill.show_if(view.contact_stopped, "STOPPED");
    fill.show(view.offers.empty() ? "NONE" : "SOME");
    for (const auto& offer : view.offers) {
      auto row = fill.add("OFFER");
      row.set("ID", offer.hold_id);
      row.say("TITLE", "offers.one", {{"day", row.calendar().date(row.lang(), offer.since)}});
      row.set("STATE", state_words(row, offer.state, offer.not_before));
    }
  });
}

std::string Pages::render(const Frame& frame, const OfferView& view) const {
  return impl_->page("offer", Layout::quiet, frame, [&](Fill& fill) {
    fill.set("ID", view.hold_id);
    fill.set("STATE", state_words(fill, view.state, parse_day(view.not_before)));
    fill.show_if(view.replaced, "REPLACED");
    if (view.barred == "office") fill.add("BARRED").say("WHY", "offer.barred", {{"telephone", view.telephone}});
    fill.show_if(view.barred == "stopped", "STOPPED");
    fill.say("SINCE", "offer.since", {{"day", fill.calendar().date(fill.lang(), view.since)}});
    fill.say("LENGTH", "offer.length",
             {{"n", about(view.words)}, {"language", fill.words("language_in", view.language)}});
    fill.set("FROM", view.from);
    fill.show_if(view.may_open, "OPEN");
    fill.show_if(view.may_choose, "CHOOSE");
    const std::string chosen[] = {view.choice};
    fill.options({"choice", choice_codes(), "choice", chosen});
    fill.input("not_before", view.not_before);
  });
}

std::string Pages::render(const Frame& frame, const WordsWarningView& view) const {
  return impl_->page("words_warning", Layout::quiet, frame, [&](Fill& fill) {
    fill.set("ID", view.hold_id);
    fill.say("LENGTH", "words_warning.length", {{"n", about(view.words)}});
  });
}

std::string Pages::render(const Frame& frame, const WordsView& view) const {
  return impl_->page("words", Layout::quiet, frame, [&](Fill& fill) {
    fill.set("WORDS", view.words);
    if (const auto lang = parse_lang(view.language)) fill.add("LANGUAGE").set("CODE", lang_code(*lang));
    fill.say("SIGNED", "words.signed", {{"from", view.from}, {"day", fill.calendar().date(fill.lang(), view.written)}});
  });
}

std::string Pages::render(const Frame& frame, const StopView& view) const {
  return impl_->page("stop", Layout::quiet, frame, [&](Fill& fill) {
    if (!view.stopped) return fill.show("OPEN");
    fill.add("STOPPED").say("SINCE", "stop.since", {{"day", fill.calendar().date(fill.lang(), *view.stopped)}});
  });
}

std::string Pages::render(const Frame& frame, const ReportView& view) const {
  return impl_->page("report", Layout::quiet, frame, [&](Fill& fill) {
    for (const auto& person : view.people) {
      fill.option("about", person.id, person.name, "", person.id == view.about);
    }
    fill.option("about", "other", fill.text("report.about.other"), "", view.about == "other");
    const std::string channel[] = {view.channel};
    fill.options({"channel", report_channels(), "report_channel", channel});
    fill.input("what", view.what);
    const std::string stop[] = {view.stop};
    fill.options({"stop", report_stops(), "report_stop", stop});
    fill.set("INSTITUTION_TEXT", view.institution_text);
    constexpr std::string_view kShare[] = {"office", "institution"};
    const std::string share[] = {view.share};
    fill.options({"share", kShare, "share", share});
  });
}

std::string Pages::render(const Frame& frame, const ChoicesView& view) const {
  return impl_->page("choices", Layout::quiet, frame, [&](Fill& fill) {
    fill.show_if(view.choices.empty(), "NO_CHOICES");
    fill.show_if(view.sent.empty(), "NO_SENT");
    fill.show_if(view.looks.empty(), "NO_LOOKS");
    for (const auto& choice : view.choices) fill_choice(fill, choice);
    for (const auto& sent : view.sent) {
      auto row = fill.add("SENT");
      row.moment("AT", sent.at);
      row.say("SAYS", "choices.sent.one",
              {{"what", fill.words("sent_what", sent.what)}, {"channel", fill.words("channel", sent.channel)}});
    }
    for (const auto& look : view.looks) {
      auto row = fill.add("LOOK");
      row.moment("AT", look.at);
      row.say("SAYS", "choices.looks.one",
              {{"who", fill.words("look_role", look.role)}, {"what", fill.words("look_what", look.what)}});
    }
    for (const auto& session : view.sessions) {
      auto row = fill.add("SESSION");
      row.set("ID", session.id);
      row.say("SINCE", "choices.sessions.one",
              {{"began", row.calendar().moment(row.lang(), session.began)},
               {"seen", row.calendar().moment(row.lang(), session.seen)}});
      row.show(session.here ? "HERE" : "ELSEWHERE");
    }
  });
}

}  // namespace holdfast::pages
