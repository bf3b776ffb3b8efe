#include "gateway/domain/transitions.h"

#include <array>
#include <span>

#include "gateway/domain/approval.h"
#include "gateway/domain/delivery.h"
#include "gateway/domain/hold.h"
#include "gateway/domain/letter.h"
#include "gateway/domain/loosening.h"
#include "gateway/domain/notice.h"
#include "gateway/domain/order.h"
#include "gateway/domain/rule_set.h"
#include "gateway/domain/ticket.h"

namespace holdfast::domain {
namespace {

constexpr std::string_view kIntroduction =
    R"(<!-- Rendered from the tables in gateway/domain. Do not edit: change a table, then run the test that compares. -->
# Every transition

What is not in these tables cannot happen. The core (`gateway/domain`) decides by them, the database refuses what they
refuse, and every row that is taken writes its audit entry in the same transaction. State, event, guard and entry names
are stored: they are added to, never renamed.

A row reads: from this state, at this event, by one of these, if the guard is content, to that state, with that entry.
`engine` is screening, `order` an order or stop-contact request at its commit, `clock` a time that has come, `job` the
queue's worker; the others are people in the roles of the permission matrix. No machine approves, releases, opens or
destroys anything. Being barred by an order and being frozen are no states: the guards ask them at every step.

Two things to know when reading. A newer version under review does not take an approved one from the person it is for:
they decide which arrives. And what a recipient has opened is theirs: a withdrawal, an order or a second thought of the
office leaves it with them (`recall_too_late`), and the writer's side hears the same answer as ever.
)";

struct MachineText {
  std::string_view name;
  std::string_view what;
};

constexpr std::array kMachines{std::to_array<MachineText>({
    {"version",
     "One text of a letter. Reviewed for itself; `quarantined` stays, as evidence, whatever the writer does."},
    {"letter",
     "What the office works on. `approved` waits for addressing; `banked` is with a hold, or without one while "
     "nobody knows who it is for."},
    {"hold",
     "A letter waiting for its person. Only that person moves it forward: by a choice, or by what they agreed to "
     "beforehand (`pass_on`)."},
    {"delivery", "One release on its way. `mailed` counts as opened; `returned_undeliverable` undoes that."},
    {"order",
     "A no-contact order or a stop-contact request. Whether it bars is decided by its dates, terms, exceptions and "
     "channels (order.h), not by this table; a stop-contact request bars every channel until its person ends it."},
    {"loosening",
     "A change of an order that bars less, asked for by one person with a reason. While it waits the order bars as "
     "before; `confirmed` is the order's next version; a newer version of the order, or one person's no, ends it."},
    {"ticket",
     "An investigation at the housing institution, which sees it from the first, marked unconfirmed until a person has "
     "read what it is about, and acts from `open` on."},
    {"notice", "A neutral message to a recipient. `sending` has begun; no attempt starts after a recall."},
    {"approval",
     "Approved contact, wished for by the recipient, agreed by the office and, where the profile asks for it, the "
     "institution."},
    {"rules",
     "A set of screening rules that was asked for: by an administrator, or found by the gateway (`job`) when it starts "
     "or is told to look. What stops no less is taken in the same breath; what would stop less waits, and the set in "
     "force judges on."},
})};

struct GuardText {
  Guard guard;
  std::string_view what;
};

constexpr std::array kGuards{std::to_array<GuardText>({
    {Guard::none, "Nothing more is asked: it tightens, or it is that person's own to do."},
    {Guard::approve,
     "A person (never a machine) who did not submit the letter, is not of its programme, is not recused and has opened "
     "the "
     "words. Screening has finished. A verdict of quarantine was lifted by two different people."},
    {Guard::reasons, "At least one return code. Illegible, too long and wrong person are codes that only people give."},
    {Guard::two_people, "Two different natural persons have signed; two accounts of one person are one."},
    {Guard::evidence, "Who decides has noted why: the paper, the call, the finding."},
    {Guard::version_stands, "The version is approved, and no version of the letter is under quarantine."},
    {Guard::bank,
     "As `version_stands`, and a person (the matcher only proposes) confirmed who the letter is for, from court or "
     "registration records, and noted the evidence."},
    {Guard::destroy,
     "A person. No legal hold. What the recipient opened: only if they ask. Otherwise its time of keeping is over, or "
     "two "
     "different people sign."},
    {Guard::offer,
     "No order or stop-contact request bars the pair. The letter stands, the version is approved, nothing is under "
     "quarantine, addressed, not frozen. The recipient is registered, of age or with a confirmed guardian, wishes to "
     "be "
     "asked, and has not said never, nor \"not now\" without a date or with one still to come."},
    {Guard::choose,
     "Not opened yet. The recipient, signed in; or an analyst who writes down what they said by telephone, by post or "
     "in "
     "the room, and noted how. A dated choice has its date. No order prevents choosing: it prevents what would "
     "follow."},
    {Guard::undo_never, "As `choose`, and the office did not raise it: after never, nobody asks."},
    {Guard::release,
     "In this order: no order or stop-contact request bars the pair on this channel (orders unread, undated or unknown "
     "bar); "
     "the letter stands; no version of it is under quarantine; this version is approved; addressed; not frozen; not "
     "opened; "
     "the recipient registered and of age; of approved contact, an approval in force; their latest choice is to accept "
     "this version, this way, and its time has "
     "come."},
    {Guard::open, "Everything that `release` asks, again, at this instant; by the hands that the chosen way needs."},
    {Guard::read_again, "It was opened, is not destroyed, and its pairing is not in question. Orders do not matter."},
    {Guard::print, "Everything that `release` asks, again; the way is post or e-mail."},
    {Guard::end_order,
     "An order that bars, now or later: two different people and the court's paper. A stop-contact request: its own "
     "person; or, told to the "
     "office, "
     "two different people and that person's own word noted."},
    {Guard::replace_order, "The court's paper is noted; if what takes its place bars less, two different people."},
    {Guard::end_came, "The order's end, exclusive, has come. A record only: the dates decided already."},
    {Guard::read_by_person,
     "The person who confirms has read the words. If it began with a report: the reporter saw exactly what the "
     "institution "
     "will read, and agreed; if they say no, the office bars and works alone."},
    {Guard::send,
     "Not recalled. If it is about a letter: no order bars the pair. The recipient wants such notices this way. A "
     "discreet "
     "one was never attempted; an urgent one less often than its recipient allowed."},
    {Guard::repeat,
     "An urgent notice that surely failed, and everything that `send` asks. A discreet one is not repeated."},
    {Guard::office_agrees,
     "No order bars the pair on this channel; the recipient agrees; the office noted its grounds."},
    {Guard::activate,
     "No order bars the pair on this channel; the recipient saw exactly what the institution will read and still "
     "agrees; "
     "two different people stand for it."},
    {Guard::pass_on,
     "A message of approved contact: everything that `release` asks but a choice of its own. Its person said nothing "
     "about it yet, the approval is in force, and its limits (how many in any 7 or 30 days, how long, which hours) are "
     "kept."},
    {Guard::no_weaker,
     "No rule that stops a letter is gone, retired, set back, lowered, or made to say less "
     "(screening/tools/weaker.h)."},
})};

constexpr std::string_view kRecall = R"(
## What a recall does

An order, a stop-contact request, a quarantine, a retracted approval, newer rules of screening, a pairing in question,
a changed mind and a withdrawal all recall what is in flight, in the transaction that commits them.

| in flight | what happens |
|---|---|
| delivery `released` | closed again: nobody has seen it, nobody will |
| delivery `printing` | print cancelled; tearing up the paper is a person's task |
| delivery `mailed` | it cannot be fetched back: a person's task, at once |
| delivery `opened`, `read_aloud`, `closed` | stays theirs |
| notice `queued`, `held`, `failed` | dropped |
| notice `sending`, `doubtful` | a person's task |
| hold `released` | back to `accepted`: the choice stands, the guards bar what would follow |
| approval `active` | paused |
)";

std::string who_text(Actors who) {
  std::string text;
  for (std::size_t i = 0; i < kActorNames.size(); ++i) {
    if (!who.has(static_cast<Actor>(i))) continue;
    if (!text.empty()) text += ", ";
    text += kActorNames[i];
  }
  return text;
}

template <class S, class E, std::size_t N>
void add(std::vector<TransitionRow>& rows, std::string_view machine, const Beginning<S>& begins,
         const std::array<Transition<S, E>, N>& table) {
  rows.push_back(
      {machine, "", "begin", who_text(begins.who), name_of(Guard::none), name_of(begins.state), begins.entry});
  for (const auto& row : table) {
    rows.push_back({machine, name_of(row.from), name_of(row.event), who_text(row.who), name_of(row.guard),
                    name_of(row.to), row.entry});
  }
}

void cell(std::string& text, std::string_view content) {
  text += ' ';
  text += content.empty() ? "–" : content;
  text += " |";
}

void line(std::string& text, const TransitionRow& row) {
  text += '|';
  for (const std::string_view content :
       {row.from, row.event, std::string_view{row.who}, row.guard, row.to, row.entry}) {
    cell(text, content);
  }
  text += '\n';
}

void section(std::string& text, const MachineText& machine, std::span<const TransitionRow> rows) {
  text += "\n## ";
  text += machine.name;
  text += "\n\n";
  text += machine.what;
  text += "\n\n| from | event | who | guard | to | entry |\n|---|---|---|---|---|---|\n";
  for (const TransitionRow& row : rows) {
    if (row.machine == machine.name) line(text, row);
  }
}

void guards(std::string& text) {
  text +=
      "\n## The guards\n\nFacts that nobody filled in refuse. Each refusal has a name and a phrase (bar.h), the same "
      "in the core and in the database.\n\n| guard | content when |\n|---|---|\n";
  for (const GuardText& guard : kGuards) {
    text += '|';
    cell(text, name_of(guard.guard));
    cell(text, guard.what);
    text += '\n';
  }
}

static_assert(kGuards.size() == kGuardNames.size(), "every guard is explained");

}  // namespace

std::vector<TransitionRow> transition_rows() {
  std::vector<TransitionRow> rows;
  add(rows, "version", kVersionBegins, kVersionTransitions);
  add(rows, "letter", kLetterBegins, kLetterTransitions);
  add(rows, "hold", kHoldBegins, kHoldTransitions);
  add(rows, "delivery", kDeliveryBegins, kDeliveryTransitions);
  add(rows, "order", kOrderBegins, kOrderTransitions);
  add(rows, "loosening", kLooseningBegins, kLooseningTransitions);
  add(rows, "ticket", kTicketBegins, kTicketTransitions);
  add(rows, "notice", kNoticeBegins, kNoticeTransitions);
  add(rows, "approval", kApprovalBegins, kApprovalTransitions);
  add(rows, "rules", kRuleSetBegins, kRuleSetTransitions);
  return rows;
}

std::string transitions_markdown() {
  const auto rows = transition_rows();
  std::string text{kIntroduction};
  for (const MachineText& machine : kMachines) section(text, machine, rows);
  guards(text);
  text += kRecall;
  return text;
}

}  // namespace holdfast::domain
