#include "gateway/routes/programme_forms.h"

#include "gateway/json/utf8.h"
#include "gateway/routes/tokens.h"

namespace holdfast::routes {

using domain::Error;
using domain::LetterId;
using domain::Result;
using flows::Submission;

namespace {

// Browsers send a text field's line ends as CRLF, whatever was pasted in. A letter is the same from field and file.
std::string plain_lines(std::string_view sent) {
  std::string text;
  text.reserve(sent.size());
  for (std::size_t i = 0; i < sent.size(); ++i) {
    if (sent[i] != '\r' || i + 1 == sent.size() || sent[i + 1] != '\n') text += sent[i];
  }
  return text;
}

}  // namespace

Submission form_submission(const Context& context) {
  Submission sent;
  sent.offender_number = context.field("offender_number");
  sent.offender_name = context.field("offender_name");
  sent.case_number = context.field("case_number");
  sent.addressee = context.field("addressee");
  sent.language = context.field("language");
  sent.words = plain_lines(context.field("body"));
  sent.channel =
      domain::parse_name<domain::Channel>(context.field("channel")).value_or(domain::Channel::accountability_letter);
  for (const auto& [field, bytes] : context.files) {
    if (field == "file") sent.words = bytes;
  }
  return sent;
}

pages::Fault fault_of(const Error& error, const Submission& sent, std::size_t most) {
  using pages::Fault;
  if (error.field == "body") {
    if (sent.words.empty()) return Fault::missing;
    return sent.words.size() > most ? Fault::too_long : Fault::not_text;
  }
  if (error.field == "language") return Fault::not_offered;
  const auto& value = error.field == "offender_number" ? sent.offender_number
                      : error.field == "offender_name" ? sent.offender_name
                                                       : sent.addressee;
  if (value.empty()) return Fault::missing;
  return error.field == "offender_number" ? Fault::bad_format : Fault::too_long;
}

pages::NewLetterView new_letter_form(const Context& context) {
  pages::NewLetterView view;
  view.max_bytes = context.app.config.limits.letter_bytes;
  view.idempotency_key = new_token();
  return view;
}

pages::NewLetterView new_letter_form(const Context& context, const Submission& sent) {
  auto view = new_letter_form(context);
  view.draft = {sent.offender_number,
                sent.offender_name,
                sent.case_number,
                sent.addressee,
                sent.language,
                json::is_utf8(context.field("body")) ? std::string(context.field("body")) : "",
                std::string(domain::name_of(sent.channel))};
  return view;
}

pages::LetterSummary summary_of(const storage::ProgrammeLetter& letter) {
  pages::LetterSummary view;
  view.id = letter.letter.text();
  view.offender_number = letter.offender_number;
  view.state = letter.state;
  view.received = letter.received_at;
  if (letter.state != "received") view.published = letter.shown_at;
  view.version = letter.version;
  return view;
}

Result<pages::ProgrammeLetterView> letter_view(Context& context, const LetterId& id) {
  const auto letter = storage::programme_letter(context.worker, context.principal(), id);
  if (!letter) return std::unexpected(letter.error());
  pages::ProgrammeLetterView view;
  view.letter = summary_of(*letter);
  view.versions.push_back({letter->version, letter->received_at, letter->state, letter->reasons, letter->note});
  view.may_replace = letter->state != "withdrawn" && letter->state != "not_accepted";
  view.may_withdraw = letter->state != "withdrawn" && letter->state != "not_accepted";
  view.max_bytes = context.app.config.limits.letter_bytes;
  view.idempotency_key = new_token();
  return view;
}

void keep_typed(pages::ProgrammeLetterView& view, const Context& context, const Submission& sent) {
  view.language = sent.language;
  if (json::is_utf8(sent.addressee)) view.letter.addressee = sent.addressee;
  if (json::is_utf8(context.field("body"))) view.body = context.field("body");
}

}  // namespace holdfast::routes
