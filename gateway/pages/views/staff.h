// Investigator, institution, reader, auditor, administrator.
#pragma once

#include <span>

#include "gateway/pages/views/common.h"
#include "gateway/pages/views/findings.h"

namespace holdfast::pages {

// POST /investigations/{ticket}/decision: decision (confirm, dismiss), reason; .../close: outcome.
std::span<const std::string_view> confirm_reasons();  // as_found, pattern, order_breached
std::span<const std::string_view> dismiss_reasons();  // misread, quoted, wrong_person
std::span<const std::string_view> close_outcomes();   // resolved, no_further_action, referred
std::span<const std::string_view> answer_states();    // investigating, substantiated, not_substantiated, referred

struct TicketSummary {
  std::string id;
  std::string offender_number, offender_name;
  std::string institution;
  std::string state;  // domain/ticket.h: unconfirmed, open, acknowledged, investigating ...
  std::vector<std::string> categories;
  Time opened{};
};
struct TicketEvent {
  Time at{};
  std::string what;  // a code: opened, words_opened, or an event of domain/ticket.h (confirm, acknowledge ...)
  std::string who;   // a display name, or empty
};

// GET /investigations
struct InvestigationsView {
  std::vector<TicketSummary> tickets;
  std::string next_cursor;
};
// GET /investigations/{ticket}; POST .../open fills `words`; refused decisions come back here
struct InvestigationView {
  struct Similar {
    std::string path;  // of its page, or empty
    Time received{};
    std::vector<std::string> categories;
  };
  TicketSummary ticket;
  std::vector<FindingView> findings;  // quotes stay empty until opened
  std::vector<Segment> words;         // empty: not opened
  std::vector<TicketEvent> history;
  std::vector<Similar> similar;
  std::string answer;  // of the institution
  bool may_decide = false, may_close = false;
  std::string decision, reason;    // after a refusal
  std::optional<Time> lift_asked;  // of the quarantine; a second person lifts it: POST .../lift
  std::string lift_waits_for;      // the profile's second person; empty: nobody is named
  bool may_lift = false;
};

// GET /tickets
struct TicketsView {
  std::string institution;
  std::vector<TicketSummary> tickets;
  std::string next_cursor;
};
// GET /tickets/{ticket}; POST .../acknowledge; POST .../answer: state (answer_states()), answer
struct TicketView {
  TicketSummary ticket;
  std::string summary;  // what the office wrote for the institution; empty: the catalogue's sentence for the categories
  std::vector<TicketEvent> history;
  bool may_acknowledge = false, may_answer = false;
  std::string state, answer;  // after a refusal, or the last answer
};

// GET /readings
struct ReadingSummary {
  std::string id;
  std::string relation;  // how the person stands to the case; no name
  std::string offender;
  std::string state;  // accepted (not yet), or of the delivery: released, read_aloud
  std::string language;
  int words = 0;
  Time assigned{};
};
struct ReadingsView {
  std::vector<ReadingSummary> readings;
  std::string next_cursor;
};
// GET /readings/{reading}; POST .../open fills `words`; POST .../done
struct ReadingView {
  ReadingSummary reading;
  std::string words;  // lines kept as written; empty: not opened
};

// GET /log?from=INDEX&after=CURSOR; opening one entry is POST /log/{entry}/open
struct LogView {
  struct Row {
    std::optional<std::uint64_t> index;  // none: not yet placed in the tree
    std::string entry_id;
    std::optional<Time> witnessed;
    bool blank = false;  // padding
  };
  std::uint64_t size = 0;
  std::string root;  // hex
  std::vector<Row> rows;
  std::uint64_t from = 0;  // what the filter had: the first index
  std::string next_cursor;
};
struct LogEntryView {
  struct Field {
    std::string name;  // of the entry: time, event, actor, role, object, outcome, reason, counts
    std::string value;
  };
  std::optional<std::uint64_t> index;
  std::string entry_id;
  std::vector<Field> fields;
  bool commitment_matches = false;
  std::string commitment;  // hex
};

// GET /settings
struct SettingsView {
  struct Account {
    std::string name, role, belongs_to, state;
  };
  struct Programme {
    std::string name, institution, state;
  };
  struct RulePack {
    std::string name, version, hash;
  };
  struct Check {
    std::string name;  // a code: database, keeper, witness, orders_feed, log, disk, mail
    bool well = false;
    std::string detail;
  };
  std::vector<Account> accounts;
  std::vector<Programme> programmes;
  std::vector<RulePack> packs;
  std::vector<Check> checks;
  std::string version;
};

// ---- the rules of screening ----

struct RuleSetLine {
  std::string id;
  std::string hash;   // hex, whole
  std::string state;  // domain/rule_set.h
  int rules = 0;
  std::string asked_by;  // empty: the gateway itself
  Time asked{};
  std::string decided_by;
  std::optional<Time> decided;
};
// GET /settings/rules; POST .../reload, where `faults` are why it changed nothing
struct RulesView {
  struct Gateway {
    std::string name, hash;
    bool current = false;  // judges by what is in force
    Time since{}, seen{};
  };
  struct Fault {
    std::string place, what;  // "threat.en.toml:12"
  };
  std::vector<RuleSetLine> sets;  // newest first
  std::vector<Gateway> gateways;
  std::vector<Fault> faults;
};
// GET /settings/rules/{set}; POST .../confirmation, .../refusal
struct RuleChangeView {
  struct Weaker {
    std::string rule, says;        // its id, and what it says in the reader's language
    std::vector<std::string> how;  // screening/tools/weaker.h
    std::optional<int> hits;       // letters, where somebody measured; then:
    int bad = 0, good = 0;
    std::string measured;  // before, after, other: which rules were measured
  };
  RuleSetLine set;
  std::string before;  // hex
  std::vector<Weaker> weaker;
  bool own = false;       // who reads asked for it
  std::string waits_for;  // the profile's second person; empty: nobody is named
};

}  // namespace holdfast::pages
