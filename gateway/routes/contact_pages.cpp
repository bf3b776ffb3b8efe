#include <algorithm>
#include <charconv>

#include "gateway/flows/registrations.h"
#include "gateway/routes/contact.h"
#include "gateway/routes/contact_common.h"
#include "gateway/routes/local_days.h"
#include "gateway/routes/office.h"

namespace holdfast::routes {
namespace {

using domain::Act;
using domain::ApprovalId;
using domain::ApprovalState;
using domain::PersonId;
using domain::Problem;
using domain::Result;
using flows::ContactAct;
using http::Method;
using pages::Fault;
using storage::Approval;

constexpr std::size_t kForm = 64 * 1024;

Answer act_on(Context& context, ContactAct act, std::string_view back, pages::Flash done) {
  const auto id = context.params.id<ApprovalId>("approval");
  if (!id) return std::unexpected(id.error());
  const auto state = flows::act_on_contact(context.worker, context.principal(), *id, act);
  if (!state) return std::unexpected(state.error());
  return see_other(back, done);
}

Answer close(Context& context, std::string_view back) {
  const auto id = context.params.id<ApprovalId>("approval");
  if (!id) return std::unexpected(id.error());
  if (auto there = flows::contact_file(context.worker, context.principal(), *id); !there)
    return std::unexpected(there.error());
  const auto act = flows::parse_contact_act(context.field("act"));
  if (!act || *act == ContactAct::agree || *act == ContactAct::go_on)
    return domain::fail(Problem::invalid_field, "not a known value", "act");
  return act_on(context, *act, back, pages::Flash::contact_closed);
}

auto list(Context& context) {
  return listed(
      context, "contact",
      [&](std::int64_t place, int limit) { return flows::contacts(context.worker, context.principal(), place, limit); },
      [](const Approval& one) { return one.place; });
}

// ---- the recipient ----

pages::ContactView::One mine(const Context& context, const Approval& approval) {
  const auto state = approval.state;
  pages::ContactView::One one;
  one.id = approval.id.text();
  one.state = domain::name_of(state);
  one.from = approval.offender_name;
  one.words = contact_terms(context.app, context.language, approval.terms);
  if (!approval.institution.empty())
    one.institution_text =
        contact_words(context.app, context.language, approval.offender_name, approval.offender_number, approval.terms);
  one.seen = etag_of(recipient_json(context, approval));
  one.may_agree = state == ApprovalState::requested || (state == ApprovalState::paused && !approval.agreed);
  one.may_refuse = state == ApprovalState::requested;
  one.may_pause = state == ApprovalState::active;
  one.may_end = state != ApprovalState::requested && may_close(state);
  return one;
}

Answer my_page(Context& context) {
  const auto found = list(context);
  if (!found) return std::unexpected(found.error());
  pages::ContactView view;
  for (const auto& approval : found->rows) view.approvals.push_back(mine(context, approval));
  return page(context, view);
}

Answer my_agree(Context& context) {
  const auto id = context.params.id<ApprovalId>("approval");
  if (!id) return std::unexpected(id.error());
  const auto file = flows::contact_file(context.worker, context.principal(), *id);
  if (!file) return std::unexpected(file.error());
  if (context.field("seen") != etag_of(recipient_json(context, file->approval)))
    return domain::fail(Problem::conflict, "it has changed since; look again");
  return act_on(context, ContactAct::agree, "/contact", pages::Flash::contact_agreed);
}

Answer my_close(Context& context) { return close(context, "/contact"); }

// ---- the office ----

Answer office_page(Context& context) {
  auto found = list(context);
  if (!found) return std::unexpected(found.error());
  pages::OfficeContactView view{{}, std::move(found->next)};
  for (const auto& one : found->rows) {
    const auto state = one.state;
    view.rows.push_back({one.id.text(), std::string(domain::name_of(state)), one.offender_number, one.offender_name,
                         one.person_kind, contact_terms(context.app, context.language, one.terms), one.changed,
                         state == ApprovalState::recipient_agreed,
                         state == ApprovalState::requested || state == ApprovalState::recipient_agreed ||
                             state == ApprovalState::office_agreed,
                         state == ApprovalState::active, state == ApprovalState::paused && one.agreed,
                         state == ApprovalState::active || state == ApprovalState::paused});
  }
  return page(context, view);
}

Answer office_agree(Context& context) {
  const auto id = context.params.id<ApprovalId>("approval");
  if (!id) return std::unexpected(id.error());
  const auto file = flows::contact_file(context.worker, context.principal(), *id);
  if (!file) return std::unexpected(file.error());
  const bool paused = file->approval.state == ApprovalState::paused;
  return act_on(context, paused ? ContactAct::go_on : ContactAct::agree, "/office/contact",
                pages::Flash::contact_agreed);
}

Answer office_close(Context& context) { return close(context, "/office/contact"); }

// ---- asking ----

std::optional<int> number_of(std::string_view digits) {
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

pages::NewContactView form_of(const Context& context, const PersonId& person) {
  const auto at = [&](std::string_view name) { return std::string(context.field(name)); };
  return {person.text(), at("channel"), at("purpose"), at("period"),    at("most"),
          at("longest"), at("from"),    at("until"),   at("starts_on"), at("ends_on")};
}

// The terms that a form asks for, or what is wrong with it.
struct ReadTerms {
  storage::ContactTerms terms;
  std::vector<pages::FieldError> errors;

  template <class T>
  T need(const std::string& field, std::string_view sent, std::optional<T> read, Fault otherwise) {
    if (!read) errors.push_back({field, sent.empty() ? Fault::missing : otherwise});
    return read.value_or(T{});
  }
};

ReadTerms read_terms(const pages::NewContactView& form) {
  ReadTerms read;
  auto& terms = read.terms;
  auto& limits = terms.limits;
  auto channel = domain::parse_name<domain::Channel>(form.channel);
  if (channel && !domain::needs_approval(*channel)) channel.reset();
  terms.channel = read.need("channel", form.channel, channel, Fault::not_offered);
  terms.purpose =
      read.need("purpose", form.purpose, domain::parse_name<domain::ContactPurpose>(form.purpose), Fault::not_offered);
  limits.most = read.need("most", form.most, number_of(form.most), Fault::bad_format);
  limits.period =
      read.need("period", form.period, domain::parse_name<domain::LimitPeriod>(form.period), Fault::not_offered);
  limits.longest = read.need("longest", form.longest, number_of(form.longest), Fault::bad_format);
  limits.from = read.need("from", form.from, parse_clock(form.from), Fault::bad_format);
  limits.until = read.need("until", form.until, parse_clock(form.until), Fault::bad_format);
  terms.starts_on = read.need("starts_on", form.starts_on, parse_day(form.starts_on), Fault::bad_date);
  terms.ends_on = read.need("ends_on", form.ends_on, parse_day(form.ends_on), Fault::bad_date);
  if (!read.errors.empty()) return read;
  if (limits.most < 1 || limits.most > 31) read.errors.push_back({"most", Fault::bad_format});
  if (limits.longest < 1 || limits.longest > 20'000) read.errors.push_back({"longest", Fault::bad_format});
  if (limits.until <= limits.from) read.errors.push_back({"until", Fault::before_start});
  const auto days = std::chrono::sys_days{terms.ends_on} - std::chrono::sys_days{terms.starts_on};
  if (days.count() < 0) read.errors.push_back({"ends_on", Fault::before_start});
  if (days.count() > 365) read.errors.push_back({"ends_on", Fault::bad_date});
  return read;
}

Answer new_page(Context& context) {
  const auto person = context.params.id<PersonId>("person");
  if (!person) return std::unexpected(person.error());
  if (auto there = flows::registration(context.worker, context.principal(), *person); !there)
    return std::unexpected(there.error());
  pages::NewContactView view;
  view.person_id = person->text();
  return page(context, view);
}

Answer ask(Context& context) {
  const auto person = context.params.id<PersonId>("person");
  if (!person) return std::unexpected(person.error());
  if (auto there = flows::registration(context.worker, context.principal(), *person); !there)
    return std::unexpected(there.error());
  const auto form = form_of(context, *person);
  auto read = read_terms(form);
  if (!read.errors.empty()) return page_again(context, form, std::move(read.errors));
  const auto id = flows::request_contact(context.worker, context.principal(), context.app.profile.time_zone,
                                         {*person, read.terms, context.app.profile.contact.institution_agrees});
  if (!id) return std::unexpected(id.error());
  return see_other("/office/contact", pages::Flash::contact_requested);
}

// ---- the institution ----

Answer requests_page(Context& context) {
  auto found = listed(
      context, "contact_requests",
      [&](std::int64_t place, int limit) {
        return flows::contacts_to_answer(context.worker, context.principal(), place, limit);
      },
      [](const storage::AskedInstitution& one) { return one.place; });
  if (!found) return std::unexpected(found.error());
  pages::ContactRequestsView view{{}, std::move(found->next)};
  for (const auto& one : found->rows) {
    std::string answer;
    if (one.agrees) answer = *one.agrees ? "agreed" : "refused";
    view.rows.push_back(
        {one.id.text(), contact_words(context.app, context.language, one.offender_name, one.offender_number, one.terms),
         one.asked, std::move(answer)});
  }
  return page(context, view);
}

Answer post_answer(Context& context) {
  const auto id = context.params.id<ApprovalId>("approval");
  if (!id) return std::unexpected(id.error());
  const auto asked = flows::contacts_to_answer(context.worker, context.principal(), 0, 1000);
  if (!asked) return std::unexpected(asked.error());
  if (std::ranges::find(*asked, *id, &storage::AskedInstitution::id) == asked->end())
    return domain::fail(Problem::not_found, "there is nothing here");
  const auto answer = context.field("answer");
  if (answer != "yes" && answer != "no") return domain::fail(Problem::invalid_field, "not a known value", "answer");
  if (auto done = flows::answer_contact(context.worker, context.principal(), *id, answer == "yes"); !done)
    return std::unexpected(done.error());
  return see_other("/contact-requests", pages::Flash::contact_answered);
}

constexpr auto kLane = LaneName::recipients;
// clang-format off: a table is read by its columns
constexpr Route kRoutes[] = {
    {.path = "/contact", .act = Act::approval_own, .lane = kLane, .handle = my_page},
    {.method = Method::post, .path = "/contact/{approval}/agree", .act = Act::approval_agree, .lane = kLane, .body = BodyKind::form, .limit = kForm, .handle = my_agree},
    {.method = Method::post, .path = "/contact/{approval}/close", .act = Act::approval_own, .lane = kLane, .body = BodyKind::form, .limit = kForm, .handle = my_close},
    {.path = "/office/contact", .act = Act::approval_decide, .handle = office_page},
    {.method = Method::post, .path = "/office/contact/{approval}/agree", .act = Act::approval_begin, .body = BodyKind::form, .limit = kForm, .handle = office_agree},
    {.method = Method::post, .path = "/office/contact/{approval}/close", .act = Act::approval_decide, .body = BodyKind::form, .limit = kForm, .handle = office_close},
    {.path = "/office/registrations/{person}/contact", .act = Act::approval_decide, .handle = new_page},
    {.method = Method::post, .path = "/office/registrations/{person}/contact", .act = Act::approval_decide, .body = BodyKind::form, .limit = kForm, .handle = ask},
    {.path = "/contact-requests", .act = Act::approval_answer, .handle = requests_page},
    {.method = Method::post, .path = "/contact-requests/{approval}/answer", .act = Act::approval_answer, .body = BodyKind::form, .limit = kForm, .handle = post_answer},
};
// clang-format on

}  // namespace

std::span<const Route> contact_pages_routes() { return kRoutes; }

}  // namespace holdfast::routes
