// What the facilitator's forms share: a letter as it was posted, the page around it, and what was wrong with a field.
#pragma once

#include "gateway/flows/intake.h"
#include "gateway/routes/app.h"
#include "storage/postgres/programme.h"

namespace holdfast::routes {

inline constexpr std::size_t kLetterLimit = 1024 * 1024;  // of a request; JSON may write a letter six times as long

// The file's words, where there is one, else those of the field.
flows::Submission form_submission(const Context& context);
pages::Fault fault_of(const domain::Error& error, const flows::Submission& sent, std::size_t most);

pages::NewLetterView new_letter_form(const Context& context);
// The same with what was typed. A file's bytes are not shown again.
pages::NewLetterView new_letter_form(const Context& context, const flows::Submission& sent);

pages::LetterSummary summary_of(const storage::ProgrammeLetter& letter);
domain::Result<pages::ProgrammeLetterView> letter_view(Context& context, const domain::LetterId& id);
// The form of a further version, with what was typed.
void keep_typed(pages::ProgrammeLetterView& view, const Context& context, const flows::Submission& sent);

}  // namespace holdfast::routes
