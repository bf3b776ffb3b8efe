// The facilitator's pages: what a programme sent in and what became of it, in the published words only.
#include <ranges>

#include "gateway/pages/impl.h"

namespace holdfast::pages {
namespace {

// In the order of a letter's way; each explained below the list.
constexpr std::string_view kStates[] = {"received", "in_review", "returned", "banked", "not_accepted", "withdrawn"};
constexpr std::string_view kLanguages[] = {"en", "es", "other"};

void fill_state(Fill& fill, std::string_view state) {
  fill.token("STATE_CODE", state);
  fill.word("STATE", "letter_state", state);
}

void fill_summary(Fill& fill, const LetterSummary& letter) {
  fill.set("ID", letter.id);
  fill_offender(fill, letter.offender_name, letter.offender_number);
  fill.set("ADDRESSEE", letter.addressee);
  fill_state(fill, letter.state);
  fill.date("RECEIVED", letter.received);
  fill.set("VERSION", letter.version);
}

struct LetterForm {
  const std::string& language;
  const std::string& body;
  const std::string& key;
  std::size_t max_bytes;
};

void fill_letter_form(Fill& fill, const LetterForm& form) {
  const std::string chosen[] = {form.language};
  fill.options({"language", kLanguages, "language", chosen});
  fill.input("body", form.body);
  fill.set("KEY", form.key);
  if (form.max_bytes > 0) fill.add("LIMIT").set("BYTES", static_cast<std::int64_t>(form.max_bytes));
}

void fill_reason(Fill& fill, const std::string& code) {
  auto row = fill.add("REASON");
  row.set("CODE", code);
  row.word("NAME", "reason", code);
  const auto how = "reason." + code + ".mend";
  row.set("HOW", row.catalogue().has(how) ? row.text(how) : "");
}

void fill_version(Fill& fill, const ProgrammeLetterView::Version& version) {
  auto row = fill.add("VERSION");
  row.say("TITLE", "programme_letter.version", {{"n", std::int64_t{version.number}}});
  row.say("RECEIVED", "programme_letter.received_at", {{"at", row.calendar().moment(row.lang(), version.received)}});
  fill_state(row, version.state);
  if (!version.note.empty() && version.note != "none") row.add("NOTE").word("SAYS", "note_says", version.note);
  if (version.reasons.empty()) return;
  auto reasons = row.add("REASONS");
  for (const auto& code : version.reasons) fill_reason(reasons, code);
}

void fill_guidelines(Fill list, std::span<const CheckView::Guideline> found) {
  for (const auto& guideline : found) {
    auto row = list.add("GUIDELINE");
    row.word("NAME", "check_name", guideline.category);
    row.word("WHY", "check_why", guideline.category);
    row.word("MEND", "check_mend", guideline.category);
    for (const auto& quote : guideline.quotes) row.add("QUOTE").set("TEXT", quote);
  }
}

void fill_check(Fill& fill, const std::optional<CheckView>& check) {
  if (!check) return;
  auto box = fill.add("CHECK");
  if (check->wait_minutes) {
    box.say("SAID", "check.wait", {{"minutes", std::int64_t{*check->wait_minutes}}});
    return;
  }
  const auto sentences = sentences_of(*check);
  box.say("SAID", sentences.front());
  if (!check->found.empty()) fill_guidelines(box.add("FOUND"), check->found);
  for (const auto key : sentences | std::views::drop(1)) box.add("NOTE").say("TEXT", key);
}

}  // namespace

std::vector<std::string_view> sentences_of(const CheckView& check) {
  std::vector<std::string_view> keys;
  if (!check.found.empty()) keys.emplace_back("check.found");
  if (check.unread) keys.emplace_back("check.unread");
  if (keys.empty()) keys.emplace_back("check.none");
  if (check.welfare) keys.emplace_back("check.welfare");
  return keys;
}

std::string Pages::render(const Frame& frame, const ProgrammeView& view) const {
  return impl_->page("programme", Layout::staff, frame, [&](Fill& fill) {
    fill.set("PROGRAMME", view.programme);
    fill.say("COUNT", "programme.count", {{"n", static_cast<std::int64_t>(view.letters.size())}});
    fill_list(fill, view.letters.size(), view.next_cursor);
    if (!view.letters.empty()) {
      for (const auto& letter : view.letters) {
        auto row = fill.add("LETTER");
        fill_summary(row, letter);
      }
    }
    for (const auto state : kStates) {
      auto term = fill.add("TERM");
      term.token("CODE", state);
      term.word("NAME", "letter_state", state);
      term.word("SAYS", "letter_state_says", state);
    }
  });
}

std::string Pages::render(const Frame& frame, const NewLetterView& view) const {
  return impl_->page("new_letter", Layout::staff, frame, [&](Fill& fill) {
    fill_check(fill, view.check);
    const auto& draft = view.draft;
    fill.input("offender_number", draft.offender_number);
    fill.input("offender_name", draft.offender_name);
    fill.input("case_number", draft.case_number);
    fill.input("addressee", draft.addressee);
    const std::string channel[] = {draft.channel};
    fill.options({"channel", channel_codes(), "letter_channel", channel});
    fill_letter_form(fill, {draft.language, draft.body, view.idempotency_key, view.max_bytes});
  });
}

std::string Pages::render(const Frame& frame, const ProgrammeLetterView& view) const {
  return impl_->page("programme_letter", Layout::staff, frame, [&](Fill& fill) {
    fill_summary(fill, view.letter);
    fill.word("STATE_SAYS", "letter_state_says", view.letter.state);
    fill.maybe("CASE", "NUMBER", view.case_number);
    for (const auto& version : view.versions) fill_version(fill, version);
    if (view.may_replace) {
      auto form = fill.add("REPLACE");
      fill_check(form, view.check);
      form.input("addressee", view.letter.addressee);
      fill_letter_form(form, {view.language, view.body, view.idempotency_key, view.max_bytes});
    }
    fill.show_if(view.may_withdraw, "WITHDRAW");
  });
}

}  // namespace holdfast::pages
