// What the pages and the API of approved contact share.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/flows/contact.h"
#include "gateway/routes/app.h"

namespace holdfast::routes {

// What is agreed on, in a sentence; and exactly what an institution that is asked reads. The recipient is shown both.
std::string contact_terms(const App& app, std::string_view language, const storage::ContactTerms& terms);
std::string contact_words(const App& app, std::string_view language, const std::string& offender_name,
                          const std::string& offender_number, const storage::ContactTerms& terms);

// "09:00" to "24:00".
std::string clock_text(domain::DayMinutes at);
std::optional<domain::DayMinutes> parse_clock(std::string_view text);

// One approval as its recipient is shown it; its ETag is what they agree to.
std::string recipient_json(const Context& context, const storage::Approval& approval);

// Which acts lie open, in which state. The flow decides; this is for what a page offers.
bool may_close(domain::ApprovalState state);

}  // namespace holdfast::routes
