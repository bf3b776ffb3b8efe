// The recipient's pages. Titles and addresses are neutral; who wrote is shown only when asked for; nothing counts
// down and nothing asks twice. Every page begins with the way out.
//
// Law and papers: Penal Code 5034 (the recipient decides if, when and how); GOV.UK "Exit a page quickly"; NNEDV.
#pragma once

#include <span>

#include "gateway/pages/views/common.h"

namespace holdfast::pages {

std::span<const std::string_view> choice_codes();  // now, on_date, not_now, never

// GET /letters
struct OffersView {
  struct Offer {
    std::string hold_id;
    std::string state;  // offered, deferred, declined, accepted, released, delivered
    Time since{};
    std::optional<Day> not_before;
  };
  std::vector<Offer> offers;
  bool contact_stopped = false;
};

// GET /letters/{hold}, and POST /letters/{hold}/choice refused: choice, not_before (YYYY-MM-DD)
struct OfferView {
  std::string hold_id;
  std::string state;
  std::string from;  // who wrote; shown only after the person asks
  Time since{};
  int words = 0;           // how long it is, about
  std::string language;    // it is written in
  std::string choice;      // the latest choice, or what the form had
  std::string not_before;  // what the form had, or the chosen day
  bool may_choose = true;  // false once opened
  bool may_open = false;   // released: the link to .../words is shown
  bool replaced = false;   // the writer sent a newer version than the one that was chosen
  std::string barred;      // why what was accepted is not there: office, stopped; empty: nothing is in the way
  std::string telephone;   // the office's, for that
};

// GET /letters/{hold}/words: the second quiet warning; the button posts to .../open
struct WordsWarningView {
  std::string hold_id;
  int words = 0;
};
// POST /letters/{hold}/open
struct WordsView {
  std::string hold_id;
  std::string from;
  Time written{};
  std::string language;  // "en", "es", or empty: for screen readers
  std::string words;     // lines kept as written
};

// GET|POST /stop: act (stop, resume)
struct StopView {
  std::optional<Time> stopped;  // none: contact is not stopped
};

std::span<const std::string_view> report_channels();
std::span<const std::string_view> report_stops();  // everything, nothing

// GET|POST /report: about (an id from the list or "other"), channel, what, share (office, institution), stop
struct ReportView {
  struct Person {
    std::string id, name;
  };
  std::vector<Person> people;
  std::string institution_text;  // exactly what the institution would read, if shared
  std::string about, what, share;
  std::string channel, stop;
};

// GET /choices; POST /choices/sessions/{session} signs that session out
struct ChoicesView {
  struct Choice {
    Time at{};
    std::string hold_id;
    std::string choice;  // a choice of domain/choice.h, `stop` or `resume`
    std::optional<Day> not_before;
    std::string said{};  // how the office heard it: telephone, by_post, in_person; empty: here, by themselves
  };
  struct Sent {
    Time at{};
    std::string channel;  // email, post, phone, text
    std::string what;     // a code: notice, letter, answer
  };
  struct Look {
    Time at{};
    std::string role;  // a role's name, or `you`
    std::string what;  // a code: review, addressing, reading, opening, report, registration
  };
  struct Session {
    std::string id;
    Time began{}, seen{};
    bool here = false;
  };
  std::vector<Choice> choices;  // newest first, all three
  std::vector<Sent> sent;
  std::vector<Look> looks;
  std::vector<Session> sessions;  // last used first
};

}  // namespace holdfast::pages
