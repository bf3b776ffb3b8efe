#include "gateway/domain/permissions.h"

#include <utility>

namespace holdfast::domain {
namespace {

constexpr std::uint16_t bit(Role role) { return static_cast<std::uint16_t>(1u << std::to_underlying(role)); }

template <class... Roles>
constexpr std::uint16_t to(Roles... roles) {
  return static_cast<std::uint16_t>((bit(roles) | ...));
}

using enum Role;
constexpr std::uint16_t kEverybody = (1u << kRoles.size()) - 1;

// clang-format off: a table is read by its columns
constexpr std::array<Permission, kActs> kPermissions{{
    // act                    name                  who                              step-up
    {Act::letter_submit,      "letter.submit",      to(facilitator),                 false},
    {Act::letter_withdraw,    "letter.withdraw",    to(facilitator),                 false},
    {Act::letter_follow,      "letter.follow",      to(facilitator),                 false},
    {Act::letter_check,       "letter.check",       to(facilitator),                 false},
    {Act::review_list,        "review.list",        to(analyst),                     false},
    {Act::review_open,        "review.open",        to(analyst),                     true},
    {Act::review_decide,      "review.decide",      to(analyst),                     false},
    {Act::addressing_decide,  "addressing.decide",  to(analyst),                     false},
    {Act::bank_list,          "bank.list",          to(analyst),                     false},
    {Act::order_list,         "order.list",         to(analyst, investigator),       false},
    {Act::order_open,         "order.open",         to(analyst, investigator, second_person), false},
    {Act::order_enter,        "order.enter",        to(analyst),                     false},
    {Act::order_loosen,       "order.loosen",       to(analyst),                     true},
    {Act::order_answer,       "order.answer",       to(analyst, second_person),      true},
    {Act::registration_keep,  "registration.keep",  to(analyst),                     false},
    {Act::choice_record,      "choice.record",      to(analyst),                     false},
    {Act::delivery_work,      "delivery.work",      to(analyst),                     false},
    {Act::offer_list,         "offer.list",         to(recipient),                   false},
    {Act::choice_make,        "choice.make",        to(recipient),                   false},
    {Act::letter_open,        "letter.open",        to(recipient),                   true},
    {Act::contact_stop,       "contact.stop",       to(recipient, analyst),          false},
    {Act::harassment_report,  "harassment.report",  to(recipient, analyst),          false},
    {Act::reading_list,       "reading.list",       to(reader),                      false},
    {Act::reading_open,       "reading.open",       to(reader),                      true},
    {Act::reading_assign,     "reading.assign",     to(analyst),                     false},
    {Act::flagged_list,       "flagged.list",       to(investigator),                false},
    {Act::flagged_follow,     "flagged.follow",     to(investigator, second_person), false},
    {Act::flagged_open,       "flagged.open",       to(investigator, second_person), true},
    {Act::flagged_decide,     "flagged.decide",     to(investigator),                false},
    {Act::quarantine_lift,    "quarantine.lift",    to(investigator, second_person), false},
    {Act::second_list,        "second.list",        to(second_person),               false},
    {Act::report_open,        "report.open",        to(investigator),                true},
    {Act::ticket_list,        "ticket.list",        to(investigator, institution),   false},
    {Act::ticket_answer,      "ticket.answer",      to(institution),                 false},
    {Act::ticket_close,       "ticket.close",       to(investigator),                false},
    {Act::log_read,           "log.read",           to(auditor),                     false},
    {Act::entry_open,         "entry.open",         to(auditor),                     true},
    {Act::account_keep,       "account.keep",       to(administrator),               false},
    {Act::settings_read,      "settings.read",      to(administrator),               false},
    {Act::rules_follow,       "rules.follow",       to(administrator, second_person), false},
    {Act::rules_reload,       "rules.reload",       to(administrator),               true},
    {Act::rules_answer,       "rules.answer",       to(administrator, second_person), true},
    {Act::approval_own,       "approval.own",       to(recipient),                   false},
    {Act::approval_agree,     "approval.agree",     to(recipient),                   true},
    {Act::approval_decide,    "approval.decide",    to(analyst),                     false},
    {Act::approval_begin,     "approval.begin",     to(analyst),                     true},
    {Act::approval_answer,    "approval.answer",    to(institution),                 false},
    {Act::import_take,        "import.take",        to(analyst),                     true},
    {Act::session_keep,       "session.keep",       kEverybody,                      false},
}};
// clang-format on

constexpr bool in_order() {
  for (std::size_t i = 0; i < kPermissions.size(); ++i) {
    if (std::to_underlying(kPermissions[i].act) != i) return false;
  }
  return true;
}
static_assert(in_order(), "one row an act, in the order of the enum");

constexpr std::array<std::string_view, kRoles.size()> kRoleNames{"facilitator", "recipient",     "analyst",
                                                                 "reader",      "investigator",  "institution",
                                                                 "auditor",     "administrator", "second_person"};

}  // namespace

std::string_view role_name(Role role) { return kRoleNames.at(std::to_underlying(role)); }

RoleParsed parse_role(std::string_view name) {
  for (const Role role : kRoles) {
    if (role_name(role) == name) return {role, true};
  }
  return {facilitator, false};
}

std::span<const Permission> permissions() { return kPermissions; }
std::string_view act_name(Act act) { return kPermissions.at(std::to_underlying(act)).name; }
bool may(Role role, Act act) { return (kPermissions.at(std::to_underlying(act)).roles & bit(role)) != 0; }
bool needs_step_up(Act act) { return kPermissions.at(std::to_underlying(act)).step_up; }

}  // namespace holdfast::domain
