// The analyst's pages: review, addressing, bank, orders, registrations, tasks.
#pragma once

#include <optional>
#include <span>

#include "gateway/pages/views/common.h"
#include "gateway/pages/views/findings.h"

namespace holdfast::pages {

// The closed sets that POST /office/review/{version}/decision takes.
std::span<const std::string_view> decisions();     // approve, return, quarantine, refuse
std::span<const std::string_view> reason_codes();  // FORGIVE, EXCUSE ... ILLEGIBLE: `reasons`, repeated
std::span<const std::string_view> note_codes();    // none, nearly, rewrite, with_help: `note`
// Of POST /office/orders.
std::span<const std::string_view> order_kinds();
std::span<const std::string_view> order_states();
// Of POST /office/orders/{order}/loosening.
std::span<const std::string_view> changed_states();
std::span<const std::string_view> looked_codes();
std::span<const std::string_view> condition_codes();  // 01 to 09, direct_contact ...: `conditions`, repeated

struct ReviewSummary {
  std::string version_id;
  std::string offender_number, offender_name;
  std::string programme;
  std::string language;
  std::string verdict;                  // clear, review, quarantine, unscreened
  std::vector<std::string> categories;  // of its findings
  int findings = 0;
  int version = 1;
  Time received{};
  std::string assigned_to;  // empty: nobody yet
  // Screened again with newer rules that raised the verdict: when, and what it was before.
  std::optional<Time> rescreened{};
  std::string was{};
  bool stops = false;  // under review with a verdict of quarantine: nobody approves it alone
};

// GET /office/review
struct ReviewQueueView {
  std::vector<ReviewSummary> letters;  // oldest first
  std::string next_cursor;
};

// GET /office/review/{version}: before opening. The button posts to .../open.
struct ReviewBeforeView {
  struct Earlier {
    int number = 1;
    Time received{};
    std::string state;
    std::vector<std::string> reasons;
  };
  ReviewSummary letter;
  std::string addressee;  // in the writer's words
  std::string case_number;
  std::vector<Earlier> earlier;  // versions before this one, newest first
  std::string
      barred;  // the bar's name (order, order_unread, stop_contact) where contact is barred now; empty: none known
};

// POST /office/review/{version}/open, and a refused decision
// Somebody of the registry who may be meant; nothing of their record.
struct KnownPersonView {
  std::string person_id;
  std::string offender_number;
  std::string relation;
  bool sure = false;
  bool tied = false;  // to the writer of the letter
};
// Where a letter speaks of somebody: its own words, and who may be meant.
struct SpokenOfView {
  std::string words;
  std::string kind;  // name, phone, email, address
  std::vector<KnownPersonView> persons;
};
// `wait`: the registry is not read to its end; nobody is shown, and that is said.
struct SpokenView {
  bool wait = false;
  std::vector<SpokenOfView> of;
};
struct AlikeView {
  bool wait = false;
  std::vector<KnownPersonView> persons;
};

struct ReviewOpenView {
  ReviewSummary letter;
  std::string addressee;
  std::string case_number;
  std::vector<FindingView> findings;
  std::vector<Segment> words;  // cut(text, findings)
  std::optional<WhyNotView> why_not;
  std::string rules;  // name and version of the rule pack that judged
  std::optional<SpokenView> spoken{};
  // what the form had, after a refusal
  std::string decision;
  std::vector<std::string> reasons;
  std::string note;
};

// GET /office/addressing
struct AddressingQueueView {
  struct Row {
    std::string letter_id;
    std::string offender_number, offender_name;
    std::string addressee;
    std::string case_number;
    Time approved{};
    int candidates = 0;
  };
  std::vector<Row> letters;
  std::string next_cursor;
};

// GET|POST /office/addressing/{letter}: person (an id or "none"), evidence
struct AddressingView {
  struct Candidate {
    std::string person_id;
    std::string name;
    std::string relation;  // a code: victim, survivor, family, guardian, representative
    std::string case_number;
    std::vector<std::string>
        evidence;  // codes: name_exact, name_close, case_number, relation, court_record, registration
    bool minor = false;
  };
  std::string letter_id;
  std::string offender_number, offender_name;
  std::string addressee;
  std::string case_number;
  std::vector<Candidate> candidates;
  std::string person;    // after a refusal
  std::string evidence;  // after a refusal
};

// GET|POST /office/addressing/{letter}/undo: evidence
struct UndoView {
  std::string letter_id;
  std::string offender_number, offender_name;
  std::string evidence;  // after a refusal
};

// GET /office/bank
struct BankView {
  struct Row {
    std::string letter_id;
    std::string offender_number, offender_name;
    std::string person;   // empty: nobody found yet
    std::string state;    // of the hold; `unaddressed` without one
    bool barred = false;  // evaluated now
    Time banked{};
    bool may_undo = false;  // addressed to somebody: the link to .../undo is shown
  };
  std::vector<Row> letters;
  std::string next_cursor;
};

// GET /office/orders
struct OrdersView {
  struct Row {
    std::string id;
    std::string kind, state;
    std::string offender_number, offender_name;
    std::string person;
    std::optional<Day> starts_on, ends_on;
    bool permanent = false;
    std::vector<std::string> conditions;
    bool in_force = false;
    std::optional<Time> loosening_asked;  // waits for a second person since then
    std::string statute{};
    struct Exception {
      std::string channel;
      Day from, until;  // included
    };
    std::vector<Exception> exceptions{};
  };
  std::vector<Row> orders;
  std::string next_cursor;
};

// GET /office/orders/{order}; POST .../loosening: version, court, number, text (as they were seen), state, starts_on,
// ends_on or permanent=yes, conditions, looked, why; channel, from and until of one more exception, and `exceptions`,
// those that stand and stay, each channel/from/until; POST .../loosening/confirmation and .../loosening/refusal:
// loosening (its id).
struct OrderView {
  struct Change {  // asked for by one person
    std::string id;
    OrdersView::Row order;  // as it would be
    std::string looked;
    std::string court, number, text, reason;
    std::string asked_by;
    Time asked{};
    bool may_confirm = false;  // by whoever looks: not the one who asked
    std::string waits_for;     // the title of the profile's second person; empty: nobody is named
  };
  OrdersView::Row order;
  int version = 1;
  std::string court, number, text, reason;
  std::string entered_by;
  Time entered{};
  std::optional<Change> change;
  bool may_answer = false;
  bool may_ask = false;
  // the form: as the order stands, or what it had after a refusal
  std::string state, starts_on, ends_on, looked, why, channel, from, until;
  bool permanent = false;
  std::vector<std::string> conditions;
  std::vector<std::string> kept;  // of the exceptions, as the form sends them
};

// GET /second: what waits for the second person whom the profile names, longest first
struct SecondView {
  struct Item {
    std::string kind;  // order, quarantine, rules
    std::string id;    // of the order, of the ticket, of the set of rules
    std::string offender_number, offender_name;
    std::string asked_by;
    Time asked{};
  };
  std::vector<Item> items;
  std::string next_cursor;
};

// GET|POST /office/orders/new: POST with offender_number finds the protected persons and shows the whole form, which
// posts to /office/orders: kind, offender_number, person, court, number, state, starts_on, ends_on or permanent=yes,
// conditions, statute, text. Dates are YYYY-MM-DD.
struct NewOrderView {
  struct Person {
    std::string id, name, relation, case_number;
  };
  std::string offender_number;
  std::string offender_name;  // empty: not looked up yet, or nobody of that number
  std::vector<Person> persons;
  std::string kind, person, court, number, statute, text, state, starts_on, ends_on;
  bool permanent = false;
  std::vector<std::string> conditions;
};

// GET /office/registrations
struct RegistrationsView {
  struct Row {
    std::string person_id;
    std::string name;
    std::string relation;
    std::string state;   // requested, confirmed, ended
    std::string notice;  // the wish: tell_me, do_not_tell, not_asked
    std::string language;
    Time registered{};
  };
  std::vector<Row> registrations;
  std::string next_cursor;
};

// GET /office/registrations/{person}; POST .../open shows the record and the form; POST .../confirmation: adult (yes,
// no)
struct RegistrationView {
  struct Record {
    std::string name, email, address, phone;
  };
  std::string person_id;
  std::string offender_number, case_number;
  std::string relation;
  std::string state;             // requested, confirmed
  std::string notice;            // as in the list
  std::optional<Record> record;  // once opened
  std::string adult;             // after a refusal
  std::optional<AlikeView> alike{};
};
std::span<const std::string_view> adult_codes();

// GET|POST /office/registrations/{person}/stop: said, identity
struct StopForView {
  std::string person_id;
  std::string said, identity;
};
std::span<const std::string_view> said_codes();

// GET /office/readings; POST /office/readings/{hold}: reader (an account's id)
struct WishedReadingsView {
  struct Reader {
    std::string id, name;
  };
  struct Row {
    std::string hold_id;
    std::string offender_number, offender_name;
    std::string relation;
    Time wished{};
    std::optional<Time> not_before;
    std::string given_to;         // empty: nobody yet
    std::vector<Reader> readers;  // to whom it may be given
  };
  std::vector<Row> letters;
  std::string next_cursor;
};

// GET /office/tasks; POST /office/tasks/{task}/done
struct TasksView {
  struct Row {
    std::string id;
    std::string kind;   // a code: recall_in_flight, notice_in_doubt, second_person, minor_decides, ...
    std::string about;  // what it is about, in words
    std::string path;   // of the page where it is done; empty: none
    Time since{};
  };
  std::vector<Row> tasks;
};

}  // namespace holdfast::pages
