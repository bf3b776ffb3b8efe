#include "gateway/routes/contact_common.h"

#include "gateway/json/writer.h"
#include "gateway/routes/local_days.h"

namespace holdfast::routes {
namespace {

using domain::ApprovalState;
using storage::ContactTerms;

std::vector<std::pair<std::string, std::string>> arguments(const App& app, pages::Lang lang,
                                                           const ContactTerms& terms) {
  const auto& limits = terms.limits;
  return {{"purpose", app.pages.text(lang, "contact_purpose." + std::string(domain::name_of(terms.purpose)))},
          {"most", std::to_string(limits.most)},
          {"period", app.pages.text(lang, "limit_period." + std::string(domain::name_of(limits.period)))},
          {"longest", std::to_string(limits.longest)},
          {"from", clock_text(limits.from)},
          {"until", clock_text(limits.until)},
          {"starts", day_text(terms.starts_on)},
          {"ends", day_text(terms.ends_on)}};
}

pages::Lang lang_of(std::string_view language) { return pages::parse_lang(language).value_or(pages::Lang::en); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string contact_terms(const App& app, std::string_view language, const ContactTerms& terms) {
  const auto lang = lang_of(language);
  return app.pages.text(lang, "contact.terms", arguments(app, lang, terms));
}

std::string contact_words(const App& app, std::string_view language, const std::string& offender_name,
                          const std::string& offender_number, const ContactTerms& terms) {
  const auto lang = lang_of(language);
  auto all = arguments(app, lang, terms);
  all.emplace_back("name", offender_name);
  all.emplace_back("number", offender_number);
  all.emplace_back("channel", app.pages.text(lang, "letter_channel." + std::string(domain::name_of(terms.channel))));
  return app.pages.text(lang, "contact.exact", all);
}

std::string clock_text(domain::DayMinutes at) {
  const auto two = [](long number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(at.count() / 60) + ":" + two(at.count() % 60);
}

std::optional<domain::DayMinutes> parse_clock(std::string_view text) {
  if (text.size() != 5 || text[2] != ':' || !is_digit(text[0]) || !is_digit(text[1]) || !is_digit(text[3]) ||
      !is_digit(text[4])) {
    return std::nullopt;
  }
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (hour > 24 || minute > 59 || (hour == 24 && minute > 0)) return std::nullopt;
  return domain::DayMinutes{hour * 60 + minute};
}

std::string recipient_json(const Context& context, const storage::Approval& approval) {
  std::optional<std::string> reads;
  if (!approval.institution.empty())
    reads =
        contact_words(context.app, context.language, approval.offender_name, approval.offender_number, approval.terms);
  json::Writer out;
  out.object()
      .field("id", approval.id.text())
      .field("state", domain::name_of(approval.state))
      .field("channel", domain::name_of(approval.terms.channel))
      .field("with", approval.offender_name)
      .field("terms", contact_terms(context.app, context.language, approval.terms))
      .field("institution_reads", reads)
      .field("changed_at", time_text(approval.changed))
      .end();
  return out.take();
}

bool may_close(ApprovalState state) {
  return state != ApprovalState::ended && state != ApprovalState::refused && state != ApprovalState::entered_in_error;
}

}  // namespace holdfast::routes
