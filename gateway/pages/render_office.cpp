// The analyst's pages.
#include <algorithm>
#include <array>
#include <ranges>

#include "gateway/pages/impl.h"

namespace holdfast::pages {
namespace {

using namespace std::string_view_literals;

// Which return reasons a category points at (taxonomy: "From label to return reason"). The form marks them; a person
// ticks.
struct Pointer {
  std::string_view category;
  std::string_view code;
};
constexpr std::array kPointers{
    Pointer{"threat", "THREAT"},
    Pointer{"surveillance", "LOCATE"},
    Pointer{"coercion", "THREAT"},
    Pointer{"coercion", "BENEFIT"},
    Pointer{"third_party_contact", "THIRDPARTY"},
    Pointer{"sexual_content", "SEXUAL"},
    Pointer{"self_harm_manipulation", "HARASS"},
    Pointer{"degradation", "HARASS"},
    Pointer{"identity_exposure", "LOCATE"},
    Pointer{"contact_solicitation", "CONTACT"},
    Pointer{"victim_blaming", "BLAME"},
    Pointer{"victim_blaming", "EXCUSE"},
    Pointer{"forgiveness_demand", "FORGIVE"},
    Pointer{"obsessive_attachment", "HARASS"},
    Pointer{"graphic_detail", "SEXUAL"},
    Pointer{"benefit_seeking", "BENEFIT"},
    Pointer{"religious_pressure", "RELIGION"},
    Pointer{"enclosure_or_gift", "ENCLOSURE"},
    Pointer{"concealment", "CODED"},
};

std::vector<std::string_view> pointed_at(std::span<const FindingView> findings) {
  std::vector<std::string_view> codes;
  for (const auto& finding : findings) {
    for (const auto& pointer : kPointers) {
      if (pointer.category == finding.category) codes.push_back(pointer.code);
    }
  }
  return codes;
}

void fill_review(Fill& fill, const ReviewSummary& letter) {
  fill.set("ID", letter.version_id);
  fill_offender(fill, letter.offender_name, letter.offender_number);
  fill.set("PROGRAMME", letter.programme);
  fill.word("LANGUAGE", "language", letter.language);
  fill.token("VERDICT_CODE", letter.verdict);
  fill.word("VERDICT", "verdict", letter.verdict);
  fill.moment("RECEIVED", letter.received);
  fill.set("VERSION", letter.version);
}

// Screening reads English and Spanish; "und" is too short to tell.
void fill_bilingual(Fill& fill, const ReviewSummary& letter) {
  if (letter.language.empty() || letter.language == "en" || letter.language == "es" || letter.language == "und") return;
  fill.add("BILINGUAL").say("SAYS", "review.bilingual", {{"language", fill.words("language", letter.language)}});
}

void fill_rescreened(Fill& fill, const ReviewSummary& letter) {
  if (!letter.rescreened) return;
  auto again = fill.add("RESCREENED");
  again.say(
      "SAYS", "review.rescreened",
      {{"at", fill.calendar().moment(fill.lang(), *letter.rescreened)}, {"was", fill.words("verdict", letter.was)}});
  again.show_if(letter.stops, "STOPS");
}

void fill_why_not(Fill& fill, const WhyNotView& why) {
  auto section = fill.add("WHY_NOT");
  section.word("TITLE", "why_not.title", why.level);
  if (why.kind == "score") {
    section.say("SAYS", "why_not.score",
                {{"category", section.words("category", why.category)}, {"points", why.points}, {"of", why.of}});
  } else {
    section.word("SAYS", "why_not", why.kind == "company" && why.missing.empty() ? "taken_back" : why.kind);
  }
  section.maybe("REASON", "TEXT", why.reason);
  if (why.missing.empty()) return;
  auto misses = section.add("MISSES");
  for (const auto& missing : why.missing) misses.add("MISSING").set("TEXT", missing);
}

void fill_review_row(Fill& fill, const ReviewSummary& letter) {
  fill_review(fill, letter);
  fill.categories(letter.categories);
  fill.show_if(letter.categories.empty(), "PLAIN");
  fill.say("META", "review.meta",
           {{"version", std::int64_t{letter.version}}, {"language", fill.words("language", letter.language)}});
  fill.set("ASSIGNED", letter.assigned_to);
  fill.show_if(letter.assigned_to.empty(), "NOBODY");
}

void fill_earlier(Fill& fill, const ReviewBeforeView& view) {
  if (view.earlier.empty()) return;
  auto earlier = fill.add("EARLIER");
  for (const auto& version : view.earlier) {
    auto row = earlier.add("ONE");
    row.say("SAYS", "review_before.earlier.one",
            {{"n", std::int64_t{version.number}},
             {"at", fill.calendar().date(fill.lang(), version.received)},
             {"state", fill.words("version_state", version.state)}});
    std::string list;
    for (const auto& code : version.reasons) list += (list.empty() ? "" : ", ") + fill.words("reason", code);
    row.maybe("REASONS", "LIST", list);
  }
}

std::string joined(const Fill& fill, std::string_view prefix, const std::vector<std::string>& codes) {
  std::string list;
  for (const auto& code : codes) list += (list.empty() ? "" : " · ") + fill.words(prefix, code);
  return list;
}

void fill_order_dates(Fill& row, const OrdersView::Row& order) {
  const auto day = [&](const std::optional<Day>& value) {
    return value ? row.calendar().date(row.lang(), *value) : row.text("orders.no_date");
  };
  if (order.permanent) return row.say("DATES", "orders.dates.permanent", {{"from", day(order.starts_on)}});
  row.say("DATES", "orders.dates.until", {{"from", day(order.starts_on)}, {"to", day(order.ends_on)}});
}

// Codes by their number, the printed terms by their words.
std::string conditions_text(const Fill& row, const std::vector<std::string>& codes) {
  std::string text;
  for (const auto& code : codes) {
    const bool numbered = code.size() == 2;
    text += (text.empty() ? "" : ", ") + (numbered ? code : row.words("condition", code));
  }
  return text;
}

void fill_exceptions(Fill& row, const std::vector<OrdersView::Row::Exception>& exceptions) {
  for (const auto& exception : exceptions) {
    auto line = row.add("EXCEPTION");
    const auto day = [&](const Day& value) { return row.calendar().date(row.lang(), value); };
    line.say("LETS", "orders.exception",
             {{"channel", row.words("contact", exception.channel)},
              {"from", day(exception.from)},
              {"to", day(exception.until)}});
  }
}

void fill_order(Fill& row, const OrdersView::Row& order) {
  row.set("ID", order.id);
  row.word("KIND", "order_kind", order.kind);
  row.word("STATE", "order_state", order.state);
  fill_offender(row, order.offender_name, order.offender_number);
  row.set("PERSON", order.person);
  row.show(order.in_force ? "FORCE" : "NO_FORCE");
  fill_order_dates(row, order);
  row.set("CONDITIONS", conditions_text(row, order.conditions));
  row.maybe("BY_STATUTE", "STATUTE", order.statute);
  fill_exceptions(row, order.exceptions);
}

void fill_change(Fill& fill, const OrderView::Change& change, bool may_answer) {
  auto waits = fill.add("CHANGE");
  waits.set("CHANGE_ID", change.id);
  waits.word("NEW_STATE", "order_state", change.order.state);
  waits.set("NEW_COURT", change.court);
  waits.set("NEW_NO", change.number);
  fill_order_dates(waits, change.order);
  waits.set("CONDITIONS", conditions_text(waits, change.order.conditions));
  fill_exceptions(waits, change.order.exceptions);
  waits.maybe("WORDS", "TEXT", change.text);
  waits.word("LOOKED", "looked", change.looked);
  waits.set("WHY", change.reason);
  waits.say("ASKED", "order.change.asked",
            {{"who", change.asked_by}, {"at", waits.calendar().moment(waits.lang(), change.asked)}});
  fill_waits(waits, change.waits_for, change.asked);
  waits.show_if(may_answer && change.may_confirm, "CONFIRM");
  waits.show_if(!change.may_confirm, "OWN");
  waits.show_if(may_answer, "REFUSE");
}

template <class Person>
void fill_person(Fill& fill, const Person& person, const std::string& id, bool chosen) {
  fill.set("PERSON", id);
  fill.set("NAME", person.name);
  fill.word("RELATION", "relation", person.relation);
  fill.maybe("OWN_CASE", "NUMBER", person.case_number);
  fill.show_if(chosen, "ON");
}

}  // namespace

std::string Pages::render(const Frame& frame, const ReviewQueueView& view) const {
  return impl_->page("review_queue", Layout::staff, frame, [&](Fill& fill) {
    fill.say("COUNT", "review_queue.count", {{"n", static_cast<std::int64_t>(view.letters.size())}});
    fill_list(fill, view.letters.size(), view.next_cursor);
    for (const auto& letter : view.letters) {
      auto row = fill.add("LETTER");
      fill_review_row(row, letter);
    }
  });
}

std::string Pages::render(const Frame& frame, const ReviewBeforeView& view) const {
  return impl_->page("review_before", Layout::staff, frame, [&](Fill& fill) {
    fill_review(fill, view.letter);
    fill_bilingual(fill, view.letter);
    fill_rescreened(fill, view.letter);
    fill.categories(view.letter.categories);
    fill.set("ADDRESSEE", view.addressee);
    fill.maybe("CASE", "NUMBER", view.case_number);
    if (!view.barred.empty()) fill.add("BARRED").word("SAYS", "barred", view.barred);
    fill_earlier(fill, view);
  });
}

namespace {

void fill_known(Fill& fill, const std::vector<KnownPersonView>& persons) {
  for (const auto& person : persons) {
    auto row = fill.add("PERSON");
    row.set("ID", person.person_id);
    row.set("NUMBER", person.offender_number);
    row.word("RELATION", "relation", person.relation);
    row.word("SURE", "known_sure", person.sure ? "sure" : "possible");
    row.show_if(person.tied, "TIED");
  }
}

void fill_spoken(Fill& fill, const SpokenView& spoken) {
  auto section = fill.add("SPOKEN");
  section.show_if(spoken.wait, "WAIT");
  section.show_if(!spoken.wait && spoken.of.empty(), "NOBODY");
  for (const auto& of : spoken.of) {
    auto row = section.add("OF");
    row.set_revealed("WORDS", of.words);
    row.word("KIND", "spoken_kind", of.kind);
    fill_known(row, of.persons);
  }
}

void fill_alike(Fill& fill, const AlikeView& alike) {
  auto section = fill.add("ALIKE");
  section.show_if(alike.wait, "WAIT");
  section.show_if(!alike.wait && alike.persons.empty(), "NOBODY");
  fill_known(section, alike.persons);
}

}  // namespace

std::string Pages::render(const Frame& frame, const ReviewOpenView& view) const {
  return impl_->page("review_open", Layout::staff, frame, [&](Fill& fill) {
    fill_review(fill, view.letter);
    fill.set("ADDRESSEE", view.addressee);
    fill.maybe("CASE", "NUMBER", view.case_number);
    fill_words(fill, view.words, view.findings);
    fill_findings(fill, view.findings);
    fill_bilingual(fill, view.letter);
    fill_rescreened(fill, view.letter);
    if (view.why_not) fill_why_not(fill, *view.why_not);
    fill.set("RULES", view.rules);
    if (view.spoken) fill_spoken(fill, *view.spoken);
    const std::string decision[] = {view.decision};
    const std::string note[] = {view.note.empty() ? "none" : view.note};
    fill.options({"decision", decisions(), "decision", decision});
    fill.options({"reasons", reason_codes(), "reason", view.reasons, pointed_at(view.findings)});
    fill.options({"note", note_codes(), "note", note});
  });
}

std::string Pages::render(const Frame& frame, const AddressingQueueView& view) const {
  return impl_->page("addressing_queue", Layout::staff, frame, [&](Fill& fill) {
    fill_list(fill, view.letters.size(), view.next_cursor);
    for (const auto& letter : view.letters) {
      auto row = fill.add("LETTER");
      row.set("ID", letter.letter_id);
      fill_offender(row, letter.offender_name, letter.offender_number);
      row.set("ADDRESSEE", letter.addressee);
      row.set("CASE", letter.case_number);
      row.say("CANDIDATES", "addressing.count", {{"n", std::int64_t{letter.candidates}}});
      row.date("APPROVED", letter.approved);
    }
  });
}

std::string Pages::render(const Frame& frame, const AddressingView& view) const {
  return impl_->page("addressing", Layout::staff, frame, [&](Fill& fill) {
    fill.set("ID", view.letter_id);
    fill_offender(fill, view.offender_name, view.offender_number);
    fill.set("ADDRESSEE", view.addressee);
    fill.maybe("CASE", "NUMBER", view.case_number);
    for (const auto& candidate : view.candidates) {
      auto row = fill.add("CANDIDATE");
      fill_person(row, candidate, candidate.person_id, candidate.person_id == view.person);
      row.set("EVIDENCE", joined(fill, "evidence", candidate.evidence));
      row.show_if(candidate.minor, "MINOR");
    }
    fill.show_if(view.person == "none", "NONE_ON");
    fill.input("evidence", view.evidence);
  });
}

std::string Pages::render(const Frame& frame, const UndoView& view) const {
  return impl_->page("addressing_undo", Layout::staff, frame, [&](Fill& fill) {
    fill.set("ID", view.letter_id);
    fill_offender(fill, view.offender_name, view.offender_number);
    fill.input("evidence", view.evidence);
  });
}

std::string Pages::render(const Frame& frame, const BankView& view) const {
  return impl_->page("bank", Layout::staff, frame, [&](Fill& fill) {
    fill.say("COUNT", "bank.count", {{"n", static_cast<std::int64_t>(view.letters.size())}});
    fill_list(fill, view.letters.size(), view.next_cursor);
    for (const auto& letter : view.letters) {
      auto row = fill.add("LETTER");
      fill_offender(row, letter.offender_name, letter.offender_number);
      row.set("PERSON", letter.person);
      row.show_if(letter.person.empty(), "NOBODY");
      row.token("STATE_CODE", letter.state);
      row.word("STATE", "hold_state", letter.state);
      row.show(letter.barred ? "BARRED" : "FREE");
      row.date("BANKED", letter.banked);
      if (letter.may_undo) row.add("UNDO").set("ID", letter.letter_id);
    }
  });
}

std::string Pages::render(const Frame& frame, const OrdersView& view) const {
  return impl_->page("orders", Layout::staff, frame, [&](Fill& fill) {
    fill_list(fill, view.orders.size(), view.next_cursor);
    for (const auto& order : view.orders) {
      auto row = fill.add("ORDER");
      fill_order(row, order);
      if (order.loosening_asked) {
        row.add("WAITS").say("SINCE", "orders.waits",
                             {{"at", row.calendar().date(row.lang(), *order.loosening_asked)}});
      }
    }
  });
}

std::string Pages::render(const Frame& frame, const OrderView& view) const {
  return impl_->page("order", Layout::staff, frame, [&](Fill& fill) {
    fill_order(fill, view.order);
    fill.set("VERSION", view.version);
    fill.set("COURT", view.court);
    fill.set("NO", view.number);
    fill.maybe("REASON", "SAYS", view.reason);
    fill.maybe("WORDS", "TEXT", view.text);
    fill.say("ENTERED", "order.entered",
             {{"who", view.entered_by}, {"at", fill.calendar().moment(fill.lang(), view.entered)}});
    if (view.change) fill_change(fill, *view.change, view.may_answer);
    fill.show_if(view.may_ask, "ASK");
    fill.show(frame.role == domain::Role::second_person ? "FROM_SECOND" : "FROM_LIST");
    const std::string state[] = {view.state};
    const std::string looked[] = {view.looked};
    fill.options({"state", changed_states(), "order_state", state});
    fill.options({"looked", looked_codes(), "looked", looked});
    fill.options({"conditions", condition_codes(), "condition", view.conditions});
    fill.input("starts_on", view.starts_on);
    fill.input("ends_on", view.ends_on);
    fill.input("why", view.why);
    const std::string channel[] = {view.channel};
    fill.options({"channel", channel_codes(), "contact", channel});
    fill.input("from", view.from);
    fill.input("until", view.until);
    fill.set("TEXT", view.text);
    for (const auto& kept : view.kept) fill.add("KEPT").set("VALUE", kept);
    fill.show_if(view.permanent, "PERMANENT");
  });
}

std::string Pages::render(const Frame& frame, const SecondView& view) const {
  return impl_->page("second", Layout::staff, frame, [&](Fill& fill) {
    fill_list(fill, view.items.size(), view.next_cursor);
    for (const auto& item : view.items) {
      auto row = fill.add("ITEM");
      row.set("ID", item.id);
      row.show(item.kind == "order" ? "ORDER" : item.kind == "rules" ? "RULES" : "TICKET");
      row.word("KIND", "second_kind", item.kind);
      if (item.kind != "rules") {
        auto about = row.add("ABOUT");
        fill_offender(about, item.offender_name, item.offender_number);
      }
      row.say("ASKED", "order.change.asked",
              {{"who", item.asked_by}, {"at", row.calendar().moment(row.lang(), item.asked)}});
    }
  });
}

std::string Pages::render(const Frame& frame, const NewOrderView& view) const {
  return impl_->page("new_order", Layout::staff, frame, [&](Fill& fill) {
    fill.input("offender_number", view.offender_number);
    fill.show(view.offender_name.empty() ? "LOOKUP" : "WHOLE");
    fill.set("OFFENDER", view.offender_name);
    for (const auto& person : view.persons) {
      auto row = fill.add("CANDIDATE");
      fill_person(row, person, person.id, person.id == view.person);
    }
    const std::string kind[] = {view.kind};
    const std::string state[] = {view.state};
    fill.options({"kind", order_kinds(), "order_kind", kind});
    fill.options({"state", order_states(), "order_state", state});
    fill.options({"conditions", condition_codes(), "condition", view.conditions});
    fill.input("court", view.court);
    fill.input("number", view.number);
    fill.input("statute", view.statute);
    fill.input("text", view.text);
    fill.input("starts_on", view.starts_on);
    fill.input("ends_on", view.ends_on);
    fill.show_if(view.permanent, "PERMANENT");
  });
}

std::string Pages::render(const Frame& frame, const RegistrationsView& view) const {
  return impl_->page("registrations", Layout::staff, frame, [&](Fill& fill) {
    fill_list(fill, view.registrations.size(), view.next_cursor);
    for (const auto& registration : view.registrations) {
      auto row = fill.add("ROW");
      row.set("ID", registration.person_id);
      row.set("NAME", registration.name);
      row.word("RELATION", "relation", registration.relation);
      row.token("STATE_CODE", registration.state);
      row.word("STATE", "registration_state", registration.state);
      row.word("NOTICE", "notice_wish", registration.notice);
      row.word("LANGUAGE", "language", registration.language);
      if (registration.registered == Time{}) {  // entered, not yet confirmed
        row.set("AT", "");
      } else {
        row.date("AT", registration.registered);
      }
    }
  });
}

std::string Pages::render(const Frame& frame, const RegistrationView& view) const {
  return impl_->page("registration", Layout::staff, frame, [&](Fill& fill) {
    fill.set("ID", view.person_id);
    fill.set("NUMBER", view.offender_number);
    fill.maybe("CASE", "NUMBER", view.case_number);
    fill.word("RELATION", "relation", view.relation);
    fill.token("STATE_CODE", view.state);
    fill.word("STATE", "registration_state", view.state);
    fill.word("NOTICE", "notice_wish", view.notice);
    fill.show_if(view.state == "confirmed", "CONFIRMED");
    if (!view.record) return fill.show("CLOSED");
    auto record = fill.add("RECORD");
    record.set("NAME", view.record->name);
    record.set("EMAIL", view.record->email);
    record.set("ADDRESS", view.record->address);
    record.set("PHONE", view.record->phone);
    if (view.alike) fill_alike(fill, *view.alike);
    if (view.state != "requested") return;
    fill.show("CONFIRM");
    const std::string adult[] = {view.adult};
    fill.options({"adult", adult_codes(), "adult", adult});
  });
}

std::string Pages::render(const Frame& frame, const StopForView& view) const {
  return impl_->page("stop_for", Layout::staff, frame, [&](Fill& fill) {
    fill.set("ID", view.person_id);
    const std::string said[] = {view.said};
    fill.options({"said", said_codes(), "stop_said", said});
    fill.input("identity", view.identity);
  });
}

std::string Pages::render(const Frame& frame, const WishedReadingsView& view) const {
  return impl_->page("wished_readings", Layout::staff, frame, [&](Fill& fill) {
    fill_list(fill, view.letters.size(), view.next_cursor);
    for (const auto& letter : view.letters) {
      auto row = fill.add("LETTER");
      row.set("ID", letter.hold_id);
      fill_offender(row, letter.offender_name, letter.offender_number);
      row.word("RELATION", "relation", letter.relation);
      row.say("WISHED", "wished_readings.since", {{"day", row.calendar().date(row.lang(), letter.wished)}});
      if (letter.not_before) {
        row.add("LATER").say("DAY", "wished_readings.not_before",
                             {{"day", row.calendar().date(row.lang(), *letter.not_before)}});
      }
      if (!letter.given_to.empty()) row.add("GIVEN").say("TO", "wished_readings.given", {{"who", letter.given_to}});
      row.show_if(letter.readers.empty(), "NO_READERS");
      for (const auto& reader : letter.readers) {
        auto button = row.add("READER");
        button.set("READER_ID", reader.id);
        button.say("GIVE", "wished_readings.give", {{"who", reader.name}});
      }
    }
  });
}

std::string Pages::render(const Frame& frame, const TasksView& view) const {
  return impl_->page("tasks", Layout::staff, frame, [&](Fill& fill) {
    fill_list(fill, view.tasks.size(), "");
    for (const auto& task : view.tasks) {
      auto row = fill.add("TASK");
      row.set("ID", task.id);
      row.word("KIND", "task", task.kind);
      row.set("ABOUT", task.about);
      row.say("SINCE", "tasks.since", {{"at", row.calendar().moment(row.lang(), task.since)}});
      if (is_local_path(task.path)) row.maybe("LINK", "TO", task.path);
    }
  });
}

}  // namespace holdfast::pages
