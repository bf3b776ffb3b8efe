// Investigator, institution, reader, auditor, administrator.
#include "gateway/pages/impl.h"

namespace holdfast::pages {
namespace {

void fill_ticket(Fill& fill, const TicketSummary& ticket) {
  fill.set("ID", ticket.id);
  fill_offender(fill, ticket.offender_name, ticket.offender_number);
  fill.set("INSTITUTION", ticket.institution);
  fill.token("STATE_CODE", ticket.state);
  fill.word("STATE", "ticket_state", ticket.state);
}

void fill_tickets(Fill& fill, const std::vector<TicketSummary>& tickets, const std::string& next_cursor) {
  fill_list(fill, tickets.size(), next_cursor);
  for (const auto& ticket : tickets) {
    auto row = fill.add("TICKET");
    fill_ticket(row, ticket);
    row.categories(ticket.categories);
    row.date("OPENED", ticket.opened);
  }
}

void fill_one_ticket(Fill& fill, const TicketSummary& ticket, const std::vector<TicketEvent>& history) {
  fill_ticket(fill, ticket);
  fill.categories(ticket.categories);
  fill.say("OPENED", "ticket.opened_at", {{"at", fill.calendar().moment(fill.lang(), ticket.opened)}});
  for (const auto& event : history) {
    auto row = fill.add("EVENT");
    row.moment("AT", event.at);
    row.word("WHAT", "ticket_event", event.what);
    row.maybe("WHO", "NAME", event.who);
  }
}

void fill_investigator_forms(Fill& fill, const InvestigationView& view) {
  constexpr std::string_view kDecisions[] = {"confirm", "dismiss"};
  const std::string decision[] = {view.decision};
  const std::string reason[] = {view.reason};
  fill.options({"decision", kDecisions, "ticket_decision", decision});
  fill.options({"reason", confirm_reasons(), "ticket_reason", reason});
  fill.options({"reason", dismiss_reasons(), "ticket_reason", reason});
  fill.options({"outcome", close_outcomes(), "ticket_outcome"});
  fill.show_if(view.may_decide, "DECIDE");
  fill.show_if(view.may_close, "CLOSE");
  fill.show_if(view.may_lift, "LIFT");
  if (!view.lift_asked || view.may_lift) return;
  auto waits = fill.add("LIFT_WAITS");
  fill_waits(waits, view.lift_waits_for, *view.lift_asked);
}

void fill_index(Fill& row, std::optional<std::uint64_t> index) {
  if (index) {
    row.set("INDEX", std::to_string(*index));
  } else {
    row.say("INDEX", "log.unplaced");
  }
}

std::string summary_of(const Fill& fill, const TicketView& view) {
  if (!view.summary.empty()) return view.summary;
  std::string summary;
  for (const auto& category : view.ticket.categories) {
    summary += (summary.empty() ? "" : " ") + fill.words("category_why", category);
  }
  return summary;
}

void fill_reading(Fill& fill, const ReadingSummary& reading) {
  fill.set("ID", reading.id);
  fill.word("RELATION", "relation", reading.relation);
  fill.set("OFFENDER", reading.offender);
  fill.word("STATE", "reading_state", reading.state);
  fill.word("IN_LANGUAGE", "language", reading.language);
  fill.say("LENGTH", "readings.length", {{"n", std::int64_t{reading.words}}});
  fill.say("ASSIGNED", "readings.assigned", {{"day", fill.calendar().date(fill.lang(), reading.assigned)}});
}

}  // namespace

std::string Pages::render(const Frame& frame, const InvestigationsView& view) const {
  return impl_->page("investigations", Layout::staff, frame, [&](Fill& fill) {
    fill.say("COUNT", "investigations.count", {{"n", static_cast<std::int64_t>(view.tickets.size())}});
    fill_tickets(fill, view.tickets, view.next_cursor);
  });
}

std::string Pages::render(const Frame& frame, const InvestigationView& view) const {
  return impl_->page("investigation", Layout::staff, frame, [&](Fill& fill) {
    fill_one_ticket(fill, view.ticket, view.history);
    fill.show(view.words.empty() ? "CLOSED_WORDS" : "OPEN_WORDS");
    fill_words(fill, view.words, view.findings);
    fill_findings(fill, view.findings);
    fill.maybe("ANSWER", "TEXT", view.answer);
    if (!view.similar.empty()) {
      auto similars = fill.add("SIMILARS");
      for (const auto& similar : view.similar) {
        auto row = similars.add("SIMILAR");
        row.date("AT", similar.received);
        row.show(is_local_path(similar.path) ? "LINK" : "NO_LINK");
        row.set("TO", similar.path);
        if (similar.categories.empty()) continue;
        auto labelled = row.add("LABELLED");
        labelled.categories(similar.categories);
      }
    }
    fill_investigator_forms(fill, view);
    fill.show(frame.role == domain::Role::second_person ? "FROM_SECOND" : "FROM_LIST");
  });
}

std::string Pages::render(const Frame& frame, const TicketsView& view) const {
  return impl_->page("tickets", Layout::staff, frame, [&](Fill& fill) {
    fill.set("HERE", view.institution);
    fill.say("COUNT", "tickets.count", {{"n", static_cast<std::int64_t>(view.tickets.size())}});
    fill_tickets(fill, view.tickets, view.next_cursor);
  });
}

std::string Pages::render(const Frame& frame, const TicketView& view) const {
  return impl_->page("ticket", Layout::staff, frame, [&](Fill& fill) {
    fill_one_ticket(fill, view.ticket, view.history);
    fill.set("SUMMARY", summary_of(fill, view));
    fill.show_if(view.may_acknowledge, "ACKNOWLEDGE");
    fill.show_if(view.may_answer, "ANSWERING");
    const std::string state[] = {view.state};
    fill.options({"state", answer_states(), "ticket_answer_state", state});
    fill.input("answer", view.answer);
    if (!view.may_answer) fill.maybe("ANSWERED", "TEXT", view.answer);
  });
}

std::string Pages::render(const Frame& frame, const ReadingsView& view) const {
  return impl_->page("readings", Layout::staff, frame, [&](Fill& fill) {
    fill_list(fill, view.readings.size(), view.next_cursor);
    for (const auto& reading : view.readings) {
      auto row = fill.add("READING");
      fill_reading(row, reading);
    }
  });
}

std::string Pages::render(const Frame& frame, const ReadingView& view) const {
  return impl_->page("reading", Layout::staff, frame, [&](Fill& fill) {
    fill_reading(fill, view.reading);
    const bool begun = view.reading.state == "read_aloud";
    fill.show_if(view.reading.state == "accepted", "NOT_YET");
    fill.show_if(begun, "DONE");
    if (view.words.empty()) return fill.show_if(begun || view.reading.state == "released", "CLOSED");
    auto opened = fill.add("OPENED");
    opened.set("WORDS", view.words);
    if (const auto lang = parse_lang(view.reading.language)) opened.add("LANGUAGE").set("CODE", lang_code(*lang));
  });
}

std::string Pages::render(const Frame& frame, const LogView& view) const {
  return impl_->page("log", Layout::staff, frame, [&](Fill& fill) {
    fill.say("COUNT", "log.count", {{"n", static_cast<std::int64_t>(view.size)}});
    fill.set("ROOT", view.root);
    fill.set("FROM", std::to_string(view.from));
    fill_list(fill, view.rows.size(), view.next_cursor);
    for (const auto& entry : view.rows) {
      auto row = fill.add("ROW");
      fill_index(row, entry.index);
      row.set("ID", entry.entry_id);
      if (entry.witnessed) row.moment("AT", *entry.witnessed);
      row.show(entry.blank ? "BLANK" : "REAL");
    }
  });
}

std::string Pages::render(const Frame& frame, const LogEntryView& view) const {
  return impl_->page("log_entry", Layout::staff, frame, [&](Fill& fill) {
    if (view.index) {
      fill.say("TITLE", "log_entry.number", {{"n", static_cast<std::int64_t>(*view.index)}});
    } else {
      fill.say("TITLE", "log.unplaced");
    }
    fill.show(view.commitment_matches ? "MATCHES" : "BROKEN");
    fill.set("COMMITMENT", view.commitment);
    fill.set("ID", view.entry_id);
    for (const auto& field : view.fields) {
      auto row = fill.add("FIELD");
      row.word("NAME", "log_field", field.name);
      row.set("VALUE", field.value);
    }
  });
}

std::string Pages::render(const Frame& frame, const SettingsView& view) const {
  return impl_->page("settings", Layout::staff, frame, [&](Fill& fill) {
    fill.say("VERSION", "settings.version", {{"version", view.version}});
    for (const auto& check : view.checks) {
      auto row = fill.add("CHECK");
      row.word("NAME", "check", check.name);
      row.show(check.well ? "WELL" : "ILL");
      row.set("DETAIL", check.detail);
    }
    for (const auto& account : view.accounts) {
      auto row = fill.add("ACCOUNT");
      row.set("NAME", account.name);
      row.word("ROLE", "role", account.role);
      row.set("BELONGS", account.belongs_to);
      row.word("STATE", "account_state", account.state);
    }
    for (const auto& programme : view.programmes) {
      auto row = fill.add("PROGRAMME");
      row.set("NAME", programme.name);
      row.set("INSTITUTION", programme.institution);
      row.word("STATE", "account_state", programme.state);
    }
    for (const auto& pack : view.packs) {
      auto row = fill.add("PACK");
      row.set("NAME", pack.name);
      row.set("VERSION", pack.version);
      row.set("HASH", pack.hash);
    }
  });
}

}  // namespace holdfast::pages
