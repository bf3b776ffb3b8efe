// What the recipient's pages and API share.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/flows/choose.h"
#include "gateway/flows/open_letter.h"
#include "gateway/pages/views/common.h"
#include "gateway/routes/app.h"
#include "storage/postgres/holds.h"

namespace holdfast::routes {

struct SeenOffer {
  storage::Offer offer;
  domain::Bar bar = domain::Bar::none;  // why what was accepted is not there
};
domain::Result<SeenOffer> see_offer(Context& context, const domain::HoldId& hold);

// A choice as a form or a JSON body says it, checked against the calendar: a day that lies ahead, and not further than
// the profile allows. The fault is about `not_before`, or about `choice` where that is none.
struct ChoiceText {
  std::string choice, not_before;
};
struct ChoiceFault {
  std::string_view field;
  pages::Fault fault;
};
using ReadChoice = std::expected<flows::NewChoice, ChoiceFault>;
ReadChoice read_choice(const Context& context, const domain::HoldId& hold, const ChoiceText& text, domain::Time now);

// A letter that was opened, to its person or to their reader: the answer, and its schema.
Answer opened_answer(const flows::OpenedLetter& opened);
inline constexpr std::string_view kWordsSchema = R"json({"type":"object","additionalProperties":false,
  "required":["from","language","written_at","words"],"properties":{"from":{"type":"string"},
  "language":{"type":"string"},"written_at":{"type":"string"},"words":{"type":"string"}}})json";

int words_of(int characters);  // about how many
// What an institution would read of a report by this person, in their language.
domain::Result<std::string> institution_text(Context& context);

}  // namespace holdfast::routes
