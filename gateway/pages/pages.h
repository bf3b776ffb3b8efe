// Pages turns views into HTML: templates (what a page is made of), catalogues (what it says, one file a language) and
// the names of the built assets, all loaded once. No clock, no socket, no SQL; the same view gives the same bytes.
//
// Errors: load() refuses (Problem::internal, `why` a fixed phrase, `field` the file, key or template at fault) a
// missing file, a key
//   that one language lacks, placeholders that differ between languages, a template that asks for a key that
//   is not there, and an override of a key that is not there. render() does not fail.
// Threads: after load() every const call may be made from any thread.
//
// Addresses and fields. Every form is a POST with the hidden field `csrf`; ids are the 26 characters of domain/id.h;
// lists take ?after=CURSOR.
//   all           GET / · GET|POST /sign-in (login, passphrase, code, next) · POST /sign-out (everywhere=yes: all
//   sessions)
//                 POST /exit · GET|POST /step-up (passphrase or code, next) · POST /language (lang, next) · GET /help
//   facilitator   GET /programme · GET /programme/letters/new · POST /programme/letters · GET /programme/letters/{id}
//                 POST /programme/letters/{id}/versions · POST /programme/letters/{id}/withdraw
//   analyst       GET /office/review · GET /office/review/{version} · POST .../open · POST .../decision (decision,
//   reasons*, note) · POST .../marks (mark-N)
//                 GET /office/addressing · GET|POST /office/addressing/{letter} (person, evidence) · GET /office/bank
//                 GET /office/orders · GET|POST /office/orders/new · POST /office/orders · GET /office/orders/{order} ·
//                 POST .../loosening · POST .../loosening/confirmation · POST .../loosening/refusal · GET
//                 /office/registrations · GET /office/tasks
//                 GET /office/registrations/{person} · POST .../open · POST .../confirmation (adult) · GET|POST
//                 .../stop · POST /office/tasks/{task}/done · GET|POST /office/addressing/{letter}/undo (evidence)
//   recipient     GET /letters · GET /letters/{hold} · POST .../choice (choice, not_before) · GET .../words · POST
//   .../open
//                 GET|POST /stop (act) · GET|POST /report (about, what, share) · GET /choices
//   investigator  GET /investigations · GET /investigations/{ticket} · POST .../open · POST .../decision (decision,
//   reason) · POST .../marks (mark-N)
//                 POST .../lift · POST .../close (outcome)
//   institution   GET /tickets · GET /tickets/{ticket} · POST .../acknowledge · POST .../answer (state, answer)
//   contact       recipient: GET /contact · POST /contact/{approval}/agree (seen) · POST .../close (act); analyst: GET
//   /office/contact · GET|POST /office/registrations/{person}/contact · POST /office/contact/{approval}/agree · POST
//   .../close (act); institution: GET /contact-requests · POST /contact-requests/{approval}/answer (answer)
//   others        GET /readings · GET /readings/{reading} · POST .../open · POST .../done · GET /log · POST
//   /log/{entry}/open · GET /settings · GET /demo/mail
//   administrator GET /settings/rules · POST /settings/rules/reload · GET /settings/rules/{set} · POST .../confirmation
//   · POST .../refusal (the three of a set: the second person too)
// The views' headers say the fields of each form and their closed sets. Letters (new, versions) are sent as
// multipart/form-data, everything else urlencoded; a letter's form also carries `key`, its idempotency key.
//
// What a page needs of the response: Content-Security-Policy "default-src 'none'; style-src 'self'; script-src 'self';
// img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self' EXIT; base-uri 'none'; frame-ancestors
// 'none'", where EXIT is the origin of Settings::exit_address (browsers hold form-action against the redirect that
// answers POST /exit). POST /exit ends the session whether or not its csrf is right, and answers 303 to exit_address
// with Clear-Site-Data.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gateway/domain/result.h"
#include "gateway/pages/views/common.h"
#include "gateway/pages/views/contact.h"
#include "gateway/pages/views/facilitator.h"
#include "gateway/pages/views/office.h"
#include "gateway/pages/views/recipient.h"
#include "gateway/pages/views/staff.h"

namespace holdfast::pages {

struct Settings {
  std::filesystem::path folder;                           // has templates/ and catalogues/
  std::filesystem::path assets;                           // has manifest.tsv, made by assets.mjs
  std::vector<std::filesystem::path> overrides;           // NAME.messages.LANG.toml of the agency; later files win
  std::string time_zone = "America/Los_Angeles";          // IANA name
  std::string exit_address = "https://www.weather.gov/";  // where the quick exit leads
  // What the agency calls itself, and whom a recipient can call; in Spanish where that differs, else empty.
  std::string office_name, office_name_es;
  std::string helpline_phone;  // empty: no helpline is shown
  std::string helpline_name, helpline_name_es;
  std::string helpline_hours, helpline_hours_es;
};

class Pages {
 public:
  static domain::Result<Pages> load(const Settings& settings);
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;
  Pages(Pages&&) noexcept;
  Pages& operator=(Pages&&) noexcept;
  ~Pages();

  std::string render(const Frame&, const HomeView&) const;
  std::string render(const Frame&, const SignInView&) const;
  std::string render(const Frame&, const StepUpView&) const;
  std::string render(const Frame&, const HelpView&) const;
  std::string render(const Frame&, const ProblemView&) const;
  std::string render(const Frame&, const DemoMailView&) const;

  std::string render(const Frame&, const ProgrammeView&) const;
  std::string render(const Frame&, const NewLetterView&) const;
  std::string render(const Frame&, const ProgrammeLetterView&) const;

  std::string render(const Frame&, const ReviewQueueView&) const;
  std::string render(const Frame&, const ReviewBeforeView&) const;
  std::string render(const Frame&, const ReviewOpenView&) const;
  std::string render(const Frame&, const AddressingQueueView&) const;
  std::string render(const Frame&, const AddressingView&) const;
  std::string render(const Frame&, const UndoView&) const;
  std::string render(const Frame&, const BankView&) const;
  std::string render(const Frame&, const OrdersView&) const;
  std::string render(const Frame&, const NewOrderView&) const;
  std::string render(const Frame&, const OrderView&) const;
  std::string render(const Frame&, const SecondView&) const;
  std::string render(const Frame&, const RegistrationsView&) const;
  std::string render(const Frame&, const RegistrationView&) const;
  std::string render(const Frame&, const StopForView&) const;
  std::string render(const Frame&, const WishedReadingsView&) const;
  std::string render(const Frame&, const TasksView&) const;

  std::string render(const Frame&, const OffersView&) const;
  std::string render(const Frame&, const OfferView&) const;
  std::string render(const Frame&, const WordsWarningView&) const;
  std::string render(const Frame&, const WordsView&) const;
  std::string render(const Frame&, const StopView&) const;
  std::string render(const Frame&, const ReportView&) const;
  std::string render(const Frame&, const ChoicesView&) const;

  std::string render(const Frame&, const ContactView&) const;
  std::string render(const Frame&, const OfficeContactView&) const;
  std::string render(const Frame&, const NewContactView&) const;
  std::string render(const Frame&, const ContactRequestsView&) const;

  std::string render(const Frame&, const InvestigationsView&) const;
  std::string render(const Frame&, const InvestigationView&) const;
  std::string render(const Frame&, const TicketsView&) const;
  std::string render(const Frame&, const TicketView&) const;
  std::string render(const Frame&, const ReadingsView&) const;
  std::string render(const Frame&, const ReadingView&) const;
  std::string render(const Frame&, const LogView&) const;
  std::string render(const Frame&, const LogEntryView&) const;
  std::string render(const Frame&, const SettingsView&) const;
  std::string render(const Frame&, const RulesView&) const;
  std::string render(const Frame&, const RuleChangeView&) const;

  // A message of the catalogue, for notices and problem documents: formatted, not escaped. The key itself if there
  // is none of that name.
  std::string text(Lang lang, std::string_view key,
                   const std::vector<std::pair<std::string, std::string>>& arguments = {}) const;

  // The public path of an asset ("icon.svg" -> "/assets/icon.3f2a….svg"), or empty.
  std::string_view asset(std::string_view name) const;

 private:
  class Impl;
  explicit Pages(std::unique_ptr<Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace holdfast::pages
