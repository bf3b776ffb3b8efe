// What every page is given, and the pages that belong to no role. A view is a plain value: routes fill it from what a
// flow returned, the renderer turns it into HTML. Text in a view is raw (never escaped, possibly hostile): escaping
// is the renderer's work. Codes (states, categories, faults) are turned into words by the catalogues; a code
// that no catalogue knows is shown as it stands, escaped.
//
// Times are UTC and are written in the agency's time zone and the reader's language; days (`Day`) have no zone.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/domain/permissions.h"
#include "gateway/domain/result.h"
#include "gateway/domain/time.h"

namespace holdfast::pages {

using domain::Time;
using Day = std::chrono::year_month_day;

enum class Lang : std::uint8_t { en, es };
inline constexpr std::size_t kLangs = 2;
std::string_view lang_code(Lang lang);                  // "en", "es"
std::optional<Lang> parse_lang(std::string_view code);  // exactly those two
Lang preferred_lang(std::string_view accept_language);  // the first of the header that we speak, else English

// What was wrong with a field, so that the page can say what would be accepted.
enum class Fault : std::uint8_t {
  missing,
  too_long,
  not_text,      // invalid UTF-8, NUL, a file that is no plain text
  bad_format,    // not the form that this field has
  not_offered,   // a value outside the closed set
  bad_date,      // no such day
  past_date,     // a day that must lie ahead
  before_start,  // an end before its beginning
  not_known,     // well formed, but nothing of that name or number may be found by this person
  not_accepted,  // sign-in and step-up: one sentence for every cause
};
struct FieldError {
  std::string field;  // the name the form posted
  Fault fault;
};

// What just happened, said once above the next page. Only these: a flash may travel in a cookie or a query.
enum class Flash : std::uint8_t {
  letter_received,
  version_received,
  letter_withdrawn,
  decision_recorded,
  marks_kept,
  addressee_recorded,
  order_recorded,
  loosening_asked,
  loosening_refused,
  addressing_undone,
  registration_confirmed,
  task_done,
  reading_assigned,
  reading_done,
  choice_recorded,
  contact_stopped,
  contact_resumed,
  stop_recorded,
  report_received,
  ticket_decided,
  ticket_closed,
  ticket_acknowledged,
  ticket_answered,
  signed_out,
  session_ended,   // idle or ended elsewhere
  session_closed,  // another one of theirs, by their own hand
  rules_same,
  rules_taken,
  rules_asked,
  rules_confirmed,
  rules_refused,
  language_changed,
  contact_requested,
  contact_agreed,
  contact_closed,
  contact_answered,
};
std::string_view flash_code(Flash flash);
std::span<const std::string_view> channel_codes();  // the domain's
std::optional<Flash> parse_flash(std::string_view code);

// A path of ours, fit for `next` and for links: begins with one slash, holds no backslash, control character or space.
// Everything else is another site's address in disguise; pages drop it, and routes must too before they redirect.
bool is_local_path(std::string_view path);

struct Frame {
  Lang lang = Lang::en;
  std::string csrf;                  // for every form, the sign-in form too
  std::string display_name;          // signed in: shown to staff; never shown on a recipient's pages
  std::optional<domain::Role> role;  // none: signed out
  std::string path = "/";            // of this page, for navigation and for coming back after a change of language
  std::optional<Flash> flash;
  std::vector<FieldError> errors;  // shown in a summary linked to the fields, and beside each field
  bool demo = false;               // a line that says that people and letters are invented
};

// GET /  (signed out). Signed in, the route answers with home_path(role).
struct HomeView {};
// Where each role begins: /programme, /letters, /office/review, /readings, /investigations, /tickets, /log, /settings,
// /second.
std::string_view home_path(domain::Role role);

// GET|POST /sign-in: login, passphrase, code, next. A refusal is {field "login", Fault::not_accepted}.
struct SignInView {
  std::string login;
  std::string next;  // a path of ours, or empty
};
// GET|POST /step-up: passphrase or code, next.
struct StepUpView {
  std::string next;
};
// GET /help
struct HelpView {};
// Any refused request that a person sees. The words come from the problem and the reader's role alone, so that a
// page of a refusal says nothing about why.
struct ProblemView {
  domain::Problem problem = domain::Problem::internal;
  std::string request_id;  // empty: not shown
};
// GET /demo/mail (demo only)
struct DemoMailView {
  struct Mail {
    Time sent{};
    std::string from, to, subject, body;
  };
  std::vector<Mail> mails;
};

}  // namespace holdfast::pages
