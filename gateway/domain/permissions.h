// Who may do what: the one table that routes, row-level security and tests read. `holdfast migrate` writes it to
// hf.permission, where the policies look it up; a test compares the two.
//
// A permission says that a role may ever do an act. Which letters, cases or tickets it may be done to is decided
// by assignment (row-level security), and whether it may be done now by the domain's guards.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace holdfast::domain {

enum class Role : std::uint8_t {
  facilitator,
  recipient,
  analyst,
  reader,
  investigator,
  institution,
  auditor,
  administrator,
  second_person,  // of an office of one: whom its profile names to answer what needs two
};

inline constexpr std::array kRoles{Role::facilitator, Role::recipient,     Role::analyst,
                                   Role::reader,      Role::investigator,  Role::institution,
                                   Role::auditor,     Role::administrator, Role::second_person};

std::string_view role_name(Role role);
// `known` is false for a name that is no role.
struct RoleParsed {
  Role role;
  bool known;
};
RoleParsed parse_role(std::string_view name);

// Acts are `thing.verb`. Stored in the audit log: never rename, only add.
enum class Act : std::uint8_t {
  letter_submit,      // facilitator: a letter, a new version
  letter_withdraw,    // facilitator
  letter_follow,      // facilitator: the published state of the programme's letters
  letter_check,       // facilitator: what the guidelines say of a letter before it is sent in
  review_list,        // the review queue and its findings
  review_open,        // the words of a letter under review (step-up)
  review_decide,      // approve, return, quarantine, not accepted
  addressing_decide,  // who a letter is for
  bank_list,          // banked letters and their holds
  order_list,         //
  order_open,         // one order, and what its paper says
  order_enter,        // an order or a stop-contact request
  order_loosen,       // the first of the two persons who end, except or correct an order early: asks
  order_answer,       // the second: confirms, or says no (step-up)
  registration_keep,  // enter and confirm a recipient's registration
  choice_record,      // a choice made by telephone or post
  delivery_work,      // print, mail, returned mail
  offer_list,         // recipient: what is offered to me
  choice_make,        // recipient
  letter_open,        // recipient: show me the words (step-up)
  contact_stop,       // recipient, or an analyst for them
  harassment_report,  // recipient, or an analyst for them
  reading_list,       // reader: my assigned readings
  reading_open,       // reader (step-up)
  reading_assign,     // which reader reads an accepted letter to its person
  flagged_list,       // investigator: flagged contact
  flagged_follow,     // one ticket's file, without the words
  flagged_open,       // the words of flagged contact (step-up)
  flagged_decide,     // dismiss, return, confirm
  quarantine_lift,    // the second of the two persons who lift a quarantine
  second_list,        // what waits for a second person
  report_open,        // the words of a report (step-up)
  ticket_list,        // institution, investigator
  ticket_answer,      // institution: acknowledge, work, answer
  ticket_close,       // investigator
  log_read,           // auditor: the log
  entry_open,         // auditor: one entry (step-up)
  account_keep,       // administrator
  settings_read,      // administrator
  rules_follow,       // one change of the rules of screening, and what it makes weaker
  rules_reload,       // administrator: asks for the rules that the folder holds (step-up)
  rules_answer,       // the second of the two persons who weaken them: confirms, or says no (step-up)
  approval_own,       // recipient: contact that I am asked about, or agreed to; pausing and ending it
  approval_agree,     // recipient: agrees to it, or to its going on (step-up)
  approval_decide,    // analyst: asks for approved contact, pauses and ends it
  approval_begin,     // analyst: agrees for the office, lets a paused one go on (step-up)
  approval_answer,    // institution: answers what it was asked to agree to
  import_take,        // a file of orders, people or housing (step-up)
  session_keep,       // everybody: own sessions
};

inline constexpr std::size_t kActs = static_cast<std::size_t>(Act::session_keep) + 1;

struct Permission {
  Act act;
  std::string_view name;
  std::uint16_t roles;  // bit i = kRoles[i]
  bool step_up;         // the act wants a fresh passphrase or code
};

std::span<const Permission> permissions();
std::string_view act_name(Act act);
bool may(Role role, Act act);
bool needs_step_up(Act act);

}  // namespace holdfast::domain
