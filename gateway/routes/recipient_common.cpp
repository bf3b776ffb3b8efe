#include "gateway/routes/recipient_common.h"

#include "gateway/flows/report.h"
#include "gateway/http/answers.h"
#include "gateway/json/writer.h"
#include "gateway/routes/local_days.h"

namespace holdfast::routes {

using domain::ChoiceKind;
using domain::Result;

Result<SeenOffer> see_offer(Context& context, const domain::HoldId& hold) {
  return context.worker.database.run(context.principal().actor, [&](storage::Transaction& tx) -> Result<SeenOffer> {
    auto offer = storage::my_offer(tx, hold);
    if (!offer) return std::unexpected(offer.error());
    SeenOffer seen{std::move(*offer)};
    if (seen.offer.state != domain::HoldState::accepted) return seen;
    const auto facts = storage::my_hold_facts(tx, hold);
    if (!facts) return std::unexpected(facts.error());
    seen.bar = flows::bar_of_accepted(*facts, tx.now());
    return seen;
  });
}

ReadChoice read_choice(const Context& context, const domain::HoldId& hold, const ChoiceText& text, domain::Time now) {
  auto kind = domain::parse_name<ChoiceKind>(text.choice);
  if (!kind)
    return std::unexpected(
        ChoiceFault{"choice", text.choice.empty() ? pages::Fault::missing : pages::Fault::not_offered});
  if (*kind == ChoiceKind::not_now && !text.not_before.empty()) kind = ChoiceKind::not_now_until;
  flows::NewChoice choice;
  choice.hold = hold;
  choice.kind = *kind;
  if (!domain::needs_date(*kind)) return choice;
  if (text.not_before.empty()) return std::unexpected(ChoiceFault{"not_before", pages::Fault::missing});
  const auto day = parse_day(text.not_before);
  if (!day) return std::unexpected(ChoiceFault{"not_before", pages::Fault::bad_date});
  const auto date = begin_of(*day, context.app.profile.time_zone);
  if (date <= now) return std::unexpected(ChoiceFault{"not_before", pages::Fault::past_date});
  if (date > now + context.app.profile.periods.deferral_furthest) {
    return std::unexpected(ChoiceFault{"not_before", pages::Fault::bad_date});
  }
  choice.date = date;
  return choice;
}

Answer opened_answer(const flows::OpenedLetter& opened) {
  json::Writer out;
  out.object()
      .field("from", opened.from)
      .field("language", opened.language)
      .field("written_at", time_text(opened.written))
      .field("words", opened.words.reveal_text())
      .end();
  return http::json(201, out.take());
}

int words_of(int characters) { return (characters + 5) / 6; }

Result<std::string> institution_text(Context& context) {
  const auto about = flows::report_about(context.worker, context.principal());
  if (!about) return std::unexpected(about.error());
  return ticket_words(context.app, context.language, about->name, about->number, std::string(flows::kReportCategory));
}

}  // namespace holdfast::routes
